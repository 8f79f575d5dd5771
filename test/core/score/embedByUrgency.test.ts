import assert from 'node:assert/strict';
import type { EmbedOptions, Progress, TextEmbedding } from '../../../src/core/ports';
import { embedByUrgency } from '../../../src/core/score/embedByUrgency';
import { FakeEmbedder } from './fakeEmbedder';

class WatchedEmbedder extends FakeEmbedder {
  readonly priorities: string[] = [];

  override async embedTexts(texts: readonly string[], options?: EmbedOptions): Promise<TextEmbedding[]> {
    this.priorities.push(`${options?.priority}: ${texts.join()}`);
    const results = await super.embedTexts(texts, options);
    // One text of each request is already known, so only the others are reported.
    for (let done = 1; done < texts.length; done++)
      options?.onProgress?.({ phase: 'texts', done, total: texts.length - 1 });
    return results;
  }
}

const vector = (text: string): Float32Array => Float32Array.of(text.length, 1);

describe('embedByUrgency', () => {
  const embedder = (): WatchedEmbedder => new WatchedEmbedder(vector, () => undefined);

  it('asks for the most urgent first, and for each text once', async () => {
    const watched = embedder();
    const found = await embedByUrgency(
      [
        ['rest', 'background'],
        ['seen', 'visible'],
        ['shared', 'background'],
        ['written', 'caret'],
        ['shared', 'caret'],
        ['shared', 'visible'],
      ],
      watched,
      {},
    );
    assert.deepEqual(watched.priorities, ['caret: shared,written', 'visible: seen', 'background: rest']);
    assert.deepEqual(found.get('seen')!.embedding, vector('seen'));
    assert.equal(found.size, 4);
  });

  it('reports progress of all together, which never goes back', async () => {
    const seen: Progress[] = [];
    const texts = ['a', 'b', 'c', 'd'].map((text, i) => [text, i < 2 ? 'caret' : 'background'] as const);
    await embedByUrgency(texts, embedder(), { onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(seen, [
      { phase: 'texts', done: 2, total: 4 },
      { phase: 'texts', done: 4, total: 4 },
    ]);
  });

  it('rejects when one of the requests does', async () => {
    const signal = AbortSignal.abort(new Error('a newer edit'));
    await assert.rejects(embedByUrgency([['a', 'caret']], embedder(), { signal }), /a newer edit/);
  });
});
