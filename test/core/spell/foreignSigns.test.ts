import assert from 'node:assert/strict';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';

const signs = (source: string, dialect = 'a1111'): string[] =>
  parseSpellFile(`---\ndialect: ${dialect}\n---\n${source}`)
    .diagnostics.filter(({ code }) => code === 'dialect-foreign')
    .map(({ parameters }) => String(parameters.dialect));

describe('signs of other generators', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    midjourney: ['a cat --ar 3:2', 'a cat —v 6', 'a cat --no rain', 'hot::2 dog', 'hot:: dog'],
    novelai: ['1.3::x::', 'a, -1::hat::, b', '.5::two words::', '{{masterpiece}}, a'],
    invokeai: ['a cat++', '(a cat)1.3', '(a)++ b', '("a", "b").and()', '(a).swap(b)'],
    swarmui: ['a <random:red,blue> cat', '<wildcard:x> cat', '<fromto[0.5]:a,b>', '<setvar[x]:y>'],
  };
  for (const [dialect, sources] of Object.entries(cases)) {
    for (const source of sources) {
      it(`${source}: ${dialect}`, () => assert.deepEqual(signs(source), [dialect]));
      if (dialect !== 'swarmui')
        it(`${source} is read in its own`, () => assert.deepEqual(signs(source, dialect), []));
    }
  }
  const words = [
    ...[
      'a cat -- a dog',
      'well-lit',
      'C++ code',
      'at 10:30',
      '(a cat:1.3), (b)',
      '{0.5::red|blue} cat',
      'f/1.8',
    ],
    ...['{2$$a|b}', 'a 3:2 picture', '<lora:x:1>', 'top (2) shelf', 'rock-n-roll', 'A+ grade', 'std::vector'],
    ...['{2$$2:: __w__}', '{a|2:: b}', '{ .5:: a|b}', '{2$$ and $$2:: a|b}'],
    ...['{a|{b|c}}', '50::a', '[cat:dog:0.5]', 'http://x.y'],
  ];
  for (const source of words) it(`${source}: words`, () => assert.deepEqual(signs(source), []));

  it('are none in a prompt that is JSON as a whole: it is text as it stands', () => {
    assert.deepEqual(signs('a cat --ar 3:2'), ['midjourney']);
    assert.deepEqual(signs('{"prompt": "a cat --ar 3:2, a dog++, 1.3::x::"}'), []);
  });
});
