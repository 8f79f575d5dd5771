import { createRequire, Module } from 'node:module';
import type sharp from 'sharp';

export type Sharp = typeof sharp;

const require = createRequire(__filename);
let loaded: Sharp | undefined;

/** The picture decoder, loaded at the first need. */
export function loadSharp(): Sharp {
  loaded ??= restrict(require('sharp') as Sharp);
  return loaded;
}

/**
 * True where sharp's native build must not be loaded. Electron on Linux links the system's GLib into each of its
 * processes, `ELECTRON_RUN_AS_NODE` ones too, and the native build carries a GLib of its own; the two interpose each
 * other, and the first decode floods the log or crashes (lovell/sharp#4525, CherryHQ/cherry-studio#20485).
 * To be asked on the main thread: Electron does not tell its other threads who it is.
 */
export function hasForeignGlib(): boolean {
  return process.platform === 'linux' && process.versions.electron !== undefined;
}

/**
 * Makes sharp find nothing where its native build is, so that it goes on to its WebAssembly build: the same libvips,
 * the same pixels, about half the speed. To be called before `loadSharp`, on the same thread.
 */
export function hideNativeBuild(): void {
  const fromSharp = createRequire(require.resolve('sharp'));
  let native: string;
  try {
    native = fromSharp.resolve(`@img/sharp-linux-${process.arch}/sharp.node`);
  } catch {
    return; // Packaged without it.
  }
  const nothing = new Module(native);
  nothing.exports = undefined;
  nothing.loaded = true;
  require.cache[native] = nothing;
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
