/** `npm run bench:editor`: how live a real editor is, on the bundled checkpoint and on one of ViT-B/32's shape. */
import { figureTable } from '../cases/figureTable';
import { prepareVitB32 } from '../checkpoint/prepare';
import { bundledCheckpoint } from '../folders';
import { quantile } from '../method/statistics';
import { saveFigures } from '../report/resultFile';
import { measureEditor, type EditorFigures } from './liveEditor';

async function main(): Promise<void> {
  const rows = {
    'models/mini': rowOf(await measureEditor(bundledCheckpoint)),
    'ViT-B/32’s shape': rowOf(await measureEditor(await prepareVitB32())),
  };
  const title = 'typing in a file of 10 spells with 6 pictures, in milliseconds';
  console.log(await saveFigures('editor', figureTable('editor', title, rows)));
}

function rowOf({ keystrokes, ...host }: EditorFigures): Record<string, number> {
  return {
    'key → panel, p50': quantile(keystrokes, 0.5),
    'key → panel, p95': quantile(keystrokes, 0.95),
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
