/**
 * `npm run docs:pictures`: takes the pictures of the documentation anew, in a real editor, and writes down what they
 * were made from. The browser tests pose for them.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../editor/repository';
import { manifestFile, manifestNow } from './pictureManifest';

const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
const poses = [
  'what it looks like',
  'a person who reads what is underlined',
  'a person who asks what the checkpoint sees',
  'a person who checks the pictures',
  'a person who lets a spell evolve',
];

const { status } = spawnSync(
  process.execPath,
  [
    ...[mocha, '--no-config', '--import=tsx', '--timeout', '120000', '--grep', poses.join('|')],
    ...['panel', 'bias', 'attention', 'ledger', 'blindSpots', 'health', 'pictureIn', 'suggest', 'evolve'].map(
      (name) => `test/browser/${name}.test.ts`,
    ),
  ],
  { cwd: root, env: { ...process.env, SPELLWRIGHT_DOCS_IMAGES: '1' }, stdio: 'inherit' },
);
const moving = spawnSync(process.execPath, ['--import=tsx', 'scripts/docs/motion.ts'], {
  cwd: root,
  stdio: 'inherit',
}).status;
if (status === 0 && moving === 0) writeFileSync(manifestFile, `${JSON.stringify(manifestNow(), null, 2)}\n`);
else console.error('Not all pictures could be taken, so made-from.json stays as it is.');
process.exitCode = status || (moving ?? 1);
