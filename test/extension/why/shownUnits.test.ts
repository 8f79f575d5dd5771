import assert from 'node:assert/strict';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { ledgerMessage } from '../../../src/extension/features/panel/ledgerMessage';
import { shownUnits } from '../../../src/extension/features/why/shownUnits';
import type { LedgerResult } from '../../../src/extension/services/ledgers';
import type { DocumentScore } from '../../../src/extension/services/scores';
import { readHostMessage } from '../../../src/protocol/panel';
import { explainSpell, type ExplainOptions } from '../../../src/tasks/explainFile';
import { scoreFile } from '../../../src/tasks/scoreFile';
import { direction, FakeEmbedder } from '../../core/score/fakeEmbedder';
import { temporaryFolder } from '../../files/temporaryFolder';

describe('the words of a spell, as the editor shows them', () => {
  const folder = temporaryFolder({ 'a.png': '' });
  after(() => folder.remove());

  /** Each word is worth what it says; others next to nothing. */
  const idle = 0.0002;
  const worth: Readonly<Record<string, number>> = { cat: 0.5, dog: -0.5, a: idle, the: idle, best: idle };
  const embedder = new FakeEmbedder(
    (text) => {
      const words = text.split(/[ ,]+/).filter(Boolean);
      return direction(1 - words.reduce((sum, word) => sum + (worth[word] ?? 0.001), 0));
    },
    () => direction(0),
  );
  const weigh = async (
    prompt: string,
    options?: ExplainOptions,
  ): Promise<{ text: string; result: LedgerResult; current: DocumentScore }> => {
    const file = parseSpellFile(`---\nimages: a.png\n---\n${prompt}`);
    const scored = await scoreFile({
      file,
      path: join(folder.path, 'a.spell'),
      embedder: async () => embedder,
      languagesOf: async () => ['en'],
    });
    const explained = await explainSpell(scored, 0, embedder, options);
    const score = scored.score!;
    return {
      text: file.text,
      result: { version: 1, score, explained },
      current: { uri: {} as vscode.Uri, version: 1, file, phase: 'ready', score, scoreVersion: 1 },
    };
  };

  it('are the phrases, and the words of those that were unfolded', async () => {
    const { text, result } = await weigh('a (cat:1.2), the best, dog', { withWords: true });
    assert.deepEqual(
      shownUnits(result).map(({ span, entry }) => [
        text.slice(span.start, span.end),
        entry.idle,
        entry.hurts,
      ]),
      [
        ['a', true, false],
        ['cat', false, false],
        ['the best', true, false],
        ['dog', false, true],
      ],
    );
  });

  it('are none where there is nothing to weigh', async () => {
    const { result } = await weigh(', ,');
    assert.deepEqual(shownUnits(result), []);
  });

  it('are sent to the panel strongest first, with what was asked for, and stale when the scores are others', async () => {
    const { result, current } = await weigh('a cat, best, dog', {
      withWords: true,
      withPairs: true,
      withShapley: true,
    });
    const known = { spell: 0, phase: 'measured', result } as const;
    const isUnfolded = (phrase: string): boolean => phrase === 'a cat';
    const message = ledgerMessage(known, { score: current, isUnfolded });
    assert.equal(readHostMessage(message), message, 'the page understands it');
    assert.deepEqual(
      message.table!.units.map(({ text, parts, words }) => [text, parts, words?.map((word) => word.text)]),
      [
        ['a cat', 2, ['cat', 'a']],
        ['best', 1, undefined],
        ['dog', 1, undefined],
      ],
    );
    assert.ok(message.table!.units.every(({ shapley }) => shapley !== undefined));
    assert.equal(message.table!.pairs!.length, 3);
    assert.equal(message.phase, 'measured');
    const other = { ...current, score: { ...result.score } };
    assert.equal(ledgerMessage(known, { score: other, isUnfolded }).phase, 'waiting');
    assert.equal(ledgerMessage(undefined, { score: current, isUnfolded }).table, undefined);
  });
});
