import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../../scripts/editor/repository';

/** One file of `src`. */
export interface Source {
  /** From `src`, with forward slashes. */
  readonly file: string;
  /** The first folder: `core`, `engine`, … */
  readonly room: string;
  readonly text: string;
  /** Other sources that it imports, types too; paths from `src`. */
  readonly sources: readonly string[];
  /** Packages that it imports, types too: `vscode`, `lit`, `node:fs`, `@huggingface/tokenizers`. */
  readonly packages: readonly string[];
}

const folder = path.join(root, 'src');

/** The package that an import names: `lit/decorators.js` belongs to `lit`, `node:fs/promises` to `node:fs`. */
function packageOf(imported: string): string {
  return imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/');
}

export function readSources(): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((name) => {
      const file = name.split(path.sep).join('/');
      const text = readFileSync(path.join(folder, file), 'utf8');
      const imported = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
      return {
        file,
        room: file.split('/')[0]!,
        text,
        sources: imported
          .filter((name) => name.startsWith('.'))
          .map((name) => `${path.posix.join(path.posix.dirname(file), name)}.ts`)
          .filter((other) => existsSync(path.join(folder, other))),
        packages: imported.filter((name) => !name.startsWith('.')).map(packageOf),
      };
    });
}
