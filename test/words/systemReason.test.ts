import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { systemReason } from '../../src/words/systemReason';

describe('why the system refused something', () => {
  const refusal = async (path: string): Promise<unknown> =>
    writeFile(path, '').catch((error: unknown) => error);

  it('is said in the language of the user, with the code that a search finds', async () => {
    const error = await refusal('/nowhere/at/all.png');
    assert.equal(systemReason(error, 'en'), 'the folder is not there (ENOENT)');
    assert.equal(systemReason(error, 'ja'), 'フォルダーがありません（ENOENT）');
    const editors = Object.assign(new Error('NoPermissions (FileSystemError)'), { code: 'NoPermissions' });
    assert.equal(systemReason(editors, 'ja'), 'アクセスが許可されていません（NoPermissions）');
  });

  it('is found where the editor only quotes it', () => {
    const message =
      "Unable to write file '/a.csv' (Unknown (FileSystemError): Error: ENOSPC: no space left on device, write)";
    const error = Object.assign(new Error(message), { code: 'Unknown' });
    assert.equal(systemReason(error, 'en'), 'there is no space left (ENOSPC)');
  });

  it('is left to the log where it is of no kind that is known', () => {
    for (const odd of [new Error('Unable to write'), { code: 'toString' }, { code: 5 }, undefined, 'no'])
      assert.equal(systemReason(odd, 'ja'), '予期しない理由です。詳しくはログを見てください');
  });
});
