import assert from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { expandBraces } from '../../../src/files/glob/braces';
import { isGlob, longestPattern, matchesPath, readGlob } from '../../../src/files/glob/globPattern';
import type * as GlobPattern from '../../../src/files/glob/globPattern';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';

function matches(pattern: string, path: string): boolean {
  return matchesPath(readGlob(pattern)!, path, { steps: 0 });
}

describe('globs', () => {
  it('match what other programs match', () => {
    const letter = fc.constantFrom('a', 'b', 'c', '.', 'A');
    // Left out is what we read as shells do and picomatch does not: `[!a]`, ranges and stars in braces, dots that need a dot.
    const piece = fc.oneof(
      { arbitrary: letter, weight: 4 },
      fc.constantFrom('*', '?', '[ab]', '[^b]', '[a-b]', '{a,bb}', '{a,b{c,.a}}'),
    );
    const joined = (arbitrary: fc.Arbitrary<string>, by: string) =>
      fc.array(arbitrary, { minLength: 1, maxLength: 4 }).map((all) => all.join(by));
    const part = fc.oneof({ arbitrary: joined(piece, ''), weight: 4 }, fc.constant('**'));
    const pattern = joined(part, '/').filter(
      (text) => !text.endsWith('**') && !/(^|\/)\./.test(text) && readGlob(text) !== undefined,
    );
    const path = joined(
      joined(letter, '').filter((name) => !name.startsWith('.')),
      '/',
    );
    let matched = 0;
    fc.assert(
      fc.property(pattern, path, (glob, file) => {
        const expected = picomatch(glob, { nocase: true })(file);
        if (expected) matched++;
        assert.equal(matches(glob, file), expected);
      }),
      { numRuns: 2000, seed: 1 },
    );
    assert.ok(matched > 10);
  });

  it('match any name that they were made from', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !/[/[{]|^\./.test(text));
    fc.assert(
      fc.property(name, fc.array(fc.nat(), { maxLength: 5 }), (text, places) => {
        const characters = Array.from(text.normalize('NFC').toLowerCase());
        for (const place of places) characters[place % characters.length] = place % 2 ? '*' : '?';
        assert.ok(matches(characters.join('').replaceAll('**', '*'), text));
      }),
    );
  });

  it('read classes, dots and case as shells do', () => {
    for (const [pattern, yes, no] of [
      ['[!a]*.png', 'b.png', 'a.png'],
      ['[]a].png', '].png', 'b.png'],
      ['[a-c-].png', '-.png', 'd.png'],
      ['[a.png', '[a.png', 'a.png'],
      ['*.png', 'x.PNG', '.x.png'],
      ['.*.png', '.x.png', 'x.png'],
      ['**/*.png', 'a/b/c.png', 'a/.b/c.png'],
      ['a/**', 'a/b/c', 'b/c'],
      ['猫?.png', '猫🐈.png', '猫.png'],
      ['ポ*.png', 'ポスト.png', 'ホスト.png'],
      ['photo (*).jpg', 'photo (1).jpg', 'photo 1.jpg'],
      ['*+(a|b).png', 'x+(a|b).png', 'xa.png'],
      ['a{b}{}.png', 'a{b}{}.png', 'ab.png'],
      ['{x,y}/*/{1..3}.png', 'y/a/3.png', 'y/a/4.png'],
      ['{08..10}.png', '09.png', '9.png'],
    ] as const) {
      assert.ok(matches(pattern, yes), `${pattern} ${yes}`);
      assert.ok(!matches(pattern, no), `${pattern} ${no}`);
    }
  });

  it('are told from paths', () => {
    for (const path of ['a/b.png', 'a (1).png', '[a.png', 'a{b}.png', '+(a).png', '!a.png', 'a]b}.png', ''])
      assert.ok(!isGlob(path), path);
    for (const glob of ['*.png', 'a/**', 'a?.png', '[ab].png', '{a,b}.png', '{1..3}.png', '**'])
      assert.ok(isGlob(glob), glob);
  });

  it('stand for what their braces hold, but not for too many', () => {
    assert.deepEqual(expandBraces('a{b,c{d,e}}f{,g}', 10), ['abf', 'abfg', 'acdf', 'acdfg', 'acef', 'acefg']);
    assert.deepEqual(expandBraces('{3..1}{a}', 10), ['3{a}', '2{a}', '1{a}']);
    assert.equal(expandBraces('{a,b}'.repeat(60), 200), undefined);
    assert.equal(expandBraces('{1..999999}', 200), undefined);
    assert.equal(readGlob('{'.repeat(longestPattern))!.length, 1);
    assert.equal(readGlob('*'.repeat(longestPattern + 1)), undefined);
  });
});

describe('matching a glob', () => {
  let meter: Meter<typeof GlobPattern>;
  before(() => {
    meter = new Meter('src/files/glob/globPattern.ts');
  });
  after(() => meter.stop());

  const steps = (pattern: string, path: string): number =>
    meter.count((module) => module.matchesPath(module.readGlob(pattern)!, path, { steps: 0 }));

  it('takes steps in proportion to the name', () => {
    for (const pattern of [
      '*a*a*a*a*a*a*a*a*b',
      '*?*?*?b',
      '**/*a*a/**/*b',
      '*[ab]*[ab]*c',
      `*${'a'.repeat(20)}b`,
    ]) {
      assertProportional((length) => steps(pattern, 'a'.repeat(length)), 500);
      assertProportional((length) => steps(pattern, 'a/'.repeat(length)), 500);
    }
  });

  it('counts each range of a class, so that a search of long classes is given up', () => {
    const count = { steps: 0 };
    const ranges = Array.from({ length: 900 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    assert.equal(matchesPath(readGlob(`*[${ranges}]b`)!, 'a'.repeat(100), count), false);
    assert.ok(count.steps > 100 * 900, `${count.steps} steps`);
  });

  it('takes steps in proportion to the pattern', () => {
    const name = 'a'.repeat(50);
    for (const pattern of ['*a', '[ab]*', '{a', '[', '**/', '*a/**/', '{a,']) {
      assertProportional((length) => steps(`${pattern.repeat(length)}b`, name), 25);
    }
  });
});
