import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { doors, rooms } from './rooms';
import { readSources, type Source } from './sources';

/** What a source imports without leave: rooms, packages. */
function trespasses({ file, room, sources, packages }: Source): string[] {
  const allowed = rooms[room];
  if (allowed === undefined) return [`${file} lies in no room`];
  const others = sources.map((other) => other.split('/')[0]!).filter((other) => other !== room);
  const named = (name: string): boolean =>
    allowed.packages.includes(name) || (name.startsWith('node:') && allowed.packages.includes('node:*'));
  return [
    ...others.filter((other) => !allowed.rooms.includes(other)),
    ...packages.filter((name) => !named(name)),
    ...packages.filter((name) => doors[name] !== undefined && !doors[name].includes(file)),
  ].map((what) => `${file} imports ${what}`);
}

describe('rooms', () => {
  const sources = readSources();

  it('import only what the table lets them', () => {
    assert.ok(sources.length > 300);
    assert.deepEqual(sources.flatMap(trespasses), []);
  });

  for (const [what, source, expected] of [
    ['another room', { sources: ['engine/model.ts'] }, ['core/a.ts imports engine']],
    ['a package', { packages: ['vscode'] }, ['core/a.ts imports vscode']],
    ['a module of Node', { packages: ['node:fs'] }, ['core/a.ts imports node:fs']],
    ['its own room', { sources: ['core/b.ts'] }, []],
  ] as const) {
    it(`would be noticed to import ${what}`, () => {
      const made = { file: 'core/a.ts', room: 'core', text: '', sources: [], packages: [], ...source };
      assert.deepEqual(trespasses(made), expected);
    });
  }

  it('have one door to the hub, and one to generators', () => {
    const made = { file: 'models/a.ts', room: 'models', text: '', sources: [], packages: ['undici'] };
    assert.deepEqual(trespasses(made), ['models/a.ts imports undici']);
    const calls = sources.filter(({ text }) => /(?<![.\w])(fetch|XMLHttpRequest|WebSocket)\(/.test(text));
    assert.deepEqual(
      calls.map(({ file }) => file).filter((file) => file !== 'extension/features/models/modelDownloads.ts'),
      ['generators/socket.ts'],
    );
  });

  it('are all told of in docs/architecture.md', () => {
    const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
    const headings = [...page.matchAll(/^### `(\w+)\/`/gm)].map(([, name]) => name);
    assert.deepEqual(headings.sort(), Object.keys(rooms).sort());
  });

  it('name only tests that there are', () => {
    const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
    const named = [...page.matchAll(/`((?:test\/)?[\w/]+\.test\.ts)`/g)].map(([, name]) => name!);
    assert.ok(named.length > 20);
    const lost = named.filter((name) => {
      const file = name.replace(/^test\//, '');
      return ![file, `architecture/${file}`].some((place) => existsSync(path.join(root, 'test', place)));
    });
    assert.deepEqual(lost, []);
  });

  it('hold no barrel, no default export, and nothing named for being of use', () => {
    const named = sources.map(({ file }) => path.basename(file, '.ts').toLowerCase());
    assert.deepEqual(
      named.filter((name) => /^(index|utils?|helpers?|common|misc)$/.test(name)),
      [],
    );
    assert.deepEqual(
      sources.filter(({ text }) => /^export default /m.test(text)),
      [],
    );
  });
});

describe('texts of strangers', () => {
  const sources = readSources();

  it('become no markup: nothing writes HTML but lit', () => {
    const writing = sources.filter(({ text }) =>
      /innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|document\.write|\beval\(|new Function\(/.test(
        text,
      ),
    );
    assert.deepEqual(
      writing.map(({ file }) => file),
      [],
    );
  });

  it('become no regular expression: those that are put together are put together once, of constants', () => {
    const made = sources
      .flatMap(({ file, text }) => text.split('\n').map((line) => ({ file, line })))
      .filter(({ line }) => line.includes('new RegExp('))
      // Within a function it would be made of an argument.
      .filter(({ line }) => !/^(export )?const [A-Z_]+ = new RegExp\(/.test(line))
      .map(({ file, line }) => `${file}: ${line.trim()}`);
    assert.deepEqual(made, [
      "core/spell/unreadScript.ts: return new RegExp(`[${scripts.map((script) => LETTERS[script]).join('')}]`, 'u');",
    ]);
  });
});

describe('what went wrong', () => {
  /** An error's own words, which are English, anywhere but in a log. */
  const raw = (line: string): boolean =>
    /String\(error\)|\berror\.message\b/.test(line) && !/\blog\(/.test(line);

  it('is told in the words of the user', () => {
    const telling = readSources()
      .filter(({ room }) => room === 'extension' || room === 'panel')
      .flatMap(({ file, text }) => text.split('\n').map((line) => `${file}: ${line.trim()}`))
      .filter(raw);
    const settingKept =
      'extension/features/models/modelsFeature.ts: const reason = error instanceof Error ? error.message : String(error);';
    assert.deepEqual(telling.sort(), [
      // Classes whose message is a sentence of `words`.
      'extension/features/craft/evolutionService.ts: if (error instanceof CannotEvolve) return error.message;',
      // The editor says in its own language why it keeps a setting as it is.
      settingKept,
      'extension/services/searches.ts: if (error instanceof CannotSearch) return error.message;',
    ]);
  });

  it('would be noticed to be told raw', () => {
    assert.ok(raw('this.tell(String(error))'));
    assert.ok(raw('const reason = error.message;'));
    assert.ok(!raw('log(String(error));'));
  });
});

describe('whether something belongs to a text', () => {
  /** A comparison with the version of a document. */
  const comparison =
    /(?:\bversion|Version) (?:===|!==|==|!=) |(?:===|!==|==|!=) (?:[\w?.]+\.)?(?:version|\w+Version)\b/;

  it('is told in one place', () => {
    const comparing = readSources()
      .filter(({ room }) => room === 'extension')
      .flatMap(({ file, text }) => text.split('\n').map((line) => ({ file, line: line.trim() })))
      .filter(({ line }) => comparison.test(line) && !line.includes('undefined && {'));
    assert.deepEqual(comparing, [
      {
        file: 'extension/services/liveDocuments.ts',
        line: 'return version !== undefined && version === text?.version;',
      },
    ]);
  });

  it('would be noticed to be told elsewhere', () => {
    for (const line of [
      'kept?.version === version',
      'current.scoreVersion === current.version',
      'a !== b.version',
    ])
      assert.match(line, comparison);
    assert.doesNotMatch('const { version } = document;', comparison);
  });
});
