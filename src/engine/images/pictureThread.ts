import { Worker } from 'node:worker_threads';
import { RpcClient } from '../../protocol/rpcClient';
import { pictureContract, type PictureApi, type PictureThreadData } from './pictureApi';
import { PictureError } from './pictureError';
import type { PreparePicture } from './preparePicture';

/**
 * Decodes and preprocesses on a thread of its own: a 12-megapixel picture takes some 150 ms to shrink, for which a key
 * press should not wait. The thread starts at the first picture and lives as long as the process; it never ends in
 * mid-run, which native code would not survive.
 * @param file the program that calls `servePictures` when it is not on the main thread
 */
export function pictureThread(file: string, data: PictureThreadData): PreparePicture {
  let rpc: RpcClient<PictureApi> | undefined;
  const start = (): RpcClient<PictureApi> => {
    const worker = new Worker(file, { workerData: data });
    worker.unref();
    // What it failed of rejects the calls, as `exit` follows; here it only must not be left unhandled.
    worker.on('error', (error) => console.error(error));
    worker.on('exit', () => (rpc = undefined));
    return new RpcClient(
      {
        send: (message) => worker.postMessage(message),
        onMessage: (listener) => worker.on('message', listener),
        onClose: (listener) => worker.on('exit', listener),
      },
      pictureContract,
    );
  };
  return async (bytes, alpha) => {
    rpc ??= start();
    const answer = await rpc.call('prepare', { bytes, alpha });
    if (answer.ok) return answer.picture;
    throw new PictureError(answer.code, answer.detail);
  };
}
