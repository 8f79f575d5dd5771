import assert from 'node:assert/strict';
import type { Priority } from '../../../src/core/ports';
import type { EncodedText } from '../../../src/engine/model';
import { EngineServer } from '../../../src/engine/server';
import { fakeModel, fakeTextEmbedding, fakeTokens, textOf } from './fakeModel';

describe('a key press', () => {
  /** What the native thread did, one entry per turn. */
  let turns: string[];
  let sizes: number[];
  let server: EngineServer;

  beforeEach(() => {
    turns = [];
    sizes = [];
    const model = {
      ...fakeModel(),
      tokenize: (texts: readonly string[]) => {
        turns.push(`read ${texts.length}`);
        return texts.map((text) => ({ ids: fakeTokens(text), count: 3 }));
      },
      async *encodeTokens(
        sequences: readonly (readonly number[])[],
        limits: { readonly tokensPerRun: number },
      ): AsyncGenerator<EncodedText[]> {
        for (const [index, text] of sequences.map(textOf).entries()) {
          sizes.push(limits.tokensPerRun);
          turns.push(text);
          yield [{ index, embedding: fakeTextEmbedding(text) }];
        }
      },
    };
    server = new EngineServer({
      loadModel: () => Promise.resolve(model),
      openCache: () => undefined,
      openPictures: () => {
        throw new Error('no pictures here');
      },
    });
  });

  const ask = (
    texts: string[],
    priority: Priority,
    signal = new AbortController().signal,
  ): Promise<unknown> =>
    server.embedTexts({ texts, priority, precision: 'fp32' }, { signal, progress: () => undefined });
  const named = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => `${name} ${i}`);
  /** Until so many turns have begun. */
  const begun = async (count: number): Promise<void> => {
    while (turns.length < count) await new Promise((resolve) => setImmediate(resolve));
  };

  it('waits for one run at most, whatever is under way', async () => {
    const folder = ask(named('rest', 30), 'background');
    const shown = ask(named('seen', 30), 'visible');
    await begun(5);
    const before = turns.length;
    await ask(['key'], 'caret');
    const since = turns.slice(before);
    // One run may have begun before the message was read; its own text is read, then encoded.
    assert(since.indexOf('key') <= 2, since.join());
    assert(turns.filter((turn) => turn.startsWith('rest')).length <= 1, 'what is seen comes before the rest');
    await Promise.all([folder, shown]);
    assert.equal(turns.indexOf('rest 29'), turns.length - 1);
  });

  it('waits no longer when thousands of texts are being read', async () => {
    const leaving = new AbortController();
    const folder = ask(named('rest', 3000), 'background', leaving.signal);
    await begun(3);
    const before = turns.length;
    await ask(['key'], 'caret');
    assert(turns.slice(before).indexOf('key') <= 2, turns.slice(before).join());
    assert(turns.every((turn) => !turn.startsWith('read') || Number(turn.slice(5)) <= 64));
    leaving.abort(new Error('enough'));
    await assert.rejects(folder, /enough/);
  });

  it('makes runs short while someone types', async () => {
    await ask(['before'], 'background');
    await ask(['key'], 'caret');
    await ask(['after'], 'background');
    assert.deepEqual(sizes, [192, 48, 48]);
  });

  it('ends what an earlier one queued', async () => {
    const earlier = new AbortController();
    const abandoned = assert.rejects(ask(named('old', 30), 'caret', earlier.signal), /a newer edit/);
    await begun(3);
    earlier.abort(new Error('a newer edit'));
    const before = turns.length;
    await ask(['new'], 'caret');
    await abandoned;
    assert(turns.slice(before).filter((turn) => turn.startsWith('old')).length <= 1);
    assert.equal(turns.at(-1), 'new');
  });
});
