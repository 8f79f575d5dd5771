/**
 * An engine that answers, and breaks the rules of its pipe as its model folder says: the fork of tests.
 * `bytes`, `internal`, `nothing`, `no-kind`, `bad-error`: what it sends in place of every answer to `embedTexts`;
 * `flipped-7`: the right answer with some bits turned, which 7 draws;
 * `short`, `nan`, `zero`, `wide`, `numbers`: an answer of that fault; `other`: one of another checkpoint.
 */
import { writeSync } from 'node:fs';
import { serialize } from 'node:v8';

interface Call {
  readonly kind: string;
  readonly id: number;
  readonly method: string;
  readonly params: { readonly texts?: readonly string[] } | null;
}

const width = 4;
const { modelFolder } = JSON.parse(process.argv[2]!) as { modelFolder: string };
const fault = modelFolder.split('/').at(-1)!;

const hash = 'f'.repeat(64);
const answer = (items: readonly object[], by = hash): object => ({ hash: by, items });
const embedding = (of = width): object => ({ embedding: new Float32Array(of).fill(1), tokenCount: 3 });

const faulty: Record<string, (id: number, texts: readonly string[]) => unknown> = {
  internal: () => ({ cmd: 'NODE_HANDLE_ACK' }),
  nothing: () => null,
  'no-kind': (id) => ({ id, ok: [] }),
  'bad-error': (id) => ({ kind: 'reply', id, err: { code: 7 } }),
  short: (id, texts) => ({ kind: 'reply', id, ok: answer(texts.slice(1).map(() => embedding())) }),
  nan: (id, texts) => ({
    kind: 'reply',
    id,
    ok: answer(texts.map(() => ({ embedding: new Float32Array([1, NaN, 1, 1]), tokenCount: 3 }))),
  }),
  zero: (id, texts) => ({
    kind: 'reply',
    id,
    ok: answer(texts.map(() => ({ embedding: new Float32Array(width), tokenCount: 3 }))),
  }),
  wide: (id, texts) => ({ kind: 'reply', id, ok: answer(texts.map(() => embedding(width + 1))) }),
  numbers: (id, texts) => ({
    kind: 'reply',
    id,
    ok: answer(texts.map(() => ({ embedding: [1, 1, 1, 1], tokenCount: 3 }))),
  }),
  other: (id, texts) => ({
    kind: 'reply',
    id,
    ok: answer(
      texts.map(() => embedding()),
      '0'.repeat(64),
    ),
  }),
};

const checkpoint = {
  id: 'babbling',
  hash,
  family: 'clip',
  embeddingWidth: width,
  contextLength: 77,
  logitScale: 100,
  logitBias: 0,
  imageSize: 16,
  languages: [],
};

/** A frame of the length that it says. */
function sendBytes(bytes: Buffer): void {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  writeSync((process.channel as unknown as { fd: number }).fd, Buffer.concat([length, bytes]));
}

/** One to four bits turned, drawn by a linear congruential generator. */
function flipped(bytes: Buffer, seed: number): Buffer {
  let state = seed;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let count = 1 + draw(4); count > 0; count--) bytes[draw(bytes.length)]! ^= 1 << draw(8);
  return bytes;
}

process.on('message', ({ kind, id, method, params }: Call) => {
  if (kind !== 'call') return;
  if (method === 'hello') process.send!({ kind: 'reply', id, ok: { pid: process.pid } });
  else if (method === 'checkpoint') process.send!({ kind: 'reply', id, ok: checkpoint });
  else if (fault === 'bytes') sendBytes(Buffer.alloc(64, 0xee));
  else if (fault.startsWith('flipped-')) {
    const right = { kind: 'reply', id, ok: answer(params!.texts!.map(() => embedding())) };
    sendBytes(flipped(serialize(right), Number(fault.slice('flipped-'.length))));
  } else if (Object.hasOwn(faulty, fault)) process.send!(faulty[fault]!(id, params?.texts ?? []));
  else process.send!({ kind: 'reply', id, ok: answer(params!.texts!.map(() => embedding())) });
});
process.on('disconnect', () => process.exit());
