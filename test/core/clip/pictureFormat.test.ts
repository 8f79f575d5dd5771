import assert from 'node:assert/strict';
import { contributes } from '../../../package.json';
import {
  extensionOf,
  isPictureName,
  isReadableName,
  pictureExtensions,
  pictureFormat,
  readableExtensions,
  recordExtensions,
  unreadKind,
  unreadKindOfName,
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

describe('pictures in which makers write', () => {
  it('are those for which the explorer offers to read them', () => {
    const { when } = contributes.menus['explorer/context'].find(
      ({ command }) => command === 'spellwright.readPicture',
    )!;
    const pattern = new RegExp(/resourceExtname =~ \/(.*)\/i/.exec(when)![1]!, 'i');
    const offered = pictureExtensions.filter((extension) => pattern.test(`.${extension}`));
    assert.deepEqual(offered, recordExtensions);
    assert.ok(pattern.test('.PNG') && !pattern.test('.pngx'));
    assert.deepEqual(
      readableExtensions.filter((extension) => !recordExtensions.includes(extension)),
      ['gif'],
    );
  });
});

describe('kinds of pictures that are not read', () => {
  for (const [kind, first] of [
    ['BMP', 'BM\x36\0\x03\0\0\0\0\0\x36\0'],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['TIFF', 'MM\0*\0\0\0\x08'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['HEIC', '\0\0\0\x18ftypmif1\0\0\0\0mif1heix'],
    ['JPEG XL', '\xff\x0a\xfa\x7f\x01'],
    ['JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n'],
    ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n'],
    ['PSD', '8BPS\0\x01'],
    ['ICO', '\0\0\x01\0\x01\0'],
    ['RAW', '\0\0\0\x18ftypcrx \0\0\0\x01crx isom'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['SVG', '\xef\xbb\xbf<?xml version="1.0"?>\n<svg>'],
    [undefined, 'BMW is a car'],
    [undefined, '\0\0\0\x1cftypisom\0\0\0\0mp42'],
    [undefined, '<html>'],
    [undefined, 'a text'],
    [undefined, ''],
  ] as const)
    it(`${JSON.stringify(first.slice(0, 32))} is ${kind ?? 'none'}`, () => {
      assert.equal(unreadKind(latin(first)), kind);
      assert.equal(pictureFormat(latin(first)), undefined);
    });

  for (const [name, kind] of [
    ['IMG_0001.HEIC', 'HEIC'],
    ['refs/a.heif', 'HEIC'],
    ['a.jxl', 'JPEG XL'],
    ['a.bmp', 'BMP'],
    ['a.TIF', 'TIFF'],
    ['a.cr2', 'RAW'],
    ['a.png', undefined],
    ['heic', undefined],
  ] as const)
    it(`${name} is named like ${kind ?? 'none of them'}`, () => {
      assert.equal(unreadKindOfName(name), kind);
    });

  it('jpeg has four endings that are read, and png two', () => {
    for (const name of ['a.jpg', 'a.jpeg', 'a.JPE', 'a.jfif', 'a.png', 'a.apng'])
      assert.ok(isReadableName(name), name);
    for (const name of ['a.heic', 'a.bmp', 'a.txt']) assert.ok(!isReadableName(name), name);
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
