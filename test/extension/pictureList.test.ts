import assert from 'node:assert/strict';
import type { FileScore } from '../../src/core/score/fileScore';
import { pictureList } from '../../src/extension/features/panel/pictureList';

describe('the pictures of the panel', () => {
  const options = {
    shown: (path: string) => path.slice(1),
    address: (path: string, version: string) => `vscode-resource:${path}?${version}`,
    language: 'en',
  } as const;
  const resolved = { paths: ['/scored.png', '/bomb.png', '/new.png'], problems: [] };
  const score = {
    images: [{ path: '/scored.png', hash: 'abc' }],
    failures: [{ path: '/bomb.png', code: 'image-too-large', detail: '1 × 100000000' }],
  } as unknown as FileScore;

  it('are loaded by the page only once the engine has read them', () => {
    const [scored, fresh, bomb] = pictureList(resolved, score, options);
    assert.deepEqual(scored, { path: 'scored.png', src: 'vscode-resource:/scored.png?abc' });
    assert.deepEqual(fresh, { path: 'new.png' });
    assert.equal(bomb!.src, undefined);
    assert.match(bomb!.failure!, /^bomb\.png is too large \(1 × 100000000\)/);
  });

  it('are all named before there is a score', () => {
    assert.deepEqual(
      pictureList(resolved, undefined, options),
      resolved.paths.map((path) => ({ path: path.slice(1) })),
    );
  });
});
