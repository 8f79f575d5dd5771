import assert from 'node:assert/strict';
import { ENGINE_WORDING } from '../../src/words/engine';
import { IMAGE_WORDING } from '../../src/words/images';
import type { Wording } from '../../src/words/words';

/** What the parts that report an error give with it. */
const parameters: Record<string, readonly string[]> = {
  'model-unknown': ['model', 'known'],
  'model-not-pulled': ['model', 'megabytes'],
  'model-folder-missing': ['folder'],
  'model-file-missing': ['file', 'folder'],
  'model-file-empty': ['file', 'folder'],
  'model-file-pointer': ['file', 'folder'],
  'model-file-broken': ['file', 'reason'],
  'model-unsupported': ['kind'],
  'model-key-unknown': ['key', 'file'],
  'model-pattern-unbounded': ['file', 'pattern'],
  'out-of-memory': ['detail'],
  'nowhere-writable': ['cache', 'temporary', 'reason'],
  'model-changed': ['model'],
  'model-changing': ['file'],
  'engine-crashed': ['crashes', 'detail'],
  'engine-start-failed': ['detail'],
  'engine-stuck': ['seconds'],
  'engine-stopped': [],
  'cache-unwritable': ['folder', 'reason'],
  internal: ['detail'],
  'image-missing': ['path'],
  'image-unreadable': ['path', 'detail'],
  'image-empty': ['path'],
  'image-pointer': ['path'],
  'image-not-a-picture': ['path'],
  'image-kind-unread': ['path', 'detail'],
  'image-too-large': ['path', 'detail'],
  'image-too-narrow': ['path', 'detail'],
  'image-too-slow': ['path', 'detail'],
  'image-no-memory': ['path', 'detail'],
  'image-crashed': ['path', 'detail'],
  'image-truncated': ['path', 'detail'],
};

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();

describe('wording of engine and image errors', () => {
  const wordings: Record<string, Wording> = { ...ENGINE_WORDING, ...IMAGE_WORDING };
  for (const [code, { en, ja }] of Object.entries(wordings))
    it(`${code} names its parameters in both languages`, () => {
      assert.deepEqual(placeholders(en), [...parameters[code]!].sort());
      assert.deepEqual(placeholders(ja), placeholders(en));
      assert.match(ja, /[ぁ-んァ-ヶ]/);
    });
});
