import assert from 'node:assert/strict';
import { drawnTable, foundTable, placeOf } from '../../src/panel/sections/gallery/galleryRows';
import { basisText, contrast, verdictTexts } from '../../src/panel/sections/gallery/galleryText';
import { sayIn } from '../../src/panel/wording';
import type { GalleryMessage, PanelDrawn, PanelVerdict } from '../../src/protocol/panel/gallery';

const picture = (id: string, variant: number, seed?: string, origin: PanelDrawn['origin'] = 'drawn') => ({
  ...{ id, variant, origin, isReference: false, differs: false },
  ...(seed !== undefined && { seed }),
});

function gallery(pictures: readonly PanelDrawn[], verdict?: PanelVerdict): GalleryMessage {
  return {
    ...{ kind: 'gallery', phase: 'ready', hasGenerator: true, isStale: false, remarks: [], pictures },
    variants: ['a', 'b', 'c'].map((text) => ({ text, isGone: false })),
    ...(verdict && { verdict }),
  };
}

const idsOf = ({ rows }: ReturnType<typeof drawnTable>): (string | undefined)[][] =>
  rows.map(({ cells }) => Array.from(cells, (cell) => cell?.id));

describe('the rows of the gallery', () => {
  it('are variants by seeds, seeds in the order of their numbers beyond 2^53, the unknown one last', () => {
    const large = '18446744073709551615';
    const table = drawnTable(
      gallery([
        picture('1', 1, large),
        picture('2', 0, '10'),
        picture('3', 0, '9'),
        picture('4', 1),
        picture('5', 1, '18446744073709551614'),
      ]),
    );
    assert.deepEqual(table.columns, ['9', '10', '18446744073709551614', large, '']);
    assert.deepEqual(idsOf(table), [
      ['3', '2', undefined, undefined, undefined],
      [undefined, undefined, '5', '1', '4'],
    ]);
    assert.deepEqual(placeOf(table, '1'), { row: 1, column: 3 });
    assert.equal(placeOf(table, '9'), undefined);
    assert.equal(placeOf(table, undefined), undefined);
  });

  it('hide no picture of a seed that was drawn twice: the newest is above, earlier ones below', () => {
    const table = drawnTable(
      gallery([picture('new', 0, '1'), picture('other', 0, '2'), picture('old', 0, '1')]),
    );
    assert.deepEqual(idsOf(table), [
      ['new', 'other'],
      ['old', undefined],
    ]);
    assert.deepEqual(
      table.rows.map(({ line }) => line),
      [0, 1],
    );
  });

  it('set what was found apart, eight to a line', () => {
    const found = Array.from({ length: 10 }, (_, i) => picture(`f${i}`, 2, String(1000 * i), 'found'));
    const all = gallery([...found, picture('d', 0, '1')]);
    assert.deepEqual(idsOf(drawnTable(all)), [['d']]);
    const table = foundTable(all);
    assert.equal(table.columns.length, 8);
    assert.deepEqual(idsOf(table), [
      found.slice(0, 8).map(({ id }) => id),
      found.slice(8).map(({ id }) => id),
    ]);
  });
});

describe('what the gallery says of the variants', () => {
  const say = sayIn('en');
  const verdict = (over: Partial<PanelVerdict> = {}): PanelVerdict => ({
    checkpoint: { id: 'mini', hash: '3f9a61c0d2b4'.padEnd(64, '0') },
    ...{ references: 4, seeds: 5, canTell: true, wasScored: true },
    standings: [0, 1, 2].map((variant) => ({
      ...{ variant, rank: variant + 1, pictures: 5 },
      ranks: { first: variant === 0 ? 1 : 2, last: variant === 0 ? 1 : 3 },
    })),
    ...over,
  });
  const texts = (over: Partial<PanelVerdict> = {}): readonly string[] =>
    verdictTexts(gallery([], verdict(over)), say);

  it('names a first only beyond doubt', () => {
    assert.match(texts()[0]!, /“a” came out closest, beyond doubt/);
    const tied = verdict().standings.map((each) => ({ ...each, ranks: { first: 1, last: 3 } }));
    assert.match(texts({ standings: tied })[0]!, /No variant came out closer/);
  });

  it('says where there is too little to say', () => {
    assert.match(texts({ canTell: false, seeds: 3 })[0]!, /Too few seeds.*5 or more tell \(3 so far\)/);
    assert.match(texts({ seeds: 0 })[0]!, /No seed has a picture of every variant/);
    assert.match(texts({ references: 0 })[0]!, /no readable reference pictures/);
    assert.match(texts({ standings: verdict().standings.slice(0, 1) })[0]!, /one variant only/);
    assert.match(texts()[1]!, /Too few variants to say: 6 or more tell \(3\)/);
    // Variants that were not compared tell nothing of the scores.
    const seven = Array.from({ length: 7 }, (_, variant) => ({
      ...{ variant: variant % 3, pictures: 5 },
      ...(variant < 4 && { rank: variant + 1 }),
    }));
    assert.match(texts({ standings: seven })[1]!, /Too few variants to say: 6 or more tell \(4\)/);
    assert.match(texts({ wasScored: false })[1]!, /no scores of these words/);
    assert.deepEqual(verdictTexts(gallery([]), say), []);
  });

  it('tells how far the scores foretold it, with the interval, on what, and by whose eye', () => {
    const foretold = { rho: -0.714, low: -0.97, high: 0.31, pairs: 6 };
    assert.match(texts({ foretold })[1]!, /ρ −0\.71 \[−0\.97, 0\.31\] over 6 variants/);
    const basis = basisText(gallery([], verdict()), say);
    assert.match(basis!, /different: 4.*compared variants have \(5\); mini 3f9a61c0d2b4/);
  });

  it('tells of two pictures what differs and what does not', () => {
    const shared = [
      ['Steps', '20'],
      ['Model', undefined],
    ] as const;
    assert.deepEqual(contrast([['Seed', '1'], ...shared], [['Seed', '2'], ...shared, ['Sampler', 'Euler']]), {
      differ: [
        { name: 'Seed', a: '1', b: '2' },
        { name: 'Sampler', a: '–', b: 'Euler' },
      ],
      alike: ['Steps'],
    });
  });
});
