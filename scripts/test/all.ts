/** `npm test`: builds, then runs every suite, also after one that failed. Ends with 0 only if nothing failed. */
import { spawnSync } from 'node:child_process';
import { runSuites, suiteNames } from './suites';

async function main(): Promise<void> {
  const { status } = spawnSync('npm run build', { shell: true, stdio: 'inherit' });
  if (status !== 0) throw new Error('nothing was tested: the build failed');
  const outcomes = await runSuites(
    suiteNames.map((name) => ({ name, command: `npm run test:${name}` })),
    (text) => process.stdout.write(text),
    process.stdout.isTTY,
  );
  if (outcomes.some(({ failed }) => failed > 0)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
