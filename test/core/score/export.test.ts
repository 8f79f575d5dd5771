import assert from 'node:assert/strict';
import type { ExportedFile } from '../../../src/core/score/export/exportedFile';
import { toCsv } from '../../../src/core/score/export/csv';
import { toJson } from '../../../src/core/score/export/json';
import { toMarkdown } from '../../../src/core/score/export/markdown';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { markdownWords } from '../../../src/words/markdownWords';
import { direction, FakeEmbedder } from './fakeEmbedder';

const words = markdownWords('en');

const exported = async (text: string, pictures = 1): Promise<ExportedFile> => {
  const file = parseSpellFile(text);
  const score = await scoreSpellFile({
    file,
    imagePaths: Array.from({ length: pictures }, (_, i) => `/${i}.png`),
    embedder: new FakeEmbedder(
      (prompt) => direction(prompt.length / 100),
      () => direction(0.02),
    ),
  });
  return { path: 'a.spell', file, score, problems: [] };
};

/** Reads RFC 4180. */
function parseCsv(text: string): string[][] {
  return [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/g)].map(
    ([, line]) =>
      [...line!.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
      ),
  );
}

describe('exports of scores', () => {
  it('writes CSV that reads back as it was, whatever the prompt holds', async () => {
    const prompts = ['say "hi", twice', 'ねこ、赤い', '{a, b|c "d"}'];
    const lines = parseCsv(toCsv([await exported(prompts.join('\n\n'))]));
    const [header, ...rows] = lines;
    assert.equal(rows.length, 4);
    const at = header!.indexOf('prompt');
    assert.deepEqual(rows.map((row) => row[at]).sort(), ['a, b', 'c "d"', 'say "hi", twice', 'ねこ、赤い']);
    assert.ok(rows.every((row) => row.length === header!.length));
    assert.deepEqual(
      rows.map((row) => ['spell_rank', 'rank'].map((title) => row[header!.indexOf(title)])),
      [
        ['1', '1'],
        ['1', '2'],
        ['2', '1'],
        ['3', '1'],
      ],
    );
    assert.equal(rows[0]![header!.indexOf('checkpoint')], 'fake');
    assert.equal(rows[0]![header!.indexOf('checkpoint_hash')], 'f'.repeat(12));
  });

  it('lets no spreadsheet run a prompt as a formula', async () => {
    for (const formula of ['=HYPERLINK(1)', '+1+1', '-2+3', '@SUM(A1)', '＝1']) {
      const [header, row] = parseCsv(toCsv([await exported(`---\ndialect: plain\n---\n${formula}`)]));
      assert.equal(row![header!.indexOf('prompt')], `'${formula}`);
    }
  });

  it('writes JSON with the matrices by picture', async () => {
    const report = JSON.parse(toJson([await exported('### one\na\n### two\nbb', 2)], { version: '1.2.3' }));
    assert.equal(report.schema, 2);
    const [file] = report.files;
    assert.deepEqual([file.checkpoint.id, file.checkpoint.hash.length, file.images.length], ['fake', 64, 2]);
    assert.deepEqual(
      file.spells.map((spell: Record<string, unknown>) => [spell.rank, spell.best, spell.texts]),
      [
        [2, 'a', 1],
        [1, 'bb', 1],
      ],
    );
    assert.deepEqual(
      file.prompts.map((prompt: Record<string, unknown>) => [prompt.rank, prompt.spell, prompt.text]),
      [
        [1, 1, 'bb'],
        [1, 0, 'a'],
      ],
    );
    const columns = file.spells.map(({ spellGivenImage }: { spellGivenImage: number[] }) => spellGivenImage);
    assert.ok(Math.abs(columns[0][0] + columns[1][0] - 1) < 1e-6);
    assert.deepEqual(file.prompts[0].promptGivenImage, [1, 1], 'alone in its spell');
    assert.equal(file.prompts[0].imageGivenPrompt.length, 2);
  });

  it('writes Markdown in which a prompt stays one cell of text', async () => {
    const markdown = toMarkdown([await exported('a | b <script> `x` \\_[y](z)_', 5)], words);
    const row = markdown.split('\n').find((line) => line.startsWith('| 1'))!;
    assert.equal(row.match(/(?<!\\)\|/g)!.length, 9, row);
    assert.ok(!/(?<!\\)[<`]/.test(row), row);
    assert.ok(markdown.includes('fake (ffffffffffff)'));
  });

  it('writes Markdown whose every row has the cells of its heading, in both languages', async () => {
    for (const language of ['en', 'ja'] as const) {
      const markdown = toMarkdown(
        [await exported('### one\na | b\n\n### x|y\n{c|dd}', 5)],
        markdownWords(language),
      );
      const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
      const cells = rows.map((row) => row.match(/(?<!\\)\|/g)!.length);
      assert.deepEqual(cells, [9, 9, 9, 9, 7, 7, 7, 7], 'a table of two spells, and one of two texts');
    }
  });

  it('lists a text once for all prompts that read so, and tells how many they are', async () => {
    const file = await exported('{red|(red:1.2)|blue} fish\n\nplain');
    const { prompts } = JSON.parse(toJson([file], { version: '1' })).files[0];
    const of = (text: string) => prompts.filter((prompt: { text: string }) => prompt.text === text);
    assert.equal(of('red fish').length, 2);
    assert.equal(of('red fish')[1].sameAs, of('red fish')[0].expansion);
    const shares = [of('red fish')[0], of('blue fish')[0]].map(({ meanProbability }) => meanProbability);
    assert.ok(Math.abs(shares[0] + shares[1] - 1) < 1e-6, 'equal texts are one candidate');
    assert.match(toMarkdown([file], words), /red fish \(2 variants, the same for CLIP\)/);
  });

  it('leaves empty what a spell without a prompt has not', async () => {
    const { spells } = JSON.parse(toJson([await exported('### empty\n\n### red\na')], { version: '1' }))
      .files[0];
    const { rank, ranks, meanCosine, chosenCosine, meanProbability, fitsBest, best } = spells[0];
    assert.deepEqual(
      [rank, ranks, meanCosine, chosenCosine, meanProbability, fitsBest, best],
      [null, null, null, null, null, null, null],
    );
  });

  it('says in Markdown what the numbers need to be read, and of an only spell its texts alone', async () => {
    const several = toMarkdown([await exported('### x\n{a|(a)}\n\n### y\nbbbb', 3)], words);
    assert.match(several, /a \(2 variants, the same for CLIP\)/);
    assert.match(several, /3 pictures, 1 different/);
    assert.match(several, /too few to say/);
    const only = toMarkdown([await exported('{a|bb}', 3)], words);
    assert.equal(only.match(/^\| --:/gm)!.length, 1);
  });

  it('shows only the best when asked, and leaves numbers out where there are none', async () => {
    const file = await exported('a\n\nbb\n\nccc');
    assert.equal(parseCsv(toCsv([file], { top: 1 })).length, 2);
    assert.equal(JSON.parse(toJson([file], { version: '1', top: 2 })).files[0].prompts.length, 2);
    const [header, row] = parseCsv(toCsv([await exported('a', 0)]));
    assert.equal(row![header!.indexOf('rank')], '');
    assert.equal(row![header!.indexOf('tokens')], '3');
  });

  it('never puts the numbers of two checkpoints in one column', async () => {
    const one = await exported('a');
    const other = await exported('bb');
    const score = { ...other.score!, checkpoint: { ...other.score!.checkpoint, hash: 'e'.repeat(64) } };
    const files = [one, { ...other, score }];
    const [header, first, second] = parseCsv(toCsv(files));
    const numbers = header!.flatMap((title, i) => (/(mean|behind|fits_best|chosen)/.test(title) ? [i] : []));
    assert.equal(numbers.length, 20);
    assert.ok(numbers.every((i) => /fake (f{12}|e{12})$/.test(header![i]!)));
    assert.ok(numbers.every((i) => first![i] === '' || second![i] === ''));
    assert.equal(
      first![header!.indexOf('mean_cosine fake ffffffffffff')],
      String(one.score!.prompts[0]!.meanCosine),
    );
    assert.notEqual(second![header!.indexOf('mean_cosine fake eeeeeeeeeeee')], '');

    const headings = toMarkdown(files, words).match(/^fake \(.*\)/gm);
    assert.deepEqual(headings, ['fake (ffffffffffff)', 'fake (eeeeeeeeeeee)']);
    const json = JSON.parse(toJson(files, { version: '1' })).files;
    assert.deepEqual(
      json.map(({ checkpoint }: { checkpoint: { hash: string } }) => checkpoint.hash[0]),
      ['f', 'e'],
    );
  });

  it('tells of a file that could not be scored', () => {
    const problem = {
      severity: 'error',
      code: 'file-missing',
      path: 'b.spell',
      message: 'no such file',
    } as const;
    const files = [{ path: 'b.spell', problems: [problem] }];
    assert.deepEqual(JSON.parse(toJson(files, { version: '1' })).files, [
      { path: 'b.spell', problems: [problem] },
    ]);
    assert.ok(toMarkdown(files, words).includes('no such file'));
    assert.equal(parseCsv(toCsv(files)).length, 1);
  });
});
