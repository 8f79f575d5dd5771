import assert from 'node:assert/strict';
import {
  ascii,
  app1,
  avif,
  comment,
  exif,
  iTXt,
  jpeg,
  png,
  segment,
  tEXt,
  userComment,
  webp,
  xmp,
  xmpSegment,
  zTXt,
  type Chunk,
} from './pictures';
import { bestOf, readFrom, valueOf } from './readFrom';

const INFOTEXT = '猫 a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Seed: 18446744073709551615';
const graph = (text: string): string =>
  JSON.stringify({
    '1': { class_type: 'CLIPTextEncode', inputs: { text, clip: ['9', 1] } },
    '2': { class_type: 'CLIPTextEncode', inputs: { text: 'dog', clip: ['9', 1] } },
    '3': { class_type: 'KSampler', inputs: { seed: 7, cfg: 5, positive: ['1', 0], negative: ['2', 0] } },
    '4': { class_type: 'VAEDecode', inputs: { samples: ['3', 0] } },
    '5': { class_type: 'SaveImage', inputs: { images: ['4', 0] } },
  });
const drawThings = JSON.stringify({
  c: 'a <red> "cat" & 猫',
  uc: 'dog',
  seed: 4294967295,
  steps: 20,
  scale: 7,
  size: '512x768',
  sampler: 'DPM++ 2M',
  v2: { width: 512 },
});
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&#62;')
    .replaceAll('"', '&quot;')
    .replaceAll('猫', '&#x732B;');
const drawThingsXmp = xmp(
  `<exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${escaped(drawThings)}</rdf:li></rdf:Alt></exif:UserComment>`,
);
const models = exif(
  [ascii(0x0110, `prompt:${graph('a cat')}`), ascii(0x010f, 'workflow:{"nodes":[],"links":[]}')],
  [],
  'II',
);
const comments = (order: 'II' | 'MM', encoding: 'utf16be' | 'utf16le' | 'utf8', prefix?: string): Buffer =>
  exif([], [userComment(comment(INFOTEXT, encoding, prefix))], order);

