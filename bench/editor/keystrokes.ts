import type { FrameLocator, Page } from 'playwright-core';

/** Clocks of a page and of the frames in it: both count from the same moment, whatever their own origin. */
declare global {
  interface Window {
    benchKey?: number;
    benchShown?: number;
  }
}

const patienceMs = 30_000;

/**
 * Types letters at the caret, each after the one before has reached the panel, and measures from each key to the
 * panel's first frame that shows the spell as it is then, with its scores.
 * @returns milliseconds, key by key
 */
export async function timeKeystrokes(
  page: Page,
  panel: FrameLocator,
  { spell, letters }: { readonly spell: string; readonly letters: string },
): Promise<number[]> {
  await page.evaluate(() =>
    addEventListener('keydown', () => (window.benchKey = performance.timeOrigin + performance.now()), true),
  );
  const times: number[] = [];
  let text = spell;
  for (const letter of letters) {
    text += letter;
    await watchFor(panel, text);
    await page.keyboard.press(letter);
    const shown = await panel.locator('body').evaluate(async (_body, patience) => {
      for (const end = performance.now() + patience; performance.now() < end;) {
        if (window.benchShown !== undefined) return window.benchShown;
        await new Promise(requestAnimationFrame);
      }
      throw new Error('the panel does not show what was typed');
    }, patienceMs);
    times.push(shown - (await page.evaluate(() => window.benchKey!)));
    // As somebody who looks before the next key; also lets everything else of the editor come to rest.
    await page.waitForTimeout(400);
  }
  return times;
}

/** Notes when the leaderboard's painted rows first hold the text. */
async function watchFor(panel: FrameLocator, text: string): Promise<void> {
  await panel.locator('body').evaluate((_body, expected) => {
    window.benchShown = undefined;
    // No named function: tsx would add calls of a helper that the page does not have.
    void (async () => {
      for (let found = false; !found;) {
        await new Promise(requestAnimationFrame);
        const app = document.querySelector('spellwright-panel')!.shadowRoot!;
        const rows = app.querySelector('spellwright-leaderboard')!.shadowRoot!.querySelectorAll('.row .what');
        found = [...rows].some((row) => row.getAttribute('title')?.split('\n')[0] === expected);
      }
      // A frame's callbacks run before it is painted: the next one's run after.
      await new Promise(requestAnimationFrame);
      window.benchShown = performance.timeOrigin + performance.now();
    })();
  }, text);
}
