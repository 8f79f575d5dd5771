/**
 * What a list of many phrases costs at ViT-B/32's width beside embedding it: screening, choosing whom to measure, and the
 * file that is kept.
 *
 *     npx tsx scripts/craft/speed.ts [--phrases 100000] [--width 512]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PackedEmbeddings } from '../../src/core/craft/packedEmbeddings';
import { readPhraseList } from '../../src/core/craft/phraseList';
import { shortlist } from '../../src/core/craft/screen';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { finish } from '../../src/core/steps';
import { KeptPhrases } from '../../src/files/keptPhrases';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      phrases: { type: 'string', default: '100000' },
      width: { type: 'string', default: '512' },
    },
  });
  const [count, width] = [Number(values.phrases), Number(values.width)];
  const random = seededRandom(1);
  const unit = (): Float32Array => {
    const vector = Float32Array.from({ length: width }, () => random() - 0.5);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
  const time = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const made = await work();
    console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(3)} s`);
    return made;
  };
  const lines = Array.from({ length: count }, (_, i) => `tag_${i},0,${i},"one,two"`).join('\n');
  const { phrases } = await time('reading the list', () => finish(readPhraseList('tags.csv', lines)));
  const packed = PackedEmbeddings.empty(count, width);
  let [worst, square] = [0, 0];
  const direction = unit();
  for (let row = 0; row < count; row++) {
    const vector = unit();
    packed.set(row, vector);
    if (row >= 1000) continue;
    const exact = vector.reduce((sum, value, i) => sum + value * direction[i]!, 0);
    const one = new PackedEmbeddings(
      width,
      packed.scales.subarray(row, row + 1),
      packed.values.subarray(row * width, (row + 1) * width),
    );
    const off = Math.abs(finish(one.along(direction))[0]! - exact);
    worst = Math.max(worst, off);
    square += off * off;
  }
  console.log(
    `off by ${Math.sqrt(square / 1000).toExponential(1)} as a rule, ${worst.toExponential(1)} at most`,
  );
  const cosines = await time('one order', () => finish(packed.along(direction)));
  await time('shortlist', () => finish(shortlist(phrases, [cosines], 24, () => true)));
  const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-'));
  const kept = new KeptPhrases({ cacheFolder: folder, context: 'speed', width });
  const texts = phrases.map(({ text }) => text);
  await time('keeping', () => kept.put(texts, packed));
  await time('reading what was kept', () => kept.get(texts));
  console.log(`${((count * (width + 4)) / 1e6).toFixed(0)} MB`);
  rmSync(folder, { recursive: true });
}

void main();
