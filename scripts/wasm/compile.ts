/** `npm run wasm`: compiles the one WebAssembly module, and writes it as a constant, so that it is bundled. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { wasmOf } from './wasmOf';

const source = path.join('src', 'core', 'clip', 'vectorResizer.wat');
const target = path.join('src', 'core', 'clip', 'vectorResizerCode.ts');

async function main(): Promise<void> {
  const code = await wasmOf(await readFile(source, 'utf8'));
  const text = `/** vectorResizer.wat, compiled, base64: \`npm run wasm\` writes this file. */
export const vectorResizerCode = '${Buffer.from(code).toString('base64')}';
`;
  await writeFile(target, await format(text, { ...(await resolveConfig(target)), parser: 'typescript' }));
}

void main();
