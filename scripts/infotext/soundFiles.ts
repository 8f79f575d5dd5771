/** Sound files that mutations begin with: the fixtures, and one of each container and maker. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../editor/repository';
import * as made from '../../test/core/infotext/pictures';

const INFOTEXT = `a cat (sleeping:1.2), <lora:x:0.8>\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 18446744073709551615, Size: 512x768, Lora hashes: "a: 1, b: 2", Hashes: {"model": "abc", "lora": {"x": "1"}}, Civitai resources: [{"type":"checkpoint"}], Version: v1.10.1\nTemplate: {a|b} cat`;
const NOVELAI = JSON.stringify({
  Description: 'a cat',
  Software: 'NovelAI',
  Comment: JSON.stringify({
    prompt: 'a cat',
    uc: 'dog',
    steps: 28,
    scale: 5,
    seed: 1,
    sampler: 'k_euler',
    v4_prompt: { caption: { base_caption: 'a cat', char_captions: [{ char_caption: 'girl' }] } },
  }),
});
const SWARM =
  '{"sui_image_params":{"prompt":"a cat","negativeprompt":"dog","seed":1,"steps":20,"width":512,"height":512}}';
const DRAW_THINGS =
  '{"c":"a cat","uc":"dog","seed":1,"steps":20,"scale":7,"size":"512x512","v2":{"width":512}}';

const graph = (name: string): string => readFileSync(path.join(root, 'test/fixtures/metadata', name), 'utf8');

/** File names and their bytes; JSON is a sidecar. */
export function soundFiles(): readonly (readonly [name: string, bytes: Buffer])[] {
  const folder = path.join(root, 'test/fixtures/metadata');
  const fixtures = readdirSync(folder)
    .filter((name) => /\.(?:png|jpg|json)$/.test(name))
    .map((name) => [name, readFileSync(path.join(folder, name))] as const)
    .map(([name, bytes]) => [name, bytes.subarray(0, 40_000)] as const);
  const krea = graph('enslo+sd-metadata__krea2.api.json');
  const unicode = (text: string, order: 'utf16be' | 'utf16le'): Buffer => made.comment(text, order);
  const escaped = DRAW_THINGS.replaceAll('"', '&quot;');
  const xmp = made.xmp(
    `<exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${escaped}</rdf:li></rdf:Alt></exif:UserComment>`,
  );
  const models = made.exif([
    made.ascii(0x0110, `prompt:${krea}`),
    made.ascii(0x010f, 'workflow:{"nodes":[],"links":[]}'),
  ]);
  return [
    ...fixtures,
    ['itxt.png', made.png([made.iTXt('parameters', INFOTEXT, true), made.tEXt('prompt', krea)])],
    ['comf.png', made.png([['acTL', Buffer.alloc(8)]], [['comf', Buffer.from(`prompt\0${krea}`)]])],
    ['exif.png', made.png([['eXIf', made.exif([], [made.userComment(unicode(INFOTEXT, 'utf16be'))])]])],
    [
      'easy.png',
      made.png([
        made.tEXt('prompt', 'a cat'),
        made.tEXt('seed', '1'),
        made.tEXt('num_inference_steps', '20'),
      ]),
    ],
    ['dream.png', made.png([made.tEXt('Dream', '"a cat [dog]" -s 20 -S 123 -W 512 -H 512 -C 7.5 -A k_lms')])],
    ['stealth.png', made.stealthPng(NOVELAI)],
    ['stealth-rgb.png', made.stealthPng(INFOTEXT, { channels: 'rgb', isPacked: false }, (y) => y % 5)],
    ['swarm.jpg', made.jpeg(made.app1(made.exif([], [made.userComment(unicode(SWARM, 'utf16le'))], 'II')))],
    ['xmp.jpg', made.jpeg(made.xmpSegment(xmp))],
    ['com.jpg', made.jpeg(made.segment(0xfe, Buffer.from(INFOTEXT)))],
    ['comfy.webp', made.webp(['EXIF', models])],
    [
      'a1111.webp',
      made.webp([
        'EXIF',
        Buffer.concat([
          Buffer.from('Exif\0\0'),
          made.exif([], [made.userComment(unicode(INFOTEXT, 'utf16le'))], 'II'),
        ]),
      ]),
    ],
    ['xmp.webp', made.webp(['XMP ', Buffer.from(xmp)])],
    ['comfy.avif', made.avif({ tiff: models, xmp })],
    [
      'easy.txt',
      Buffer.from('Prompt: a cat\nSeed: 1\nSteps: 20\nGuidance Scale: 7.5\nNegative Prompt: dog\n'),
    ],
    ['a1111.txt', Buffer.from(INFOTEXT)],
  ];
}
