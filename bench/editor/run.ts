/** `npm run bench:editor`, or with `-- mini`, `-- b32` one of the two: how live a real editor is, on the bundled checkpoint and on one of ViT-B/32's shape. */
import { figureTable } from '../cases/figureTable';
import { prepareVitB32 } from '../checkpoint/prepare';
import { bundledCheckpoint } from '../folders';
import { quantile } from '../method/statistics';
import { saveFigures } from '../report/resultFile';
import { measureEditor, type EditorFigures } from './liveEditor';

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const rows: Record<string, Record<string, number>> = {};
  if (wanted.length === 0 || wanted.includes('mini'))
    rows['models/mini'] = rowOf(await measureEditor(bundledCheckpoint));
  if (wanted.length === 0 || wanted.includes('b32'))
    rows['ViT-B/32’s shape'] = rowOf(await measureEditor(await prepareVitB32()));
  const title = 'typing in a file of 10 spells with 6 pictures, in milliseconds';
  console.log(await saveFigures('editor', figureTable('editor', title, rows)));
}

function rowOf({ keystrokes, slowKeystrokes, steady, ...host }: EditorFigures): Record<string, number> {
  const panel = keystrokes.map(({ panel }) => panel);
  const mark = keystrokes.flatMap(({ mark }) => mark ?? []);
  const lens = slowKeystrokes.flatMap(({ lens }) => lens ?? []);
  const echo = quantile(host.echoes, 0.5);
  const inHost = host.changes
    .slice(0, keystrokes.length)
    .flatMap(({ at, scored }) => (scored === undefined ? [] : scored - at));
  const toHost = keystrokes.map(({ at }, i) => host.changes[i]!.at - at);
  return {
    'key → figures in the line, p50': quantile(mark, 0.5),
    'key → figures in the line, p95': quantile(mark, 0.95),
    'key → panel, p50': quantile(panel, 0.5),
    'key → panel, p95': quantile(panel, 0.95),
    'key → lens, p50': quantile(lens, 0.5),
    'host → page → host, p50': echo,
    'key → figures in the line without that, p50': quantile(mark, 0.5) - echo,
    'key → figures in the line without that, p95': quantile(mark, 0.95) - echo,
    'key → panel without that, p50': quantile(panel, 0.5) - echo,
    'key → panel without that, p95': quantile(panel, 0.95) - echo,
    'key → host, p50': quantile(toHost, 0.5),
    'host: change → scores sent, p50': quantile(inHost, 0.5),
    'host: change → scores sent, p95': quantile(inHost, 0.95),
    '200 words a minute: keys': steady.keys,
    '200 words a minute: seconds': steady.seconds,
    '200 words a minute: keys dropped': steady.dropped,
    'scores told of an older text': host.stale,
    'longest block while typing, by the clock': host.longestBlock,
    'longest block while typing, processor time': host.longestBlockOfProcessor,
    'longest block when idle, by the clock': host.longestIdleBlock,
    'longest block when idle, processor time': host.longestIdleBlockOfProcessor,
    'activation, by the clock': host.activation,
    'activation, processor time': host.activationOfProcessor,
    'file opened → first scores': host.firstScores,
  };
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
