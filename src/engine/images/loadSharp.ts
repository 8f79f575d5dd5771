import { createRequire } from 'node:module';
import type sharp from 'sharp';

export type Sharp = typeof sharp;

let loaded: Sharp | undefined;

/**
 * The picture decoder, loaded at the first need.
 *
 * Electron on Linux links the system's GLib into each of its processes, `ELECTRON_RUN_AS_NODE` ones too, and sharp's
 * native library carries a GLib of its own; the two interpose each other and the first decode floods the log or
 * crashes (lovell/sharp#4525, CherryHQ/cherry-studio#20485). There its WebAssembly build is used instead: the same
 * libvips, the same pixels, about half the speed.
 */
export function loadSharp(): Sharp {
  if (!loaded) {
    const require = createRequire(__filename);
    if (process.platform === 'linux' && process.versions.electron) preferWebAssembly(require);
    loaded = restrict(require('sharp') as Sharp);
  }
  return loaded;
}

/** sharp looks for the native build first, so what it finds under that name is the WebAssembly build. */
export function preferWebAssembly(require: NodeJS.Require): void {
  const fromSharp = createRequire(require.resolve('sharp'));
  let native: string;
  try {
    native = fromSharp.resolve(`@img/sharp-linux-${process.arch}/sharp.node`);
  } catch {
    return; // A package without the native build: sharp falls back by itself.
  }
  const wasm = fromSharp.resolve('@img/sharp-wasm32/sharp.node');
  fromSharp(wasm);
  require.cache[native] = require.cache[wasm];
}

/** Nothing but the five formats is ever parsed, whatever a file claims to be; one thread and no cache per picture. */
function restrict(sharp: Sharp): Sharp {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadPng',
      'VipsForeignLoadJpeg',
      'VipsForeignLoadNsgif',
      'VipsForeignLoadWebp',
      'VipsForeignLoadHeif',
    ],
  });
  sharp.cache(false);
  sharp.concurrency(1); // Several pictures at once use the cores better than several threads on one.
  return sharp;
}
