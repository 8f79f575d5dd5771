import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ModelError } from '../../src/models/modelError';
import { modelPlaces } from '../../src/models/modelPlaces';
import { readPublishedScores } from '../../src/models/publishedScores';
import { findModel, readRegistry } from '../../src/models/registry';
import {
  isNonCommercial,
  modelUses,
  parseRegistry,
  readableFormats,
  type RegisteredModel,
} from '../../src/models/registryFormat';
import { shownBytes } from '../../src/words/amounts';
import { errorText } from '../../src/words/problemText';
import { temporaryFolder } from '../files/temporaryFolder';

const shippedPath = path.resolve('models/registry.json');

describe('the registry that is shipped', () => {
  let shipped: RegisteredModel[];
  before(() => {
    shipped = parseRegistry(readFileSync(shippedPath, 'utf8'), shippedPath);
  });

  it('offers CLIP in three sizes, one trained on LAION, a small one, a multilingual and a Japanese one', () => {
    const of = (id: string): RegisteredModel => findModel(shipped, id);
    assert.equal(shipped[0]!.id, 'clip-vit-b-32', 'the one to offer comes first');
    assert.deepEqual(
      ['clip-vit-b-32', 'clip-vit-b-16', 'clip-vit-l-14'].map((id) => of(id).embeddingWidth),
      [512, 512, 768],
    );
    assert.match(of('clip-vit-b-32-laion2b').repository, /^laion\//);
    assert.ok(of('tinyclip-8m-16').megabytes < 100);
    assert.ok(['en', 'ja', 'ko'].every((code) => of('siglip2-b-16').languages.includes(code)));
    assert.deepEqual(of('clip-japanese-base').languages, ['ja']);
  });

  it('pins every model to a commit but those of which none was found published, and every size agrees with what people are told', () => {
    const newest = shipped.filter(({ revision }) => revision === undefined).map(({ id }) => id);
    assert.deepEqual(newest, [
      'siglip2-so400m',
      'clip-vit-h-14',
      'longclip-l-14',
      'waon-siglip2-b-16',
      'metaclip-2-s16',
    ]);
    for (const { id, files, megabytes } of shipped) {
      const stated = files.reduce((sum, { size = 0 }) => sum + size, 0) / 1e6;
      assert.ok(stated <= megabytes + 1, id);
    }
  });

  const ofTransformers = (id: string, weightsToo: boolean): string[] =>
    [
      ...['config.json', 'preprocessor_config.json', 'tokenizer_config.json', 'tokenizer.json'],
      ...(weightsToo ? ['model.safetensors'] : []),
    ].map((name) => `${id} ${name}`);

  it('has a hash of every file, but for those that nobody has published one of', () => {
    const without = shipped.flatMap(({ id, files }) =>
      files.filter(({ sha256 }) => sha256 === undefined).map(({ name }) => `${id} ${name}`),
    );
    assert.deepEqual(without, [
      'clip-vit-b-32 tokenizer_config.json',
      'clip-vit-b-16 open_clip_config.json',
      'clip-vit-b-16 tokenizer_config.json',
      'clip-vit-b-16 tokenizer.json',
      'clip-vit-b-32-laion2b open_clip_config.json',
      'siglip2-b-16 onnx/model_fp16.onnx',
      ...ofTransformers('siglip2-so400m', true),
      ...[
        'open_clip_config.json',
        'tokenizer_config.json',
        'tokenizer.json',
        'open_clip_model.safetensors',
      ].map((name) => `clip-vit-h-14 ${name}`),
      ...ofTransformers('longclip-l-14', true),
      ...ofTransformers('pickscore-v1', false),
      ...ofTransformers('waon-siglip2-b-16', true),
      ...ofTransformers('metaclip-2-s16', true),
      'clip-japanese-base config.json',
      'clip-japanese-base preprocessor_config.json',
      'clip-japanese-base model.safetensors',
    ]);
    const hashes = shipped.flatMap(({ files }) =>
      files.flatMap(({ sha256, size }) => (sha256 ? [{ sha256, size }] : [])),
    );
    const page = readFileSync(path.resolve('docs/models.md'), 'utf8');
    const [, all, withHash] =
      /Of the (\d+) files that the registry lists, (\d+) have a SHA-256 there/.exec(page) ?? [];
    assert.deepEqual(
      [Number(all), Number(withHash)],
      [hashes.length + without.length, hashes.length],
      'as docs/models.md counts them',
    );
    // One content has one size.
    const sizes = new Map<string, number>();
    for (const { sha256, size } of hashes.filter((each) => each.size !== undefined)) {
      assert.equal(sizes.get(sha256) ?? size, size, sha256);
      sizes.set(sha256, size!);
    }
  });

  it('names the files that a format needs, with the weights last', () => {
    for (const { id, format, files } of shipped.filter((model) => readableFormats.has(model.format))) {
      const names = files.map(({ name }) => name);
      assert.ok(names.includes('tokenizer.json'), id);
      assert.ok(names.includes(format === 'open-clip' ? 'open_clip_config.json' : 'config.json'), id);
      const weights = {
        'hf-clip': 'model.safetensors',
        'open-clip': 'open_clip_model.safetensors',
        // SigLIP's scale is in the graph of both towers only.
        onnx: 'onnx/model_fp16.onnx',
        custom: '',
      };
      assert.equal(names.at(-1), weights[format], id);
    }
  });

  it('is the table of docs/models.md: which there are, of what size, licence and speed', () => {
    const section = readFileSync(path.resolve('docs/models.md'), 'utf8')
      .split('\n## Which one\n')[1]!
      .split('\n## ')[0]!;
    const told = section
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, id = '', download, , licence, speed]) => ({ id: id.slice(1, -1), download, licence, speed }));
    const known = shipped.map(({ id, megabytes, licence, speed, format }) => ({
      id,
      download: shownBytes(megabytes * 1e6),
      licence,
      speed: readableFormats.has(format) ? (speed ?? 'not measured') : 'not readable yet',
    }));
    const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
    assert.deepEqual(told.sort(byId), known.sort(byId));
  });

  it('gives languages as codes, a licence, free but for those that are named here, and a note in both languages', () => {
    const others = shipped.filter(({ licence }) => !['MIT', 'Apache-2.0'].includes(licence));
    assert.deepEqual(
      others.map((model) => [model.id, model.licence, isNonCommercial(model)]),
      [
        ['pickscore-v1', 'not stated (code: MIT)', false],
        ['waon-siglip2-b-16', 'see its page (SigLIP 2: Apache-2.0)', false],
        ['metaclip-2-s16', 'CC-BY-NC-4.0', true],
      ],
    );
    for (const { id, languages, note } of shipped) {
      assert.deepEqual(
        languages.map((code) => new Intl.Locale(code).language),
        languages,
        id,
      );
      assert.match(note.ja, /[ぁ-んァ-ヶ一-龠]/, id);
    }
  });

  it('has something for each use', () => {
    for (const use of modelUses)
      assert.ok(
        shipped.some(({ uses }) => uses?.includes(use)),
        use,
      );
  });

  it('has published scores for models that it lists only', async () => {
    for (const { model } of await readPublishedScores(path.resolve('models/published-scores.json'))) {
      findModel(shipped, model);
    }
  });
});

