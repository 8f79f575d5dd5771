import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { root } from '../../scripts/editor/repository';

interface Task {
  readonly label: string;
  readonly type: string;
  readonly script: string;
}

interface Launch {
  readonly name: string;
  readonly args: readonly string[];
  readonly outFiles?: readonly string[];
  readonly program?: string;
  readonly preLaunchTask?: string;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8')) as T;
}

const { tasks } = read<{ tasks: readonly Task[] }>('.vscode/tasks.json');
const { configurations } = read<{ configurations: readonly Launch[] }>('.vscode/launch.json');
const { scripts, main } = read<{ scripts: Record<string, string>; main: string }>('package.json');

describe('F5 and the tasks', () => {
  it('run scripts that there are', () => {
    assert.ok(tasks.length > 0);
    assert.deepEqual(
      tasks.filter(({ type, script }) => type !== 'npm' || !(script in scripts)),
      [],
    );
  });

  it('build before the extension starts, and open what is here', () => {
    const [extension, test] = configurations;
    assert.equal(tasks.find(({ label }) => label === extension?.preLaunchTask)?.script, 'build');
    const places = [...extension!.args, test!.program!]
      .map((argument) => /\$\{workspaceFolder\}(.*)$/.exec(argument)?.[1])
      .filter((place) => place !== undefined);
    assert.equal(places.length, 3);
    // Where the debugger looks for source maps: what is started has one there.
    const [outFiles] = extension!.outFiles!.map((place) => place.replace('${workspaceFolder}/', ''));
    assert.ok(picomatch.isMatch(path.posix.normalize(main), outFiles!));
    assert.ok(existsSync(path.join(root, `${main}.map`)), 'the build writes source maps');
    for (const place of places) assert.ok(existsSync(path.join(root, place)), place);
  });
});
