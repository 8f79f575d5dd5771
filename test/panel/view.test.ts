import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compare, type Comparison, type Verdict } from '../../src/core/score/compare';
import { Announcer } from '../../src/panel/announcer';
import { distinctParts, distinctTexts, shortened } from '../../src/panel/distinctText';
import { axisOf, dotPlaces, firstSpell, type DotPlaces } from '../../src/panel/sections/leaderboard/dotPlot';
import { moveInGrid } from '../../src/panel/sections/matrix/gridKeys';
import { heatTable, type TableRow } from '../../src/panel/sections/matrix/heat';
import { historyLine } from '../../src/panel/sections/history/historyLine';
import { droppedUris, fittingFiles } from '../../src/panel/incoming';
import { leaderRows, listedKey, sideOfKey, type LeaderRow, type RowOrder } from '../../src/panel/leaderRows';
import { rankChange } from '../../src/panel/sections/leaderboard/rankChange';
import { readUiState, togglePin, turnTo } from '../../src/panel/uiState';
import { oddsText, verdictText } from '../../src/panel/sections/comparison/verdict';
import { scrollToShow, visibleRange } from '../../src/panel/windowing';
import { wordDifference } from '../../src/panel/sections/comparison/wordDifference';
import { sayIn } from '../../src/panel/wording';
import type * as Core from '../steps/coreSteps';
import { assertProportional } from '../steps/growth';
import { Meter } from '../steps/meter';
import { fakeScores, type FakeSpell } from './page/fakeScores';

const columns = ['1', '2', '3', '4', '5', '6'];
const none: ReadonlySet<string> = new Set();

describe('windowing', () => {
  it('covers what is in view, and no more than the overscan beyond it', () => {
    assert.deepEqual(visibleRange(1000, 300, 20, 256, 4), { first: 46, end: 69 });
    assert.deepEqual(visibleRange(0, 300, 20, 5, 4), { first: 0, end: 5 });
    assert.deepEqual(visibleRange(-80, 300, 20, 256, 0), { first: 0, end: 11 });
    assert.deepEqual(visibleRange(99999, 300, 20, 10, 2), { first: 10, end: 10 });
  });

  it('never leaves a visible item out', () => {
    fc.assert(
      fc.property(
        fc.nat(20000),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 80 }),
        fc.nat(500),
        (top, height, size, count) => {
          const { first, end } = visibleRange(top, height, size, count, 0);
          for (let item = 0; item < count; item++) {
            const isVisible = (item + 1) * size > top && item * size < top + height;
            if (isVisible) assert.ok(item >= first && item < end);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('scrolls as little as it can to show an item', () => {
    assert.equal(scrollToShow(100, 200, 20, 2), 40);
    assert.equal(scrollToShow(100, 200, 20, 7), 100);
    assert.equal(scrollToShow(100, 200, 20, 30), 420);
  });
});

describe('moving in a grid', () => {
  const move = (key: string, control = false) => moveInGrid(key, control, { row: 2, column: 3 }, 10, 5, 4);
  it('follows the ARIA grid pattern and stops at the edges', () => {
    assert.deepEqual(move('ArrowRight'), { row: 2, column: 4 });
    assert.deepEqual(move('PageUp'), { row: 0, column: 3 });
    assert.deepEqual(move('PageDown'), { row: 6, column: 3 });
    assert.deepEqual(move('Home'), { row: 2, column: 0 });
    assert.deepEqual(move('End', true), { row: 9, column: 4 });
    assert.deepEqual(moveInGrid('ArrowDown', false, { row: 9, column: 0 }, 10, 5, 4), { row: 9, column: 0 });
    assert.equal(move('a'), undefined);
  });
});

describe('words that differ', () => {
  const marked = (parts: readonly { text: string; differs: boolean }[]): string =>
    parts.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');

  it('are found in English and in Japanese', () => {
    const english = wordDifference('a group of orange fish eggs', 'a small group of fish foods');
    assert.equal(marked(english.a), 'a group of [orange] fish [eggs]');
    assert.equal(marked(english.b), 'a [small] group of fish [foods]');
    const japanese = wordDifference('木のテーブルの上のいくら', '石のテーブルの上のいくら');
    assert.equal(marked(japanese.a), '[木]のテーブルの上のいくら');
  });

  it('leave both texts whole, and mark nothing in equal ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const result = wordDifference(a, b);
        assert.equal(result.a.map(({ text }) => text).join(''), a);
        assert.equal(result.b.map(({ text }) => text).join(''), b);
        assert.ok(wordDifference(a, a).a.every(({ differs }) => !differs));
      }),
    );
  });

  it('take steps in proportion to the longest prompts', () => {
    const meter = new Meter<typeof Core>('test/steps/coreSteps.ts');
    const long = (word: string, words: number): string =>
      Array.from({ length: words }, (_, n) => `${word}${n}`).join(' ');
    assertProportional((words) => {
      const [a, b] = [long('a', words), long('b', words)];
      return meter.count(({ wordDifference }) => wordDifference(a, b));
    }, 5000);
    meter.stop();
  });
});

