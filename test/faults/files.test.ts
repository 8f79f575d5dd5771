import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { FileError } from '../../src/files/fileError';
import { loadWildcards, wildcardFolders } from '../../src/files/loadWildcards';
import { reachOf } from '../../src/files/reach';
import { readTextFile } from '../../src/files/readTextFile';
import { resolveImages, type ResolvedImages, type ResolveOptions } from '../../src/files/resolveImages';
import { temporaryFolder } from '../files/temporaryFolder';
import { fault } from './fault';

const strict = { namedOutside: false, linksOutside: false };

describe('finding files', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let work: string;

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = temporaryFolder({
      'work/ok.png': '',
      'work/refs/1.png': '',
      'outside/secret.png': '',
      'outside/s.txt': 's',
    });
    work = join(folder.path, 'work');
    for (let length = 1; length < 250; length += 3)
      writeFileSync(join(work, `${'a'.repeat(length)}.png`), '');
  });
  after(() => folder?.remove());

  const resolveEntry = (entry: string, options?: ResolveOptions): Promise<ResolvedImages> =>
    resolveImages(
      parseSpellFile(`---\nimages: [${JSON.stringify(entry)}, ok.png]\n---\na fish`),
      join(work, 'a.spell'),
      options,
    );
  const sampled = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
    fc.sample(arbitrary, { numRuns: count, seed: 1 });

  fault('patterns made to hurt, as pictures and as wildcards', { short: 60, long: 3000 }, async (tried) => {
    const sign = fc.constantFrom(
      '*',
      'a',
      '*a',
      '?',
      '[ab]',
      '[!b]',
      '{a,*}',
      '{a,b}',
      '**/',
      '/',
      '+(a|aa)',
      '(a+)+',
      '\\',
      '{1..9}',
    );
    const pattern = fc.array(sign, { minLength: 1, maxLength: 300 }).map((all) => `${all.join('')}b`);
    const hostile = fc.oneof(
      pattern,
      fc.tuple(sign, fc.integer({ min: 1, max: 2000 })).map(([each, times]) => `${each.repeat(times)}b`),
    );
    const reach = await reachOf([work], strict);
    for (const entry of sampled(hostile, tried)) {
      const { paths, problems } = await resolveEntry(entry, { reach });
      assert.ok(paths.includes(join(work, 'ok.png')), entry);
      assert.ok(problems.length <= 1);
      const name = entry.replaceAll(/\s|__/g, '');
      await loadWildcards(wildcardFolders(join(work, 'a.spell')), [name], { reach });
    }
    return {
      outcome: 'compared in bounded steps, or refused by name; the other pictures are scored',
      lost: 'nothing',
    };
  });

  fault('ways out of a folder that nobody trusts', { short: 200, long: 20_000 }, async (tried) => {
    mkdirSync(join(work, 'wildcards'));
    symlinkSync(folder.path, join(work, 'up'));
    symlinkSync(join(folder.path, 'outside/secret.png'), join(work, 'refs/link.png'));
    symlinkSync(join(folder.path, 'outside'), join(work, 'wildcards/out'));
    symlinkSync('/proc/self/environ', join(work, 'wildcards/environ.txt'));
    const reach = await reachOf([work], strict);
    const step = fc.constantFrom(
      '..',
      'up',
      'refs',
      'outside',
      '*',
      '**',
      '.',
      'secret.png',
      '{..,up}',
      '*.png',
      'link.png',
      'l*',
      '',
    );
    const way = fc
      .tuple(
        fc.constantFrom('', '/', `${folder.path}/`, '//', '\\', './'),
        fc.array(step, { minLength: 1, maxLength: 6 }),
      )
      .map(([start, steps]) => start + steps.join('/'));
    for (const entry of sampled(way, tried)) {
      const { paths } = await resolveEntry(entry, { reach });
      for (const path of paths)
        assert.ok(!path.includes('secret') && !path.includes('link.png'), `${entry}: ${path}`);
    }
    const folders = wildcardFolders(join(work, 'a.spell'));
    for (const name of ['environ', 'e*', 'out/s', 'out/*', '*/s', '**']) {
      const { wildcards } = await loadWildcards(folders, [name], { reach });
      assert.deepEqual(wildcards.lookup(name), [], name);
    }
    return { outcome: 'refused by name', lost: 'nothing' };
  });

  fault('pipes, sockets, devices and folders in place of files', { short: 5, long: 500 }, async (tried) => {
    const socket = join(work, 'refs/socket.png');
    const server = createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    execFileSync('mkfifo', [join(work, 'refs/pipe.png'), join(work, 'refs/pipe.txt')]);
    for (const path of ['refs/device.png', 'refs/device.txt']) symlinkSync('/dev/zero', join(work, path));
    mkdirSync(join(work, 'refs/folder.png'));
    try {
      for (let i = 0; i < tried; i++) {
        for (const name of ['socket.png', 'pipe.png', 'device.png']) {
          const { problems } = await resolveEntry(`refs/${name}`);
          assert.deepEqual(
            problems.map(({ code }) => code),
            ['image-not-a-file'],
          );
          await assert.rejects(
            readTextFile(join(work, 'refs', name)),
            (error) => error instanceof FileError && error.code === 'file-special',
          );
        }
        const { paths } = await resolveEntry('refs/*');
        assert.ok(paths.every((path) => !/socket|pipe|device|folder/.test(path)));
        const { wildcards } = await loadWildcards([join(work, 'refs')], ['pipe', 'device', '*']);
        assert.deepEqual(wildcards.lookup('*'), []);
      }
    } finally {
      server.close();
    }
    return { outcome: 'never opened to wait; refused by name', lost: 'nothing' };
  });

  fault('a search of the whole disk that is cancelled', { short: 5, long: 50 }, async (tried) => {
    for (let i = 0; i < tried; i++) {
      const abort = new AbortController();
      const reason = new Error('a newer key');
      let names = 0;
      const searching = resolveEntry('/**', {
        signal: abort.signal,
        onVisited: (seen) => {
          names = seen;
          if (seen > 1000 * (i % 50)) abort.abort(reason);
        },
      });
      await assert.rejects(searching, (error) => error === reason);
      assert.ok(names > 1000 * (i % 50));
    }
    return { outcome: 'ends within the folders being read', lost: 'the search' };
  });

  fault('folders whose names are made of pattern signs', { short: 60, long: 2000 }, async (tried) => {
    const sign = fc.constantFrom('[', ']', '(', ')', '{', '}', ',', '!', 'a', '..', '1', ' ', '+', '@', '-');
    const name = fc.string({ unit: sign, minLength: 1, maxLength: 12 }).map((signs) => `f${signs}f`);
    const names = [...new Set(sampled(name, tried))];
    for (const each of names) {
      mkdirSync(join(work, 'named', each), { recursive: true });
      writeFileSync(join(work, 'named', each, 'one.png'), '');
    }
    for (const each of names) {
      for (const entry of [`named/${each}`, `named/${each}/*.png`, `named/${each}/**`]) {
        const { paths, problems } = await resolveEntry(entry);
        assert.deepEqual(paths, [join(work, 'named', each, 'one.png'), join(work, 'ok.png')], entry);
        assert.deepEqual(problems, []);
      }
    }
    return { outcome: 'found by their very names, and no others', lost: 'nothing' };
  });

  fault('links to files that are not there, in circles and out', { short: 20, long: 500 }, async (tried) => {
    mkdirSync(join(work, 'links'), { recursive: true });
    for (let i = 0; i < tried; i++) {
      const targets = [
        `gone${i}`,
        `loop${i}.png`,
        '../refs',
        '../../outside/secret.png',
        `${'d/'.repeat(i)}gone`,
      ];
      symlinkSync(targets[i % targets.length]!, join(work, 'links', `loop${i}.png`));
    }
    const { paths, problems } = await resolveEntry('links/*.png', { reach: await reachOf([work], strict) });
    assert.deepEqual(paths, [join(work, 'ok.png')]);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['images-links-outside', 'images-links-to-nothing'],
    );
    return { outcome: 'left out and counted; the other pictures are scored', lost: 'nothing' };
  });
});
