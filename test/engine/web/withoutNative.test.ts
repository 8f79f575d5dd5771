import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineClient } from '../../../src/client/engineClient';
import type { DeviceState } from '../../../src/core/device';
import type { Checkpoint, Precision } from '../../../src/core/ports';
import { deviceLine } from '../../../src/words/device';
import { bundleOf } from '../process/engineBundle';
import { differenceOf, largestDifference } from './differences';

const texts = ['', 'a photo of a cat', 'two red apples on a table', '赤い金魚', 'word '.repeat(90)];
const pictures = ['two-cats-blue', 'red-apple', 'fish-and-sushi'].map((name) =>
  path.resolve(`examples/refs/${name}.png`),
);

const { version } = JSON.parse(readFileSync('node_modules/onnxruntime-node/package.json', 'utf8')) as {
  readonly version: string;
};
/** Fails as native code for another machine does. */
const ofAnotherMachine = {
  version,
  program: `throw Object.assign(new Error('invalid ELF header'), { code: 'ERR_DLOPEN_FAILED' });`,
};
/** Lies in a folder around us by chance, and would be loaded. */
const ofAnotherProgram = {
  version: '1.2.3',
  program: `exports.InferenceSession = exports.Tensor = exports.env = {};`,
};

interface Answers {
  readonly runtime: Checkpoint['runtime'];
  readonly fp32: readonly Float32Array[];
  readonly int8: readonly Float32Array[];
  readonly images: readonly Float32Array[];
  readonly device: DeviceState;
}

describe('the engine where the native ONNX Runtime cannot be loaded', function () {
  this.timeout(300_000);
  let folder: string;
  let client: EngineClient;

  /** The engine's bundle beside a package of that name which is of no use to it. */
  async function bundleBeside({ version, program }: typeof ofAnotherMachine): Promise<string> {
    const packageFolder = path.join(folder, 'node_modules/onnxruntime-node');
    await mkdir(packageFolder, { recursive: true });
    await writeFile(path.join(packageFolder, 'package.json'), JSON.stringify({ version, main: 'index.js' }));
    await writeFile(path.join(packageFolder, 'index.js'), program);
    const file = path.join(folder, 'bundle.js');
    await copyFile(await bundleOf('src/engine/main.ts'), file);
    return file;
  }

  /** What an engine says of all texts and pictures. Each has a cache of its own: one would answer with the other's numbers. */
  async function answersOf(engineFile: string, model: string): Promise<Answers> {
    client = new EngineClient({
      ...{ engineFile, modelFolder: path.resolve(model), threads: 2, device: 'auto' },
      cacheFolder: path.join(folder, path.basename(path.dirname(engineFile))),
      log: () => undefined,
    });
    const { runtime } = await client.checkpoint();
    const vectors = async (precision: Precision): Promise<Float32Array[]> =>
      (await client.embedTexts(texts, { precision })).map(({ embedding }) => embedding);
    const [fp32, int8] = [await vectors('fp32'), await vectors('int8')];
    const images = (await client.embedImages(pictures)).map((outcome) =>
      outcome.ok ? outcome.embedding : new Float32Array(),
    );
    const device = await client.device('later');
    client.dispose();
    return { runtime, fp32, int8, images, device };
  }

  beforeEach(async () => {
    await mkdir('.cache', { recursive: true });
    folder = await mkdtemp(path.resolve('.cache/without-native-'));
  });

  afterEach(async () => {
    client.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  for (const [name, model, beside] of [
    ['the bundled checkpoint', 'models/mini', ofAnotherMachine],
    ['random weights', 'test/fixtures/checkpoints/hf-quick-gelu', ofAnotherProgram],
  ] as const) {
    it(`gives the numbers of the native one, of ${name}, and says what computes`, async () => {
      const native = await answersOf(await bundleOf('src/engine/main.ts'), model);
      const wasm = await answersOf(await bundleBeside(beside), model);
      for (const of of ['fp32', 'int8', 'images'] as const)
        assert(differenceOf(wasm[of], native[of]) <= largestDifference, of);
      assert.deepEqual([native.runtime, wasm.runtime], [undefined, 'wasm']);
      assert.deepEqual([native.device.runtime, native.device.excluded], [undefined, undefined]);
      assert.deepEqual([wasm.device.runtime, wasm.device.excluded], ['wasm', 'wasm']);
      assert.match(deviceLine(wasm.device, 'en'), /WebAssembly, about 4 times slower/);
    });
  }
});