describe('the distinct part of texts', () => {
  const marked = (texts: readonly string[]): string[] =>
    distinctParts(texts).map((parts) =>
      shortened(parts)
        .map(({ text, differs }) => (differs ? `[${text.trim()}]` : text.trim()))
        .join(' '),
    );

  for (const [texts, names, rows] of [
    [
      ['a bowl of red eggs here', 'a bowl of reddish eggs here'],
      ['red', 'reddish'],
      ['a bowl of [red] eggs here', 'a bowl of [reddish] eggs here'],
    ],
    [
      ['a very long beginning: a cup', 'a very long beginning: a jar'],
      ['cup', 'jar'],
      ['… [cup]', '… [jar]'],
    ],
    [
      ['red cup on an old wooden table, blue wall', 'pink cup on an old wooden table, grey wall'],
      ['red … blue', 'pink … grey'],
      ['[red] … [blue] wall', '[pink] … [grey] wall'],
    ],
    [
      ['big cat', 'cat'],
      ['big', '(nothing)'],
      ['[big] cat', 'cat'],
    ],
    [
      ['a photo, foggy', 'a photo, '],
      ['foggy', '(nothing)'],
      ['a photo, [foggy]', 'a photo,'],
    ],
    [
      ['1匹の猫、青い背景', '2匹の猫、緑の背景'],
      ['1匹の猫、青い', '2匹の猫、緑の'],
      ['[1] 匹の猫、 [青い] 背景', '[2] 匹の猫、 [緑の] 背景'],
    ],
    [
      ['a cat', 'two dogs'],
      ['a cat', 'two dogs'],
      ['a cat', 'two dogs'],
    ],
    [['one'], ['one'], ['one']],
  ] as const) {
    it(`of ${texts.join(' / ')}`, () => {
      assert.deepEqual(marked(texts), rows);
      assert.deepEqual(distinctTexts(texts, '(nothing)'), names);
    });
  }

  it('leaves every text whole', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (texts) => {
        assert.deepEqual(
          distinctParts(texts).map((parts) => parts.map(({ text }) => text).join('')),
          texts,
        );
      }),
    );
  });

  it('is looked for at the ends alone where words would take too long', () => {
    const long = (word: string): string =>
      `a ${Array.from({ length: 4000 }, (_, n) => word + n).join(' ')} z`;
    const [parts] = distinctParts(Array.from({ length: 200 }, (_, n) => long(`w${n}x`)));
    assert.deepEqual(
      parts!.map(({ differs }) => differs),
      [false, true, false],
    );
  });
});

