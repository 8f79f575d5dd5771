import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import manifest from '../../../package.json';
import english from '../../../package.nls.json';
import japanese from '../../../package.nls.ja.json';
import training from '../../../training/package.json';
import {
  addressesIn,
  headingsIn,
  identifiersIn,
  linksIn,
  programLinesIn,
  scriptsIn,
  titlesIn,
} from '../../../scripts/docs/pageReferences';
import { root } from '../../../scripts/editor/repository';
import { runProgram, type Handlers } from '../../../src/cli/program';

/** Every page that somebody reads. */
const pages = globSync(['**/*.md', '!**/node_modules/**', '!test/**', '!.*/**', '!bench/results/**'], {
  cwd: root,
}).sort();
const textOf = (page: string): string => readFileSync(path.join(root, page), 'utf8').replaceAll('\r\n', '\n');

/** What `spellwright COMMAND --help` prints, and whether there is such a command. */
async function helpOf(command: string): Promise<string | undefined> {
  let help = '';
  const write = (text: string): void => void (help += text);
  const handlers = new Proxy({} as Handlers, { get: () => () => Promise.resolve(0) });
  const words = [...command.split(' ').filter((word) => word !== ''), '--help'];
  const code = await runProgram(words, {
    version: '',
    language: 'en',
    handlers,
    write,
    writeError: () => undefined,
  });
  return code === 0 ? help : undefined;
}

/** Links whose file or heading is gone. */
function lostLinks(page: string, markdown = textOf(page)): string[] {
  return linksIn(markdown).flatMap(({ file, heading }) => {
    const target = file === '' ? page : path.join(path.dirname(page), file);
    const name = `${page}: ${file}${heading === undefined ? '' : `#${heading}`}`;
    if (!existsSync(path.join(root, target))) return [name];
    if (heading === undefined || !target.endsWith('.md')) return [];
    return headingsIn(target === page ? markdown : textOf(target)).includes(heading) ? [] : [name];
  });
}

describe('every page of the documentation', () => {
  it('is found', () => {
    assert.ok(pages.length >= 50, String(pages.length));
    for (const page of ['README.md', 'docs/cli.md', 'examples/README.md', 'deploy/ray-serve/README.md'])
      assert.ok(pages.includes(page), page);
  });

  it('links to files and headings that there are', () => {
    assert.ok(pages.flatMap((page) => linksIn(textOf(page))).length >= 300);
    assert.deepEqual(
      pages.flatMap((page) => lostLinks(page)),
      [],
    );
  });

  it('links to the web over https only, this machine apart', () => {
    const plain = pages.flatMap((page) =>
      addressesIn(textOf(page)).filter(
        (address) =>
          !URL.canParse(address) ||
          (address.startsWith('http:') && !/^http:\/\/(?:127\.0\.0\.1|localhost)\b/.test(address)),
      ),
    );
    assert.deepEqual(plain, []);
  });

  it('runs scripts that there are', () => {
    const lost = pages.flatMap((page) =>
      scriptsIn(textOf(page))
        .filter((name) => !(name in { ...training.scripts, ...manifest.scripts }))
        .map((name) => `${page}: npm run ${name}`),
    );
    assert.deepEqual(lost, []);
  });

  it('runs commands of the program that there are, with options that they have', async () => {
    const help = new Map<string, string | undefined>();
    const lost: string[] = [];
    let runs = 0;
    for (const page of pages)
      for (const { command, options } of programLinesIn(textOf(page))) {
        runs += 1;
        if (!help.has(command)) help.set(command, await helpOf(command));
        const known = help.get(command);
        if (known === undefined) lost.push(`${page}: spellwright ${command}`);
        else
          for (const option of options)
            if (!new RegExp(`^ +(?:-., )?${option}\\b|^ +${option},`, 'm').test(known))
              lost.push(`${page}: spellwright ${command} ${option}`);
      }
    assert.ok(runs >= 120, String(runs));
    assert.deepEqual(lost, []);
  });

  it('names settings and commands of the editor that there are', () => {
    const { configuration, commands } = manifest.contributes;
    const settings = [configuration].flat().flatMap(({ properties }) => Object.keys(properties));
    const known = new Set([...settings, ...commands.map(({ command }) => command)]);
    // Files, and the extension itself.
    const notSettings = ['spellwright.lock', 'spellwright.test.yml', 'spellwright.spellwright'];
    const isKnown = (name: string): boolean =>
      known.has(name) ||
      notSettings.includes(name) ||
      settings.some((setting) => setting.startsWith(`${name}.`));
    const lost = pages.flatMap((page) =>
      identifiersIn(textOf(page))
        .filter((name) => !isKnown(name))
        .map((name) => `${page}: ${name}`),
    );
    assert.deepEqual(lost, []);
  });
});

describe('every page of the documentation, of the palette,', () => {
  it('names commands by the titles that they have', () => {
    const titles = new Set([english, japanese].flatMap((texts) => Object.values(texts)));
    const named = pages.flatMap((page) => titlesIn(textOf(page)).map((title) => ({ page, title })));
    assert.ok(named.length >= 20, String(named.length));
    assert.deepEqual(
      named.filter(({ title }) => !titles.has(title)),
      [],
    );
  });
});

describe('what a page names', () => {
  it('is noticed where it is gone', () => {
    assert.deepEqual(
      lostLinks(
        'docs/cli.md',
        '# Here\n[a](gone.md) [b](#here) [c](#there) ![d](images/no.png "D") `[e](no.md)`\n```\n[f](no.md)\n```',
      ),
      ['docs/cli.md: gone.md', 'docs/cli.md: #there', 'docs/cli.md: images/no.png'],
    );
    assert.deepEqual(lostLinks('docs/cli.md', '<img src="images/no.png"> [x](https://example.org/no.md)'), [
      'docs/cli.md: images/no.png',
    ]);
  });

  it('is read from blocks and from words in code', () => {
    assert.deepEqual(
      programLinesIn(
        'Run `spellwright score FILE --top 3`.\n\n```sh\n$ A=b spellwright models pull x --accept-licence MIT   # --no\nnpx spellwright find "a --b" pics | head -n 3\n```\n`spellwright` and `spellwright.lock`',
      ),
      [
        { command: 'models pull', options: ['--accept-licence'] },
        { command: 'find', options: [] },
        { command: 'score', options: ['--top'] },
      ],
    );
    assert.deepEqual(scriptsIn('`npm ci`, `npm run nothing -- x` and `npm start`'), ['nothing', 'start']);
    assert.deepEqual(headingsIn('# A `b`: c, d\n## A\n## A\n```\n# no\n```'), ['a-b-c-d', 'a', 'a-1']);
    assert.deepEqual(identifiersIn('`spellwright.model`, "spellwright.newFile", spellwright.x'), [
      'spellwright.model',
      'spellwright.newFile',
    ]);
  });
});
