import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { PackedEmbeddings } from '../../src/core/craft/packedEmbeddings';
import { DeviceMemory } from '../../src/engine/device/deviceMemory';
import { cachedEntry } from '../../src/engine/graph/entryCache';
import { KeptPhrases } from '../../src/files/keptPhrases';

/** Writes graphs, devices and lists into one cache and reads each back, round after round; now and then it takes the graphs away. */
async function main(folder: string, rounds: number): Promise<void> {
  const graph = Buffer.alloc(200_000, 'graph');
  const phrases = new KeptPhrases({ cacheFolder: folder, context: 'faults', width: 8 });
  const texts = ['a', 'b', 'c'];
  const devices = new DeviceMemory(folder, 'hash', '1');
  for (let round = 1; round <= rounds; round++) {
    const entry = await cachedEntry({ source: 'a' }, 'f'.repeat(64), { folder }, () =>
      Promise.resolve({ graphs: { 'text.onnx': graph }, weights: [] }),
    );
    // The other window may have taken it away meanwhile; what is there is whole.
    const found = await readFile(path.join(entry.path, 'text.onnx')).catch(() => graph);
    assert.ok(found.equals(graph));
    await phrases.put(texts, new PackedEmbeddings(8, new Float32Array(3), new Int8Array(24).fill(5)));
    assert.equal((await phrases.get(texts))?.values[0], 5);
    await devices.write({ expected: Float32Array.of(1, 2), refused: [] });
    assert.deepEqual((await devices.read()).expected, Float32Array.of(1, 2));
    if (round % 4 === 0) await rm(entry.path, { recursive: true, force: true }).catch(() => undefined);
    process.send?.(round);
  }
}

void main(process.argv[2]!, Number(process.argv[3])).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