describe('leaderboard rows', () => {
  const spells: FakeSpell[] = [
    { name: 'a', texts: ['1', '2', '3'], gain: 0.01 },
    { name: 'b', texts: ['4'], gain: 0.08 },
    { name: 'b', texts: [] },
    { texts: ['5'], gain: -0.05 },
  ];
  const scores = fakeScores(spells, columns);

  it('are the spells, best first, those without a prompt last', () => {
    assert.deepEqual(
      leaderRows(scores, none).map(({ spell, rank, row }) => [spell, rank, row]),
      [
        [1, 1, 3],
        [0, 2, scores.spells[0]!.best],
        [3, 3, 4],
        [2, 4, undefined],
      ],
    );
  });

  it('show the texts of an open spell below it, by rank, with the numbers of its own level', () => {
    const rows = leaderRows(scores, new Set(['=a']));
    assert.deepEqual(
      rows.map(({ level }) => level),
      [1, 1, 2, 2, 2, 1, 1],
    );
    const [head, ...texts] = rows.slice(1, 5);
    assert.deepEqual(
      texts.map(({ rank }) => rank),
      [1, 2, 3],
    );
    const { meanCosine, chosenCosine, mean, fitsBest } = scores.spells[0]!;
    assert.deepEqual([head!.meanCosine, head!.mean, head!.fitsBest], [meanCosine, mean, fitsBest]);
    assert.ok(meanCosine < chosenCosine, 'the spell is ranked by less than its best text shows');
    assert.equal(texts[0]!.meanCosine, chosenCosine);
    assert.ok(Math.abs(texts.reduce((sum, row) => sum + row.mean, 0) - 1) < 1e-6);
  });

  it('stand in the order that is wished', () => {
    const named = (order: RowOrder): (string | undefined)[] =>
      leaderRows(scores, new Set(['=a']), { order }).map(({ level, spell, row }) =>
        level === 1 ? String(spell) : scores.prompts[row!]!.text,
      );
    // Spell 0 is unfolded: its texts are 1, 2 and 3.
    assert.deepEqual(named('file'), ['0', '1', '2', '3', '1', '2', '3']);
    assert.deepEqual(
      named('name').filter((each) => each !== undefined),
      [
        '3',
        '0',
        ...leaderRows(scores, new Set(['=a']))
          .slice(2, 5)
          .map(({ row }) => scores.prompts[row!]!.text),
        '1',
        '2',
      ],
    );
  });

  it('are those that hold the words of a filter, down to single texts', () => {
    const cups = fakeScores(
      [
        { name: 'Cups', texts: ['a red cup', 'a blue cup', 'a blue jar'] },
        { name: 'いくら', texts: ['木のテーブル'] },
      ],
      columns,
    );
    const found = (filter: string): string[] =>
      leaderRows(cups, none, { filter }).map(({ level, spell, row }) =>
        level === 1 ? cups.spells[spell]!.name! : cups.prompts[row!]!.text,
      );
    const best = cups.prompts[cups.spells[0]!.best!]!.text;
    const other = cups.prompts.find(({ text, spell }) => spell === 0 && text !== best)!.text;
    assert.deepEqual(
      found(''),
      leaderRows(cups, none).map(({ spell }) => cups.spells[spell]!.name),
    );
    assert.deepEqual(found(`cups ${best}`), ['Cups']);
    assert.deepEqual(found(`ＣＵＰＳ ${other.toUpperCase()}`), ['Cups', other]);
    assert.deepEqual(found('いくら'), ['いくら']);
    assert.deepEqual(found('nobody'), []);
  });

  it('are known by name where it is unique, so that folds and pins survive edits', () => {
    const keys = leaderRows(scores, none).map(({ key }) => key);
    assert.deepEqual([...keys].sort(), ['#1', '#2', '#3', '=a']);
    assert.deepEqual(sideOfKey(scores, '=a'), { spell: 0 });
    const second = leaderRows(scores, new Set(['=a']))[3]!;
    assert.deepEqual(sideOfKey(scores, second.key), { row: second.row });
    assert.equal(sideOfKey(scores, '#2'), undefined, 'a spell without a prompt');
    assert.equal(sideOfKey(scores, '=gone'), undefined);
  });

  describe('of prompts that read the same', () => {
    const same = fakeScores(
      [
        { name: 'a', texts: ['red', 'blue', 'red', 'red'] },
        { name: 'b', texts: ['green', 'green'] },
      ],
      columns,
    );

    it('are one, which says how many it stands for', () => {
      const rows = leaderRows(same, new Set(['=a', '=b']));
      const texts = rows.filter(({ level }) => level === 2);
      assert.deepEqual(texts.map(({ row, variants, siblings }) => [row, variants, siblings]).sort(), [
        [0, 3, 2],
        [1, 1, 2],
      ]);
      const b = rows.find(({ key }) => key === '=b')!;
      assert.deepEqual([b.expandable, b.variants], [false, 2], 'there is nothing to unfold');
    });

    it('are pinned as the first of them', () => {
      const [first, third] = [0, 2].map((row) => `=a\n${same.prompts[row]!.id}`);
      assert.deepEqual(sideOfKey(same, third!), { row: 0 });
      assert.equal(listedKey(same, third!), first);
      assert.equal(listedKey(same, first!), first);
      assert.equal(listedKey(same, '=a'), '=a');
      assert.equal(listedKey(same, '=gone'), '=gone');
    });
  });
});

