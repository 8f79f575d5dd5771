import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { expandSpell } from '../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { loadWildcards, wildcardFolders, wildcardNames } from '../../src/files/loadWildcards';
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

  it('does not leave its folders, and reads nothing unasked', async () => {
    assert.deepEqual(await lines('../secret'), []);
    assert.deepEqual(await lines('animals/../../secret'), []);
    assert.deepEqual(await lines('/etc/passwd'), []);
    const nothing = await loadWildcards(folders, []);
    assert.deepEqual(nothing.files, []);
    assert.equal(nothing.wildcards.lookup('colour'), undefined);
  });
});
