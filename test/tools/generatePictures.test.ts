import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { encodePng } from '../../src/files/writePng';
import { GeneratorError } from '../../src/generators/generatorError';
import type { Generator } from '../../src/generators/generator';
import type { ToolGenerator } from '../../src/tools/tool';
import { temporaryFolder } from '../files/temporaryFolder';
import { toolContext } from './toolContext';

const identity = { family: 'a1111', url: 'http://127.0.0.1:7860' } as const;

/** Draws one grey pixel, and counts. */
function greyGenerator(told: Partial<Generator> = {}): {
  readonly asked: string[];
  readonly port: ToolGenerator;
} {
  const asked: string[] = [];
  const generator: Generator = {
    identity,
    capabilities: () => Promise.resolve({ progress: false, preview: false, cancel: 'none' }),
    generate: async ({ prompt, seed }) => {
      asked.push(`${prompt} ${seed}`);
      const bytes = await encodePng({ width: 1, height: 1, data: Uint8Array.of(9, 9, 9) });
      return { pictures: [{ bytes, format: 'png', seed, ran: {} }], remarks: [] };
    },
    ...told,
  };
  return { asked, port: { generator, identity } };
}

describe('generate_pictures', () => {
  const at = (folder: string, port: ToolGenerator | undefined) =>
    toolContext([folder], { generator: () => Promise.resolve(port) });

  it('draws at the generator of the user, and asks for nothing twice', async () => {
    const folder = temporaryFolder({ 'a.spell': 'a {red|blue} fish' });
    const { asked, port } = greyGenerator();
    const { call } = at(folder.path, port);
    const planned = await call('generate_pictures', { spellFile: 'a.spell', seeds: 2, planOnly: true });
    assert.ok(planned.ok);
    assert.deepEqual((planned.answer.plan as { pictures: number }).pictures, 4);
    assert.deepEqual(asked, []);
    const drawn = await call('generate_pictures', { spellFile: 'a.spell', seeds: 2 });
    assert.ok(drawn.ok);
    // The order of drawing is the plan's, and not what is held here.
    assert.deepEqual([...asked].sort(), ['a blue fish 1', 'a blue fish 2', 'a red fish 1', 'a red fish 2']);
    const pictures = drawn.answer.pictures as { file: string; isNew: boolean }[];
    assert.equal(pictures.length, 4);
    assert.ok(pictures.every(({ file, isNew }) => isNew && existsSync(path.join(folder.path, file))));
    const again = await call('generate_pictures', { spellFile: 'a.spell', seeds: 2 });
    assert.ok(again.ok && (again.answer.pictures as { isNew: boolean }[]).every(({ isNew }) => !isNew));
    assert.equal(asked.length, 4);
    folder.remove();
  });

  it('says that none is set, that pictures are too many, that a parameter is not known, and why a generator fails', async () => {
    const folder = temporaryFolder({ 'a.spell': 'a {1|2|3|4|5|6|7} fish' });
    const { asked, port } = greyGenerator();
    const failing = greyGenerator({
      generate: () =>
        Promise.reject(new GeneratorError('generator-unauthorized', { url: identity.url, status: 401 })),
    }).port;
    for (const [generator, input, code] of [
      [undefined, { prompts: ['a fish'] }, 'no-generator'],
      [port, { spellFile: 'a.spell', seeds: 4 }, 'too-many-pictures'],
      [port, { prompts: ['a fish'], parameters: 'Stepps: 3' }, 'input-invalid'],
      [port, { spellFile: 'a.spell', spell: 'nobody' }, 'no-such-spell'],
      [failing, { prompts: ['a fish'] }, 'generator-unauthorized'],
    ] as const) {
      const called = await at(folder.path, generator).call('generate_pictures', input);
      assert.equal(!called.ok && called.code, code);
    }
    assert.deepEqual(asked, []);
    folder.remove();
  });

  it('writes nothing outside of the folders that are allowed', async () => {
    const [folder, elsewhere] = [temporaryFolder({ 'a.spell': 'a fish' }), temporaryFolder({})];
    mkdirSync(path.join(elsewhere.path, 'pictures'));
    symlinkSync(path.join(elsewhere.path, 'pictures'), path.join(folder.path, 'generated'));
    const { asked, port } = greyGenerator();
    for (const generator of [port, { ...port, folder: () => path.join(elsewhere.path, 'own') }]) {
      const called = await at(folder.path, generator).call('generate_pictures', { spellFile: 'a.spell' });
      assert.equal(!called.ok && called.code, 'path-outside');
    }
    assert.deepEqual(asked, []);
    for (const each of [folder, elsewhere]) each.remove();
  });
});
