/**
 * The README's moving picture, taken in the real editor: somebody types, the scores move, and the panel says which words
 * carry them. A step of `npm run docs:pictures`, and by itself: `npx tsx scripts/docs/motion.ts`, after `npm run build`.
 */
import path from 'node:path';
import sharp from 'sharp';
import { Person, PLAIN_WINDOW } from '../../test/browser/person';
import { root } from '../editor/repository';

const file = path.join(root, 'docs', 'images', 'in-motion.gif');
/** Of the window, and of the picture. */
const [viewport, width] = [{ width: 1200, height: 640 }, 960];
/** GitHub and the Marketplace show larger ones late or not at all. */
const mostBytes = 3 * 2 ** 20;

interface Frame {
  readonly png: Buffer;
  /** How long it is shown, in milliseconds. */
  delay: number;
}

/** What was taken so far; the same picture twice is one that is shown longer. */
const frames: Frame[] = [];

async function main(): Promise<void> {
  const person = await Person.arrive({ theme: 'dark', viewport, settings: PLAIN_WINDOW });
  try {
    await act(person);
  } finally {
    await person.leave();
  }
  const pngs = await Promise.all(frames.map(({ png }) => sharp(png).resize({ width }).png().toBuffer()));
  const { size } = await sharp(pngs, { join: { animated: true } })
    .gif({ delay: frames.map(({ delay }) => delay), loop: 0, colours: 128, dither: 0, effort: 10 })
    .toFile(file);
  console.log(`${path.relative(root, file)}: ${frames.length} pictures, ${(size / 2 ** 20).toFixed(2)} MiB`);
  if (size > mostBytes) throw new Error('The moving picture is larger than 3 MiB.');
}

/** Waits for what is shown rather than for times, so that a busy machine makes the same picture. */
async function act(person: Person): Promise<void> {
  const { page } = person;
  await person.open('2-one-thing-wrong.spell');
  await page.locator('.codelens-decoration', { hasText: '#1' }).first().waitFor();
  await person.dress();
  await person.command('View: Toggle Primary Side Bar Visibility');
  await person.command('Spellwright: Open the Panel');
  const panel = person.panel();
  await panel.getByRole('treegrid').waitFor();
  await panel.getByRole('button', { name: 'Not now' }).click();
  await person.caretAfter('three lemons on a green background');
  await settled(person);
  await take(person, 1500);

  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await type(person, 'three lemons, green background');
  await take(person, 1200);
  await type(person, ', {bright|dark}, a photo');
  await take(person, 2000);

  await panel.getByRole('tab', { name: 'Why' }).click();
  await person.command('Spellwright: Explain This Spell');
  await panel.locator('spellwright-ledger [data-index]').first().waitFor();
  await settled(person);
  await take(person, 3500);
}

/** Types in pieces of two letters, and takes a picture after each. */
async function type(person: Person, text: string): Promise<void> {
  for (const piece of text.match(/.{1,2}/gs) ?? []) {
    await person.page.keyboard.insertText(piece);
    await settled(person);
    await take(person, 160);
  }
}

/** Until two pictures in a row are the same: scores have come, and nothing moves but the caret. */
async function settled(person: Person): Promise<void> {
  let before: Buffer = Buffer.alloc(0);
  for (let tries = 0; tries < 20; tries++) {
    await person.page.waitForTimeout(150);
    const now = await look(person);
    if (now.equals(before)) return;
    before = now;
  }
}

async function take(person: Person, delay: number): Promise<void> {
  const png = await look(person);
  const last = frames.at(-1);
  if (last?.png.equals(png)) last.delay += delay;
  else frames.push({ png, delay });
}

const look = (person: Person): Promise<Buffer> =>
  person.page.screenshot({ caret: 'hide', animations: 'disabled' });

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
