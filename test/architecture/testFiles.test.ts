import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { scripts } from '../../package.json';
import { root } from '../../scripts/editor/repository';
import { suiteNames } from '../../scripts/test/suites';

/** Test files by the command that runs them, as paths from the repository. */
function runBy(): Readonly<Record<string, readonly string[]>> {
  const specOf = (config: string): string[] =>
    (JSON.parse(readFileSync(path.join(root, config), 'utf8')) as { spec: string[] }).spec;
  const suite = readFileSync(path.join(root, 'test/integration/suite/all.ts'), 'utf8');
  const [unit] = /(?<=")[^"]+(?=")/.exec(scripts['test:unit'])!;
  return {
    unit: globSync([unit], { cwd: root }),
    faults: globSync(specOf('test/faults/mocharc.json'), { cwd: root }),
    browser: globSync(specOf('test/browser/mocharc.json'), { cwd: root }),
    integration: [...suite.matchAll(/^import '\.\/(.+)';$/gm)].map(
      ([, name]) => `test/integration/suite/${name}.ts`,
    ),
  };
}

describe('test files', () => {
  const commands = runBy();
  const run = Object.values(commands).flat();

  it('are all run by one command, and by no two', () => {
    const files = globSync(['test/**/*.test.ts'], { cwd: root });
    assert.ok(files.length > 150);
    assert.deepEqual(run.sort(), files.sort());
  });

  it('are all run by `npm test`', () => {
    assert.deepEqual([...suiteNames].sort(), Object.keys(commands).sort());
    for (const name of suiteNames) assert.ok(`test:${name}` in scripts, name);
  });

  it('are some for each command', () => {
    for (const [command, files] of Object.entries(commands)) assert.ok(files.length > 3, command);
  });
});