describe('the dot plot', () => {
  const spells: FakeSpell[] = [
    { name: 'first', texts: ['1'], gain: 0.023 },
    { name: 'close', texts: ['2', '3'], gain: 0.017 },
    { name: 'far', texts: ['4'], gain: -0.01 },
    { name: 'none', texts: [] },
  ];
  const scores = fakeScores(spells, columns);
  const plot = (from = scores, open = none): (DotPlaces & { row: LeaderRow })[] => {
    const rows = leaderRows(from, open);
    const axis = axisOf(rows);
    return rows
      .filter(({ row }) => row !== undefined)
      .map((row) => ({ ...dotPlaces({ axis, first: firstSpell(from) }, row, from.spells[row.spell]!), row }));
  };

  it('runs from the lowest to the highest mean cosine of the spells, not from 0', () => {
    const rows = leaderRows(scores, none);
    const { low, high } = axisOf(rows);
    const cosines = rows.filter(({ row }) => row !== undefined).map(({ meanCosine }) => meanCosine);
    const span = Math.max(...cosines) - Math.min(...cosines);
    assert.ok(Math.abs(Math.min(...cosines) - low - 0.12 * span) < 1e-9, 'with some room beside them');
    assert.ok(Math.abs(high - Math.max(...cosines) - 0.12 * span) < 1e-9);
    const [first, close, far] = plot();
    assert.ok(Math.abs(first!.dot - 1.12 / 1.24) < 1e-9);
    assert.ok(Math.abs(far!.dot - 0.12 / 1.24) < 1e-9);
    assert.ok(close!.dot < first!.dot && close!.dot > far!.dot);
  });

  it('has every whisker where the interval is, measured from the line of the first', () => {
    const axis = axisOf(leaderRows(scores, none));
    const at = (value: number): number => (value - axis.low) / (axis.high - axis.low);
    const [first, close, far] = plot();
    assert.equal(first!.whisker, undefined, 'nothing is behind itself');
    assert.equal(first!.first, first!.dot);
    const top = scores.spells[0]!.meanCosine;
    for (const { whisker, row, dot, first: line } of [close!, far!]) {
      const { low, high, difference } = scores.spells[row.spell]!.behind!;
      assert.ok(Math.abs(whisker!.from - Math.max(0, at(top + low!))) < 1e-9);
      assert.ok(Math.abs(whisker!.to - Math.min(1, at(top + high!))) < 1e-9);
      assert.ok(whisker!.from <= dot && dot <= whisker!.to);
      assert.ok(Math.abs(at(top + difference) - dot) < 1e-9);
      const mayBeBest = scores.spells[row.spell]!.ranks!.first === 1;
      assert.equal(whisker!.to >= line!, mayBeBest, 'it reaches the line when it may be the best');
    }
  });

  it('cuts whiskers at its ends, and says at which', () => {
    const noisy = fakeScores([{ texts: ['1'] }, { texts: ['2'] }], columns, 7, { noise: 0.1 });
    const [, second] = plot(noisy);
    assert.deepEqual(second!.whisker, { from: 0, to: 1, cutLeft: true, cutRight: true });
    const { whisker } = plot()[2]!;
    assert.deepEqual([whisker!.cutLeft, whisker!.cutRight], [true, false]);
  });

  it('widens for the texts of an unfolded spell, which have a dot alone', () => {
    const varied = fakeScores(
      [
        { name: 'a', texts: ['1', '2', '3', '4', '5'] },
        { name: 'b', texts: ['6'] },
      ],
      columns,
    );
    const axes = [none, new Set(['=a'])].map((open) => axisOf(leaderRows(varied, open)));
    assert.ok(axes[1]!.low < axes[0]!.low);
    const places = plot(varied, new Set(['=a']));
    assert.ok(places.every(({ dot }) => dot >= 0 && dot <= 1));
    for (const { row, whisker, first } of places) {
      if (row.level === 2) assert.deepEqual([whisker, first], [undefined, undefined]);
    }
  });

  it('has its dot in the middle where there is but one cosine, and no line for one spell alone', () => {
    const [only] = plot(fakeScores([{ texts: ['1'] }], columns));
    assert.deepEqual([only!.dot, only!.first, only!.whisker], [0.5, undefined, undefined]);
  });

  it('has no whiskers with few pictures', () => {
    const few = plot(fakeScores(spells, ['p', 'q']));
    assert.ok(few.every(({ whisker, first }) => whisker === undefined && first !== undefined));
  });
});

