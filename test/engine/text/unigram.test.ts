import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from '../../../src/core/engineError';
import { CharsMap } from '../../../src/engine/text/charsMap';
import { UnigramModel, type ScoredPiece } from '../../../src/engine/text/unigram';

const pieces: ScoredPiece[] = [
  ['<unk>', 0],
  ['</s>', 0],
  ['▁a', -2],
  ['a', -3],
  ['b', -3],
  ['ab', -5],
  ['▁ab', -9],
  ['𝓯', -4],
];
const model = (more: readonly ScoredPiece[] = [], byteFallback = false): UnigramModel =>
  new UnigramModel({
    pieces: [...pieces, ...more],
    unknown: 0,
    special: new Set(['<unk>', '</s>']),
    byteFallback,
  });
const spelled = (word: string, of = model()): (string | undefined)[] =>
  of.encode(word).map((id) => of.pieceOf(id));

describe("SentencePiece's unigram model", () => {
  it('spells a word in its likeliest pieces', () => {
    assert.deepEqual(spelled('▁ab'), ['▁a', 'b']); // −5 beats −9
    assert.deepEqual(spelled('abab'), ['ab', 'ab']); // −10 beats −12
  });

  it('takes what no piece spells in a row for one unknown piece, and a character of two units for one', () => {
    assert.deepEqual(spelled('▁a魚卵b'), ['▁a', '<unk>', 'b']);
    assert.deepEqual(spelled('𝓯😀𝓯'), ['𝓯', '<unk>', '𝓯']);
    assert.deepEqual(spelled(''), []);
  });

  it('reads the name of a special token as text', () => {
    assert.deepEqual(spelled('a</s>a'), ['a', '<unk>', 'a']);
  });

  it('falls back to bytes where it has all of them', () => {
    const bytes = [...new TextEncoder().encode('魚')].map((byte): ScoredPiece => [
      `<0x${byte.toString(16).toUpperCase()}>`,
      -20,
    ]);
    assert.deepEqual(spelled('a魚', model(bytes, true)), ['a', ...bytes.map(([piece]) => piece)]);
    assert.deepEqual(spelled('a卵', model(bytes, true)), ['a', '<unk>']);
  });

  it('takes as many look-ups as the text is long, times the lengths that pieces have', () => {
    const text = 'ab'.repeat(50_000);
    assert.equal(model().encode(text).length, 50_000);
  });

  for (const [what, broken] of [
    ['pieces without scores', [['a'] as unknown as ScoredPiece]],
    ['a score beyond all numbers', [['x', -Infinity] as ScoredPiece]],
    ['a piece that is a text', [['x'.repeat(300), -1] as ScoredPiece]],
  ] as const)
    it(`refuses ${what}`, () => {
      assert.throws(
        () => model(broken),
        (error) => error instanceof EngineError && error.code === 'model-file-broken',
      );
    });
});

describe("SentencePiece's compiled normalisation", () => {
  for (const [what, base64] of [
    ['nothing', ''],
    ['a trie that is longer than the map', Buffer.from(Uint32Array.of(400, 0).buffer).toString('base64')],
    ['half a unit', Buffer.from(Uint32Array.of(3, 0).buffer).toString('base64')],
  ] as const)
    it(`is refused where it is damaged: ${what}`, () => {
      assert.throws(
        () => new CharsMap(base64),
        (error) => error instanceof EngineError && error.code === 'model-file-broken',
      );
    });

  it('finds the clusters of a long text as those of a short one', () => {
    const file = path.join(
      __dirname,
      '..',
      '..',
      'fixtures',
      'checkpoints',
      'hf-metaclip-2',
      'tokenizer.json',
    );
    const { normalizer } = JSON.parse(readFileSync(file, 'utf8')) as {
      normalizer: { precompiled_charsmap: string };
    };
    const map = new CharsMap(normalizer.precompiled_charsmap);
    assert.equal(map.normalize('ｶﾞe\u0301①魚'), 'カﾞé1魚');
    for (const before of ['', 'x', '夜'])
      for (const [from, to] of [
        ['ｶﾞ', 'カﾞ'],
        ['e\u0301', 'é'],
        ['😀', '😀'],
        ['①', '1'],
        ['魚', '魚'],
      ] as const)
        assert.equal(map.normalize(before + from.repeat(1500)), before + to.repeat(1500));
  });

  it('leaves texts as they are where its trie is rubbish, and ends', () => {
    const rubbish = Uint8Array.from({ length: 404 }, (_, i) => (i * 151 + 7) & 255);
    new DataView(rubbish.buffer).setUint32(0, 400, true);
    const map = new CharsMap(Buffer.from(rubbish).toString('base64'));
    assert.equal(typeof map.normalize('魚卵の写真 naïve 👩‍👩‍👧‍👦'), 'string');
  });
});
