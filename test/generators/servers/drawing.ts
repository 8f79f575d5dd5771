import { crc32 } from 'node:zlib';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { encodePng } from '../../../src/files/writePng';

/** Colours that prompts name, as sRGB. */
const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
  red: [220, 40, 40],
  orange: [240, 140, 30],
  yellow: [245, 215, 50],
  green: [50, 160, 70],
  blue: [45, 90, 215],
  purple: [130, 60, 170],
  pink: [240, 140, 180],
  brown: [130, 85, 50],
  black: [25, 25, 25],
  white: [245, 245, 245],
  gray: [128, 128, 128],
};

/** What to draw. */
export interface Drawing {
  readonly prompt: string;
  /** Decimal digits. */
  readonly seed: string;
  readonly width: number;
  readonly height: number;
}

/** Pixels are drawn at this size at most and enlarged: test servers are asked for usual sizes. */
const GRAIN = 64;

/**
 * A picture that depends on the prompt and on the seed, and on nothing else: the first colour that the prompt names is the
 * background, each further one a disc; without a colour the words themselves choose. The seed places the discs. Enough for a
 * score to tell one from another; the scenes that the bundled checkpoint is trained on are drawn by Python (training/).
 */
export async function draw({ prompt, seed, width, height }: Drawing): Promise<Buffer> {
  const named = [...prompt.toLowerCase().matchAll(/[a-z]+/g)].flatMap(([word]) => COLOURS[word] ?? []);
  const chosen = named.length >= 3 ? triples(named) : [wordColour(prompt)];
  const random = seededRandom(crc32(`${seed} ${prompt}`));
  const discs = [...chosen.slice(1), wordColour(`${prompt}.`)].map((colour) => ({
    colour,
    x: random() * GRAIN,
    y: random() * GRAIN,
    radius: 6 + random() * 10,
  }));
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [gx, gy] = [(x * GRAIN) / width, (y * GRAIN) / height];
      const disc = discs.findLast((each) => (gx - each.x) ** 2 + (gy - each.y) ** 2 < each.radius ** 2);
      data.set(disc?.colour ?? chosen[0]!, 3 * (y * width + x));
    }
  return encodePng({ width, height, data });
}

/** The same picture with a text chunk, as generators write them. */
export function withText(png: Buffer, key: string, text: string): Buffer {
  return withChunk(png, 'tEXt', Buffer.from(`${key}\0${text}`, 'latin1'));
}

/** The same picture in a file of at least so many bytes. */
export function enlarged(png: Buffer, bytes: number): Buffer {
  return withChunk(png, 'juNk', Buffer.alloc(bytes));
}

function withChunk(png: Buffer, kind: string, data: Buffer): Buffer {
  const head = 8 + 25; // the signature and IHDR
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, head), length, body, check, png.subarray(head)]);
}

function triples(values: readonly number[]): [number, number, number][] {
  return Array.from({ length: values.length / 3 }, (_, i) => [
    values[3 * i]!,
    values[3 * i + 1]!,
    values[3 * i + 2]!,
  ]);
}

function wordColour(text: string): [number, number, number] {
  const mixed = crc32(text);
  return [mixed & 255, (mixed >>> 8) & 255, (mixed >>> 16) & 255];
}
