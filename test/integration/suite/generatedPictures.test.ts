import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as vscode from 'vscode';
import { keepGenerated } from '../../../src/files/generatedPictures';
import type { DocumentPictures } from '../../../src/extension/services/generatedPictures';
import { draw, withText } from '../../generators/servers/drawing';
import { api, closeAll, eventually, extension, fileUri, openNew, replace, withSetting } from './editor';

const text = '---\nimages: [refs/red-apple.png]\n---\n### ball\na {red|blue} ball\n';

describe('the pictures of a spell file', () => {
  let elsewhere: string;
  before(async () => {
    await extension().activate();
    elsewhere = await realpath(await mkdtemp(path.join(tmpdir(), 'spellwright-elsewhere-')));
  });
  afterEach(closeAll);
  after(async () => {
    await rm(elsewhere, { recursive: true, force: true });
    await rm(fileUri('generated').fsPath, { recursive: true, force: true });
  });

  const bytesOf = async (colour: string, seed: number): Promise<Buffer> => {
    const prompt = `a ${colour} ball`;
    const picture = await draw({ prompt, seed: String(seed), width: 32, height: 32 });
    return withText(picture, 'parameters', `${prompt}\nSteps: 20, Sampler: Euler a, Seed: ${seed}`);
  };
  const drawOne = async (colour: 'red' | 'blue', seed: number): Promise<string> => {
    const folder = fileUri('generated').fsPath;
    const expansion = colour === 'red' ? '0' : '1';
    const prompt = `a ${colour} ball`;
    const name = { source: 'drawn.spell', spell: 'ball', expansion, seed: String(seed), extension: 'png' };
    const record = await keepGenerated(folder, name, await bytesOf(colour, seed), {
      ...{ schema: 1, source: name.source, spell: 'ball', spellIndex: 0, expansion, text: prompt, prompt },
      ...{ negative: null, parameters: {}, seed: name.seed, ran: {}, remarks: [], generator: 'a1111' },
      ...{ url: 'http://127.0.0.1:7860', time: new Date().toISOString(), seconds: 1 },
      request: 'f'.repeat(64),
    });
    return path.join(folder, record.file);
  };
  const judged = (
    uri: vscode.Uri,
    what: string,
    is: (known: DocumentPictures) => boolean,
  ): Promise<DocumentPictures> =>
    eventually(what, () => {
      const known = api().generatedPictures.get(uri);
      return known?.phase === 'judged' && is(known) ? known : undefined;
    });

  it('are listed and judged while somebody looks, followed on the disk, and deleted with a way back', async () => {
    const first = await drawOne('red', 1);
    const editor = await openNew('drawn.spell', text);
    const { uri } = editor.document;
    const { generatedPictures } = api();
    assert.equal(generatedPictures.get(uri), undefined, 'nobody looks');
    const watching = generatedPictures.watch(uri);
    try {
      const one = await judged(uri, 'the first picture', ({ pictures }) => pictures.length === 1);
      assert.equal(one.pictures[0]!.file, first);
      assert.ok(one.pictures[0]!.judged!.closeness !== undefined);
      assert.equal(one.verdict!.checkpoint.hash, one.score!.checkpoint.hash);

      await drawOne('blue', 1);
      const two = await judged(uri, 'another picture', ({ pictures }) => pictures.length === 2);
      assert.deepEqual(two.verdict!.compared, [0, 1]);

      await replace(editor, 'red|blue', 'red|green');
      const edited = await judged(
        uri,
        'the edited text',
        ({ version }) => version === editor.document.version,
      );
      assert.deepEqual(edited.pictures.map(({ match }) => match).sort(), ['exact', 'near']);

      const { files, undo } = await generatedPictures.delete(uri, [
        first,
        fileUri('refs', 'red-apple.png').fsPath,
      ]);
      assert.deepEqual(files, [first], 'what was not drawn is left alone');
      await judged(uri, 'one picture less', ({ pictures }) => pictures.length === 1);
      assert.deepEqual(await undo(), []);
      await judged(uri, 'the picture back', ({ pictures }) => pictures.some(({ file }) => file === first));
    } finally {
      watching.dispose();
    }
    assert.equal(generatedPictures.get(uri), undefined, 'nobody looks any more');
  });

  it('arrive from a watched folder while it is looked at, and nothing is written there', async () => {
    const day = path.join(elsewhere, '2026-01-01');
    await mkdir(day);
    await withSetting('generate.watchedFolders', [elsewhere, path.join(elsewhere, 'gone')], async () => {
      const { uri } = (await openNew('found.spell', text)).document;
      const watching = api().generatedPictures.watch(uri);
      try {
        await judged(uri, 'no pictures', ({ watched }) => watched.folders.length === 2);
        await writeFile(path.join(day, '00001.png'), await bytesOf('blue', 7));
        const known = await judged(uri, 'the picture', ({ pictures }) => pictures.length === 1);
        const [picture] = known.pictures;
        assert.deepEqual(
          [picture!.origin, picture!.match, picture!.variant, picture!.seed],
          ['found', 'exact', 1, '7'],
        );
        assert.deepEqual(
          known.watched.folders.map(({ isMissing }) => isMissing),
          [false, true],
        );
        assert.deepEqual((await api().generatedPictures.delete(uri, [picture!.file])).files, []);
      } finally {
        watching.dispose();
      }
    });
  });
});
