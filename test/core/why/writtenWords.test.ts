import assert from 'node:assert/strict';
import { finish } from '../../../src/core/steps';
import { contentWords } from '../../../src/core/why/contentWords';
import { markAround, paintOver } from '../../../src/core/why/paintOver';
import { inPicture, takeOver, viewOf } from '../../../src/core/why/pictureView';
import {
  canDraw,
  drawWord,
  enclosedBy,
  enclosedGrounds,
  type Ink,
} from '../../../src/core/why/strokeAlphabet';
import { textRegions } from '../../../src/core/why/textRegions';
import { wordsInPicture } from '../../../src/core/why/typographic';
import { readInk } from '../../../src/core/why/wordShape';

type Colour = readonly [number, number, number];
const paper: Colour = [40, 120, 200];
const ink: Colour = [250, 240, 60];

function plain(
  width: number,
  height: number,
  colour: Colour,
): { width: number; height: number; data: Uint8Array } {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!) };
}

/** A picture with a word in it at a place. */
function written(
  word: string,
  { left, top, scale, pen }: { left: number; top: number; scale: number; pen: number },
) {
  const image = plain(240, 200, paper);
  const drawn = drawWord(word, scale, pen);
  for (let y = 0; y < drawn.height; y++)
    for (let x = 0; x < drawn.width; x++)
      if (drawn.ink[y * drawn.width + x] === 1) image.data.set(ink, ((top + y) * image.width + left + x) * 3);
  return { image, drawn };
}

function leaning({ width, height, ink: from }: Ink, by: number): Ink {
  const wide = width + Math.ceil(by * height);
  const to = new Uint8Array(wide * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (from[y * width + x] === 1) to[y * wide + x + Math.floor(by * (height - y))] = 1;
  return { width: wide, height, ink: to };
}

describe('lines of writing', () => {
  it('are found where they are, with their letters and their ink', () => {
    const { image, drawn } = written('zebra', { left: 30, top: 60, scale: 4, pen: 1.2 });
    const [line, ...others] = finish(textRegions(image));
    assert.equal(others.length, 0);
    assert.deepEqual(
      [line!.left, line!.top, line!.right, line!.bottom, line!.letters],
      [30, 60, 30 + drawn.width, 60 + drawn.height, 5],
    );
    assert.deepEqual(line!.ink, drawn.ink);
  });

  it('hold the dots of their letters', () => {
    const { image, drawn } = written('pixie', { left: 20, top: 40, scale: 4, pen: 1.2 });
    const [line] = finish(textRegions(image));
    assert.equal(line!.top, 40, 'the dots are above the letters');
    assert.deepEqual(line!.ink, drawn.ink);
  });

  it('are none in a plain picture, in a single shape, or in two', () => {
    assert.deepEqual(finish(textRegions(plain(200, 200, paper))), []);
    assert.deepEqual(finish(textRegions(written('o', { left: 20, top: 20, scale: 4, pen: 1 }).image)), []);
    assert.deepEqual(finish(textRegions(written('ox', { left: 20, top: 20, scale: 4, pen: 1 }).image)), []);
  });

  it('take steps that the noise of a picture does not multiply', () => {
    let state = 1;
    const noise = plain(384, 384, paper);
    for (let i = 0; i < noise.data.length; i++) noise.data[i] = (state = (state * 48271) % 2147483647) % 256;
    const steps = textRegions(noise);
    let count = 0;
    while (!steps.next().done) count++;
    assert.equal(count, 15, 'a level of a channel each');
  });
});

describe('what is painted over', () => {
  it('becomes what is around it, and nothing else changes', () => {
    const { image } = written('zebra', { left: 30, top: 60, scale: 4, pen: 1.2 });
    const before = image.data.slice();
    const [line] = finish(textRegions(image));
    const painted = paintOver(image, markAround(image, line!, 2));
    assert.deepEqual(painted.data, plain(240, 200, paper).data);
    assert.deepEqual(image.data, before);
  });

  it('is taken over into a picture of another size', () => {
    const { image } = written('zebra', { left: 30, top: 60, scale: 4, pen: 1.2 });
    const part = { ...image, left: 0, top: 0, whole: { width: 240, height: 200 } };
    const view = viewOf(part, { left: 0, top: 0, width: 240, height: 200 });
    assert.equal(view.image.width, 384, 'enlarged');
    const [line] = finish(textRegions(view.image));
    const area = inPicture(view, line!);
    assert.ok(Math.abs(area.left - 30) < 2 && Math.abs(area.top - 60) < 2, JSON.stringify(area));
    const marked = markAround(view.image, line!, 4);
    takeOver(part, view, paintOver(view.image, marked), marked);
    assert.deepEqual(part.data, plain(240, 200, paper).data);
  });

  it('stays where all of a picture is marked', () => {
    const image = plain(4, 3, paper);
    assert.deepEqual(paintOver(image, new Uint8Array(12).fill(1)).data, image.data);
  });
});

describe('a word that is written', () => {
  const words = ['guitar', 'guinea', 'zebra', 'tractor', 'cup', '猫'];

  it('is the nearest by its shape, in another hand too', () => {
    for (const word of ['guitar', 'zebra', 'tractor', 'cup']) {
      for (const letters of [word, word.toUpperCase(), word[0]!.toUpperCase() + word.slice(1)]) {
        const [first, second] = finish(readInk(leaning(drawWord(letters, 9, 1.3), 0.2), words));
        assert.equal(first!.word, word, letters);
        assert.ok(
          first!.distance < 0.7 * second!.distance,
          `${letters}: ${first!.distance}, ${second!.distance}`,
        );
      }
    }
  });

  it('encloses as much ground as its letters do', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')
      assert.equal(enclosedGrounds(drawWord(letter, 9, 0.9), 4), enclosedBy(letter), letter);
    const gap: Ink = { width: 3, height: 3, ink: Uint8Array.of(1, 1, 1, 1, 0, 1, 1, 1, 1) };
    assert.deepEqual([enclosedGrounds(gap, 1), enclosedGrounds(gap, 2)], [1, 0]);
  });

  it('is none in stripes, which enclose nothing', () => {
    const stripes = leaning({ width: 90, height: 60, ink: new Uint8Array(5400) }, 0);
    for (let y = 0; y < 60; y++)
      for (let x = 0; x < 90; x++) if (x % 24 < 9) stripes.ink[y * stripes.width + x] = 1;
    const [likely, unlike] = finish(readInk(stripes, ['till', 'apple']));
    assert.equal(likely!.word, 'till');
    assert.deepEqual(unlike, { word: 'apple', distance: Infinity });
  });

  it('that is farther than what is asked for is Infinity away, and the others as far as ever', () => {
    const all = finish(readInk(drawWord('zebra', 9, 1.3), words));
    const most = all[0]!.distance + 0.01;
    const near = finish(readInk(drawWord('zebra', 9, 1.3), words, most));
    assert.deepEqual(near[0], all[0]);
    assert.ok(near.slice(1).every(({ distance }) => distance > most));
  });

  it('is told from words that are not there', () => {
    const [first] = finish(readInk(drawWord('mountain', 6, 1), ['cup', 'hat', 'penguin']));
    assert.ok(first!.distance > 1.1, String(first!.distance));
    assert.deepEqual(finish(readInk({ width: 3, height: 2, ink: new Uint8Array(6) }, words)), []);
  });

  it('is Latin without accents, or digits', () => {
    assert.equal(canDraw('Zebra7'), true);
    for (const word of ['', 'café', '猫', 'a cat', 'it’s']) assert.equal(canDraw(word), false, word);
    assert.deepEqual(
      finish(readInk(drawWord('cup', 6, 1), ['猫', 'cup'])).map(({ word }) => word),
      ['cup'],
    );
  });
});

