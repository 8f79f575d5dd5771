import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadPhraseLists } from '../../src/files/loadPhraseLists';
import { reachOf } from '../../src/files/reach';
import { temporaryFolder } from './temporaryFolder';

describe('loading lists of phrases', () => {
  const folder = temporaryFolder({
    'tags.csv': 'blue_sky,0,10,\nblue_hair,0,5,',
    'cards/light.txt': 'soft light\nrim light',
    'cards/deep/colours.yaml': 'warm: [red, orange]\ncold: [blue]',
    'cards/empty.txt': '\n',
    'broken.txt': Uint8Array.from([0xff, 0xfe, 0xfd]),
    'no lists/a.png': '',
  });
  after(() => folder.remove());
  const at = (name: string): string => join(folder.path, name);

  it('takes files, and folders with all that is in them', async () => {
    const { lists, problems } = await loadPhraseLists([at('tags.csv'), at('cards')]);
    assert.deepEqual(
      lists.map(({ name, phrases }) => [name.replaceAll('\\', '/'), phrases.map(({ text }) => text)]),
      [
        ['tags.csv', ['blue sky', 'blue hair']],
        ['cards/deep/colours.yaml', ['red', 'orange', 'blue']],
        ['cards/light.txt', ['soft light', 'rim light']],
      ],
    );
    assert.deepEqual(
      problems.map(({ code, path }) => [code, path]),
      [['list-empty', at('cards/empty.txt')]],
    );
  });

  it('names what cannot be read, and reads the rest', async () => {
    const { lists, problems } = await loadPhraseLists([
      at('gone.txt'),
      at('broken.txt'),
      at('no lists'),
      at('tags.csv'),
    ]);
    assert.equal(lists.length, 1);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['file-missing', 'file-not-text', 'list-files-none'],
    );
  });

  it('reads nothing that a spell file may not reach', async () => {
    const reach = await reachOf([at('cards')], { namedOutside: true, linksOutside: false });
    const { lists, problems } = await loadPhraseLists([at('tags.csv'), at('cards/light.txt')], { reach });
    assert.deepEqual(
      lists.map(({ name }) => name),
      ['light.txt'],
    );
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['file-outside'],
    );
  });
});
