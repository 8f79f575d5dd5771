import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { workflowOfPicture } from '../../../src/core/infotext/workflowOfPicture';
import { inflate } from '../../../src/files/inflate';
import { ascii, exif, png, tEXt, webp } from './pictures';

const GRAPH = '{"3":{"class_type":"KSampler","inputs":{"seed":18446744073709551615,"cfg":NaN}}}';
const find = (bytes: Uint8Array): string | undefined => workflowOfPicture(bytes, { inflate });

describe('the workflow of a picture', () => {
  it('comes as it lies there, digits and all', () => {
    assert.equal(find(png([tEXt('workflow', '{"nodes":[]}', 'utf8'), tEXt('prompt', GRAPH, 'utf8')])), GRAPH);
    assert.equal(find(webp(['EXIF', exif([ascii(0x0110, `prompt:${GRAPH}`)])])), GRAPH);
  });

  it('of a picture of somebody else’s', () => {
    const file = path.join(root, 'test/fixtures/metadata/d3x-at+sd-parsers__img2img_cropped.png');
    assert.match(find(readFileSync(file))!, /^\{.*"seed": ?280823642470253\b/s);
  });

  it('is none where only a prompt, or what the editor saves, is there', () => {
    for (const text of ['a cat', '{"nodes":[{"class_type":"x"}],"links":[]}', '{"class_type":'])
      assert.equal(find(png([tEXt('prompt', text, 'utf8')])), undefined);
    assert.equal(find(new Uint8Array()), undefined);
  });
});