describe('where pictures keep their texts', () => {
  const infotexts: Readonly<Record<string, readonly [file: Buffer, source: string]>> = {
    'PNG, tEXt in UTF-8, against the standard': [
      png([tEXt('parameters', INFOTEXT, 'utf8')]),
      'png:tEXt parameters',
    ],
    'PNG, zTXt': [png([zTXt('parameters', INFOTEXT)]), 'png:zTXt parameters'],
    'PNG, iTXt': [png([iTXt('parameters', INFOTEXT)]), 'png:iTXt parameters'],
    'PNG, iTXt, compressed': [png([iTXt('parameters', INFOTEXT, true)]), 'png:iTXt parameters'],
    'PNG, after the pixels': [png([], [iTXt('parameters', INFOTEXT)]), 'png:iTXt parameters'],
    'PNG, eXIf': [png([['eXIf', comments('MM', 'utf16be')]]), 'exif:UserComment'],
    'PNG, eXIf as ImageMagick writes it': [
      png([
        zTXt(
          'Raw profile type exif',
          `\nexif\n    99\n${Buffer.concat([Buffer.from('Exif\0\0'), comments('II', 'utf16le')])
            .toString('hex')
            .replace(/.{72}/g, '$&\n')}\n`,
        ),
      ]),
      'exif:UserComment',
    ],
    'JPEG, EXIF': [jpeg(app1(comments('MM', 'utf16be'))), 'exif:UserComment'],
    'JPEG, COM': [jpeg(segment(0xfe, Buffer.from(INFOTEXT))), 'jpeg:COM'],
    'WebP, EXIF': [webp(['EXIF', comments('II', 'utf16le')]), 'exif:UserComment'],
    'WebP, EXIF with a header, behind an odd chunk': [
      webp(
        ['ICCP', Buffer.from('odd')],
        ['EXIF', Buffer.concat([Buffer.from('Exif\0\0'), comments('MM', 'utf8')])],
      ),
      'exif:UserComment',
    ],
    'AVIF, EXIF': [avif({ tiff: comments('MM', 'utf16be') }), 'exif:UserComment'],
  };
  for (const [name, [file, source]] of Object.entries(infotexts))
    it(name, async () => {
      const { records, problems } = await readFrom(file);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        records.map((record) => [record.source, record.maker, record.prompt, record.negative, record.seed]),
        [[source, 'a1111', '猫 a cat', 'dog', '18446744073709551615']],
      );
    });

  for (const order of ['II', 'MM'] as const)
    for (const [encoding, prefix] of [
      ['utf16be', 'UNICODE\0'],
      ['utf16le', 'UNICODE\0'],
      ['utf8', 'UNICODE\0'],
      ['utf8', 'ASCII\0\0\0'],
      ['utf8', '\0\0\0\0\0\0\0\0'],
      ['utf8', ''],
      ['utf16be', 'UNICODE\0\xfe\xff'],
      ['utf16le', 'UNICODE\0\xff\xfe'],
    ] as const)
      it(`UserComment: ${JSON.stringify(prefix)} before ${encoding} in a file of order ${order}`, async () => {
        const record = await bestOf(jpeg(app1(comments(order, encoding, prefix))));
        assert.deepEqual(
          [record.prompt, record.negative, record.seed],
          ['猫 a cat', 'dog', '18446744073709551615'],
        );
      });

  it('UserComment in the first directory, as ASCII without a prefix', async () => {
    const record = await bestOf(jpeg(app1(exif([ascii(0x9286, INFOTEXT)]))));
    assert.deepEqual([record.source, record.prompt], ['exif:UserComment', '猫 a cat']);
  });

  const graphs: Readonly<Record<string, readonly [file: Buffer, source: string]>> = {
    'PNG, tEXt': [png([tEXt('prompt', graph('a cat'))]), 'png:tEXt prompt'],
    'APNG, the private chunk': [
      png([['acTL', Buffer.alloc(8)]], [['comf', Buffer.from(`prompt\0${graph('a cat')}`)]]),
      'png:comf prompt',
    ],
    'WebP, Model': [webp(['EXIF', models]), 'exif:Model prompt'],
    'WebP, Make, with a capital': [
      webp(['EXIF', exif([ascii(0x010f, `Prompt: ${graph('a cat')}`)])]),
      'exif:Make Prompt',
    ],
    'AVIF, Model': [avif({ tiff: models }), 'exif:Model prompt'],
    'AVIF, XMP': [
      avif({ xmp: xmp(`<comfy:prompt>${escaped(graph('a cat'))}</comfy:prompt>`, 'xmlns:comfy="x"') }),
      'xmp:comfy:prompt',
    ],
    'XMP as an attribute': [
      jpeg(xmpSegment(xmp('', `comfy:prompt='${graph('a cat').replaceAll('&', '&amp;')}'`))),
      'xmp:comfy:prompt',
    ],
  };
  for (const [name, [file, source]] of Object.entries(graphs))
    it(`a graph: ${name}`, async () => {
      const { records, problems } = await readFrom(file);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        records.map((record) => [record.source, record.prompt, record.negative, record.seed]),
        [[source, 'a cat', 'dog', '7']],
      );
    });

  for (const [name, file] of Object.entries({
    JPEG: jpeg(xmpSegment(drawThingsXmp)),
    PNG: png([iTXt('XML:com.adobe.xmp', drawThingsXmp)]),
    WebP: webp(['XMP ', Buffer.from(drawThingsXmp)] as Chunk),
    AVIF: avif({ xmp: drawThingsXmp }),
    'JPEG, in two segments': jpeg(
      xmpSegment(xmp('')),
      ...[0, 300].map((from) =>
        segment(
          0xe1,
          Buffer.concat([
            Buffer.from(`http://ns.adobe.com/xmp/extension/\0${'0'.repeat(32)}`),
            Buffer.alloc(8),
            Buffer.from(drawThingsXmp).subarray(from, from === 0 ? 300 : undefined),
          ]),
        ),
      ),
    ),
  }))
    it(`XMP of Draw Things: ${name}`, async () => {
      const record = await bestOf(file);
      assert.deepEqual(
        [record.source, record.maker, record.prompt, record.negative, record.seed, valueOf(record, 'Size')],
        ['xmp:exif:UserComment', 'drawthings', 'a <red> "cat" & 猫', 'dog', '4294967295', '512x768'],
      );
    });

  it('sizes', async () => {
    for (const [file, kind, width, height] of [
      [png(), 'png', 1, 1],
      [png([['acTL', Buffer.alloc(8)]]), 'apng', 1, 1],
      [jpeg(), 'jpeg', 4, 6],
      [webp(), 'webp', 4, 6],
      [avif({}), 'avif', 4, 6],
    ] as const) {
      const reading = await readFrom(file);
      assert.deepEqual([reading.kind, reading.width, reading.height], [kind, width, height]);
    }
  });

  it('chunks without padding, and items without an offset before their EXIF', async () => {
    const tiff = exif([], [userComment(comment(INFOTEXT, 'utf16be'))]);
    const whole = webp(['EXIF', tiff]);
    const at = whole.indexOf('EXIF');
    const odd = Buffer.concat([Buffer.from('ICCP'), Buffer.from([3, 0, 0, 0]), Buffer.from([1, 2, 3])]);
    const unpadded = await readFrom(Buffer.concat([whole.subarray(0, at), odd, whole.subarray(at)]));
    assert.deepEqual([unpadded.records[0]?.prompt, unpadded.problems], ['猫 a cat', []]);
    const file = avif({ tiff });
    const start = file.indexOf(tiff) - 4;
    const without = Buffer.concat([file.subarray(0, start), tiff, Buffer.alloc(4)]);
    assert.equal((await bestOf(without)).prompt, '猫 a cat');
  });

  it('a prompt that is JSON with names of makers, above its parameters', async () => {
    const prompt = '{"prompt": "cat", "negative_prompt": "drum"}';
    const read = await readFrom(
      png([tEXt('parameters', `${prompt}\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Seed: 7`)]),
    );
    assert.deepEqual(read.problems, []);
    assert.deepEqual(
      [read.records[0]?.prompt, read.records[0]?.negative, read.records[0]?.seed],
      [prompt, 'dog', '7'],
    );
  });

  it('a picture that was only made larger has no prompt', async () => {
    const text = 'Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN 4x+';
    assert.deepEqual((await readFrom(png([tEXt('parameters', text)]))).records, []);
  });

  it('nothing of what cameras and editors write is taken for a prompt', async () => {
    const camera = exif(
      [
        ascii(0x010f, 'Canon: EOS'),
        ascii(0x010e, 'A cat. Paris, 2024: the river, the sky: blue, the end'),
        ascii(0x0131, 'GIMP 2.10'),
      ],
      [userComment(comment('Steps to the church', 'utf8', 'ASCII\0\0\0'))],
    );
    for (const file of [
      jpeg(app1(camera), segment(0xfe, Buffer.from('CREATOR: gd-jpeg v1.0, quality = 90'))),
      png([tEXt('Comment', 'Created with GIMP'), tEXt('Software', 'gnome-screenshot')]),
    ])
      assert.deepEqual((await readFrom(file)).records, []);
  });

  it('what cannot be: named, and the rest read', async () => {
    const cut = await readFrom(png([tEXt('parameters', INFOTEXT, 'utf8')]).subarray(0, -30));
    assert.equal(cut.records[0]?.prompt, '猫 a cat');
    assert.deepEqual(cut.problems, [{ code: 'picture-damaged', source: 'png' }]);
    const broken = await readFrom(
      png([tEXt('prompt', graph('a cat').slice(0, -5)), ['zTXt', Buffer.from('parameters\0\0no')]]),
    );
    assert.deepEqual(broken.records, []);
    assert.deepEqual(
      broken.problems.map(({ code, source }) => [code, source]),
      [
        ['record-unreadable', 'png:zTXt parameters'],
        ['record-unreadable', 'png:tEXt prompt'],
      ],
    );
    const bomb = await readFrom(
      png([zTXt('parameters', Buffer.alloc(5 * 1024 * 1024, 0x20)), tEXt('parameters', INFOTEXT, 'utf8')]),
    );
    assert.deepEqual(
      bomb.problems.map(({ code }) => code),
      ['record-too-large'],
    );
    assert.equal(bomb.records[0]?.prompt, '猫 a cat');
    const many = await readFrom(png(Array.from({ length: 600 }, () => tEXt('parameters', INFOTEXT, 'utf8'))));
    assert.deepEqual(
      many.problems.map(({ code }) => code),
      ['too-many-records'],
    );
    assert.equal(many.records.length, 1);
  });
});
