/**
 * An engine that answers, and breaks the rules of its pipe as its model folder says: the fork of tests.
 * `bytes`, `internal`, `nothing`, `no-kind`, `bad-error`: what it sends in place of every answer to `embedTexts`;
 * `short`, `nan`, `zero`, `wide`, `numbers`: an answer of that fault.
 */
import { writeSync } from 'node:fs';

interface Call {
  readonly kind: string;
  readonly id: number;
  readonly method: string;
  readonly params: { readonly texts?: readonly string[] } | null;
}

const width = 4;
const { modelFolder } = JSON.parse(process.argv[2]!) as { modelFolder: string };
const fault = modelFolder.split('/').at(-1)!;

const embedding = (of = width): object => ({ embedding: new Float32Array(of).fill(1), tokenCount: 3 });

const faulty: Record<string, (id: number, texts: readonly string[]) => unknown> = {
  internal: () => ({ cmd: 'NODE_HANDLE_ACK' }),
  nothing: () => null,
  'no-kind': (id) => ({ id, ok: [] }),
  'bad-error': (id) => ({ kind: 'reply', id, err: { code: 7 } }),
  short: (id, texts) => ({ kind: 'reply', id, ok: texts.slice(1).map(() => embedding()) }),
  nan: (id, texts) => ({
    kind: 'reply',
    id,
    ok: texts.map(() => ({ embedding: new Float32Array([1, NaN, 1, 1]), tokenCount: 3 })),
  }),
  zero: (id, texts) => ({
    kind: 'reply',
    id,
    ok: texts.map(() => ({ embedding: new Float32Array(width), tokenCount: 3 })),
  }),
  wide: (id, texts) => ({ kind: 'reply', id, ok: texts.map(() => embedding(width + 1)) }),
  numbers: (id, texts) => ({
    kind: 'reply',
    id,
    ok: texts.map(() => ({ embedding: [1, 1, 1, 1], tokenCount: 3 })),
  }),
};

const checkpoint = {
  id: 'babbling',
  hash: 'f'.repeat(64),
  family: 'clip',
  embeddingWidth: width,
  contextLength: 77,
  logitScale: 100,
  logitBias: 0,
  imageSize: 16,
  languages: [],
};

process.on('message', ({ kind, id, method, params }: Call) => {
  if (kind !== 'call') return;
  if (method === 'hello') process.send!({ kind: 'reply', id, ok: { pid: process.pid } });
  else if (method === 'checkpoint') process.send!({ kind: 'reply', id, ok: checkpoint });
  else if (fault === 'bytes') {
    // A frame of the length that it says, whose bytes are no message.
    const frame = Buffer.alloc(4 + 64, 0xee);
    frame.writeUInt32BE(64);
    writeSync((process.channel as unknown as { fd: number }).fd, frame);
  } else if (Object.hasOwn(faulty, fault)) process.send!(faulty[fault]!(id, params?.texts ?? []));
  else process.send!({ kind: 'reply', id, ok: params!.texts!.map(() => embedding()) });
});
process.on('disconnect', () => process.exit());
