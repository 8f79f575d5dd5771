import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../src/core/engineError';
import { loadModel } from '../../src/engine/loadModel';
import { ProtobufFile } from '../../src/engine/onnxExport/protobufFile';
import { readOnnx } from '../../src/engine/onnxExport/onnxFile';
import { ModelError } from '../../src/models/modelError';
import { parseRegistry } from '../../src/models/registryFormat';
import { assertRefused } from '../engine/model/assertRefused';
import { copyCheckpoint, safetensors } from '../engine/model/editedCheckpoint';
import { checkpointFolder } from '../engine/model/fixtures';
import { temporaryFolder } from '../engine/model/temporaryFolder';
import { damaged, Dice } from './damage';
import { fault } from './fault';

const nestings: readonly ((levels: number) => string)[] = [
  (levels) => '['.repeat(levels) + ']'.repeat(levels),
  (levels) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
  (levels) => `${'[{"normalizers":'.repeat(levels)}[]${'}]'.repeat(levels)}`,
  (levels) =>
    `${'{"type":"Sequence","normalizers":['.repeat(levels)}{"type":"Lowercase"}${']}'.repeat(levels)}`,
];

/** A JSON object of a checkpoint, with one value nested so deeply. */
async function withDeep(file: string, dice: Dice): Promise<string> {
  const json = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, unknown>;
  const key = dice.of([...Object.keys(json), 'unheard_of']);
  const text = JSON.stringify({ ...json, [key]: '@' });
  return text.replace('"@"', dice.of(nestings)(129 + dice.below(200_000)));
}

describe('reading JSON', () => {
  const temporary = temporaryFolder();

  fault(
    'a value nested 129 to 200,000 levels deep, in each file of a checkpoint',
    { short: 15, long: 600 },
    async (tried) => {
      const dice = new Dice(4);
      for (let i = 0; i < tried; i++) {
        const folder = await copyCheckpoint('hf-quick-gelu', path.join(temporary(), String(i)));
        const name = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'preprocessor_config.json'][
          i % 5
        ];
        if (name) {
          const file = path.join(folder, name);
          await writeFile(file, await withDeep(file, dice));
          await assertRefused(folder, 'model-file-broken', new RegExp(`${name}.*nested deeper than 128`));
        } else {
          const header = `{"a":{"dtype":${dice.of(nestings)(129 + dice.below(200_000))}}}`;
          await writeFile(path.join(folder, 'model.safetensors'), safetensors(header, new Uint8Array(8)));
          await assertRefused(folder, 'model-file-broken', /header is nested deeper than 128/);
        }
        await rm(folder, { recursive: true });
      }
      return { outcome: 'refused, with the file and the limit', lost: 'nothing' };
    },
  );

  fault('a registry of models nested that deep', { short: 20, long: 2000 }, (tried) => {
    const dice = new Dice(5);
    for (let i = 0; i < tried; i++) {
      const text = `{"schema":1,"models":[{"id":${dice.of(nestings)(129 + dice.below(200_000))}}]}`;
      assert.throws(
        () => parseRegistry(text, 'mine.json'),
        new ModelError('registry-broken', { path: 'mine.json', fault: 'too-deep', levels: 128 }),
      );
    }
    return { outcome: 'refused, with the file and the limit', lost: 'nothing' };
  });

  fault(
    'signs of a configuration written over, doubled or cut out at random',
    { short: 60, long: 5000 },
    async (tried) => {
      const dice = new Dice(6);
      const folder = await copyCheckpoint('hf-quick-gelu', temporary());
      const signs = [...'[]{}:,"\\-0e.', 'null', 'true', '1e999', '\0', '\\u0000', '"a":'];
      let loaded = 0;
      for (let i = 0; i < tried; i++) {
        const name = dice.of(['config.json', 'preprocessor_config.json']);
        const file = path.join(folder, name);
        const sound = await readFile(path.join(checkpointFolder('hf-quick-gelu'), name), 'utf8');
        await writeFile(file, damaged(sound, dice, signs));
        try {
          const model = await loadModel(folder, { cacheFolder: path.join(temporary(), 'cache'), threads: 1 });
          await model.dispose();
          loaded++;
        } catch (error) {
          assert.ok(error instanceof EngineError, String((error as Error).stack));
        }
        await writeFile(file, sound);
      }
      assert.ok(loaded < tried);
      return { outcome: 'refused, with the file and the reason, or harmless', lost: 'nothing' };
    },
  );
});

describe('reading ONNX files', () => {
  const temporary = temporaryFolder();

  fault('bytes written over at random', { short: 300, long: 50_000 }, async (tried) => {
    const dice = new Dice(7);
    const file = path.join(temporary(), 'damaged.onnx');
    const sound = await readFile(path.join(checkpointFolder('onnx-clip'), 'onnx/text_model.onnx'));
    let refused = 0;
    for (let i = 0; i < tried; i++) {
      const bytes = Buffer.from(sound.subarray(0, dice.of([sound.length, 4000, 40_000])));
      // What describes the graph stands at its beginning, and is small.
      for (let times = 1 + dice.below(20); times > 0; times--)
        bytes[dice.below(dice.of([200, 4000, bytes.length]))] = dice.of([
          0, 0x0a, 0x2a, 0x32, 0x7f, 0x80, 0xff,
        ]);
      await writeFile(file, bytes);
      const onnx = new ProtobufFile(file);
      try {
        readOnnx(onnx);
      } catch (error) {
        assert.ok(error instanceof EngineError, String((error as Error).stack));
        refused++;
      } finally {
        onnx.close();
      }
    }
    assert.ok(refused > 0);
    return { outcome: 'refused, with the file and the reason, or harmless', lost: 'nothing' };
  });

  fault('graphs in operators in graphs, 33 to 5,000 deep', { short: 20, long: 1000 }, async (tried) => {
    const dice = new Dice(8);
    const file = path.join(temporary(), 'nested.onnx');
    for (let i = 0; i < tried; i++) {
      await writeFile(file, nestedGraphs(33 + dice.below(4968), dice));
      const onnx = new ProtobufFile(file);
      assert.throws(
        () => readOnnx(onnx),
        (error) => error instanceof EngineError && /nested too deeply/.test(String(error.parameters.reason)),
      );
      onnx.close();
    }
    return { outcome: 'refused, with the file', lost: 'nothing' };
  });
});

/** From the innermost outwards; an attribute holds one graph (6) or several (11). */
function nestedGraphs(levels: number, dice: Dice): Buffer {
  const heads: number[][] = [];
  let length = 0;
  const wrap = (number: number): void => {
    const head = [number * 8 + 2, ...varint(length)];
    heads.push(head);
    length += head.length;
  };
  for (let level = 0; level <= levels; level++) {
    wrap(1); // a node of a graph
    if (level === levels) break;
    wrap(dice.of([6, 11]));
    wrap(5); // an attribute of a node
  }
  wrap(7);
  return Buffer.from(heads.reverse().flat());
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
