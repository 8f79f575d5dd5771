import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { temporaryFolder } from '../files/temporaryFolder';
import { knownOracles, oracleFolder, readOracle } from '../oracles';

describe('data of other makers', () => {
  it('is listed with a hash for each', () => {
    assert.ok(knownOracles.size > 10);
    for (const [name, hash] of knownOracles) {
      assert.match(hash, /^[0-9a-f]{64}$/, name);
      assert.match(name, /^[\w/.-]+\.(json|jpg|npy)$/);
    }
  });

  it('lies where the environment says, else beside the repository', () => {
    assert.equal(oracleFolder({ SPELLWRIGHT_ORACLES: '/data' }), '/data');
    for (const none of [{}, { SPELLWRIGHT_ORACLES: '' }])
      assert.equal(oracleFolder(none), path.join(root, '../shared/oracles'));
  });

  it('is refused where it is other data, is missing, or no list names it', () => {
    const { path: folder, remove } = temporaryFolder({ 'clip-tokenizer/vectors.json': '{}' });
    assert.throws(
      () => readOracle('clip-tokenizer/vectors.json', folder),
      /has SHA-256 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a, not bdcf2aae/,
    );
    assert.throws(() => readOracle('clip-tokenizer/tokenizer.json', folder), { code: 'ENOENT' });
    assert.throws(() => readOracle('../secret', folder), /is not in test\/fixtures\/oracles.sha256/);
    remove();
  });
});
