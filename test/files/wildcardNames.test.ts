import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandSpell } from '../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { KeptWildcardFiles } from '../../src/files/keptWildcardFiles';
import { listWildcards } from '../../src/files/listWildcards';
import { loadWildcards, wildcardFolders, wildcardNames } from '../../src/files/loadWildcards';
import { parseWildcardFile, parseWildcardJson, parseWildcardText } from '../../src/files/parseWildcards';
import { pauses } from '../../src/files/pauses';
import { temporaryFolder } from './temporaryFolder';

describe('names of wildcards, as dynamicprompts finds them', () => {
  const folder = temporaryFolder({
    'wildcards/old masters/dutch.txt': 'Vermeer\nSteen',
    "wildcards/grauer's.txt": 'warbler',
    'wildcards/gulls,_terns.txt': 'tern',
    'wildcards/zoo/cat.txt': 'lynx',
    'wildcards/zoo/birds/owl.txt': 'owl\nlynx',
    'wildcards/deep/er/wyrm.txt': 'wyrm',
    'wildcards/deep/er/still/wyrm.txt': 'drake',
    'wildcards/a [b].txt': 'brackets',
    'wildcards/a/b/c.yaml': 'key: [red, blue]\n1: [one]\n',
    'wildcards/a/b/flat.yaml': '- tin\n- zinc\n',
    'wildcards/hats.json': '{"hats": {"felt": ["fedora", {"text": "cloche", "weight": 2}]}, "n": [35]}',
    'wildcards/list.json': '["x", "y"]',
    'wildcards/male/names.txt': 'Jan',
    'wildcards/female/names.txt': 'Ann\n__zoo/cat__ Eva',
    'wildcards/repeated.txt': 'red\nred\nblue\nred',
    'notes.json': '{"not": ["asked"]}',
    'pets/dogs/small.txt': 'pug',
    'pets/cats.txt': 'tabby',
  });
  after(folder.remove);
  const spell = join(folder.path, 'a.spell');
  const textsOf = async (text: string): Promise<string[]> => {
    const file = parseSpellFile(`### a\n${text}`);
    const { wildcards, problems } = await loadWildcards(wildcardFolders(spell), wildcardNames(file));
    assert.deepEqual(problems, []);
    return expandSpell(file.spells[0]!, { dialect: file.dialect, wildcards }).expansions.map(
      (each) => each.text,
    );
  };

  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['a bowl by __old masters/dutch__', ['a bowl by Vermeer', 'a bowl by Steen']],
    ["a __gulls,_terns__ and __grauer's__", ['a tern and warbler']],
    ['__zoo/*__', ['owl', 'lynx']],
    ['__zoo/**__', ['owl', 'lynx']],
    ['__z*__', ['owl', 'lynx']],
    ['__zoo/c?t__', ['lynx']],
    ['__a [b]__', ['brackets']],
    ['__/zoo//cat/__', ['lynx']],
    ['__wyrm__', ['drake', 'wyrm']],
    ['__er/wyrm__', ['wyrm']],
    ['__owl__', ['owl', 'lynx']],
    ['__w?rm__', ['drake', 'wyrm']],
    ['__a/b/key__', ['red', 'blue']],
    ['__key__', ['red', 'blue']],
    ['__a/b/1__', ['one']],
    ['__a/b/flat__', ['tin', 'zinc']],
    ['__flat__', ['tin', 'zinc']],
    ['__hats/felt__', ['fedora', 'cloche']],
    ['__n__', ['35']],
    ['__list__', ['x', 'y']],
    ['__{male|female}/names__', ['Jan', 'Ann', 'lynx Eva']],
    ['${who=!{male|female}}${who}: __${who}/names__', ['male: Jan', 'female: Ann', 'female: lynx Eva']],
    ['${who=fem}__${who}*/names__', ['Ann', 'lynx Eva']],
    ['__x(k=__zoo/cat__)__', []],
    ['__repeated__', ['red', 'blue']],
    ['__pets/cats__', ['tabby']],
    ['__pets/*__', ['tabby', 'pug']],
  ];
  for (const [written, expected] of rows.filter(([, texts]) => texts.length > 0)) {
    it(written, async () => {
      assert.deepEqual((await textsOf(written)).sort(), [...expected].sort());
    });
  }

  it('reads nothing of the folder of the spell file that no name leads to', async () => {
    assert.deepEqual(await textsOf('__not__ __small__ __dogs/small__'), ['__not__ __small__ __dogs/small__']);
  });

  it('are offered with their folders, keys and all characters', async () => {
    assert.deepEqual(
      await listWildcards(spell),
      [
        'a [b]',
        'a/b/1',
        'a/b/flat',
        'a/b/key',
        'deep/er/still/wyrm',
        'deep/er/wyrm',
        'female/names',
        "grauer's",
        'gulls,_terns',
        'hats/felt',
        'list',
        'male/names',
        'n',
        'old masters/dutch',
        'repeated',
        'zoo/birds/owl',
        'zoo/cat',
      ].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    );
  });
});