describe('the heat table', () => {
  const spells: FakeSpell[] = [
    { texts: ['1', '2', '3', '2'] },
    { texts: ['4'] },
    { texts: ['5', '6'] },
    { texts: [] },
  ];
  const scores = fakeScores(spells, columns);
  const spellRows: TableRow[] = [0, 1, 2].map((spell) => ({
    level: 1,
    spell,
    row: scores.spells[spell]!.best!,
  }));
  const textRows: TableRow[] = [0, 1, 2].map((row) => ({ level: 2, spell: 0, row }));

  it('shares each picture among the spells, and among the different texts of one', () => {
    const { value } = heatTable(scores, 'promptGivenImage');
    for (const rows of [spellRows, textRows]) {
      columns.forEach((_, column) => {
        const sum = rows.reduce((total, row) => total + value(row, column), 0);
        assert.ok(Math.abs(sum - 1) < 1e-6, String(sum));
      });
    }
  });

  for (const kind of ['promptGivenImage', 'cosine'] as const) {
    it(`marks the best spell of each picture, and the best text of each spell: ${kind}`, () => {
      const table = heatTable(scores, kind);
      for (const rows of [spellRows, textRows]) {
        columns.forEach((_, column) => {
          const values = rows.map((row) => table.value(row, column));
          assert.deepEqual(
            rows.map((row) => table.isBest(row, column)),
            values.map((value) => value === Math.max(...values)),
          );
        });
      }
    });
  }

  it('has as many marks in a row as it fits pictures best', () => {
    const { isBest } = heatTable(scores, 'promptGivenImage');
    const marks = (row: TableRow): number => columns.filter((_, column) => isBest(row, column)).length;
    for (const row of spellRows) assert.equal(marks(row), scores.spells[row.spell]!.fitsBest);
    for (const row of textRows) assert.equal(marks(row), scores.prompts[row.row]!.fitsBest);
  });

  it('marks the best picture of each prompt', () => {
    const backward = heatTable(scores, 'imageGivenPrompt');
    for (const row of [...spellRows, ...textRows])
      assert.equal(columns.filter((_, column) => backward.isBest(row, column)).length, 1);
  });

  it('fills between 0 and 1, also where all cells are equal', () => {
    for (const kind of ['promptGivenImage', 'imageGivenPrompt', 'cosine'] as const) {
      const table = heatTable(scores, kind);
      for (const row of [...spellRows, ...textRows]) {
        columns.forEach((_, column) =>
          assert.ok(table.heat(row, column) >= 0 && table.heat(row, column) <= 1),
        );
      }
    }
    const one = heatTable(fakeScores([{ texts: ['1'] }], ['p']), 'cosine');
    const only: TableRow = { level: 1, spell: 0, row: 0 };
    assert.equal(one.heat(only, 0), 0.5);
    assert.equal(one.isBest(only, 0), false);
  });
});

