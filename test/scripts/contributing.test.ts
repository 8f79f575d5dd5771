import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';

/** What somebody fills in: `src/cli/NAME.ts`. */
const isMade = (place: string): boolean => /\b(?:NAME|XX|CATEGORY)|…/.test(place);
/** What building and installing leave. */
const isBuilt = (place: string): boolean => /^(?:dist|node_modules|\.vscode-test)\//.test(place);
/** Names of what the words around them place: `panelApp.ts`. */
const isPlace = (text: string): boolean =>
  /^\.?[\w-]+(?:\/[\w.-]+)+\/?$|^[\w-]+\/$/.test(text) && !text.startsWith('spellwright/');

/** Paths that a page names, relative to the repository: links, and code that looks like one. */
function placesIn(text: string, folder: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  const links = [...prose.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) =>
    path.join(folder, link!),
  );
  const code = [...prose.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, words]) => words!.split(/\s+/))
    .filter((word) => isPlace(word));
  return [...links, ...code].filter((place) => !isMade(place) && !isBuilt(place) && !place.includes('*'));
}

/** Where a place of a page may be meant: from the root, as a room of `src`, in the room that is told of, among the tests. */
function isThere(place: string, room = '.'): boolean {
  return ['.', 'src', path.join('src', room), 'test'].some((from) =>
    existsSync(path.join(root, from, place)),
  );
}

/** Places of a page that are not there. */
function lostIn(text: string, folder: string): string[] {
  const [before = '', ...rooms] = text.split(/^(?=### `\w+\/`|## )/m);
  return [before, ...rooms].flatMap((part) => {
    const room = /^### `(\w+)\/`/.exec(part)?.[1];
    return placesIn(part, folder).filter((place) => !isThere(place, room));
  });
}

for (const [page, least] of [
  ['CONTRIBUTING.md', 60],
  ['docs/architecture.md', 40],
] as const) {
  describe(page, () => {
    const text = readFileSync(path.join(root, page), 'utf8');
    const folder = path.dirname(page);

    it('names files and folders that there are', () => {
      const places = placesIn(text, folder);
      assert.ok(places.length >= least, `${places.length} found`);
      assert.deepEqual(lostIn(text, folder), []);
    });
  });
}

describe('CONTRIBUTING.md', () => {
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');

  it('is found from the first page', () => {
    assert.match(readFileSync(path.join(root, 'README.md'), 'utf8'), /\]\(CONTRIBUTING\.md\)/);
  });

  it('names things in code that the files beside them hold', () => {
    const pairs: readonly (readonly [file: string, name: string])[] = [
      ['src/core/bias/rule.ts', 'RuleLanguage'],
      ['src/core/bias/rule.ts', 'CATEGORIES'],
      ['src/core/bias/finding.ts', 'CODES'],
      ['src/words/words.ts', 'languageOf'],
      ['src/words/panel.ts', 'leaderboard'],
      ['src/words/cli.ts', 'HELP_WORDING'],
      ['src/cli/program.ts', 'Handlers'],
      ['src/cli/program.ts', 'subjects'],
      ['src/cli/commands.ts', 'CommandContext'],
      ['src/cli/table.ts', 'printable'],
      ['src/extension/features/panel/panelSource.ts', 'MakeSource'],
      ['src/core/spell/spell.ts', 'SyntaxCode'],
      ['src/tasks/problem.ts', 'ScoreProblemCode'],
      ['src/core/engineError.ts', 'EngineErrorCode'],
      ['src/files/fileError.ts', 'FileErrorCode'],
      ['src/models/modelError.ts', 'ModelErrorCode'],
      ['src/core/ports.ts', 'ImageErrorCode'],
      ['src/protocol/engine.ts', 'engineContract'],
      ['src/engine/server.ts', '#compute'],
      ['src/engine/runEngine.ts', 'serve'],
      ['src/client/engineClient.ts', '#request'],
    ];
    for (const [file, name] of pairs) {
      assert.ok(text.includes(`\`${name}`), name);
      assert.ok(readFileSync(path.join(root, file), 'utf8').includes(name), `${file} ${name}`);
    }
  });
});

describe('a path in a page', () => {
  it('is noticed where it is gone', () => {
    const text =
      'See [it](src/gone.ts#a), `src/core/` and `npx mocha src/lost.test.ts`, not `src/cli/NAME.ts`.';
    assert.deepEqual(placesIn(text, '.'), ['src/gone.ts', 'src/core/', 'src/lost.test.ts']);
    assert.deepEqual(lostIn(text, '.'), ['src/gone.ts', 'src/lost.test.ts']);
    assert.deepEqual(lostIn('### `core/`\n`spell/`, `gone/`\n## More\n`spell/`', '.'), ['gone/', 'spell/']);
  });
});
