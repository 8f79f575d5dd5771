import { engineContract } from '../../protocol/engine';
import { portChannel, type MessageEnd } from '../../protocol/portChannel';
import { serve } from '../../protocol/rpcServer';
import { isEngineStart, type EngineStart } from '../../protocol/webEngine';
import { localPictures } from '../images/pictures';
import { loadModel } from '../loadModel';
import { EngineServer } from '../server';
import { workUnits } from '../workUnits';
import { fetchCheckpoint, useHostFiles } from './hostFiles';
import { useRuntime } from './onnxRuntime';

/** The engine as a Web Worker: see `EngineStart`. */
function run({ modelFolder, hash, threads, ...given }: EngineStart): void {
  useRuntime({ ...given, threads });
  useHostFiles(given.files);
  // Said before the work is done: until then this thread, which is the only one, says nothing.
  workUnits.onBeat = (beat) => given.pulse?.postMessage(beat);
  const server = new EngineServer({
    hash,
    loadModel: async () => {
      await fetchCheckpoint(modelFolder);
      return loadModel(modelFolder, { threads });
    },
    // Whoever asks remembers; nothing outlives the worker.
    openCache: () => undefined,
    openPictures: ({ preprocessing, checkpoint }) => localPictures(preprocessing, checkpoint.imageSize),
  });
  const log = (line: unknown): void => console.error(line);
  serve(portChannel(globalThis as MessageEnd), engineContract, server, { onDropped: log, onDefect: log });
}

globalThis.addEventListener('message', ({ data }: MessageEvent) => isEngineStart(data) && run(data), {
  once: true,
});
