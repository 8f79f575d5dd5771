import { FakeEmbedder } from '../score/fakeEmbedder';
import { PackedEmbeddings } from '../../../src/core/craft/packedEmbeddings';
import type { Candidates } from '../../../src/core/craft/screen';
import type { Phrase, PhraseClass } from '../../../src/core/ports';
import type { Measure } from '../../../src/core/why/measureTexts';

/** A word's direction in a space of a few dimensions; words that are not named point along the last, which no picture has. */
export class FakeSpace {
  readonly width: number;

  constructor(
    private readonly words: Readonly<Record<string, readonly number[]>>,
    private readonly pictures: readonly (readonly number[])[],
  ) {
    this.width = Object.values(words)[0]!.length + 1;
  }

  /** The sum of its phrases, at unit length; of nothing, what no picture has. */
  vector(text: string): Float32Array {
    const sum = new Float32Array(this.width);
    for (const phrase of text.split(', ')) {
      const known = this.words[phrase];
      if (known) known.forEach((value, i) => (sum[i]! += value));
      else sum[this.width - 1]! += 0.05;
    }
    return unit(sum);
  }

  get embedder(): FakeEmbedder {
    return new FakeEmbedder(
      (text) => this.vector(text),
      () => undefined,
    );
  }

  measure(pictures = this.pictures): Measure {
    return {
      embedder: this.embedder,
      checkpoint: { id: 'fake' },
      pictures: pictures.map((picture) => unit(Float32Array.from([...picture, 0]))),
      groups: pictures.map((_, i) => i),
      templates: [],
    };
  }

  candidates(classes: Readonly<Record<string, PhraseClass>>): Candidates {
    const phrases = Object.entries(classes).map(([text, its]): Phrase => ({
      text,
      class: its,
      language: 'en',
      frequency: 1,
    }));
    const packed = PackedEmbeddings.empty(phrases.length, this.width);
    phrases.forEach(({ text }, row) => packed.set(row, this.vector(text)));
    return { phrases, packed };
  }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
