import { workerData } from 'node:worker_threads';
import type { DeviceChoice } from '../core/device';
import { EngineError } from '../core/engineError';
import {
  engineContract,
  isEngineArguments,
  serverTokenVariable,
  type EngineArguments,
} from '../protocol/engine';
import { serve } from '../protocol/rpcServer';
import { imageCache } from './cache/imageCache';
import { KnownFiles } from './cache/knownFiles';
import { takeBackTrials } from './device/deviceMemory';
import { IdleExit } from './idleExit';
import { hasForeignGlib, hideNativeBuild } from './images/loadSharp';
import type { PictureProcessData } from './images/pictureApi';
import { pictureArgument, PictureProcess } from './images/pictureProcess';
import { localPictures } from './images/pictures';
import { servePictures } from './images/servePictures';
import type { Model } from './model';
import { parentChannel } from './parentChannel';
import { isPulseThreadData, servePulse, startPulse } from './pulseThread';
import { EngineServer } from './server';
import { workUnits } from './workUnits';

/** Loads a checkpoint; called at the first need, and again after a failure: the user may have mended the files. */
export type LoadModel = (
  folder: string,
  options: { readonly cacheFolder?: string; readonly threads: number; readonly device?: DeviceChoice },
) => Promise<Model>;

/** Time to remove temporary files in, once our parent is gone. */
const longestFarewellMs = 1000;

/**
 * Makes this process the engine: answers its parent, ends itself when idle, and ends with its parent. Its bundle is
 * also the program of the engine's pulse thread and of its picture process.
 * @param file the bundle that calls this
 */
export function runEngine(file: string, loadModel: LoadModel): void {
  if (isPulseThreadData(workerData)) {
    servePulse(workerData);
    return;
  }
  if (process.argv[2] === pictureArgument) {
    const data = JSON.parse(process.argv[3]!) as PictureProcessData;
    if (data.foreignGlib) hideNativeBuild();
    servePictures(localPictures(data.preprocessing, data.imageSize));
    return;
  }
  const {
    modelFolder,
    cacheFolder,
    threads,
    device,
    idleExitMs,
    beatMs,
    hash,
    server: address,
    embeddingsLimit,
  } = readArguments();
  const token = process.env[serverTokenVariable];
  Reflect.deleteProperty(process.env, serverTokenVariable); // decoders have no use for it
  const load: LoadModel = async (folder, options) => {
    if (!address) return loadModel(folder, options);
    const { device: _, ...local } = options; // the towers are the server's
    // Only who asks a server pays for the code that does: engine, pulse thread and picture process all start this file.
    const { loadServedModel } = await import('./servedModel');
    return loadServedModel(folder, { ...local, server: { ...address, token }, loadLocal: loadModel });
  };
  startPulse(file, { beat: workUnits.beat, everyMs: beatMs, farewellMs: longestFarewellMs, cacheFolder });
  const log = (line: unknown): void => console.error(line);
  const server = new EngineServer({
    hash,
    device,
    loadModel: async () => {
      try {
        return await load(modelFolder, { cacheFolder, threads, device });
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== 'cache-unwritable' || !cacheFolder) throw error;
        // A cache that cannot be written costs time at each start, not results.
        log(`Nothing can be kept in ${cacheFolder}: ${error.parameters.reason}`);
        return withoutCache(cacheFolder, () => load(modelFolder, { threads }));
      }
    },
    openCache: (model) =>
      cacheFolder === undefined ? undefined : imageCache(cacheFolder, model, log, embeddingsLimit),
    openKnownFiles: () =>
      cacheFolder === undefined
        ? undefined
        : new KnownFiles(cacheFolder, (error) =>
            log(`What lies under which name cannot be kept in ${cacheFolder}: ${String(error)}`),
          ),
    openPictures: ({ preprocessing, checkpoint: { imageSize } }) =>
      new PictureProcess(file, { preprocessing, imageSize, foreignGlib: hasForeignGlib() }),
  });
  const idle = new IdleExit(idleExitMs, () => void server.dispose().finally(() => process.exit(0)));

  serve(
    parentChannel(),
    engineContract,
    {
      hello: server.hello,
      checkpoint: (params, context) => idle.during(server.checkpoint(params, context)),
      tokenize: (params, context) => idle.during(server.tokenize(params, context)),
      embedTexts: (params, context) => idle.during(server.embedTexts(params, context)),
      embedImages: (params, context) => idle.during(server.embedImages(params, context)),
      scoreLibrary: (params, context) => idle.during(server.scoreLibrary(params, context)),
      readPlaces: (params, context) => idle.during(server.readPlaces(params, context)),
      attendPicture: (params, context) => idle.during(server.attendPicture(params, context)),
      attendTexts: (params, context) => idle.during(server.attendTexts(params, context)),
      thumbnail: (params, context) => idle.during(server.thumbnail(params, context)),
      examinePicture: (params, context) => idle.during(server.examinePicture(params, context)),
      hiddenRecord: (params, context) => idle.during(server.hiddenRecord(params, context)),
      device: (params, context) => idle.during(server.device(params, context)),
    },
    { onDropped: log, onDefect: log },
  );

  // Nobody is left to answer to. Not `process.exit`: decoders may be at work on other threads, and running their
  // libraries' destructors under them would crash. Nothing is lost, because files appear only when they are whole.
  process.on('disconnect', () => {
    const end = (): void => {
      takeBackTrials(cacheFolder);
      process.kill(process.pid, 'SIGKILL');
    };
    void server.dispose().finally(end);
    setTimeout(end, longestFarewellMs);
  });
  // The parent's end may break the pipe that the log goes through before it breaks the other one.
  process.stderr.on('error', () => undefined);
}

function readArguments(): EngineArguments {
  const value: unknown = JSON.parse(process.argv[2] ?? 'null');
  if (!isEngineArguments(value) || !process.connected)
    throw new Error('the engine is started by its client, which gives it its arguments and a pipe');
  return value;
}

/** @throws EngineError `nowhere-writable`, where the temporary folder takes nothing either */
async function withoutCache(cache: string, load: () => Promise<Model>): Promise<Model> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'cache-unwritable') throw error;
    const { folder, reason } = error.parameters;
    const parameters = { cache, temporary: folder ?? '', reason: reason ?? '' };
    throw new EngineError('nowhere-writable', parameters, { cause: error });
  }
}