describe('what is said of a new ranking', () => {
  const two = (gain: number, name = 'b') =>
    fakeScores(
      [
        { name: 'a', texts: ['1'] },
        { name, texts: ['2'], gain },
        { name: 'c', texts: ['3'], gain: -0.1 },
      ],
      columns,
    );

  it('is a new leader, a move of the edited spell, or nothing', () => {
    assert.equal(rankChange(undefined, two(0.1), 0), undefined);
    assert.equal(rankChange(two(0.1), two(0.1), 0), undefined);
    assert.deepEqual(rankChange(two(-0.05), two(0.1), 0), { kind: 'leader', spell: 1 });
    assert.deepEqual(rankChange(two(-0.05), two(-0.2), 1), { kind: 'moved', spell: 1, rank: 3 });
    assert.equal(rankChange(two(-0.05), two(-0.2), undefined), undefined);
  });
});

describe('the announcer', () => {
  it('speaks at once, then only the newest', async () => {
    const said: string[] = [];
    const announcer = new Announcer((text) => said.push(text), 30);
    for (const text of ['1', '2', '3']) announcer.say(text);
    assert.deepEqual(said, ['1']);
    while (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(said, ['1', '3']);
  });
});

describe('the kept state', () => {
  it('survives a round trip and any garbage', () => {
    const state = {
      ...readUiState({}),
      uri: 'file:///a',
      tab: 'pictures' as const,
      pins: ['x', 'y'],
      sections: { matrix: { kind: 'cosine', top: 12 } },
    };
    assert.deepEqual(readUiState(JSON.parse(JSON.stringify(state))), state);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readUiState(value);
        assert.deepEqual(readUiState(read), read);
      }),
    );
  });

  it('is of one file at a time, and comes back with it', () => {
    const first = { ...readUiState({}), uri: 'a', pins: ['x', 'y'], expanded: ['s'], scroll: 40 };
    const filtered = { ...first, sections: { leaderboard: { filter: 'cat', order: 'file', top: 90 } } };
    const second = turnTo(filtered, 'b');
    assert.deepEqual(
      [second.uri, second.pins, second.expanded, second.scroll, second.sections],
      ['b', [], [], 0, { leaderboard: { order: 'file' } }],
    );
    const back = turnTo({ ...second, pins: ['z'] }, 'a');
    assert.deepEqual([back.pins, back.expanded, back.scroll], [['x', 'y'], ['s'], 40]);
    assert.deepEqual(turnTo(readUiState(JSON.parse(JSON.stringify(back))), 'b').pins, ['z']);
    assert.equal(turnTo(back, 'a'), back);
  });

  it('holds so many files', () => {
    let state = readUiState({});
    for (let n = 0; n < 100; n++) state = { ...turnTo(state, `file ${n}`), pins: [String(n)] };
    assert.equal(Object.keys(state.others).length, 30);
    assert.deepEqual(turnTo(state, 'file 98').pins, ['98']);
    assert.deepEqual(turnTo(state, 'file 1').pins, []);
  });

  it('pins two rows at most, the third in place of the second', () => {
    assert.deepEqual(togglePin(togglePin(togglePin([], 'a'), 'b'), 'c'), ['a', 'c']);
    assert.deepEqual(togglePin(['a', 'c'], 'a'), ['c']);
  });
});

describe('the line of a history', () => {
  it('joins only what may be compared, and stays inside its box', () => {
    const entries = [0, 0, 1, 1, 1].map((basis, id) => ({
      id,
      label: '',
      meanCosine: 0.1 * id,
      checkpoint: { id: 'mini', hash: 'a' },
      basis,
    }));
    const { points, runs, changes } = historyLine(entries, 200, 40, 5);
    assert.deepEqual(changes, []);
    assert.deepEqual(
      runs.map((run) => run.length),
      [2, 3],
    );
    assert.ok(points.every(({ x, y }) => x >= 5 && x <= 195 && y >= 5 && y <= 35));
    assert.equal(historyLine(entries.slice(0, 1), 200, 40, 5).points[0]!.y, 20);
  });

  it('neither joins nor measures by one scale what two checkpoints said', () => {
    const entries = [0.1, 0.2, 0.8, 0.9, 0.85].map((meanCosine, id) => ({
      id,
      label: '',
      meanCosine,
      checkpoint: id < 2 ? { id: 'mini', hash: 'a' } : { id: 'mini', hash: 'b' },
      basis: 1, // even if somebody thought that they could be compared
    }));
    const { points, runs, changes } = historyLine(entries, 100, 40, 0);
    assert.deepEqual(
      runs.map((run) => run.map(({ entry }) => entry.id)),
      [
        [0, 1],
        [2, 3, 4],
      ],
    );
    assert.deepEqual(
      points.map(({ y }) => Math.round(y)),
      [40, 0, 40, 0, 20],
      'each side fills the height by itself',
    );
    assert.deepEqual(changes, [37.5]);
  });
});

