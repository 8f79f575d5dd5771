import assert from 'node:assert/strict';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { normalized } from '../../../src/core/clip/similarity';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { needsOracles, readJsonOracle } from '../../oracles';
import { FakeEmbedder } from './fakeEmbedder';

type Embeddings = Readonly<Record<string, Readonly<Record<string, number[]>>>>;

describe('scores with real ViT-B/32 embeddings', () => {
  before(function () {
    needsOracles(this);
  });

  const rank = async (photo: string): Promise<{ text: string; cosine: number; probability: number }[]> => {
    const texts = readJsonOracle<Embeddings>('vit-b-32-text-embeddings.json').texts!;
    const images = readJsonOracle<Embeddings>('vit-b-32-image-embeddings.json').images!;
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
