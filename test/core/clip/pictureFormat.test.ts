import assert from 'node:assert/strict';
import {
  extensionOf,
  isPictureName,
  pictureFormat,
  readableExtensions,
} from '../../../src/core/clip/pictureFormat';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('formats of pictures', () => {
  for (const [format, first] of [
    ['png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['gif', 'GIF87a\x01\0'],
    ['gif', 'GIF89a\x01\0'],
    ['webp', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['avif', '\0\0\0\x1cftypavif\0\0\0\0mif1miaf'],
    ['avif', '\0\0\0\x1cftypmif1\0\0\0\0miafavif'],
    ['avif', '\0\0\0\x18ftypavis\0\0\0\0msf1'],
    [undefined, '\x89PNG\r\n\x1a'],
    [undefined, '\xff\xd8'],
    [undefined, 'GIF88a\x01\0'],
    [undefined, 'RIFF\x24\0\0\0WAVEfmt '],
    [undefined, '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    [undefined, '\0\0\0\x14ftypmif1\0\0\0\0miafavif'], // the brand lies behind the box
    [undefined, '\0\0\0\x1cftypmif1\0\0\0\0mavifiaf'], // no brand begins there
    [undefined, '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    [undefined, ''],
  ] as const)
    it(`${JSON.stringify(first.slice(0, 32))} is ${format ?? 'none'}`, () => {
      assert.equal(pictureFormat(latin(first)), format);
    });
});

describe('names of pictures', () => {
  for (const name of ['a.png', 'IMG_0001.JPG', 'refs/a.b.jpeg', 'C:\\いくら.WebP', 'old.bmp', 'scan.tiff'])
    it(`${name} is one`, () => assert.ok(isPictureName(name)));

  for (const name of ['a.txt', 'png', '.png', 'refs/.png', 'refs\\.gif', 'a.png/b', 'a.png.', 'a.pngx', ''])
    it(`${JSON.stringify(name)} is none`, () => assert.ok(!isPictureName(name)));

  it('end with what is usual for their format, and every usual ending can be read', () => {
    const formats = ['png', 'jpeg', 'gif', 'webp', 'avif'] as const;
    assert.deepEqual(formats.map(extensionOf), ['png', 'jpg', 'gif', 'webp', 'avif']);
    for (const extension of formats.map(extensionOf)) assert.ok(readableExtensions.includes(extension));
    assert.ok(!readableExtensions.includes('bmp'));
  });
});
