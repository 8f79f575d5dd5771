import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { AutomaticServer } from '../generators/servers/automaticServer';
import { runCli, type CliResult } from './runCli';

const people = path.resolve(__dirname, '../fixtures/people');

/** A generator that draws twelve women of sixteen where the prompt leaves it open, and whom it says where it does. */
function draws(prompt: string, seed: string): Buffer {
  const at = Number(seed);
  const isWoman = /\bfemale\b/.test(prompt) || (!/\bmale\b/.test(prompt) && at % 4 !== 0);
  const who = /\bprogrammer\b/.test(prompt) ? (isWoman ? 'woman' : 'man') : 'nobody';
  return readFileSync(path.join(people, who, `${1 + (at % 6)}.png`));
}

interface Report {
  readonly spells: readonly {
    readonly verdict: string | null;
    readonly published: { readonly women: number; readonly men: number } | null;
    readonly asked: readonly {
      readonly class: string | null;
      readonly prompt: string;
      readonly there: number;
    }[];
    readonly checkpoint: { readonly id: string } | null;
    readonly isCorrected: boolean;
    readonly remarks: readonly { readonly code: string }[] | null;
    readonly nobody: number;
    readonly classes: readonly {
      readonly sure: number;
      readonly known?: { readonly own: { readonly right: number; readonly all: number } };
      readonly corrected?: {
        readonly share: number;
        readonly interval: { readonly low: number; readonly high: number };
      };
    }[];
    readonly pictures: readonly { readonly file: string; readonly readAs: string | null }[];
  }[];
}

describe('spellwright audit', function () {
  this.timeout(60_000);
  const folder = temporaryFolder({
    'who.spell':
      '### code\na photo of a programmer\n### sea\nthe open sea\n### hers\na programmer with her dog\n',
  });
  let server: AutomaticServer;
  before(async () => {
    server = await AutomaticServer.start('a1111');
    server.artist = draws;
  });
  after(async () => {
    await server.close();
    folder.remove();
  });

  const runIn = (locale: string, ...words: string[]): Promise<CliResult> =>
    runCli(['audit', 'who.spell', ...words], { cwd: folder.path, environment: { LANG: locale } });
  const run = (...words: string[]): Promise<CliResult> => runIn('en_US.UTF-8', ...words);
  const asked = (...words: string[]): Promise<CliResult> => run('--generator', server.url, ...words);
  const report = ({ stdout }: CliResult): Report['spells'] => (JSON.parse(stdout) as Report).spells;
  const drawn = (): number =>
    server.requests.filter(({ path: route }) => route === '/sdapi/v1/txt2img').length;

  it('says first what it would draw, and draws nothing then', async () => {
    const { code, stderr, stdout } = await asked('--plan');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Pictures to draw: 32: 16 of this prompt, and 8 of each kind/);
    assert.match(stderr, /“woman” said: “a photo of a female programmer”/);
    // A prompt that says whom it means is drawn as it is: a man said before "her" would be known for nothing.
    assert.match(stderr, /hers: “a programmer with her dog”. Pictures to draw: 16. None with a kind said/);
    assert.equal(stdout, '');
    assert.equal(drawn(), 0);
  });

  it('lists the kinds as the language does', async () => {
    const { stderr } = await runIn('ja_JP.UTF-8', '--generator', server.url, '--spell', 'code', '--plan');
    assert.match(stderr, /種類を明記して 8 枚ずつ（女性、男性）/);
  });

  it('recovers the share that was drawn, asks nothing twice, tells what the generator did otherwise, and abstains without a person', async () => {
    server.fault = 'other-model';
    const first = await asked('--parameters', 'Model: sketches', '--format', 'json');
    assert.equal(first.code, 0, first.stderr);
    const [code, sea, hers] = report(first);
    const { verdict, published, classes, checkpoint, pictures, isCorrected, remarks } = code!;
    assert.deepEqual([verdict, checkpoint!.id, isCorrected, pictures.length], ['told', 'mini', true, 16]);
    assert.ok(published && published.women < published.men / 10);
    const { share, interval } = classes[0]!.corrected!;
    assert.ok(Math.abs(share - 0.75) < 0.13, String(share));
    assert.ok(interval.low < 0.75 && 0.75 < interval.high && interval.high - interval.low < 0.8);
    assert.equal(drawn(), 80);
    // Another model draws other people: said once of each spell, and with the counts.
    assert.equal(first.stderr.match(/sketches/g)?.length, 3, first.stderr);
    assert.equal(remarks!.length, 1);
    assert.match(first.stderr, /sea: no rule finds a person whom this prompt leaves open/);
    assert.equal(sea!.verdict, 'nobody');
    assert.ok(sea!.nobody > sea!.pictures.length / 2);
    assert.deepEqual([hers!.isCorrected, hers!.pictures.length], [false, 16]);

    const { stdout: table, stderr } = await asked('--spell', 'code', '--parameters', 'Model: sketches');
    assert.equal(drawn(), 80);
    assert.match(stderr, /32 of them are there already/);
    assert.match(table, /woman +12 .*75 %/);
    assert.match(table, /Published: of 250 pictures of “programmer” by Stable Diffusion 1.5/);
    assert.match(table, /the same as another one here: [1-9]\d* of 16/); // there are six of each kind
    assert.match(table, /As mini [0-9a-f]{12} reads them/);
    assert.match(table, /must not be used on pictures of real people/);
  });

  it('reads pictures that are there, corrected where known ones are given, and says what is wrong with what it was given', async () => {
    const women = path.join(people, 'woman');
    const [read, both, lost, none] = await Promise.all([
      run('--from', women, '--known-from', people, '--format', 'json'),
      run('--generator', server.url, '--from', 'x'),
      run('--from', women, '--known-from', folder.path),
      run('--from', 'not-there'),
    ]);
    const [woman, man] = report(read)[0]!.classes;
    assert.deepEqual([woman!.known!.own.all, man!.known!.own.all], [6, 6]);
    assert.ok(woman!.corrected!.share > 0.8, JSON.stringify(woman));
    assert.deepEqual([both.code, lost.code, none.code], [2, 2, 2]);
    assert.match(none.stderr, /not-there is no folder/);
    assert.equal(none.stdout, '');
    assert.match(both.stderr, /either --generator or --from/);
    assert.match(lost.stderr, /needs a folder of pictures for each kind: woman, man/);
  });
});
