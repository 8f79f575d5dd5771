import assert from 'node:assert/strict';
import type { JudgedPicture } from '../../src/core/judge/verdict';
import type { FileScore } from '../../src/core/score/fileScore';
import {
  drawingOf,
  galleryMessage,
  makingOf,
  type GalleryState,
} from '../../src/extension/features/panel/galleryMessage';
import type { DocumentPictures, JudgedGalleryPicture } from '../../src/extension/services/generatedPictures';
import type { Drawing } from '../../src/extension/services/generators';
import { readHostMessage } from '../../src/protocol/panel';
import { panelWords } from '../../src/words/panel';
import { say } from '../../src/words/words';

const options = {
  language: 'en',
  say: (key: keyof typeof panelWords, parameters = {}) => say(panelWords[key], 'en', parameters),
  shown: (file: string) => file.replace('/w/', ''),
  address: (file: string, version: string) => `web:${file}?${version}`,
} as const;

const judgement: JudgedPicture = {
  ...{ ownCosine: 0.3, ownProbability: 0.75, closeness: 0.25 },
  nearest: { reference: 1, cosine: 0.4 },
};

function picture(over: Partial<JudgedGalleryPicture>): JudgedGalleryPicture {
  return {
    ...{ file: '/w/generated/1.png', origin: 'drawn', time: 1, seed: '1', text: 'a red apple' },
    ...{ match: 'exact', variant: 0, spell: 0, expansion: '0', others: 0 },
    ...over,
  };
}

// What is not asked of scores is not there.
const score = { images: [{ path: '/w/refs/1.png' }, { path: '/w/refs/2.png' }] } as unknown as FileScore;
const checkpoint = { id: 'mini', hash: 'ab' } as NonNullable<DocumentPictures['verdict']>['checkpoint'];

function pictures(over: Partial<DocumentPictures> = {}): DocumentPictures {
  const variants = ['a red apple', 'a green apple', 'a blue apple'].map((text, i) => ({
    ...{ spell: 0, name: 'apple', expansion: { id: String(i), text }, prompt: text },
  }));
  return {
    ...{ phase: 'judged', version: 3, variants, score, watched: { folders: [] } },
    pictures: [
      picture({ judged: judgement }),
      picture({ file: '/w/generated/2.png', variant: 1, judged: judgement }),
      picture({ file: '/w/generated/3.png', match: 'earlier', variant: undefined, text: 'a pear' }),
      picture({
        ...{ file: '/watched/4.png', origin: 'found', match: 'near', text: 'a red, red apple' },
        change: { code: 'words', written: '', drawn: 'red' },
      }),
    ],
    verdict: {
      ...{ checkpoint, pictures: new Map(), compared: [0, 1], references: 2, leftOut: 0 },
      ...{ unreadable: ['/w/generated/3.png'], changed: [], doubles: [], asReferences: [] },
      verdict: {
        seeds: ['1', '2', '3', '4', '5'],
        variants: [
          { closeness: 0.25, rank: 1, ranks: { first: 1, last: 2 } },
          {
            ...{ closeness: 0.2, rank: 2, ranks: { first: 1, last: 2 } },
            behind: { difference: -0.05, interval: { low: -0.1, high: 0.01 } },
          },
          {},
        ],
      },
    } as NonNullable<DocumentPictures['verdict']>,
    ...over,
  };
}

const state = (over: Partial<GalleryState> = {}): GalleryState => ({
  ...{ pictures: pictures(), judged: undefined, score, hasGenerator: true },
  references: new Set(['/w/generated/2.png']),
  ...over,
});

