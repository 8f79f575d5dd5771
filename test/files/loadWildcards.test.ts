import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { expandSpell } from '../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { listWildcards } from '../../src/files/listWildcards';
import { loadWildcards, wildcardFolders, wildcardNames } from '../../src/files/loadWildcards';
import { reachOf } from '../../src/files/reach';
import { gitLfsPointer } from './gitLfsPointer';
import { temporaryFolder } from './temporaryFolder';

describe('loadWildcards', () => {
  const folder = temporaryFolder({
    'wildcards/colour.txt': '# warm first\nred # like a rose\r\n\n  orange \nblue',
    'wildcards/animals/cats.txt': 'tabby\n__colour__ cat',
    'wildcards/animals/dogs.txt': 'poodle',
    'wildcards/world.yaml': 'places:\n  near: [garden, 3]\n  far: moon\nlight:\n  - dawn\n',
    'wildcards/broken.yml': 'good: [a, b]\nbad: [c\nnext: d',
    'wildcards/bytes.txt': Uint8Array.of(0xff, 0xfe, 0x41),
    'wildcards/cloned.txt': gitLfsPointer,
    'colour.txt': 'beside the file',
    'beside.txt': 'found',
    'elsewhere/mood.txt': 'calm',
    'secret.txt': 'nobody asked',
  });
  after(folder.remove);
  const folders = wildcardFolders(join(folder.path, 'a.spell'), [join(folder.path, 'elsewhere')]);
  const lines = async (name: string) => (await loadWildcards(folders, [name])).wildcards.lookup(name);

  it('reads a text file line by line, without comments and blank lines', async () => {
    assert.deepEqual(await lines('colour'), ['red', 'orange', 'blue']);
  });

  it('looks beside the file, and in a configured folder, after the wildcard folder', async () => {
    assert.deepEqual(await lines('beside'), ['found']);
    assert.deepEqual(await lines('mood'), ['calm']);
  });

  it('reads nested keys of YAML as paths', async () => {
    assert.deepEqual(await lines('places/near'), ['garden', '3']);
    assert.deepEqual(await lines('places/far'), ['moon']);
    assert.deepEqual(await lines('light'), ['dawn']);
    assert.deepEqual(await lines('places'), []);
  });

  it('joins all that a star matches', async () => {
    assert.deepEqual(await lines('animals/*'), ['tabby', '__colour__ cat', 'poodle']);
    assert.deepEqual(await lines('places/*'), ['moon', 'garden', '3']);
  });

  it('reads what the lines name in turn, and the parser expands it', async () => {
    const file = parseSpellFile('__animals/cats__, __light__\nNegative prompt: __mood__');
    assert.deepEqual(wildcardNames(file), ['animals/cats', 'light', 'mood']);
    const { wildcards, files } = await loadWildcards(folders, wildcardNames(file));
    assert.deepEqual(
      expandSpell(file.spells[0]!, { dialect: file.dialect, wildcards }).expansions.map(({ text }) => text),
      ['tabby, dawn', 'red cat, dawn', 'orange cat, dawn', 'blue cat, dawn'],
    );
    assert.ok(files.some((path) => basename(path) === 'colour.txt'));
  });

  it('uses what it can of a broken file, and reports the rest with its place', async () => {
    const { wildcards, problems } = await loadWildcards(folders, ['good']);
    assert.deepEqual(wildcards.lookup('good'), ['a', 'b']);
    assert.deepEqual(
      problems.map(({ code, path, line }) => [code, basename(path), line]),
      [['wildcard-file-broken', 'broken.yml', 3]],
    );
    const bytes = await loadWildcards(folders, ['bytes']);
    assert.deepEqual(
      bytes.problems
        .map(({ code, path }) => [code, basename(path)])
        .filter(([, name]) => name === 'bytes.txt'),
      [['wildcard-file-unreadable', 'bytes.txt']],
    );
    const cloned = await loadWildcards(folders, ['cloned']);
    assert.deepEqual(cloned.wildcards.lookup('cloned') ?? [], []);
    assert.deepEqual(
      cloned.problems
        .map(({ code, path }) => [code, basename(path)])
        .filter(([, name]) => name === 'cloned.txt'),
      [['wildcard-file-pointer', 'cloned.txt']],
    );
  });

  it('reads no link that leads out of what may be reached, and no pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const here = temporaryFolder({ 'mine/wildcards/a.txt': 'x', 'mine/shared.txt': 'y', 'own/b.txt': 'z' });
    const at = (name: string): string => join(here.path, name);
    symlinkSync('/proc/self/environ', at('mine/wildcards/environ.txt'));
    symlinkSync('/proc/self/environ', at('mine/wildcards/k.yaml'));
    symlinkSync(at('mine/shared.txt'), at('mine/wildcards/inside.txt'));
    symlinkSync(at('own'), at('configured'));
    execFileSync('mkfifo', [at('mine/wildcards/pipe.txt')]);
    const found = wildcardFolders(at('mine/a.spell'), [at('configured')]);
    const names = ['a', 'environ', 'inside', 'b', 'pipe', 'e*'];
    const reach = await reachOf([at('mine'), at('configured')], { namedOutside: false, linksOutside: false });
    const { wildcards, problems } = await loadWildcards(found, names, { reach });
    assert.deepEqual(
      names.map((name) => wildcards.lookup(name)),
      [['x'], [], ['y'], ['z'], [], []],
    );
    assert.deepEqual(problems.map(({ code, path }) => `${code} ${basename(path)}`).sort(), [
      'wildcard-file-outside environ.txt',
      'wildcard-file-outside k.yaml',
      'wildcard-file-unreadable pipe.txt',
    ]);
    assert.deepEqual(await listWildcards(at('mine/a.spell'), [at('configured')], { reach }), [
      'a',
      'b',
      'environ',
      'inside',
      'shared',
    ]);
    here.remove();
  });

  it('searches no folder that is a link to the outside', async function () {
    if (process.platform === 'win32') this.skip();
    const here = temporaryFolder({ 'mine/a.spell': '', 'away/a.txt': 'x' });
    const at = (name: string): string => join(here.path, name);
    symlinkSync(at('away'), at('mine/wildcards'));
    const found = wildcardFolders(at('mine/a.spell'));
    const reach = await reachOf([at('mine')], { namedOutside: false, linksOutside: false });
    const { wildcards, problems } = await loadWildcards(found, ['**', 'a'], { reach });
    assert.deepEqual([wildcards.lookup('**'), wildcards.lookup('a')], [[], []]);
    assert.deepEqual(problems.map(({ code, path }) => `${code} ${relative(here.path, path)}`).sort(), [
      `wildcard-file-outside ${join('mine', 'wildcards')}`,
      `wildcard-file-outside ${join('mine', 'wildcards', 'a.txt')}`,
    ]);
    assert.deepEqual(await listWildcards(at('mine/a.spell'), [], { reach }), []);
    assert.deepEqual((await loadWildcards(found, ['a'])).wildcards.lookup('a'), ['x']);
    here.remove();
  });

  it('ends a name that is made to hurt, and says so', async () => {
    const here = temporaryFolder({
      [`wildcards/${'a'.repeat(200)}.txt`]: 'x',
      'wildcards/keys.yaml': Array.from({ length: 1600 }, (_, i) => `${'a'.repeat(450)}${i}: x\n`).join(''),
    });
    const found = wildcardFolders(join(here.path, 'a.spell'));
    const hard = `${'*a'.repeat(40)}b`;
    assert.deepEqual((await loadWildcards(found, [hard, 'a*'])).wildcards.lookup(hard), []);
    const harder = `${`*${'a'.repeat(90)}`.repeat(2)}b`;
    const { problems } = await loadWildcards(found, [harder]);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['wildcard-search-too-complex'],
    );
    here.remove();
  });

  it('reads so much and no more', async () => {
    const rest = 'x'.repeat(1015);
    const large = (file: number): string =>
      Array.from({ length: 7 * 1024 }, (_, i) => `${file}${10_000 + i}, ${rest}\n`).join(''); // 7 MiB
    const here = temporaryFolder(
      Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`wildcards/w${i}.txt`, large(i)])),
    );
    const { wildcards, problems } = await loadWildcards(wildcardFolders(join(here.path, 'a.spell')), ['w*']);
    assert.equal(wildcards.lookup('w*')!.length, 4 * 7 * 1024);
    assert.deepEqual(
      problems.map(({ code, path }) => [code, basename(path)]),
      [['wildcard-files-too-large', 'w4.txt']],
    );
    here.remove();
  });

  it('does not leave its folders, and reads nothing unasked', async () => {
    assert.deepEqual(await lines('../secret'), []);
    assert.deepEqual(await lines('animals/../../secret'), []);
    assert.deepEqual(await lines('/etc/passwd'), []);
    const nothing = await loadWildcards(folders, []);
    assert.deepEqual(nothing.files, []);
    assert.equal(nothing.wildcards.lookup('colour'), undefined);
  });

  it('takes a line that names more wildcards than the stack holds, and stops at a number of them', async () => {
    const many = Array.from({ length: 200_000 }, (_, i) => `__${'b'.repeat(1 + (i % 3))}${i}__`).join(' ');
    const here = temporaryFolder({
      'wildcards/same.txt': '__x__'.repeat(200_000),
      'wildcards/many.txt': many,
    });
    const found = wildcardFolders(join(here.path, 'a.spell'));
    const same = await loadWildcards(found, ['same']);
    assert.deepEqual([same.wildcards.lookup('x'), same.problems], [[], []]);
    const { problems } = await loadWildcards(found, ['many']);
    assert.deepEqual(
      problems.map(({ code, detail }) => [code, detail]),
      [['wildcard-names-too-many', '20000']],
    );
    here.remove();
  });

  it('takes a name that no file can have for one that is not there, and looks for it in YAML', async () => {
    const long = 'と'.repeat(150);
    const here = temporaryFolder({ 'wildcards/keys.yaml': `${long}: [found]\n` });
    const { wildcards, problems } = await loadWildcards(wildcardFolders(join(here.path, 'a.spell')), [
      long,
      'a\0b',
    ]);
    assert.deepEqual([wildcards.lookup(long), wildcards.lookup('a\0b'), problems], [['found'], [], []]);
    here.remove();
  });
});
