/** Damage to picture files that a reader of their texts must survive: with a seed, so that each can be made again. */
import { deflateSync } from 'node:zlib';

/** A number from 0 up to this. */
export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  let state = (seed * 2654435761 + 88675123) >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0;
    const mixed = (state ^ (state >>> 14)) >>> 0;
    return mixed % Math.max(1, below);
  };
}

type Mutation = (file: Buffer, random: Random) => Buffer;

const flipBits: Mutation = (file, random) => {
  for (let i = 1 + random(12); i > 0; i--) file[random(Math.min(file.length, 8000))]! ^= 1 << random(8);
  return file;
};

const cut: Mutation = (file, random) => file.subarray(0, random(file.length + 1));

/** Something that may be a length says another one. */
const lieAboutLength: Mutation = (file, random) => {
  const lies = [
    0,
    1,
    2,
    4,
    0xff,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000,
    0xfffffff0,
    0xffffffff,
    file.length,
    file.length * 2,
  ];
  for (let i = 1 + random(3); i > 0; i--) {
    const at = random(Math.max(1, Math.min(file.length, 6000) - 4));
    const lie = lies[random(lies.length)]! >>> 0;
    if (at + 4 > file.length) break;
    if (random(3) === 0) file.writeUInt16BE(lie & 0xffff, at);
    else if (random(2) === 0) file.writeUInt32BE(lie, at);
    else file.writeUInt32LE(lie, at);
  }
  return file;
};

/** Two pieces change places; one stands twice. */
const swap: Mutation = (file, random) => {
  const [a, b, c] = [random(file.length), random(file.length), random(file.length)].sort((x, y) => x - y) as [
    number,
    number,
    number,
  ];
  const pieces = [file.subarray(0, a), file.subarray(b, c), file.subarray(a, b), file.subarray(c)];
  if (random(3) === 0)
    pieces.splice(
      1,
      0,
      ...Array.from({ length: 1 + random(30) }, () => file.subarray(a, Math.min(b, a + 3000))),
    );
  return Buffer.concat(pieces);
};

const OPENERS = [
  '{"a":',
  '[',
  '{"1":{"class_type":"A","inputs":{"x":',
  '(',
  '"',
  '\\"',
  '<a b:c="',
  '<![CDATA[',
  '&#x1F600;',
  'Steps: 1, ',
  'a: {',
  'a: "',
  'Negative prompt: ',
  '\n',
  '\0',
  '\uFEFF',
  '🎨',
  'NaN,',
  '1e999',
  '__proto__',
  '["30:6",0]',
  ' -S 1',
];

/** Text that is nested, repeated or never closed, in the middle of a text. */
const insertText: Mutation = (file, random) => {
  const at = random(file.length + 1);
  const text = OPENERS[random(OPENERS.length)]!.repeat(1 + random(random(10) === 0 ? 20_000 : 300));
  return Buffer.concat([file.subarray(0, at), Buffer.from(text), file.subarray(at)]);
};

const fills = new Map<string, Buffer>();

/** So many megabytes of one byte, packed. */
function packedFill(megabytes: number, fill: number): Buffer {
  const key = `${megabytes} ${fill}`;
  const known = fills.get(key) ?? deflateSync(Buffer.alloc(megabytes * 1024 * 1024, fill));
  fills.set(key, known);
  return known;
}

/** A chunk of a PNG that inflates to a thousand times its size, and to more packed data. */
const bomb: Mutation = (file, random) => {
  if (!file.subarray(1, 4).equals(Buffer.from('PNG'))) return insertText(file, random);
  const flat = packedFill(1 + random(16), random(2) === 0 ? 0x7b : 0x20);
  const body = random(2) === 0 ? flat : deflateSync(flat);
  const type = ['zTXt', 'iTXt', 'IDAT'][random(3)]!;
  const head = type === 'zTXt' ? 'parameters\0\0' : type === 'iTXt' ? 'prompt\0\x01\0\0\0' : '';
  const data = Buffer.concat([Buffer.from(type + head, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length - 4);
  const chunk = Buffer.concat([length, data, Buffer.alloc(4)]);
  const copies = Array.from({ length: 1 + random(8) }, () => chunk);
  return Buffer.concat([file.subarray(0, 33), ...copies, file.subarray(33)]);
};

const MUTATIONS: readonly Mutation[] = [
  flipBits,
  flipBits,
  cut,
  lieAboutLength,
  lieAboutLength,
  swap,
  insertText,
  insertText,
];

/** The file with one to four damages; about one in five hundred times with one that inflates. */
export function mutate(file: Uint8Array, random: Random): Buffer {
  let mutated: Buffer = Buffer.from(file);
  if (random(500) === 0) mutated = bomb(mutated, random);
  for (let i = 1 + random(4); i > 0 && mutated.length > 0; i--)
    mutated = MUTATIONS[random(MUTATIONS.length)]!(mutated, random);
  return mutated.subarray(0, 3_000_000);
}
