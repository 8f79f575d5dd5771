import path from 'node:path';
import { globSync } from 'tinyglobby';

/** A source that is changed, and the tests that should notice. */
export interface Target {
  readonly file: string;
  readonly tests: readonly string[];
}

/** By folder: what decides a number, how a spell is read, and which words are found. */
const groups: readonly { readonly sources: readonly string[]; readonly tests: readonly string[] }[] = [
  { sources: ['src/core/statistics/*.ts'], tests: ['test/core/statistics/*.test.ts'] },
  {
    sources: ['src/core/score/*.ts', 'src/core/steps.ts'],
    tests: ['test/core/score/*.test.ts'],
  },
  {
    sources: ['src/core/spell/*.ts'],
    // Any text, and expansions without end, take longer than all others together.
    tests: ['test/core/spell/!(anyText).test.ts'],
  },
  {
    sources: ['src/core/bias/*.ts'],
    // The tests of growth count every step, and take longer than all others together.
    tests: [
      'test/core/bias/{fixes,lean,matching,persons,replacements,settings,spellings}.test.ts',
      'test/extension/bias/leanHeads.test.ts',
      'test/rules/rules.test.ts',
    ],
  },
];

/** All sources that are changed, as paths from `root`. */
export function targets(root: string): Target[] {
  return groups.flatMap(({ sources, tests }) => {
    const found = globSync(tests as string[], { cwd: root }).sort();
    return globSync(sources as string[], { cwd: root, ignore: ['**/leanWords.ts'] })
      .sort()
      .map((file) => ({ file, tests: ownFirst(file, found) }));
  });
}

/** The tests of a source's own name before those of its neighbours: most mutants end there. */
function ownFirst(file: string, tests: readonly string[]): string[] {
  const own = `/${path.basename(file, '.ts')}.test.ts`;
  return [...tests.filter((test) => test.endsWith(own)), ...tests.filter((test) => !test.endsWith(own))];
}
