import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DIALECTS } from '../../src/core/spell/frontMatter';
import { expandPrompt } from '../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { writeSpellFile } from '../../src/core/spell/writeSpell';
import { FileError } from '../../src/files/fileError';
import { promptOptions, readPictureAt } from '../../src/tasks/readPictures';
import { temporaryFolder } from '../files/temporaryFolder';
import { fault } from './fault';

const duck = path.resolve(__dirname, '../fixtures/metadata/d3x-at+sd-parsers__automatic1111_cropped.png');

describe('spells of pictures', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  const at = (name: string): string => path.join(folder.path, name);

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = temporaryFolder({ 'empty.png': '', 'huge.png': '', 'beside.png': readFileSync(duck) });
  });
  after(() => folder?.remove());

  fault(
    'a named pipe, a folder, a link to nothing or 3 GB in place of a picture',
    { short: 5, long: 5 },
    async () => {
      execFileSync('mkfifo', [at('pipe.png')]);
      mkdirSync(at('folder.png'));
      symlinkSync('/nowhere', at('link.png'));
      truncateSync(at('huge.png'), 3 * 1024 ** 3);
      for (const [name, code] of [
        ['pipe.png', 'file-special'],
        ['folder.png', 'file-is-folder'],
        ['link.png', 'file-missing'],
        ['huge.png', 'picture-file-too-large'],
      ] as const)
        await assert.rejects(
          readPictureAt(at(name)),
          (error) => error instanceof FileError && error.code === code,
        );
      assert.deepEqual((await readPictureAt(at('empty.png'))).records, []);
      return { outcome: 'refused by name', lost: 'nothing' };
    },
  );

  fault('a pipe, a folder, or bytes that are no text beside a picture', { short: 3, long: 3 }, async () => {
    execFileSync('mkfifo', [at('beside.txt')]);
    mkdirSync(at('beside.json'));
    const [option] = promptOptions(await readPictureAt(at('beside.png')));
    assert.equal(option?.prompt, 'photo of a duck');
    writeFileSync(at('empty.txt'), Uint8Array.of(0xff, 0xfe, 0xff));
    assert.deepEqual((await readPictureAt(at('empty.png'))).records, []);
    return { outcome: 'the picture is read without it', lost: 'nothing' };
  });

  fault('a prompt of any characters becomes a spell', { short: 300, long: 20_000 }, (tried) => {
    const random = seededRandom(99);
    for (let round = 0; round < tried; round++) {
      const dialect = DIALECTS[round % DIALECTS.length]!;
      const length = Math.floor(random() * 40);
      const signs = '\\{}|#/_*$%()[]<>:-=,.+"\'\n\t aAnNsS1\u3000é青\ud83d\ude00\r';
      const prompt = Array.from({ length }, () => signs[Math.floor(random() * signs.length)]!)
        .join('')
        .replace(/\r+\n/g, '\n');
      const written = writeSpellFile([{ name: 'a', prompt }], dialect);
      assert.ok(written.ok, JSON.stringify(prompt));
      const [spell, ...others] = parseSpellFile(written.text).spells;
      const [expansion] =
        spell!.positive.source === '' ? [] : expandPrompt(spell!.positive, { dialect }).expansions;
      assert.deepEqual([expansion?.raw ?? '', others.length], [prompt, 0], written.text);
    }
    return { outcome: 'the file reads back as the same text', lost: 'nothing' };
  });
});
