import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { toolContext } from './toolContext';

const secret = 'sesame-4711';

describe('what agents can have read', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let work: string;
  let outside: string;

  before(function () {
    if (process.platform === 'win32') this.skip();
    const model = { 'config.json': '{}', 'model.safetensors': '', 'tokenizer.json': '{}' };
    const files = (at: string): Record<string, string> =>
      Object.fromEntries(Object.entries(model).map(([name, text]) => [`${at}/${name}`, text]));
    folder = temporaryFolder({
      ...{ 'work/ok.png': '', 'work/refs/1.png': '', 'work/refs/2.png': '' },
      ...{ 'outside/secret.png': '', 'outside/secret.spell': `a ${secret}`, 'outside/s.txt': secret },
      ...{ 'work-too/secret.png': '', 'outside/list.txt': secret, 'outside/deep/secret.png': '' },
      '.spellwright.yml': 'bias:\n  ignore: [fireman]\n',
      'work/refs/ok.spell': 'a fireman',
      'work/named.spell':
        '---\nimages: [ok.png, ../outside/*.png, ../outside/secret.png, linked/*.png, linked.png]\navoid: ../outside/*.png\nlists: [../outside/list.txt]\n---\na fish',
      'work/wild.spell': '---\nimages: ok.png\n---\na __s__ and __linked/s__ and __../outside/s__',
      'work/modelled.spell': '---\nimages: ok.png\nmodel: ../outside\n---\na fish',
      'work/inside.spell': '---\nimages: ok.png\nmodel: model\n---\na fish',
      ...files('work/model'),
      'work/half/config.json': '{}',
    });
    work = join(folder.path, 'work');
    outside = join(folder.path, 'outside');
    symlinkSync(join(outside, 'secret.png'), join(work, 'linked.png'));
    symlinkSync(outside, join(work, 'linked'));
    symlinkSync(join(outside, 'secret.spell'), join(work, 'linked.spell'));
    symlinkSync(join(outside, 's.txt'), join(work, 's.txt'));
    symlinkSync(join(outside, 's.txt'), join(work, 'ok.txt'));
    symlinkSync(join(outside, 's.txt'), join(work, 'half', 'tokenizer.json'));
    mkdirSync(join(work, 'wildcards'));
    symlinkSync(join(outside, 's.txt'), join(work, 'wildcards', 's.txt'));
  });
  after(() => folder?.remove());

  const isInside = (path: string): boolean => path.startsWith(`${work}/`) && !path.includes('linked');

  for (const entry of [
    ['../outside/secret.png'],
    ['../outside/*.png', '../work-too/secret.png', '../**/*.png'],
    ['refs/../../outside/secret.png', './refs/../../outside/*.png'],
    ['..\\outside\\secret.png', '..\\outside\\*'],
    ['linked.png', 'linked', 'linked/*.png', 'linked/**', '**/secret.png', 'linked/deep/secret.png'],
    ['/etc/*', '/', '/**/*.png', '//outside/secret.png', '/proc/self/environ', '/dev/stdin'],
    [
      '~/*',
      '~',
      'file:///etc/passwd',
      '{..,.}/outside/*.png',
      '{../outside,refs}/*.png',
      '[.][.]/outside/*.png',
    ],
    ['ok.png\u0000/../../outside/secret.png', `${'../'.repeat(300)}etc/passwd`, '!../outside/secret.png'],
  ])
    it(`is no picture of ${JSON.stringify(entry).slice(0, 70)}`, async () => {
      const { asked, call } = toolContext([work]);
      const called = await call('score_prompts', { prompts: ['a fish'], pictures: [...entry, 'ok.png'] });
      assert.ok(called.ok);
      assert.deepEqual(
        [...new Set(asked.pictures)].filter((path) => !isInside(path)),
        [],
      );
      assert.ok(asked.pictures.includes(join(work, 'ok.png')));
    });

  it('is what lies in the folders, by name, folder and pattern', async () => {
    const { asked, call } = toolContext([work]);
    const pictures = ['ok.png', join(work, 'refs'), 'refs/*.png'];
    assert.ok((await call('score_prompts', { prompts: ['a'], pictures })).ok);
    assert.deepEqual(
      [...new Set(asked.pictures)].sort(),
      ['ok.png', 'refs/1.png', 'refs/2.png'].map((name) => join(work, name)),
    );
  });

  it('is no picture, list or negative picture that a spell file names outside', async () => {
    const { asked, call } = toolContext([work]);
    for (const tool of ['score_prompts', 'suggest_words'])
      assert.ok(!JSON.stringify(await call(tool, { spellFile: 'named.spell' })).includes(secret), tool);
    assert.deepEqual([...new Set(asked.pictures)], [join(work, 'ok.png')]);
  });

  it('is no wildcard file behind a link', async () => {
    const { call } = toolContext([work]);
    const called = await call('expand_spell', { spellFile: 'wild.spell' });
    assert.ok(called.ok && !JSON.stringify(called).includes(secret), JSON.stringify(called));
  });

  for (const [tool, input] of [
    ['score_prompts', { spellFile: '../outside/secret.spell' }],
    ['score_prompts', { spellFile: 'linked.spell' }],
    ['expand_spell', { spellFile: 'linked/secret.spell' }],
    ['expand_spell', { spellFile: '/etc/passwd' }],
    ['check_wording', { file: '../outside/s.txt' }],
    ['check_wording', { file: 's.txt' }],
    ['read_picture', { picture: 'linked.png' }],
    ['read_picture', { picture: '../outside/secret.png' }],
  ] as const)
    it(`is no file of ${tool} ${JSON.stringify(input)}`, async () => {
      const called = await toolContext([work]).call(tool, input);
      assert.ok(!called.ok);
      assert.equal(called.code, 'path-outside');
      assert.ok(called.message.includes(work) && !called.message.includes(secret));
    });

  it('are no texts beside a picture that lead outside', async () => {
    const called = await toolContext([work]).call('read_picture', { picture: 'ok.png' });
    assert.ok(called.ok && !JSON.stringify(called).includes(secret));
  });

  it('are no settings above the folders', async () => {
    const found = async (folders: string[], file: string): Promise<number> => {
      const called = await toolContext(folders).call('check_wording', { file });
      assert.ok(called.ok, JSON.stringify(called));
      return (called.answer.findings as []).length;
    };
    assert.equal(await found([join(work, 'refs')], 'ok.spell'), 1);
    assert.equal(await found([folder.path], 'work/refs/ok.spell'), 0, 'else the test tells nothing');
  });

  it('is no checkpoint outside, by name, in a spell file or by its files', async () => {
    const { asked, call } = toolContext([work]);
    for (const model of [
      outside,
      '../outside',
      'linked',
      './half',
      join(work, 'gone', '..', '..', 'outside'),
    ]) {
      const called = await call('score_prompts', { prompts: ['a'], pictures: ['ok.png'], model });
      assert.ok(!called.ok && called.code === 'model-outside', `${model}: ${JSON.stringify(called)}`);
    }
    const named = await call('score_prompts', { spellFile: 'modelled.spell' });
    assert.ok(!named.ok && named.code === 'model-outside');
    assert.deepEqual(asked.models, []);
    assert.ok((await call('score_prompts', { spellFile: 'inside.spell' })).ok);
    assert.ok((await call('score_prompts', { prompts: ['a'], pictures: ['ok.png'], model: 'some-id' })).ok);
    assert.deepEqual(asked.models, [join(work, 'model'), 'some-id']);
  });

  it('is no checkpoint in a workspace that is not trusted', async () => {
    const { call } = toolContext([work], { mayLoadFolders: () => false });
    const called = await call('score_prompts', { spellFile: 'inside.spell' });
    assert.ok(!called.ok && called.code === 'model-outside');
  });

  it('is nothing where no folder is allowed, and texts need none', async () => {
    const { call } = toolContext([]);
    for (const [tool, input] of [
      ['score_prompts', { prompts: ['a'], pictures: ['ok.png'] }],
      ['read_picture', { picture: 'ok.png' }],
      ['check_wording', { file: 'a.spell' }],
      ['expand_spell', { spellFile: 'a.spell' }],
    ] as const) {
      const called = await call(tool, input);
      assert.ok(!called.ok && called.code === 'no-folder', tool);
      assert.match(called.message, /--allow/);
    }
    assert.ok((await call('check_wording', { text: 'a fireman' })).ok);
    assert.ok((await call('expand_spell', { prompt: 'a __colour__ {a|b}' })).ok);
  });
});