describe('a word that takes a picture over', () => {
  const candidates = [
    { word: 'cat', embedding: Float32Array.of(1, 0) },
    { word: 'sun', embedding: Float32Array.of(0, 1) },
  ];
  const line = (word: string, without: Float32Array) => {
    const drawn = drawWord(word, 6, 1.1);
    return {
      ...{ letters: 3, ink: drawn.ink, inkWidth: drawn.width, inkHeight: drawn.height, without },
      area: { left: 1, top: 2, right: 3, bottom: 4 },
    };
  };
  const find = (embedding: Float32Array, ...lines: ReturnType<typeof line>[]) =>
    finish(wordsInPicture({ embedding, lines }, candidates, 10));
  const [likeCat, likeSun] = [Float32Array.of(0.8, 0.6), Float32Array.of(0.6, 0.8)];

  it('wins, and loses when it is painted over', () => {
    const [found, ...others] = find(likeSun, line('SUN', likeCat));
    assert.equal(others.length, 0);
    const { probability, probabilityWithout, ...rest } = found!;
    assert.deepEqual(rest, {
      ...{ word: 'sun', winner: 'sun', winnerWithout: 'cat', takesOver: true },
      area: { left: 1, top: 2, right: 3, bottom: 4 },
    });
    assert.ok(Math.abs(probability - 1 / (1 + Math.exp(-2))) < 1e-6);
    assert.ok(Math.abs(probabilityWithout - 1 / (1 + Math.exp(2))) < 1e-6);
  });

  it('is only written where it wins without the writing too, or not at all', () => {
    assert.equal(find(likeSun, line('sun', likeSun))[0]!.takesOver, false);
    assert.equal(find(likeCat, line('sun', likeCat))[0]!.takesOver, false);
  });

  it('is none where another word is written, though the winner changes', () => {
    assert.deepEqual(find(likeSun, line('mountain', likeCat)), []);
  });
});

describe('the words of a file', () => {
  it('are those that name something, once, of English and of Japanese', () => {
    assert.deepEqual(contentWords(['A photo of a Cat, the cat’s red hat', 'a cat on 3 mats'], 9), [
      'cat',
      'red',
      'hat',
      'mats',
    ]);
    const japanese = contentWords(['赤いりんごの上の猫'], 9);
    assert.ok(japanese.includes('猫') && !japanese.includes('の'), japanese.join(' '));
    assert.deepEqual(contentWords(['one two three'], 2), ['one', 'two']);
  });
});
