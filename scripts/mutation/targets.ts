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
    tests: ['test/core/bias/{fixes,lean,matching,persons,replacements,settings,spellings}.test.ts'],
  },
];

/** All sources that are changed, as paths from `root`. */
export function targets(root: string): Target[] {
  return groups.flatMap(({ sources, tests }) => {
    const found = globSync(tests as string[], { cwd: root }).sort();
    return globSync(sources as string[], { cwd: root, ignore: ['**/leanWords.ts'] })
      .sort()
      .map((file) => ({ file, tests: found }));
  });
}
