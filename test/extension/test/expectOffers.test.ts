import assert from 'node:assert/strict';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { completionPlace } from '../../../src/extension/features/language/completionPlace';
import { expectOffers } from '../../../src/extension/features/test/expectOffers';

/** What is offered at `¦`, below `expect:` of a file with three spells. */
function offered(line: string): string[] {
  const marked = `---\nexpect:\n  - ${line}\n---\n### Red lamp\na {red|blue|red} {lamp|lantern}\n\n### Plain\na lamp\n### \n{x|y}\n`;
  const offset = marked.indexOf('¦');
  const file = parseSpellFile(marked.replace('¦', ''));
  const place = completionPlace(file, offset);
  if (place?.kind !== 'expect-key' && place?.kind !== 'expect-value') return [];
  return expectOffers(place, file).map(({ text }) => text);
}

describe('what may be written below "expect:"', () => {
  it('is keys that say what is expected, and then those that go with it', () => {
    assert.deepEqual(offered('¦').slice(0, 3), ['beats', 'keeps', 'first-for']);
    assert.deepEqual(offered('{ beats: Plain, ¦ }'), ['spell', 'by', 'on']);
    assert.deepEqual(offered('{ spell: Plain, first-for: a.png, ¦ }'), ['by']);
    assert.deepEqual(offered('fits: context\n    ¦'), ['spell']);
  });

  it('is what a key may name', () => {
    assert.deepEqual(offered('keeps: ¦'), ['baseline']);
    assert.deepEqual(offered('fits: ¦'), ['context']);
    assert.deepEqual(offered('bias-at-most: ¦'), ['none', 'hint', 'information', 'warning']);
    assert.deepEqual(offered('by: ¦'), []);
  });

  it('is spells, by their names or places, but for the one itself', () => {
    assert.deepEqual(offered('spell: ¦'), ['Red lamp', 'Plain', '3']);
    assert.deepEqual(offered('{ spell: Red lamp, beats: ¦ }'), ['Plain', '3']);
  });

  it('is slots and options of the spell that is meant', () => {
    assert.deepEqual(offered('{ spell: "Red lamp", slot: ¦ }'), ['{red|blue|red}', '{lamp|lantern}']);
    assert.deepEqual(offered('{ spell: Red lamp, winner: ¦ }'), ['red', 'blue', 'lamp', 'lantern']);
    assert.deepEqual(offered('{ spell: Plain, winner: ¦ }'), []);
    assert.deepEqual(offered('winner: ¦\n    spell: 3'), ['x', 'y']);
  });
});
