import assert from 'node:assert/strict';
import { meanings, replacements, wordKinds, type WordKind } from '../../src/core/why/wordKinds';
import { vocabulary, wrongTexts } from '../../src/tasks/vocabulary';

/** Written the same, told apart by what follows. */
const twice = ['orange'];

/** A text in which a word of a language can stand. */
function carrier(language: 'en' | 'ja', kind: WordKind, word: string, after: string): string {
  if (language === 'ja') return `${word}${after}`;
  return kind === 'colour' || (kind === 'number' && /^\d$/.test(word))
    ? `${word} ${after || 'thing'}`
    : `${word} ${after}`.trim();
}

for (const language of ['en', 'ja'] as const) {
  describe(`the words of blind spots, ${language}`, () => {
    const groups = wordKinds.flatMap((kind) =>
      vocabulary[language][kind].map((group, at) => ({ kind, group, name: `${kind} ${at + 1}` })),
    );

    it('are there for every kind', () => {
      for (const kind of wordKinds) assert.ok(vocabulary[language][kind].length > 0, kind);
    });

    it('stand in one group each', () => {
      const words = groups.flatMap(({ kind, group }) =>
        meanings(group)
          .flat()
          .map((word) => ({ kind, word })),
      );
      const seen = new Map<string, WordKind>();
      for (const { kind, word } of words) {
        const before = seen.get(word);
        assert.ok(before === undefined || twice.includes(word), `${word} is in ${before} and ${kind}`);
        seen.set(word, kind);
      }
    });

    for (const { kind, group, name } of groups) {
      it(`${name}: every word can be made wrong, and what is put in is found again`, () => {
        const firsts = meanings(group).map(([first]) => first!);
        for (const each of (group.near ?? []).flat())
          assert.ok(firsts.includes(each), `${each} is no first word`);
        for (const other of group.others ?? []) assert.ok(!group.words.includes(other), other);
        const after = group.followed?.[0] ?? '';
        for (const [meaning, words] of meanings(group).entries()) {
          assert.ok(replacements(group, meaning).flat().length > 0, `${words[0]} has none`);
          for (const word of words) {
            const text = carrier(language, kind, word, after);
            const [tested] = wrongTexts.of(text, [kind]);
            assert.equal(tested?.word, word, text);
            for (const wrong of tested.wrong) {
              assert.ok(!words.includes(wrong.put), `${word} → ${wrong.put}`);
              const [again] = wrongTexts.of(wrong.text, [kind]);
              assert.equal(again?.word, wrong.put, wrong.text);
            }
          }
        }
      });
    }
  });
}
