import assert from 'node:assert/strict';
import { Items, jsonPieces, Members } from '../../src/cli/jsonPieces';

describe('JSON in pieces', () => {
  it('is what JSON.stringify writes', () => {
    const item = { a: [1, { b: 'x\ny "z"' }], none: undefined, nil: null, empty: {}, list: [] };
    const whole = {
      version: '1',
      left: undefined,
      files: [
        { path: 'a', findings: [item, item] },
        { path: 'b', findings: [] },
      ],
    };
    const inPieces = [
      ...jsonPieces({
        version: '1',
        left: undefined,
        files: new Items([
          new Members({ path: 'a', findings: new Items([item, item]) }),
          new Members({ path: 'b', findings: new Items([]) }),
        ]),
      }),
    ];
    assert.equal(inPieces.join(''), JSON.stringify(whole, undefined, 2));
    assert.ok(inPieces.length > 8);
    assert.equal([...jsonPieces({})].join(''), '{}');
  });
});
