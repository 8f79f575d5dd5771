import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import type { Embedder } from '../../src/core/ports';
import type { LibraryQuestion, LibraryScorer } from '../../src/core/score/library/libraryScorer';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { findPictures, type FindPicturesRequest } from '../../src/tasks/findPictures';
import { temporaryFolder } from '../files/temporaryFolder';

describe('finding pictures for a spell', () => {
  const folder = temporaryFolder({
    'own/reference.png': '',
    'library/Katze-1.png': '',
    'library/deep/katze 2.png': '',
    'library/hund.png': '',
    'library/notes.txt': '',
  });
  after(folder.remove);
  let asked: LibraryQuestion | undefined;
  const embedder = {
    checkpoint: () =>
      Promise.resolve({
        id: 'fake',
        hash: 'f'.repeat(64),
        embeddingWidth: 2,
        contextLength: 9,
        logitScale: 1,
      }),
    embedTexts: (texts: readonly string[]) =>
      Promise.resolve(texts.map(() => ({ embedding: Float32Array.of(1, 0), tokenCount: 3 }))),
    scoreLibrary: (question: LibraryQuestion) => {
      asked = question;
      return Promise.resolve({ pictures: 0, different: 0, spells: [], order: [], failures: [], failed: 0 });
    },
  } as unknown as Embedder & LibraryScorer;
  const names = async (request: Partial<FindPicturesRequest> = {}): Promise<string[]> => {
    await findPictures({
      file: parseSpellFile('---\nimages: own/*.png\n---\na cat'),
      path: join(folder.path, 'a.spell'),
      among: { patterns: ['**/*'], folder: join(folder.path, 'library') },
      embedder: () => Promise.resolve(embedder),
      languagesOf: () => Promise.resolve([]),
      most: 5,
      ...request,
    });
    return asked!.paths.map((path) => basename(path)).sort();
  };

  it('looks among the pictures of the folder, and not among the references', async () => {
    assert.deepEqual(await names(), ['Katze-1.png', 'hund.png', 'katze 2.png']);
  });

  it('looks among pictures that are known already without reading a folder', async () => {
    const paths = [join(folder.path, 'nowhere', '1.png')];
    assert.deepEqual(await names({ among: { paths } }), ['1.png']);
  });

  it('takes those whose name holds a text in either case, and not the folder around them', async () => {
    const library = join(folder.path, 'library');
    assert.deepEqual(await names({ named: { text: 'KATZE', folder: library } }), [
      'Katze-1.png',
      'katze 2.png',
    ]);
    assert.deepEqual(await names({ named: { text: 'deep', folder: library } }), ['katze 2.png']);
    assert.deepEqual(await names({ named: { text: 'library', folder: library } }), []);
  });
});
