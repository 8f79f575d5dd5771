import assert from 'node:assert/strict';
import { PhraseIndex } from '../../../src/core/craft/phraseIndex';
import { emptyGap } from '../../../src/core/craft/complete';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { finish } from '../../../src/core/steps';
import { gapAt, matching, phrasePlace } from '../../../src/extension/features/craft/phrasePlace';

/** A file with its caret where `¦` stands. */
function at(marked: string): { readonly file: ReturnType<typeof parseSpellFile>; readonly offset: number } {
  const offset = marked.indexOf('¦');
  return { file: parseSpellFile(marked.replace('¦', '')), offset };
}

const begunAt = (marked: string): string[] | undefined => {
  const { file, offset } = at(marked);
  return phrasePlace(file, offset)?.begun.map(({ typed }) => typed);
};

describe('where completion offers a phrase', () => {
  for (const [where, marked, begun] of [
    ['at the beginning of a prompt', '### a\n¦', ['']],
    ['behind a comma', '### a\na cat, ¦', ['']],
    ['behind a comma without a blank', 'a cat,¦', ['']],
    ['behind a Japanese comma', '猫、¦', ['']],
    ['in an option', '{a cat|¦}', ['']],
    ['in emphasis', '(¦', ['']],
    ['in a negative prompt', 'a cat\nNegative prompt: blu¦', ['blu']],
    ['behind one letter of a phrase', 'a cat, w¦', ['w']],
    ['in a phrase of several words, the longest beginning first', 'a cat, soft lig¦', ['soft lig', 'lig']],
    ['behind the first words of a phrase', 'a cat, oil ¦', ['oil ']],
    ['in a Japanese phrase, at any character', '猫と夕焼¦', ['猫と夕焼', 'と夕焼', '夕焼']],
    ['in the last words of a spell with parameters', 'a cat, ¦\nSteps: 20, Seed: 1, Size: 512x512', ['']],
  ] as const)
    it(where, () => assert.deepEqual(begunAt(marked), begun));

  for (const [where, marked] of [
    ['in the front matter', '---\nimages: [a¦]\n---\na cat'],
    ['in a comment', 'a cat # sus¦'],
    ['in a heading', '### sus¦\na cat'],
    ['in a wildcard', 'a __col¦'],
    ['in a tag', 'a cat <lora:sus¦'],
    ['in a variable', 'a ${sus¦'],
    ['in parameters', 'a cat\nSteps: 20, Sampler: Eul¦, Seed: 1, Size: 512x512'],
  ] as const)
    it(`never ${where}`, () => {
      assert.equal(begunAt(marked), undefined);
    });

  for (const [where, marked] of [
    ['behind a word of a sentence', 'a red ¦'],
    ['within the first letters of a word of a sentence', 'a red ca¦'],
    ['before a word', 'a cat, red ¦cat'],
  ] as const)
    it(`not ${where}, which nobody asked`, async () => {
      const phrases = ['cat red', 'red dog'].map((text) => ({ text, class: 'list' as const, frequency: 0 }));
      const index = finish(PhraseIndex.of([{ name: 'l', phrases }]));
      const { file, offset } = at(marked);
      const { begun } = await matching(index, phrasePlace(file, offset)!.begun, () => Promise.resolve());
      assert.equal(begun, undefined);
    });

  it('takes the longest beginning that a phrase has', async () => {
    const phrases = ['soft light', 'lightning', 'city lights'].map((text) => ({
      text,
      class: 'list' as const,
      frequency: 0,
    }));
    const index = finish(PhraseIndex.of([{ name: 'l', phrases }]));
    const typed = async (marked: string): Promise<[string | undefined, string[]]> => {
      const { file, offset } = at(marked);
      const { begun, matches } = await matching(index, phrasePlace(file, offset)!.begun, () =>
        Promise.resolve(),
      );
      return [begun?.typed, (matches?.rows ?? []).map((row) => phrases[row]!.text).sort()];
    };
    assert.deepEqual(await typed('a cat, Soft li¦'), ['Soft li', ['soft light']]);
    assert.deepEqual(await typed('a cat in lig¦'), ['lig', ['city lights', 'lightning', 'soft light']]);
  });
});

describe('the text around a phrase', () => {
  const gap = (marked: string, like?: string): ReturnType<typeof gapAt> => {
    const { file, offset } = at(marked);
    const place = phrasePlace(file, offset)!;
    const expansion = expandSpell(file.spells[0]!, { dialect: 'a1111' }).expansions.find(
      ({ text }) => text === like,
    );
    return gapAt(
      file,
      { start: place.begun[0]!.start, end: place.tail.end },
      { ...(expansion && { like: expansion }) },
    );
  };

  it('is what CLIP reads of the prompt, without what is begun', () => {
    assert.deepEqual(gap('(a cat:1.3), wat¦er, on <lora:x:1> a table'), {
      before: 'a cat, ',
      after: ', on a table',
    });
    assert.deepEqual(gap('### a\n¦\n### b\na dog'), { before: '', after: '' });
  });

  it('has the slots filled as the spell stands with them', () => {
    assert.deepEqual(gap('a {red|blue} cat, ¦', 'a blue cat,'), { before: 'a blue cat, ', after: '' });
    assert.deepEqual(gap('a {red|blue} cat, ¦'), { before: 'a red cat, ', after: '' });
  });

  it('is that of the option in which the phrase stands', () => {
    assert.deepEqual(gap('a cat, {red|b¦|green}, big'), { before: 'a cat, ', after: ', big' });
  });

  it('is nowhere in JSON, which is text as it stands', () => {
    const { file, offset } = at('{"prompt": "a cat, ¦"}');
    const place = phrasePlace(file, offset);
    assert.equal(place && gapAt(file, { start: offset, end: offset }, {}), undefined);
  });

  it('needs no comma where nothing stands in it', () => {
    assert.equal(emptyGap({ before: 'a cat, ', after: '' }), 'a cat');
    assert.equal(emptyGap({ before: 'a cat, ', after: ', big' }), 'a cat, big');
    assert.equal(emptyGap({ before: '', after: ', big' }), 'big');
    assert.equal(emptyGap({ before: 'a ', after: ' cat' }), 'a cat');
  });
});
