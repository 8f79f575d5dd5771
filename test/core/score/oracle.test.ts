import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { normalized } from '../../../src/core/clip/similarity';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { FakeEmbedder } from './fakeEmbedder';

const oracles = resolve(__dirname, '../../../../shared/oracles');
const read = (name: string): Record<string, Record<string, number[]>> =>
  JSON.parse(readFileSync(resolve(oracles, name), 'utf8')) as Record<string, Record<string, number[]>>;

describe('scores with real ViT-B/32 embeddings', function () {
  before(function () {
    if (!existsSync(oracles)) this.skip();
  });

  const rank = async (photo: string): Promise<{ text: string; cosine: number; probability: number }[]> => {
    const texts = read('vit-b-32-text-embeddings.json').texts!;
    const images = read('vit-b-32-image-embeddings.json').images!;
    const embedder = new FakeEmbedder(
      (text) => normalized(Float32Array.from(texts[text.replace(/^a /, '')]!))!,
      (path) => Float32Array.from(images[path]!),
    );
    const file = parseSpellFile(`---\ntemplate: a {}\n---\n{${Object.keys(texts).join('|')}}`);
    const score = await scoreSpellFile({ file, imagePaths: [photo], embedder });
    assert.equal(score.prompts.length, 80);
    return score.ranking.map((row) => {
      const { expansion, meanCosine, meanProbability } = score.prompts[row]!;
      return { text: expansion.text, cosine: meanCosine, probability: meanProbability };
    });
  };

  it('finds the cat on the photo of a kitten', async () => {
    const [first, second] = await rank('456_123');
    assert.equal(first!.text, 'cat');
    assert.equal(first!.cosine.toFixed(3), '0.250');
    assert.ok(first!.probability > second!.probability);
  });

  it('finds the surfboard on the photo of a boardwalk', async () => {
    const [first] = await rank('208_495');
    assert.equal(first!.text, 'surfboard');
    assert.equal(first!.cosine.toFixed(3), '0.252');
  });
});
