import { seededRandom } from '../../../src/core/spell/seededRandom';
import type { Reply } from './testServer';

const NAMES = [
  ...['images', 'info', 'parameters', 'detail', 'error', 'session_id', 'error_id', 'prompt_id', 'outputs'],
  ...[
    'status',
    'progress',
    'state',
    'current_image',
    'live_preview',
    'active',
    'completed',
    'system',
    'devices',
  ],
  ...[
    'node_errors',
    'history',
    'name',
    'title',
    'models',
    'list',
    'gen_progress',
    'batch_index',
    'version',
    'app',
  ],
];

/** Answers of any kind: another one each time, the same for the same seed. */
export function noise(seed: number): () => Reply {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const value = (depth: number): unknown => {
    const kind = Math.floor(random() * (depth > 3 ? 6 : 9));
    if (kind === 0) return null;
    if (kind === 1) return random() < 0.5;
    if (kind === 2) return pick([0, -1, 1.5, 1e300, 2 ** 60]);
    if (kind === 3)
      return pick(['', 'NaN', 'data:image/png;base64,AAAA', 'iVBORw0KGgo=', '{"all_seeds": 3}', '💥']);
    if (kind === 4) return String(random());
    if (kind === 5) return {};
    if (kind === 6) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
    return Object.fromEntries(
      Array.from({ length: Math.floor(random() * 6) }, () => [pick(NAMES), value(depth + 1)]),
    );
  };
  return () => {
    const status = pick([200, 200, 200, 200, 204, 400, 401, 404, 422, 500, 502]);
    const text = JSON.stringify(value(0));
    const body = pick([
      text,
      text,
      text,
      text.slice(0, text.length / 2),
      text.replace('null', 'NaN'),
      '',
      '\0\0',
    ]);
    return {
      status,
      type: pick(['application/json', 'application/json', 'text/plain', 'text/html', 'image/png', '']),
      body,
      ...(random() < 0.1 && { cutAfter: Math.floor(body.length / 2) }),
    };
  };
}
