/**
 * How the panel bears its largest work: 256 expansions × 200 pictures, every expansion unfolded.
 * Run: npx tsx bench/panel.ts
 */
import { fakeScores } from '../test/panel/page/fakeScores';
import { PanelPage } from '../test/panel/page/panelPage';
import type { HostMessage } from '../src/protocol/panel';

const rounds = 20;
const scrollFrames = 200;

async function main(): Promise<void> {
  const panel = await PanelPage.open();
  const columns = Array.from({ length: 200 }, (_, n) => `refs/${n}.jpg`);
  const texts = Array.from(
    { length: 256 },
    (_, n) => `a bowl of ${n} shiny eggs on a wooden table, close up`,
  );
  const scores = (seed: number): HostMessage => fakeScores([{ name: 'all', texts }], columns, seed);

  await panel.load('dark');
  await panel.send(
    { kind: 'welcome', uri: 'file:///work/large.spell', locked: false, language: 'en', firstRunNote: false },
    {
      kind: 'pictures',
      pictures: columns.map((path, n) => ({ path, src: `${panel.origin}/picture/${n}.jpg` })),
    },
    { kind: 'status', phase: 'ready' },
  );

  const first = await panel.timeToFrame(scores(1));
  await panel.page.locator('spellwright-leaderboard [aria-level="1"]').focus();
  await panel.page.keyboard.press('ArrowRight');
  const updates: number[] = [];
  for (let round = 0; round < rounds; round++) updates.push(await panel.timeToFrame(scores(round + 2)));

  const devTools = await panel.page.context().newCDPSession(panel.page);
  await devTools.send('Performance.enable');
  /** Seconds that the page has spent in scripts, styles and layout so far. */
  const worked = async (): Promise<number> => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return metrics
      .filter(({ name }) => /^(Script|RecalcStyle|Layout)Duration$/.test(name))
      .reduce((sum, { value }) => sum + value, 0);
  };
  const before = await worked();
  const frames = await panel.page.evaluate(async (count) => {
    const app = document.querySelector('spellwright-panel')!.shadowRoot!;
    const box = (name: string): Element => app.querySelector(name)!.shadowRoot!.querySelector('.box')!;
    const [matrix, board] = [box('spellwright-matrix'), box('spellwright-leaderboard')];
    matrix.scrollIntoView();
    const times: number[] = [];
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    for (let step = 0; step < count; step++) {
      matrix.scrollTop = (step * 53) % (matrix.scrollHeight - matrix.clientHeight);
      matrix.scrollLeft = (step * 97) % (matrix.scrollWidth - matrix.clientWidth);
      board.scrollTop = (step * 85) % (board.scrollHeight - board.clientHeight);
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - last);
      last = now;
    }
    return times;
  }, scrollFrames);
  const work = (1000 * ((await worked()) - before)) / scrollFrames;
  const elements = await panel.page.evaluate(() => {
    const countIn = (root: ParentNode): number =>
      [...root.querySelectorAll('*')].reduce(
        (sum, each) => sum + 1 + (each.shadowRoot ? countIn(each.shadowRoot) : 0),
        0,
      );
    return countIn(document);
  });
  await panel.close();

  console.log(`first result to painted frame: ${first.toFixed(0)} ms`);
  console.log(`new result to painted frame, all unfolded: ${summary(updates)}`);
  console.log(`frame while scrolling both tables: ${summary(frames)}`);
  console.log(`scripts, styles and layout for one such frame: ${work.toFixed(1)} ms`);
  console.log(`elements in the page: ${elements}`);
}

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}

void main();
