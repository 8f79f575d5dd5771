import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';

interface Task {
  readonly label: string;
  readonly type: string;
  readonly script: string;
}

interface Launch {
  readonly name: string;
  readonly args: readonly string[];
  readonly program?: string;
  readonly preLaunchTask?: string;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8')) as T;
}

const { tasks } = read<{ tasks: readonly Task[] }>('.vscode/tasks.json');
const { configurations } = read<{ configurations: readonly Launch[] }>('.vscode/launch.json');
const { scripts } = read<{ scripts: Record<string, string> }>('package.json');

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
    for (const place of places) assert.ok(existsSync(path.join(root, place)), place);
  });
});