describe('dropped addresses', () => {
  const from = (data: Record<string, string>) => droppedUris((type) => data[type] ?? '');
  it('are files of the editor; comments and links of the web are not', () => {
    assert.deepEqual(
      from({ 'text/uri-list': '# c\r\nfile:///a%20b.png\r\n\r\nhttps://x.test/y.png\nfile:///a%20b.png' }),
      ['file:///a%20b.png'],
    );
    assert.deepEqual(
      from({ 'application/vnd.code.uri-list': 'vscode-remote://host/a.png', 'text/uri-list': 'file:///b' }),
      ['vscode-remote://host/a.png'],
    );
    assert.deepEqual(
      from({ 'text/uri-list': 'data:image/png;base64,xx\njavascript:alert(1)\nplain words' }),
      [],
    );
  });
});

describe('dropped files', () => {
  it('are read only within their limit each and all together', () => {
    const mebibytes = (...sizes: number[]) => sizes.map((size) => ({ size: size * 1024 * 1024 }));
    const files = mebibytes(1, 65, 64, ...Array<number>(8).fill(64), 2);
    const { fitting, tooLarge, tooMuch } = fittingFiles(files);
    assert.deepEqual(fitting, mebibytes(1, ...Array<number>(7).fill(64)));
    assert.deepEqual(tooLarge, mebibytes(65));
    assert.equal(tooMuch, 3);
  });
});

describe('the verdict', () => {
  const say = sayIn('en');
  const comparison = (verdict: Verdict, cosines: readonly number[], cosine = 0): Comparison => ({
    pictures: cosines,
    cosine,
    logOdds: 100 * cosine,
    pairs: 1,
    winsA: cosines.filter((each) => each > 0).length,
    winsB: cosines.filter((each) => each < 0).length,
    verdict,
  });

  it('says in plain words what these pictures show', () => {
    assert.deepEqual(verdictText(comparison('a-better', [1, 1, 1, 1, 1, -1]), say), {
      verdict: 'A fits better on average: on 5 of 6 pictures.',
    });
    assert.deepEqual(verdictText(comparison('no-difference', [1, 1, -1, -1, 1]), say), {
      verdict: 'No difference that these pictures can show.',
      remark: 'A fits better on 3, B on 2 of 5 pictures.',
    });
    assert.match(verdictText(comparison('too-few-pictures', [1, 1]), say).remark!, /Fewer than 5/);
    assert.equal(
      verdictText(comparison('no-difference', [0, 0]), say).verdict,
      'A and B read the same to CLIP.',
    );
  });

  it('tells spells that are the same from spells whose best texts are', () => {
    const scores = fakeScores(
      [
        { name: 'a', texts: ['red'], gain: 0.006 },
        { name: 'b', texts: ['red', 'blue', 'green'] },
      ],
      columns,
    );
    assert.equal(scores.spells[1]!.best, 1, 'the text of both is the best of its spell');
    const result = compare(
      { ...scores, logitScale: scores.checkpoint.logitScale },
      { spell: 0 },
      { spell: 1 },
    )!;
    assert.equal(result.cosine, scores.spells[0]!.meanCosine - scores.spells[1]!.meanCosine);
    assert.equal(verdictText(result, say).verdict, 'The best texts of A and B read the same to CLIP.');
  });

  it('puts the odds in words, and no finer than they are', () => {
    const plain = (logOdds: number): string => oddsText(logOdds, say).replaceAll('\u00a0', ' ');
    assert.equal(plain(Math.log(3.21)), 'On average CLIP prefers A 3.2 : 1.');
    assert.equal(plain(-Math.log(42.4)), 'On average CLIP prefers B 42 : 1.');
    assert.equal(plain(0.04), 'On average CLIP prefers neither.');
    assert.equal(plain(500), 'On average CLIP prefers A more than 1000 : 1.');
  });
});
