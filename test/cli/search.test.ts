import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { AutomaticServer } from '../generators/servers/automaticServer';
import { runCli, type CliResult } from './runCli';

interface Report {
  readonly files: readonly {
    readonly checkpoint: { readonly hash: string };
    readonly spells: readonly {
      readonly text: string;
      readonly pictures: number;
      readonly known: number;
      readonly failure: { readonly code: string } | null;
      readonly verdicts: readonly { readonly checkpoint: { readonly hash: string }; readonly on: string }[];
    }[];
  }[];
}

const refs = path.resolve(__dirname, '../../examples/refs');
const head = '---\nimages: refs/*.png\ngenerate: {size: 16x16}\n---\n';

describe('spellwright evolve --generate', function () {
  const folder = temporaryFolder({
    'a.spell': `${head}a boat, blue background\n`,
    'judge.spell': `${head.replace('images', 'judge: nowhere\nimages')}a boat\n`,
  });
  let web: AutomaticServer;
  before(async () => {
    for (const name of ['red-apple.png', 'two-cats-blue.png'])
      cpSync(path.join(refs, name), path.join(folder.path, 'refs', name));
    web = await AutomaticServer.start('a1111');
  });
  after(async () => {
    await web.close();
    folder.remove();
  });

  const run = (file: string, ...more: string[]): Promise<CliResult> =>
    runCli(['evolve', file, ...more], { cwd: folder.path });
  const searching = (file: string, ...more: string[]): Promise<CliResult> =>
    run(file, '--generate', '--generator', web.url, '--budget', '20', '--seed', '2', ...more);
  const drawn = (): number => web.requests.filter(({ path: route }) => route === '/sdapi/v1/txt2img').length;

  it('looks at as many pictures as it said, keeps them, and the same search again draws none', async () => {
    const { stdout, stderr, code } = await searching('a.spell', '--format', 'json');
    assert.equal(code, 0, stderr);
    const [file] = (JSON.parse(stdout) as Report).files;
    const [spell] = file!.spells;
    assert.match(stderr, /20 pictures at most on A1111/);
    assert.match(stderr, /1 to search with, 1 held out/);
    assert.deepEqual([spell!.pictures, drawn()], [20, 20]);
    const kept = readdirSync(path.join(folder.path, 'generated/a')).filter((name) => name.endsWith('.png'));
    assert.equal(kept.length, 20);
    assert.deepEqual(
      spell!.verdicts.map(({ checkpoint, on }) => [checkpoint.hash, on]),
      [[file!.checkpoint.hash, 'held-out']],
    );
    const again = await searching('a.spell');
    assert.equal(again.code, 0, again.stderr);
    assert.equal(drawn(), 20);
    assert.match(again.stdout, /20 pictures \(20 were there already\)/);
    assert.equal(/^ +to: +(.+)$/m.exec(again.stdout)?.[1], spell!.text, again.stdout + stdout);
  });

  it('says what is wrong: a judge that is not there at its place, options without their like, no target', async () => {
    const [judge, alone] = await Promise.all([searching('judge.spell'), run('a.spell', '--target', 'a cat')]);
    assert.equal(judge.code, 2);
    assert.match(judge.stderr, /judge\.spell:2:8.*nowhere/s);
    assert.equal(alone.code, 2);
    assert.match(alone.stderr, /--target need --generate/);
  });
});
