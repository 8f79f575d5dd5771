import assert from 'node:assert/strict';
import type { TextEdit } from '../../../src/core/bias/finding';
import { check, found } from './check';

function apply(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, text: by }) => result.slice(0, span.start) + by + result.slice(span.end), text);
}

/** The text after each fix of a kind of the first finding. */
function fixed(text: string, kind: string): string[] {
  return (check(text)[0]?.fixes ?? [])
    .filter((fix) => fix.kind === kind)
    .map((fix) => apply(text, fix.edits));
}

describe('replacing a term', () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ['a fireman at work', 'a firefighter at work'],
    ['A FIREMAN', 'A FIREFIGHTER'],
    ['Firemen running', 'Firefighters running'],
    ['a spokesman, an (airman:1.2)', 'a spokesperson, an (airman:1.2)'],
    ['an (airman:1.2) at dawn', 'an (aviator:1.2) at dawn'],
    ['a workman', 'a worker'],
    ['an alderman', 'a council member'],
    ['a hitman, 4k', 'an assassin, 4k'],
    ['a {fireman|cat}', 'a {firefighter|cat}'],
    ['a {mailman|hitman} here', 'a {mail carrier|hitman} here'],
    ['a lady doctor', 'a female doctor', 'a doctor'],
    ['白衣の看護婦さん', '白衣の看護師さん'],
    ['知恵遅れの少女', '知的障害のある少女'],
    ['デブな男', '太った男'],
    ['a (fire(man:1.2))'],
    ['a damsel in distress'],
  ];
  for (const [before, ...after] of cases) {
    it(before, () => assert.deepEqual(fixed(before, 'replace'), after));
  }

  it('is offered for all at once only where there is one way', () => {
    const safe = (text: string): boolean[] =>
      check(text)[0]!
        .fixes.filter(({ kind }) => kind === 'replace')
        .map(({ safeForAll }) => safeForAll);
    assert.deepEqual(safe('a fireman'), [true]);
    assert.deepEqual(safe('a lady doctor'), [false, false]);
  });

  it('leaves nothing to say but a hint', () => {
    for (const text of ['a fireman', 'a lady doctor', 'mankind', '女医', '看護婦']) {
      const after = fixed(text, 'replace')[0]!;
      assert.deepEqual(
        check(after).filter(({ severity }) => severity !== 'hint'),
        [],
        after,
      );
    }
  });
});

describe('saying who is drawn', () => {
  it('puts a word before a role, and mends the article', () => {
    assert.deepEqual(fixed('an engineer, oil', 'say-it').slice(0, 4), [
      'a female engineer, oil',
      'a male engineer, oil',
      'a nonbinary engineer, oil',
      'an elderly engineer, oil',
    ]);
    assert.ok(fixed('a nurse', 'say-it').includes('a nurse using a wheelchair'));
  });

  it('names the person in place of "person"', () => {
    assert.deepEqual(fixed('a person in rain', 'say-it').slice(0, 2), ['a woman in rain', 'a man in rain']);
    assert.deepEqual(fixed('窓辺の子ども', 'say-it').slice(0, 2), ['窓辺の女の子', '窓辺の男の子']);
    assert.equal(fixed('窓辺の看護師', 'say-it')[0], '窓辺の女性の看護師');
  });
});

describe('balancing', () => {
  it('writes a slot, never an alternation, and then the hint is gone', () => {
    const cases = [
      ['an engineer', 'a {female|male|nonbinary} engineer'],
      ['a (person:1.2)', 'a ({woman|man|nonbinary person}:1.2)'],
      ['窓辺の看護師', '窓辺の{女性の|男性の|ノンバイナリーの}看護師'],
    ] as const;
    for (const [before, after] of cases) {
      assert.deepEqual(fixed(before, 'balance-it'), [after]);
      assert.deepEqual(found(after), []);
    }
  });
});

describe('ignoring', () => {
  const here = (text: string): string => fixed(text, 'ignore-here')[0]!;

  it('adds a comment of the dialect at the place, which is then obeyed', () => {
    const cases = [
      ['a fireman\na policeman', 'a fireman # spellwright-ignore gender/job-title/fireman\na policeman'],
      ['a fireman # red', 'a fireman # red spellwright-ignore gender/job-title/fireman'],
      [
        '---\ndialect: comfyui\n---\na fireman',
        '---\ndialect: comfyui\n---\na fireman // spellwright-ignore gender/job-title/fireman',
      ],
      [
        '---\ndialect: comfyui\n---\na fireman /* note */',
        '---\ndialect: comfyui\n---\na fireman /* note spellwright-ignore gender/job-title/fireman */',
      ],
      [
        '---\ndialect: comfyui\n---\na fireman /* spellwright-ignore x */',
        '---\ndialect: comfyui\n---\na fireman /* spellwright-ignore x, gender/job-title/fireman */',
      ],
      [
        '---\ndialect: plain\n---\na fireman',
        '---\ndialect: plain\n---\n# spellwright-ignore gender/job-title/fireman\na fireman',
      ],
      ['a fireman\r\na tree', 'a fireman # spellwright-ignore gender/job-title/fireman\r\na tree'],
    ] as const;
    for (const [before, after] of cases) {
      assert.equal(here(before), after);
      assert.ok(!found(after).includes('gender/job-title: fireman'), after);
    }
  });

  it('adds to the names of a comment that is there', () => {
    const both = here(here('a fireman, a policeman'));
    assert.ok(
      both.endsWith('# spellwright-ignore gender/job-title/fireman, gender/job-title/policeman'),
      both,
    );
    assert.deepEqual(found(both), []);
  });

  it('for the whole file, below the front matter', () => {
    const text = '---\nimages: []\n---\na fireman\n\na fireman again';
    const [after] = fixed(text, 'ignore-in-file');
    assert.ok(
      after!.startsWith('---\nimages: []\n---\n# spellwright-ignore-file gender/job-title/fireman\n'),
    );
    assert.deepEqual(found(after!), []);
  });

  it('takes rules, categories and words; without names everything', () => {
    assert.deepEqual(found('# spellwright-ignore gender/job-title\na fireman, mankind'), [
      'gender/generic-man: mankind',
    ]);
    assert.deepEqual(found('# spellwright-ignore: Fireman, mankind\na fireman, mankind'), []);
    assert.deepEqual(found('# spellwright-ignore\na fireman, mankind'), []);
    assert.deepEqual(found('# spellwright-ignore\na tree\na fireman'), ['gender/job-title: fireman']);
  });
});
