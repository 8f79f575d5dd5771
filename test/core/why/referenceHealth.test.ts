import assert from 'node:assert/strict';
import { finish } from '../../../src/core/steps';
import {
  comparedMarks,
  cropOf,
  mostPaired,
  sizeMarks,
  textMarks,
  type KnownPicture,
} from '../../../src/core/why/referenceHealth';

const clip = { resize: { kind: 'shortest-edge', size: 224 }, crop: { width: 224, height: 224 } } as const;
const picture = (degrees: number, group: number): KnownPicture => ({
  ...{ width: 300, height: 300, group },
  embedding: Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)),
});
const codes = (pictures: readonly KnownPicture[], cosines: readonly number[] = []): string[][] =>
  finish(comparedMarks(pictures, Float32Array.from(cosines), 100)).map((marks) =>
    marks.map(({ code }) => code),
  );

describe('the health of reference pictures', () => {
  it('knows what the crop drops', () => {
    const { seen, dropped } = cropOf({ width: 1600, height: 900 }, clip);
    assert.ok(Math.abs(dropped - 7 / 16) < 0.002, String(dropped));
    assert.ok(Math.abs(seen.left - 350) < 2 && Math.abs(seen.right - 1250) < 2, JSON.stringify(seen));
    assert.equal(cropOf({ width: 500, height: 500 }, clip).dropped, 0);
    const whole = { resize: { kind: 'exact', width: 64, height: 64 } } as const;
    assert.equal(cropOf({ width: 1600, height: 900 }, whole).dropped, 0);
    const small = { resize: { kind: 'none' }, crop: { width: 100, height: 100 } } as const;
    assert.equal(cropOf({ width: 50, height: 60 }, small).dropped, 0, 'black is added, nothing is lost');
  });

  it('marks what is cropped by more than a 4 : 3 picture, and what is smaller than the input', () => {
    assert.deepEqual(sizeMarks({ width: 400, height: 300 }, 224, clip), []);
    assert.deepEqual(
      sizeMarks({ width: 1600, height: 200 }, 224, clip).map(({ code }) => code),
      ['too-small', 'cropped'],
    );
    assert.deepEqual(sizeMarks({ width: 1600, height: 300 }, 224, undefined), []);
  });

  it('marks the one that is unlike the others, of five different ones at least', () => {
    const alike = [0, 4, 8, 12].map(picture);
    const stranger = picture(90, 4);
    assert.deepEqual(codes([...alike, stranger]), [[], [], [], [], ['outlier']]);
    assert.deepEqual(codes([...alike.slice(1), stranger]), [[], [], [], []], 'too few to say');
    assert.deepEqual(codes([...alike, picture(16, 4)]), [[], [], [], [], []]);
    const twice = [...alike, picture(6, 5), stranger, picture(90.5, 4)];
    assert.deepEqual(
      codes(twice).map((each) => each.includes('outlier')),
      [false, false, false, false, false, true, true],
      'two copies of a stranger do not vouch for each other',
    );
  });

  it('marks near-duplicates with the nearest of them', () => {
    const [first, second, third] = finish(
      comparedMarks([picture(0, 0), picture(3, 0), picture(60, 1)], new Float32Array(0), 100),
    );
    assert.deepEqual(
      [first, second].map((marks) => marks!.map((mark) => [mark.code, 'other' in mark && mark.other])),
      [[['near-duplicate', 1]], [['near-duplicate', 0]]],
    );
    assert.deepEqual(third, []);
  });

  it('marks what no text tells apart, of three texts at least', () => {
    const pictures = [picture(0, 0), picture(40, 1), picture(80, 2)];
    const rows = [0.3, 0.301, 0.1, 0.2, 0.202, 0.3, 0.25, 0.25, 0.2];
    assert.deepEqual(codes(pictures, rows), [['confusable'], ['confusable'], []]);
    assert.deepEqual(codes(pictures, rows.slice(0, 6)), [[], [], []]);
    const told = [...rows.slice(0, 6), 0.3, 0.25, 0.2];
    assert.deepEqual(codes(pictures, told), [[], [], []]);
  });

  it('compares no more pictures than it can', () => {
    const many = Array.from({ length: mostPaired + 1 }, (_, i) => picture(i === 0 ? 90 : 0, i));
    assert.ok(codes(many).every((each) => each.length === 0));
  });

  it('marks pages of text, and no picture with a line of it', () => {
    assert.deepEqual(textMarks(0.5, 6), [{ code: 'mostly-text', share: 0.5, lines: 6 }]);
    assert.deepEqual(textMarks(0.5, 1), []);
    assert.deepEqual(textMarks(0.1, 6), []);
  });
});
