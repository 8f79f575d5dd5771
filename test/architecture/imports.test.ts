import assert from 'node:assert/strict';
import { readSources } from './sources';

/** A way from a source back to itself; undefined where there is none. */
function circle(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const found = walk(next, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const found = walk(file, []);
    if (found) return found;
  }
  return undefined;
}

describe('imports', () => {
  it('never lead back to where they begin', () => {
    assert.deepEqual(circle(new Map(readSources().map(({ file, sources }) => [file, sources]))), undefined);
  });

  it('would be noticed if they did', () => {
    const imports = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['b']],
    ]);
    assert.deepEqual(circle(imports), ['b', 'd', 'b']);
  });
});
