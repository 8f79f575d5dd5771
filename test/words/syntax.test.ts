import assert from 'node:assert/strict';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { SYNTAX_WORDING } from '../../src/words/syntax';
import { invalid } from '../core/check/examples';
import { say } from '../../src/words/words';

const places = (sentence: string): string[] =>
  [...sentence.matchAll(/\{[a-z]+\}/g)].map(([place]) => place).sort();

describe('wording of syntax diagnostics', () => {
  it('names the same parameters in both languages', () => {
    for (const [code, { en, ja }] of Object.entries(SYNTAX_WORDING)) {
      assert.deepEqual(places(ja), places(en), code);
    }
  });

  it('gets every parameter that it names', () => {
    const broken = [
      '---\nnope: 1\nimages: 1\ntemplate: x\ndialect: y\n---\n{} {a||} {$$a} {-1::a} (a:1.2.3) ) ] }',
      '---\nimages: [',
      `---\n${'['.repeat(100)}\n---\n`,
      `---\n${'a: '.repeat(30_000)}\n---\n`,
      `---\n${'- a\n'.repeat(15_000)}\n---\n`,
      '---\nmodel: a\nmodel: b\n---\n',
      ...invalid.map(([yaml]) => `---\nexpect:\n${yaml}\n---\n### cats\na\n### dogs\nb`),
      '---\nexpect:\n- { spell: x, beats: y }\n- { spell: 1, beats: a }\n---\n### a\nb',
      '### a\n### a\n{(['.concat('('.repeat(200)),
    ];
    const seen = new Set<string>();
    for (const { code, parameters } of broken.flatMap((text) => parseSpellFile(text).diagnostics)) {
      seen.add(code);
      for (const place of places(SYNTAX_WORDING[code].en)) {
        assert.ok(
          place.slice(1, -1) in parameters,
          `${code} lacks ${place}: ${say(SYNTAX_WORDING[code], 'en', parameters)}`,
        );
      }
    }
    assert.ok(seen.size >= 14, [...seen].join(' '));
  });
});
