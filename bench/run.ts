/**
 * `npm run bench [-- CASE…] [--mini]`: measures the engine beside what people would use instead, and writes
 * `bench/results/DATE.json` and `.md`. Without cases, all of them; how to read them: `bench/README.md`.
 */
import { version as ortVersion } from 'onnxruntime-node/package.json';
import { imageCounts, runImageCase } from './cases/runImageCase';
import { keyCase } from './cases/keyCase';
import { photoCase } from './cases/photoCase';
import { runTextCase } from './cases/runTextCase';
import { textCases } from './cases/textCases';
import { prepareMini, prepareVitB32 } from './checkpoint/prepare';
import { shapeOf } from './checkpoint/shape';
import { thisMachine } from './machine';
import { openExports } from './peers/exportedGraphs';
import { openOwnEngine } from './peers/ownEngine';
import { peerVersion, requirePeerPackages } from './peers/peerPackages';
import { openPyTorch } from './peers/pytorch';
import { openTransformersJs } from './peers/transformersJs';
import { openWebAssembly } from './peers/webAssembly';
import { eventLoopFigures, sessionFigures } from './processes/figures';
import { saveResult } from './report/resultFile';
import type { BenchResult, FigureTable, TimedCase } from './report/result';
import { targetedCheckpoint } from './report/targets';
import { openCeilings } from './work/ceilings';

/** Of one native run, whatever the machine has: so that figures of several machines can be compared. */
const threads = 2;

const mini = process.argv.includes('--mini');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const wants = (id: string): boolean => asked.length === 0 || asked.includes(id);

async function main(): Promise<void> {
  requirePeerPackages();
  const folder = await (mini ? prepareMini() : prepareVitB32());
  const timed: TimedCase[] = [];
  const figures: FigureTable[] = [];
  const add = (...cases: readonly TimedCase[]): void => {
    for (const each of cases) console.error(`measured ${each.id}`);
    timed.push(...cases);
  };

  // First, while nothing else is in memory.
  if (wants('session')) figures.push(await sessionFigures(folder, threads));
  if (wants('event-loop')) figures.push(await eventLoopFigures(folder, threads));
  // Our engine is a process of its own here, and takes up to three times as long beside the sessions of all peers.
  if (wants('key')) add(await keyCase(folder, threads));

  const pyTorch = await openPyTorch(folder, threads);
  if (!pyTorch) console.error('PyTorch: absent (python3 with torch and transformers, or BENCH_PYTHON)');
  const peers = [
    ...(await openOwnEngine(folder, threads)),
    ...(await openExports(folder, threads)),
    await openTransformersJs(folder),
    ...(pyTorch ? [pyTorch] : []),
    await openWebAssembly(folder, threads),
  ];
  const setting = { folder, shape: await shapeOf(folder), peers, ceilings: await openCeilings(threads) };
  for (const textCase of textCases) if (wants(textCase.id)) add(await runTextCase(textCase, setting));
  for (const count of imageCounts) if (wants(`images-${count}`)) add(await runImageCase(count, setting));
  if (wants('photo')) {
    const photo = await photoCase(folder);
    add(photo.timed);
    figures.push(photo.differences);
  }

  const result: BenchResult = {
    checkpoint: mini ? 'models/mini' : targetedCheckpoint,
    threads,
    machine: thisMachine(),
    versions: {
      Node: process.versions.node,
      'onnxruntime-node': ortVersion,
      '@huggingface/transformers': peerVersion('@huggingface/transformers'),
      'onnxruntime-web': peerVersion('onnxruntime-web'),
      PyTorch: pyTorch?.version ?? 'absent',
    },
    timed,
    figures,
  };
  const date = new Date().toISOString().slice(0, 10);
  console.log(await saveResult(mini ? `${date}-mini` : date, result));
}

void main().then(
  // Sessions and children are still open; nothing of them is worth waiting for.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
