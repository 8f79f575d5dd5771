import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import wabt from 'wabt';

/**
 * The regular expression engine of VS Code's grammars, whose loops count their rounds: what it takes for a line is known
 * exactly, however busy the machine is.
 */
export async function countedOniguruma(): Promise<Uint8Array> {
  const original = readFileSync(createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm'));
  const { readWasm, parseWat } = await wabt();
  const read = readWasm(original, { readDebugNames: false });
  const text = read.toText({ foldExprs: false, inlineExport: false });
  read.destroy();
  const count = 'global.get $rounds i64.const 1 i64.add global.set $rounds';
  const counted = text
    .replace(/^( *loop\b.*)$/gm, `$1\n${count}`)
    .replace(/\)\s*$/, '(global $rounds (mut i64) (i64.const 0)) (export "rounds" (global $rounds)))');
  const module = parseWat('onig.wat', counted, { mutable_globals: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
