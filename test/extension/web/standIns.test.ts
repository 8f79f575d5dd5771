import assert from 'node:assert/strict';
import * as nodeCrypto from 'node:crypto';
import * as nodeUrl from 'node:url';
import * as nodeUtil from 'node:util';
import * as nodeZlib from 'node:zlib';
import fc from 'fast-check';
import { createHash, randomBytes } from '../../../src/extension/web/standIns/crypto';
import { setTimeout } from '../../../src/extension/web/standIns/timersPromises';
import { fileURLToPath } from '../../../src/extension/web/standIns/url';
import { isDeepStrictEqual } from '../../../src/extension/web/standIns/equality';
import { constants, unzipSync } from '../../../src/extension/web/standIns/zlib';

const options = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1024, maxOutputLength: 5000 };

/** What becomes of bytes: as text, or the code of the error. */
function outcome(unzip: (bytes: Uint8Array, with_: typeof options) => Uint8Array, bytes: Uint8Array): string {
  try {
    return Buffer.from(unzip(bytes, options)).toString('hex');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ERR_BUFFER_TOO_LARGE' ? code : 'unreadable';
  }
}

describe('what stands in for Node in a browser', () => {
  it('hashes as Node does', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 300 }))), (parts) => {
        const theirs = nodeCrypto.createHash('sha256');
        const ours = createHash('sha256');
        for (const part of parts) {
          theirs.update(part);
          ours.update(part);
        }
        assert.equal(ours.digest('hex'), theirs.digest('hex'));
      }),
    );
    assert.equal(randomBytes(18).toString('base64').length, 24);
    assert.notDeepEqual(randomBytes(18), randomBytes(18));
  });

  it('inflates as Node does: whole, cut off, too large, damaged', () => {
    const bytes = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(bytes, fc.nat(), fc.constantFrom('deflateSync', 'gzipSync'), (plain, cut, pack) => {
        const packed = nodeZlib[pack](plain);
        const part = packed.subarray(0, cut % (packed.length + 1));
        if (part.length > 0) assert.equal(outcome(unzipSync, part), outcome(nodeZlib.unzipSync, part));
        assert.equal(outcome(unzipSync, plain), outcome(nodeZlib.unzipSync, plain));
      }),
    );
    const bomb = nodeZlib.deflateSync(Buffer.alloc(1_000_000));
    assert.equal(outcome(unzipSync, bomb), 'ERR_BUFFER_TOO_LARGE');
  });

  it('compares as Node does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        assert.equal(isDeepStrictEqual(a, b), nodeUtil.isDeepStrictEqual(a, b));
        assert.ok(isDeepStrictEqual(a, structuredClone(a)));
      }),
    );
    for (const [a, b] of [
      [new Map([['a', [1]]]), new Map([['a', [1]]])],
      [new Map([['a', [1]]]), new Map([['a', [2]]])],
      [new Set([1, 2]), new Set([1, 3])],
      [Float32Array.of(1, 2), Float32Array.of(1, 3)],
      [{ a: undefined }, {}],
      [[], {}],
      [NaN, NaN],
    ])
      assert.equal(isDeepStrictEqual(a, b), nodeUtil.isDeepStrictEqual(a, b));
  });

  it('reads addresses of files as Node does', () => {
    for (const url of ['file:///a/b%20c.png', 'file:///%E7%8C%AB', 'https://a/b', 'file:///a%2fb']) {
      const of = (read: (url: string) => string): string => {
        try {
          return read(url);
        } catch {
          return 'refused';
        }
      };
      assert.equal(
        of(fileURLToPath),
        of((each) => nodeUrl.fileURLToPath(each, { windows: false })),
        url,
      );
    }
  });

  it('waits, and stops waiting', async () => {
    assert.equal(await setTimeout(1, 'done'), 'done');
    const abort = new AbortController();
    const waiting = setTimeout(60_000, undefined, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
  });
});