describe('items of wildcard files', () => {
  const yaml = async (text: string): Promise<Record<string, readonly string[]>> =>
    Object.fromEntries((await parseWildcardFile('a.yaml', text, pauses())).options);

  it('lose weights and comments', async () => {
    const rows: readonly (readonly [string, readonly string[]])[] = [
      ['- 50::elephant\n- 20.5::rhino', ['elephant', 'rhino']],
      ['- "0.5 :: a b"', ['a b']],
      ['- "{0.5::a|b}"', ['{0.5::a|b}']],
      ['- "1.3::cat::"', ['1.3::cat::']],
      ['- {weight: 2, text: red}\n- {content: blue}\n- {other: green}', ['red', 'blue']],
      ['- a#b\n- "c # d"\n- e # f', ['a', 'c', 'e']],
      [
        '- |\n  # Usage: __felted__\n  # steps 25\n  tiny felt toy,\n  soft light\n',
        ['tiny felt toy,\n  soft light'.replace('\n  ', '\n')],
      ],
      ['- a\n- a\n- b', ['a', 'b']],
      ['- [a, b]\n- c', ['c']],
    ];
    for (const [text, expected] of rows) assert.deepEqual((await yaml(text))[''], expected, text);
    assert.deepEqual(parseWildcardText('5::a # b\n  # c\n\nred\n2.5:: red\nC# d'), ['a', 'red', 'C']);
    assert.deepEqual(parseWildcardText('C\\# d # e\nC\\\\# d'), ['C\\# d', 'C\\\\']);
  });

  it('may be aliases and merged keys', async () => {
    assert.deepEqual(await yaml('a: &x [p, q]\nb: *x\nc: {d: *x, e: [*y, z]}\nf: &y one\ng: [*y, two]'), {
      a: ['p', 'q'],
      b: ['p', 'q'],
      'c/d': ['p', 'q'],
      'c/e': ['z'],
      f: ['one'],
      g: ['one', 'two'],
    });
    assert.deepEqual(await yaml('a: &base {x: [1], y: [2]}\nb: {<<: *base, y: [3]}'), {
      'a/x': ['1'],
      'a/y': ['2'],
      'b/x': ['1'],
      'b/y': ['3'],
    });
    assert.deepEqual(await yaml('a: &a {b: *a, c: [d]}'), { 'a/c': ['d'] });
  });

  it('that aliases multiply without end are refused', async () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) => `l${i + 1}: &l${i + 1} {a: *l${i}, b: *l${i}, c: *l${i}}`,
    );
    const { options, problem } = await parseWildcardFile(
      'a.yml',
      `l0: &l0 [x]\n${levels.join('\n')}`,
      pauses(),
    );
    assert.equal(problem?.code, 'wildcard-yaml-too-many');
    assert.ok(options.size <= 400_000);
  });

  it('of JSON that is broken or deep are told', () => {
    assert.equal(parseWildcardJson('{"a": [}').problem?.code, 'wildcard-file-broken');
    assert.deepEqual([...parseWildcardJson(`{"a": ${'['.repeat(900)}"x"${']'.repeat(900)}}`).options], []);
    assert.deepEqual(
      [...parseWildcardJson('{"__proto__": ["x"], "constructor": "y"}').options.keys()],
      ['__proto__', 'constructor'],
    );
  });
});

describe('wildcard files between two scorings', () => {
  it('are read again only when they have changed', async () => {
    const folder = temporaryFolder({ 'a.yaml': 'k: [a]\n', 'b.txt': 'x' });
    const read: string[] = [];
    const kept = new KeptWildcardFiles((path, text, pause) => {
      read.push(text);
      return parseWildcardFile(path, text, pause);
    });
    const path = join(folder.path, 'a.yaml');
    const lines = async (): Promise<unknown> => (await kept.read(path, {}, pauses())).options.get('k');
    assert.deepEqual(await lines(), ['a']);
    assert.deepEqual(await lines(), ['a']);
    assert.deepEqual(read, ['k: [a]\n']);
    writeFileSync(path, 'k: [bc]\n');
    assert.deepEqual(await lines(), ['bc']);
    assert.deepEqual(read, ['k: [a]\n', 'k: [bc]\n']);
    await assert.rejects(kept.read(join(folder.path, 'none.txt'), {}, pauses()), { code: 'file-missing' });
    await assert.rejects(kept.read(path, { within: [join(folder.path, 'elsewhere')] }, pauses()), {
      code: 'file-outside',
    });
    folder.remove();
  });
});