describe('what the panel is told of generated pictures', () => {
  it('is rows of the texts that there are pictures of, each text of the file apart from those that it lost', () => {
    const message = galleryMessage(state(), options);
    assert.equal(readHostMessage(message), message);
    assert.deepEqual(
      message.variants.map(({ text, isGone, change }) => [text, isGone, change]),
      [
        ['a red apple', false, undefined],
        ['a green apple', false, undefined],
        ['a pear', true, undefined],
        ['a red, red apple', true, '“red” more'],
      ],
    );
    const [first, second, third, fourth] = message.pictures;
    assert.deepEqual(first, {
      ...{ id: 'generated/1.png', variant: 0, seed: '1', origin: 'drawn', src: 'web:/w/generated/1.png?1' },
      ...{ own: 0.75, closeness: 0.25, nearest: { picture: 'refs/2.png', cosine: 0.4 } },
      ...{ isReference: false, differs: false },
    });
    assert.equal(second!.isReference, true);
    // What the checkpoint could not read is not shown to a browser either.
    assert.deepEqual(
      [third!.src, third!.failure, third!.variant],
      [undefined, 'generated/3.png cannot be read back as a picture.', 2],
    );
    assert.deepEqual([fourth!.id, fourth!.origin, fourth!.variant], ['/watched/4.png', 'found', 3]);
  });

  it('has the standings with their intervals, and what was not compared', () => {
    const { verdict, remarks, isStale } = galleryMessage(state(), options);
    assert.deepEqual(verdict!.standings[1], {
      ...{ variant: 1, rank: 2, ranks: { first: 1, last: 2 }, closeness: 0.2, own: 0.75, pictures: 1 },
      behind: { difference: -0.05, low: -0.1, high: 0.01 },
    });
    assert.deepEqual([verdict!.seeds, verdict!.canTell, verdict!.references], [5, true, 2]);
    assert.deepEqual(remarks, []);
    assert.equal(isStale, false);
    const more = pictures();
    const third = picture({ file: '/w/generated/9.png', variant: 2, judged: judgement });
    const told = galleryMessage(
      state({
        pictures: {
          ...more,
          pictures: [...more.pictures, third],
          verdict: { ...more.verdict!, asReferences: ['/w/generated/2.png'] },
          watched: {
            folders: [{ folder: '/w/out', pictures: 0, isCut: false, isMissing: true }],
          } as unknown as DocumentPictures['watched'],
        },
      }),
      options,
    );
    assert.deepEqual(told.remarks, [
      'Not compared, as they have no pictures of the same seeds and parameters: 1 of the variants.',
      'Pictures that are reference pictures themselves are compared with the other references, and count in no verdict: 1.',
      'out, a watched folder, is not there or cannot be read.',
    ]);
  });

  it('keeps the verdict of an older text, with its own variants, and says that it is old', () => {
    const judged = pictures();
    const changed = pictures({
      ...{ phase: 'waiting', verdict: judged.verdict },
      variants: [{ ...judged.variants[1]! }],
      pictures: [picture({ file: '/w/generated/2.png', variant: 0, text: 'a green apple' })],
    });
    const message = galleryMessage(state({ pictures: changed, judged, score: undefined }), options);
    assert.equal(message.isStale, true);
    assert.equal(readHostMessage(message), message);
    assert.deepEqual(
      message.verdict!.standings.map(({ variant, rank }) => [message.variants[variant]!.text, rank]),
      [
        ['a red apple', 1],
        ['a green apple', 2],
      ],
    );
    // Numbers stand below a picture of no variant, too.
    const near = pictures({ pictures: pictures().pictures.slice(2) });
    const other = galleryMessage(state({ pictures: near, judged, score: undefined }), options);
    assert.deepEqual([other.verdict, other.isStale], [undefined, true]);
    // What another checkpoint said is dropped, not kept as old.
    const dropped = galleryMessage(
      state({ pictures: { ...changed, verdict: undefined }, judged, score: undefined }),
      options,
    );
    assert.equal(dropped.verdict, undefined);
  });

  it('is nothing while nobody looks', () => {
    const { phase, pictures: none } = galleryMessage(state({ pictures: undefined }), options);
    assert.deepEqual([phase, none], ['idle', []]);
  });

  it('tells how a found picture was made, as far as it says so itself', () => {
    const found = {
      ...{ maker: 'comfyui', dialect: 'comfyui', prompt: 'a cat', seed: '7' },
      parameters: [['Steps', '20']],
    } as unknown as JudgedGalleryPicture['found'];
    const near = picture({
      ...{ origin: 'found', found, match: 'near', time: 0 },
      change: { code: 'words', written: 'a red apple', drawn: 'a cat' },
    });
    assert.deepEqual(makingOf(near, pictures().variants, options), {
      ...{ id: 'generated/1.png', prompt: 'a cat', isThere: false, remarks: [], generator: 'comfyui' },
      near: 'It looks like “a red apple” of the file, and is not compared: “a cat” in place of “a red apple”.',
      time: '1970-01-01T00:00:00.000Z',
      parameters: [{ name: 'Steps', ran: '20', differs: false }],
    });
  });

  it('tells what is drawn, and how long that takes by what the pictures took', () => {
    const request = (seed: string) => ({ variant: 0, parameters: { seed } });
    const drawing = {
      ...{ isOver: false, isWaiting: false, current: { index: 1, isQueued: false, fraction: 0.5 } },
      plan: {
        variants: [{ expansion: { text: 'a red apple' } }],
        requests: ['1', '2', '3', '4'].map(request),
      },
      drawn: [{ index: 0, isKnown: false, record: { seconds: 8 } }],
    } as unknown as Drawing;
    assert.deepEqual(drawingOf(drawing, false), {
      ...{ phase: 'drawing', done: 1, total: 4, text: 'a red apple', seed: '2', fraction: 0.5, left: 20 },
    });
    assert.equal(drawingOf(drawing, true)!.phase, 'stopping');
    assert.equal(drawingOf({ ...drawing, isOver: true }, false), undefined);
    assert.equal(drawingOf(undefined, false), undefined);
  });
});
