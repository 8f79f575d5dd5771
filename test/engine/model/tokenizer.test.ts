import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { EngineError } from '../../../src/core/engineError';
import type { JsonObject } from '../../../src/engine/checkpoint/modelFiles';
import { ClipTokenizer } from '../../../src/engine/text/clipTokenizer';
import { needsOracles, readJsonOracle } from '../../oracles';
import { checkpointFolder } from './fixtures';

async function readJson(folder: string, name: string): Promise<JsonObject> {
  return JSON.parse(await readFile(path.join(folder, name), 'utf8')) as JsonObject;
}

describe('ClipTokenizer', () => {
  let small: ClipTokenizer;
  before(async () => {
    const tokenizer = await readJson(checkpointFolder('hf-quick-gelu'), 'tokenizer.json');
    small = new ClipTokenizer({ tokenizer, config: {}, contextLength: 24, vocabularySize: 600 });
  });

  it('cuts a long text to the context and keeps the end token', () => {
    const { ids, count } = small.tokenize('cat '.repeat(100));
    assert.equal(ids.length, 24);
    assert.equal(ids.at(-1), small.endToken);
    assert.equal(count, 102);
  });

  it('says nothing is lost of a text that just fits', () => {
    assert.equal(small.tokenize('a '.repeat(22)).lostFrom, undefined);
    assert.equal(small.tokenize('a '.repeat(22)).count, 24);
  });

  it('says at which word the loss begins', () => {
    const text = `${'a '.repeat(21)}${'zebra'} crossing`;
    assert.equal(small.tokenize(text).lostFrom, text.indexOf('zebra'));
  });

  it('counts UTF-16 units before the loss, also in Japanese', () => {
    const text = `${'a '.repeat(20)}😀 魚と猫`;
    const { lostFrom } = small.tokenize(text);
    assert.equal(lostFrom, text.indexOf('😀'));
  });

  it('loses no less and no more than what the kept tokens leave out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'photo', 'of', 'cat', 'zebra', "it's", '12', '!?'), { maxLength: 40 }),
        (words) => {
          const text = words.join(' ');
          const { count, lostFrom } = small.tokenize(text);
          assert.equal(lostFrom === undefined, count <= 24);
          if (lostFrom === undefined) return;
          assert(small.tokenize(text.slice(0, lostFrom)).count <= 24);
          const end = text.slice(lostFrom).search(/(?<=\S)(\s|$)/);
          assert(small.tokenize(text.slice(0, lostFrom + end)).count > 24);
        },
      ),
    );
  });

  it('reads the names of special tokens as text, so that they end nothing', () => {
    const { ids } = small.tokenize('cat <|endoftext|> dog <|startoftext|>');
    assert.equal(ids.indexOf(small.endToken), ids.length - 1);
    assert.equal(ids.lastIndexOf(ids[0]!), 0);
    assert(ids.length > 8);
    assert.notDeepEqual(ids, small.tokenize('cat <|endoftext|> fish <|startoftext|>').ids);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { ids, count, lostFrom } = small.tokenize(text);
        assert(ids.length <= 24 && count >= ids.length);
        assert(ids.every((id) => Number.isInteger(id) && id >= 0 && id < 600));
        assert(lostFrom === undefined || (lostFrom >= 0 && lostFrom < text.length));
      }),
    );
  });

  it('takes a text of a megabyte', () => {
    const { ids, lostFrom } = small.tokenize('a photo of a cat '.repeat(60_000));
    assert.equal(ids.length, 24);
    assert(lostFrom! < 100);
  });

  it('refuses a tokeniser with more tokens than the weights have', async () => {
    const tokenizer = await readJson(checkpointFolder('hf-quick-gelu'), 'tokenizer.json');
    const vocabularySize = small.endToken; // one too few: the end token has the largest id
    assert.throws(
      () => new ClipTokenizer({ tokenizer, config: {}, contextLength: 24, vocabularySize }),
      (error) => error instanceof EngineError && error.code === 'model-file-broken',
    );
  });

  it("agrees with OpenAI's tokeniser on every vector", function () {
    needsOracles(this);
    const tokenizer = new ClipTokenizer({
      tokenizer: readJsonOracle('clip-tokenizer/tokenizer.json'),
      config: readJsonOracle('clip-tokenizer/tokenizer_config.json'),
      contextLength: 200,
      vocabularySize: 49_408,
    });
    const { vectors } = readJsonOracle<{ vectors: { text: string; ids: number[] }[] }>(
      'clip-tokenizer/vectors.json',
    );
    assert.equal(vectors.length, 25);
    for (const { text, ids } of vectors) assert.deepEqual(tokenizer.tokenize(text).ids, ids, text);
  });
});
