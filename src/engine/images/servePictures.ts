import { writeFileSync } from 'node:fs';
import { serve } from '../../protocol/rpcServer';
import { parentChannel } from '../parentChannel';
import { pictureContract, type PictureAnswer } from './pictureApi';
import { PictureError } from './pictureError';
import type { Pictures } from './pictures';

/** Makes this process the picture process. It ends with the engine. */
export function servePictures(pictures: Pictures): void {
  dieFirst();
  serve(
    parentChannel(),
    pictureContract,
    {
      hash: ({ path }, { signal }) => answer(pictures.hash(path, signal)),
      prepare: ({ path, alpha, part }, { signal }) => answer(pictures.prepare(path, alpha, signal, part)),
      thumbnail: ({ path, edge }, { signal }) => answer(pictures.thumbnail(path, edge, signal)),
      examine: ({ path }, { signal }) => answer(pictures.examine(path, signal)),
      hidden: ({ path }, { signal }) => answer(pictures.hidden(path, signal)),
    },
    { onDefect: (error) => console.error(error) },
  );
  // Not `process.exit`: libraries' destructors would run under decoders at work, and crash.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.stderr.on('error', () => undefined);
  process.send!('up');
}

async function answer<T>(work: Promise<T>): Promise<PictureAnswer<T>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    return { ok: false, code: error.code, detail: error.detail };
  }
}

/** Where memory runs out, Linux ends the process that it costs least to lose: this one, not the engine or the editor. */
function dieFirst(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/oom_score_adj', '800');
  } catch {
    // Not allowed here; the engine's client asks again then.
  }
}
