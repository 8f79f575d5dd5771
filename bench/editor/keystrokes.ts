import type { FrameLocator, Page } from 'playwright-core';

/** Clocks of a page and of the frames in it: both count from the same moment, whatever their own origin. */
declare global {
  interface Window {
    benchKey?: number;
    benchShown?: number;
    benchMark?: number;
    benchLens?: number;
    /** Counts up with each watch, so that an older one ends. */
    benchWatch?: number;
  }
}

const patienceMs = 30_000;
/** Labels that stay the same to the last digit are never seen to change. */
const labelPatienceMs = 2500;

/** From one key, in milliseconds: to the painted frame that shows what follows from it. */
export interface Keystroke {
  /** When it was pressed, since 1970. */
  readonly at: number;
  readonly panel: number;
  /** The figures behind the line; undefined where they stayed the same to the last digit. */
  readonly mark?: number;
  /** The line above the spell. */
  readonly lens?: number;
}

/**
 * Types letters at the caret, each after the one before has reached the panel, and measures from each key to the
 * first frames that show the spell as it is then, with its scores: of the panel, of the figures in the text, of the lens.
 * @param pauseMs after each key
 */
export async function timeKeystrokes(
  page: Page,
  panel: FrameLocator,
  {
    spell,
    letters,
    pauseMs,
    withLens,
  }: {
    readonly spell: string;
    readonly letters: string;
    readonly pauseMs: number;
    readonly withLens: boolean;
  },
): Promise<Keystroke[]> {
  await page.evaluate(() =>
    addEventListener('keydown', () => (window.benchKey = performance.timeOrigin + performance.now()), true),
  );
  const times: Keystroke[] = [];
  let text = spell;
  for (const letter of letters) {
    text += letter;
    await watchPanel(panel, text);
    await watchEditor(page);
    await page.keyboard.press(letter);
    const shown = await panel.locator('body').evaluate(async (_body, patience) => {
      for (const end = performance.now() + patience; performance.now() < end;) {
        if (window.benchShown !== undefined) return window.benchShown;
        await new Promise(requestAnimationFrame);
      }
      throw new Error('the panel does not show what was typed');
    }, patienceMs);
    // As somebody who looks before the next key; also lets everything else of the editor come to rest.
    await page.waitForTimeout(pauseMs);
    const end = Date.now() + labelPatienceMs;
    let seen = await readEditor(page);
    while ((seen.mark === undefined || (withLens && seen.lens === undefined)) && Date.now() < end) {
      await page.waitForTimeout(100);
      seen = await readEditor(page);
    }
    const { key, mark, lens } = seen;
    times.push({
      at: key,
      panel: shown - key,
      ...(mark !== undefined && { mark: mark - key }),
      ...(lens !== undefined && { lens: lens - key }),
    });
  }
  return times;
}

/** Types without looking, at a steady pace. @returns when the last key was pressed, in milliseconds since 1970 */
export async function typeSteadily(
  page: Page,
  text: string,
  msBetween: number,
): Promise<{ readonly keys: number; readonly took: number }> {
  const start = performance.now();
  let keys = 0;
  for (const letter of text) {
    const due = start + keys * msBetween;
    if (due > performance.now()) await page.waitForTimeout(due - performance.now());
    await page.keyboard.press(letter === ' ' ? 'Space' : letter === '\b' ? 'Backspace' : letter);
    keys++;
  }
  return { keys, took: performance.now() - start };
}

/** Waits until the leaderboard shows a text. */
export async function untilPanelShows(panel: FrameLocator, text: string): Promise<void> {
  await watchPanel(panel, text);
  await panel.locator('body').evaluate(async (_body, patience) => {
    for (const end = performance.now() + patience; performance.now() < end;) {
      if (window.benchShown !== undefined) return;
      await new Promise(requestAnimationFrame);
    }
    throw new Error('the panel does not show what was typed');
  }, patienceMs);
}

/** Notes when the leaderboard's painted rows first hold the text. */
async function watchPanel(panel: FrameLocator, text: string): Promise<void> {
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

/** Notes when the figures behind the line, and those of the first lens, are first painted as others than now. */
async function watchEditor(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.benchMark = window.benchLens = undefined;
    const watch = (window.benchWatch = (window.benchWatch ?? 0) + 1);
    void (async () => {
      const before: (string | undefined)[] = [];
      for (let frame = 0; window.benchWatch === watch; frame++) {
        const now = [
          [...document.querySelectorAll('.view-lines [class*="TextEditorDecorationType"]')]
            .map((element) => getComputedStyle(element, '::after').content)
            .find((content) => content.includes('cos')),
          [...document.querySelectorAll('.codelens-decoration')].map(({ textContent }) => textContent).join(),
        ];
        if (frame === 0) before.push(...now);
        const paints: ('benchMark' | 'benchLens')[] = [];
        if (window.benchMark === undefined && now[0] !== undefined && now[0] !== before[0])
          paints.push('benchMark');
        if (window.benchLens === undefined && now[1] !== before[1]) paints.push('benchLens');
        await new Promise(requestAnimationFrame);
        for (const each of paints) window[each] = performance.timeOrigin + performance.now();
        if (window.benchMark !== undefined && window.benchLens !== undefined) return;
      }
    })();
  });
}

function readEditor(
  page: Page,
): Promise<{ readonly key: number; readonly mark?: number; readonly lens?: number }> {
  return page.evaluate(() => ({
    key: window.benchKey!,
    mark: window.benchMark,
    lens: window.benchLens,
  }));
}
