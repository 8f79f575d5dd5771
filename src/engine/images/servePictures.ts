import type { MessagePort } from 'node:worker_threads';
import { serve } from '../../protocol/rpcServer';
import { hideNativeBuild } from './loadSharp';
import { pictureContract, type PictureThreadData, type Preparation } from './pictureApi';
import { PictureError } from './pictureError';
import { picturePreparer } from './preparePicture';

/** Makes this thread the picture thread. */
export function servePictures(
  port: MessagePort,
  { preprocessing, imageSize, foreignGlib }: PictureThreadData,
): void {
  if (foreignGlib) hideNativeBuild();
  const prepare = picturePreparer(preprocessing, imageSize);
  serve(
    {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', listener),
      onClose: (listener) => port.on('close', listener),
    },
    pictureContract,
    {
      prepare: async ({ bytes, alpha }): Promise<Preparation> => {
        try {
          return { ok: true, picture: await prepare(bytes, alpha) };
        } catch (error) {
          if (!(error instanceof PictureError)) throw error;
          return { ok: false, code: error.code, detail: error.detail };
        }
      },
    },
    { onDefect: (error) => console.error(error) },
  );
}