describe('a broken registry', () => {
  const whole = {
    id: 'my-clip',
    name: 'My CLIP',
    repository: 'me/my-clip',
    format: 'hf-clip',
    family: 'clip',
    files: [{ name: 'config.json' }],
    megabytes: 1,
    imageSize: 224,
    languages: ['en'],
    licence: 'MIT',
    note: { en: 'note', ja: '説明' },
  };
  const registry = (...models: unknown[]): string => JSON.stringify({ schema: 1, models });

  it('is whole without what need not be known', () => {
    const [model] = parseRegistry(registry(whole), 'mine.json');
    assert.equal(model!.id, 'my-clip');
    assert.equal(model!.revision, undefined);
  });

  for (const [what, text, reason] of [
    ['no JSON', '{', /not valid JSON/],
    ['lists without end', '['.repeat(1000), /nested deeper than 128 levels/],
    ['null', 'null', /the file is not an object/],
    ['another schema', '{"schema":2,"models":[]}', /"schema" is not 1/],
    ['no list', '{"schema":1,"models":{}}', /"models" is not a list/],
    ['an entry that is none', registry(7), /a model is not an object/],
    ['an id with blanks', registry({ ...whole, id: 'My CLIP' }), /an "id" is not what it should be/],
    ['an id twice', registry(whole, whole), /"my-clip" is there twice/],
    ['a use that is none', registry({ ...whole, uses: ['money'] }), /"uses" of "my-clip" is none of/],
    ['no repository', registry({ ...whole, repository: undefined }), /"repository" of "my-clip" is missing/],
    ['a repository outside', registry({ ...whole, repository: '../../x' }), /"repository" of "my-clip"/],
    [
      'a revision that is no commit',
      registry({ ...whole, revision: 'main' }),
      /"revision" of "my-clip" is not what it should be: "main"\./,
    ],
    ['an unknown format', registry({ ...whole, format: 'gguf' }), /"format".* none of hf-clip, open-clip/],
    ['an unknown speed', registry({ ...whole, speed: 'warp' }), /"speed".* none of fast, medium, slow/],
    ['no files', registry({ ...whole, files: [] }), /"files" of "my-clip" is empty/],
    [
      'a file outside',
      registry({ ...whole, files: [{ name: '../x' }] }),
      /"\.\.\/x" of "my-clip" is no path/,
    ],
    ['an absolute file', registry({ ...whole, files: [{ name: '/etc/x' }] }), /no path inside a repository/],
    ['a backslash', registry({ ...whole, files: [{ name: 'a\\b' }] }), /no path inside a repository/],
    ['a size of zero', registry({ ...whole, files: [{ name: 'x', size: 0 }] }), /size of x of "my-clip"/],
    [
      'a short hash',
      registry({ ...whole, files: [{ name: 'x', sha256: 'abc' }] }),
      /sha256 of x of "my-clip"/,
    ],
    ['no languages', registry({ ...whole, languages: 'en' }), /"languages" of "my-clip" is not a list/],
    [
      'a note in one language',
      registry({ ...whole, note: { en: 'x' } }),
      /"note" of "my-clip" is not a text/,
    ],
  ] as const) {
    it(`is named with its place: ${what}`, () => {
      assert.throws(
        () => parseRegistry(text, 'mine.json'),
        (error) => {
          assert.ok(error instanceof ModelError);
          assert.equal(error.code, 'registry-broken');
          assert.equal(error.parameters.path, 'mine.json');
          assert.match(errorText(error, { language: 'en', face: 'terminal' }), reason);
          const japanese = errorText(error, { language: 'ja', face: 'editor' });
          assert.match(japanese, /誤りがあります: .*[ぁ-ん]。修正するか|誤りがあります: .*: .+。修正するか/);
          assert.doesNotMatch(japanese, /\b(?:is|not|of|the|file|missing|undefined)\b|[{}]/);
          return true;
        },
      );
    });
  }

  it('of the user may be missing, adds models, and pins shipped ones anew', async () => {
    const folder = temporaryFolder({});
    try {
      const home = folder.path;
      const { registries } = modelPlaces(path.dirname(shippedPath), {}, 'linux', home);
      const shipped = await readRegistry(registries);
      assert.ok(shipped.length >= 7);
      const own = temporaryFolder({
        'spellwright/models.json': registry(whole, {
          ...whole,
          id: 'clip-vit-b-32',
          revision: 'a'.repeat(40),
        }),
      });
      const places = modelPlaces(path.dirname(shippedPath), { XDG_CONFIG_HOME: own.path }, 'linux', home);
      const both = await readRegistry(places.registries);
      own.remove();
      assert.equal(both.length, shipped.length + 1);
      assert.equal(findModel(both, 'clip-vit-b-32').revision, 'a'.repeat(40));
      assert.equal(findModel(both, 'my-clip').repository, 'me/my-clip');
    } finally {
      folder.remove();
    }
  });

  it('that is a folder, or larger than any registry, is named', async () => {
    const folder = temporaryFolder({ 'large.json': ' '.repeat(5 * 1024 * 1024) });
    try {
      await assert.rejects(readRegistry([{ path: folder.path, optional: true }]), {
        code: 'registry-unreadable',
      });
      const large = path.join(folder.path, 'large.json');
      await assert.rejects(readRegistry([{ path: large }]), { code: 'registry-broken' });
    } finally {
      folder.remove();
    }
  });

  it('that is empty, or a Git LFS pointer, is named as what it is', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    const folder = temporaryFolder({ 'empty.json': '', 'pointer.json': pointer });
    try {
      for (const [name, fault] of [
        ['empty.json', 'empty'],
        ['pointer.json', 'pointer'],
      ] as const) {
        const file = path.join(folder.path, name);
        await assert.rejects(readRegistry([{ path: file, optional: true }]), {
          ...{ code: 'registry-broken', parameters: { path: file, fault } },
        });
      }
    } finally {
      folder.remove();
    }
  });

  it('does not hide which ids there are', () => {
    assert.throws(
      () => findModel(parseRegistry(registry(whole), 'mine.json'), 'nope'),
      (error: ModelError) => error.code === 'model-unlisted' && error.parameters.known === 'my-clip',
    );
  });
});
