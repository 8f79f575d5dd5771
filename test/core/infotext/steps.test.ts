import assert from 'node:assert/strict';
import type * as pictureSteps from '../../steps/pictureSteps';
import { Meter } from '../../steps/meter';
import { inflate } from '../../../src/files/inflate';
import {
  app1,
  ascii,
  box,
  comment,
  exif,
  jpeg,
  png,
  tEXt,
  userComment,
  webp,
  xmp,
  xmpSegment,
} from './pictures';

const chain = (type: (id: number) => object, length: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length }, (_, id) => [id, type(id)])));
const repeated = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length));

/** Files whose texts are as long as is asked for, and made to cost as much as can be. */
const hostile: Readonly<Record<string, (length: number) => Buffer>> = {
  'pairs whose quotes are never closed': (n) =>
    png([tEXt('parameters', `x\nSteps: 1, ${repeated('a: "b, ', n)}`)]),
  'pairs whose brackets are never closed': (n) =>
    png([tEXt('parameters', `x\nSteps: 1, ${repeated('a: {, ', n)}`)]),
  'brackets in brackets, closed too late': (n) =>
    png([tEXt('parameters', `x\nSteps: 1, ${repeated('a: {,', n / 2)}${repeated('},', n / 2)}x`)]),
  'lines that may be parameters': (n) => png([tEXt('parameters', repeated('Steps: a, b: c, Seed: d\n', n))]),
  'labels of the negative prompt': (n) => png([tEXt('parameters', repeated(' Negative prompt:', n))]),
  'one line of blanks': (n) => png([tEXt('parameters', `${' '.repeat(n)}x`)]),
  zeros: (n) => png([tEXt('parameters', `${'\0'.repeat(n)}x`)]),
  'an InvokeAI line that never ends': (n) => png([tEXt('Dream', `"${repeated('\\"a -S 1 [', n)}`)]),
  'JSON of empty lists': (n) => png([tEXt('prompt', `{"a":[${repeated('[],', n)}0]}`)]),
  'JSON that is no JSON': (n) => png([tEXt('prompt', repeated('{"class_type":"', n))]),
  'XMP without closing signs': (n) => jpeg(...segments(`<a ${repeated('b:c="', n)}`)),
  'XMP of one long name': (n) => jpeg(...segments(`<${'a'.repeat(n)}`)),
  'XMP of entities': (n) =>
    jpeg(...segments(xmp(`<exif:UserComment>${repeated('&amp;&#1', n)}</exif:UserComment>`))),
  'EXIF of an odd encoding': (n) =>
    jpeg(app1(exif([], [userComment(comment(repeated('\u4e00\u3042', Math.min(n, 15_000)), 'utf16be'))]))),
  'samplers, one on the other': (n) =>
    png([
      tEXt(
        'prompt',
        chain(
          (id) => ({
            class_type: 'K',
            inputs: { seed: 1, positive: [String(id + 1), 0], latent_image: [String(id + 1), 0] },
          }),
          n / 80,
        ),
      ),
    ]),
  'texts that double at each node': (n) =>
    png([
      tEXt(
        'prompt',
        chain(
          (id) => ({
            class_type: id === 0 ? 'KSampler' : 'StringConcatenate',
            inputs:
              id === 0
                ? { seed: 1, positive: ['1', 0] }
                : { string_a: [String(id + 1), 0], string_b: [String(id + 1), 0] },
          }),
          n / 80,
        ),
      ),
    ]),
  'boxes in an AVIF': (n) =>
    Buffer.concat([
      box('ftyp', Buffer.from('avif\0\0\0\0')),
      ...Array.from({ length: n / 20 }, () => box('meta', Buffer.alloc(12))),
    ]),
};

/** XMP in as many segments as it takes, of the extended kind. */
function segments(text: string): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < text.length; at += 60_000) parts.push(xmpSegment(text.slice(at, at + 60_000)));
  return parts;
}

describe('reading hostile pictures', function () {
  this.timeout(60_000);
  let meter: Meter<typeof pictureSteps>;
  before(() => (meter = new Meter('test/steps/pictureSteps.ts')));
  after(() => meter.stop());

  for (const [what, make] of Object.entries(hostile))
    it(`takes steps in proportion to their length: ${what}`, async () => {
      const steps = (length: number): Promise<number> => {
        const file = make(length);
        return meter.countAsync((module) => module.readPicture(file, { inflate }));
      };
      await steps(3_000); // fills caches
      const [short, long] = [await steps(5_000), await steps(20_000)];
      assert.ok(long < 1.3 * 4 * short, `${short} steps for a length, ${long} for four times as much`);
    });

  it('looks at no more bytes than it may where many entries point to the same ones', async () => {
    const tiff = exif(
      Array.from({ length: 300 }, (_, i) => ascii(0x010f, i === 299 ? 'x'.repeat(200_000) : 'x'.repeat(20))),
    );
    for (let i = 0; i < 300; i++) {
      const entry = 8 + 2 + i * 12;
      tiff.writeUInt32BE(200_000, entry + 4);
      tiff.writeUInt32BE(tiff.length - 200_001, entry + 8);
    }
    const { records, problems } = await meter.module.readPicture(webp(['EXIF', tiff]), { inflate });
    // The bundle's own context makes its own arrays.
    assert.deepEqual(structuredClone({ records, problems }), {
      records: [],
      problems: [{ code: 'record-too-large', source: 'exif:Make', limit: 4194304 }],
    });
  });
});
