import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import type { PictureReading } from '../../../src/core/infotext/pictureRecord';
import { readFrom } from './readFrom';

const folder = path.join(root, 'test/fixtures/metadata');
const rows = readFileSync(path.join(folder, 'INDEX.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [file = '', , licence = '', kind = '', prompt = '', negative = '', seed = '', trust = ''] =
      line.split('\t');
    return {
      file,
      licence,
      kind,
      prompt: unescaped(prompt),
      negative: unescaped(negative),
      seeds: seed.split(' / '),
      trust,
    };
  });

function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n').trim();
}

/** A graph that lay in a picture is read as if it lay beside one. */
function readRow(file: string): Promise<PictureReading> {
  const bytes = readFileSync(path.join(folder, file));
  return file.endsWith('.json')
    ? readFrom(new Uint8Array(), { json: bytes.toString('utf8') })
    : readFrom(bytes);
}

describe('pictures of others', () => {
  it('are all listed, each with its licence', () => {
    const files = readdirSync(folder).filter((name) => /\.(?:png|jpg|json)$/.test(name));
    assert.deepEqual(rows.map(({ file }) => file).sort(), files.sort());
    assert.ok(rows.every(({ licence }) => licence !== ''));
  });

  for (const { file, kind, prompt, negative, seeds, trust } of rows) {
    it(`${file}: ${prompt === '' ? 'nothing' : 'the prompt, the negative prompt and the seed'}`, async () => {
      const { records, hasChoice, problems } = await readRow(file);
      assert.deepEqual(problems, []);
      if (prompt === '') return assert.deepEqual(records, []);
      const [best] = records;
      assert.equal(best?.prompt, prompt);
      assert.equal(best.negative ?? '', negative);
      assert.equal(best.seed, seeds[0]);
      if (trust === 'exact') assert.equal(hasChoice, false);
      // What a graph's record came from is told, text by text.
      if (kind.startsWith('ComfyUI')) {
        assert.ok(best.origin?.sampler);
        assert.ok(best.origin.prompt.some(({ text }) => text.trim() === prompt));
      } else assert.equal(best.origin, undefined);
    });
  }

  it('say which of two passes was taken, and that a language model came between', async () => {
    const [twice] = (await readRow('comfyanonymous+ComfyUI_examples__sdxl_simple_example.api.json')).records;
    assert.equal(twice?.origin?.reason, 'same-texts');
    assert.deepEqual(twice.origin.sampler, { id: '10', type: 'KSamplerAdvanced' });
    const { records, hasChoice } = await readRow('enslo+sd-metadata__krea2.api.json');
    const [krea] = records;
    assert.deepEqual(krea?.approximate, ['rewritten']);
    assert.deepEqual(
      krea.origin?.prompt.map(({ id, title }) => [id, title]),
      [['30:19', 'Text String (User Prompt)']],
    );
    assert.equal(hasChoice, true);
    assert.match(krea.choices?.[0]?.prompt ?? '', /^You are an expert prompt engineer/);
    assert.equal(krea.negative, undefined);
  });
});
