import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compare, type Comparison, type Verdict } from '../../src/core/score/compare';
import { Announcer } from '../../src/panel/announcer';
import { distinctTexts } from '../../src/panel/distinctText';
import { moveInGrid } from '../../src/panel/gridKeys';
import { heatTable } from '../../src/panel/heat';
import { historyLine } from '../../src/panel/historyLine';
import { droppedUris } from '../../src/panel/incoming';
import { leaderRows, rowOfKey } from '../../src/panel/leaderRows';
import { cosine, difference, percent, percentDifference } from '../../src/panel/numbers';
import { rankChange } from '../../src/panel/rankChange';
import { tiesOf } from '../../src/panel/ties';
import { readUiState, togglePin } from '../../src/panel/uiState';
import { verdictText } from '../../src/panel/verdict';
import { scrollToShow, visibleRange } from '../../src/panel/windowing';
import { wordDifference } from '../../src/panel/wordDifference';
import { sayIn } from '../../src/panel/wording';
import { fakeScores, type FakeSpell } from './page/fakeScores';

const columns = ['1', '2', '3', '4', '5', '6'];
const never = (): boolean => false;

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

  it('take no longer than a frame or two for the longest prompts', () => {
    const long = (word: string): string => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join(' ');
    const start = performance.now();
    wordDifference(long('a'), long('b'));
    assert.ok(performance.now() - start < 2000);
  });
});

describe('the distinct part of texts', () => {
  it('drops what all share, at whole words', () => {
    assert.deepEqual(distinctTexts(['a bowl of red eggs here', 'a bowl of reddish eggs here']), [
      '…red…',
      '…reddish…',
    ]);
    assert.deepEqual(distinctTexts(['big cat', 'cat']), ['big…', '∅…']);
    assert.deepEqual(distinctTexts(['one']), ['one']);
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
      leaderRows(scores, new Set(), never).map(({ spell, rank, row }) => [spell, rank, row]),
      [
        [1, 1, 3],
        [0, 2, scores.spells[0]!.best],
        [3, 3, 4],
        [2, 4, undefined],
      ],
    );
  });

  it('show the expansions of an open spell below it, by rank', () => {
    const rows = leaderRows(scores, new Set(['=a']), never);
    assert.deepEqual(
      rows.map(({ level }) => level),
      [1, 1, 2, 2, 2, 1, 1],
    );
    const ranks = rows.filter(({ level }) => level === 2).map(({ rank }) => rank);
    assert.deepEqual(
      ranks,
      [...ranks].sort((x, y) => x - y),
    );
  });

  it('are known by name where it is unique, so that folds and pins survive edits', () => {
    const keys = leaderRows(scores, new Set(), never).map(({ key }) => key);
    assert.deepEqual([...keys].sort(), ['#1', '#2', '#3', '=a']);
    assert.equal(rowOfKey(scores, '=a'), scores.spells[0]!.best);
    const second = leaderRows(scores, new Set(['=a']), never)[3]!;
    assert.equal(rowOfKey(scores, second.key), second.row);
    assert.equal(rowOfKey(scores, '=gone'), undefined);
  });

  it('mark an expansion as tied when it is with the one shown above or below it', () => {
    const open = (tiedPair: string): boolean[] =>
      leaderRows(scores, new Set(['=a']), (above, below) => `${above} ${below}` === tiedPair)
        .filter(({ level }) => level === 2)
        .map(({ tied }) => tied);
    const [first, second, third] = leaderRows(scores, new Set(['=a']), never)
      .filter(({ level }) => level === 2)
      .map(({ row }) => row);
    assert.deepEqual(open(`${first} ${second}`), [true, true, false]);
    assert.deepEqual(open(`${second} ${third}`), [false, true, true]);
  });
});

describe('ties', () => {
  const scores = fakeScores(
    [{ texts: ['1'] }, { texts: ['2'] }, { texts: ['3'] }, { texts: ['4'], gain: -0.2 }],
    columns,
  );
  const [first, second, third, last] = [1, 2, 3, 4].map((rank) =>
    scores.prompts.findIndex((prompt) => prompt.rank === rank),
  );

  it('are what the comparison of the two rows says, neighbours or not', () => {
    const areTied = tiesOf(scores);
    const score = { ...scores, images: columns };
    for (const [a, b] of [
      [first, second],
      [first, third],
      [second, third],
      [first, last],
    ]) {
      assert.equal(areTied(a!, b!), compare(score, a!, b!).verdict === 'no-difference', `${a} ${b}`);
    }
    assert.equal(areTied(first!, last!), false);
  });

  it('with few pictures are equal means only', () => {
    const few = fakeScores([{ texts: ['1'] }, { texts: ['2'] }, { texts: ['3'] }], ['p', 'q']);
    const order = [1, 2, 3].map((rank) => few.prompts.findIndex((prompt) => prompt.rank === rank));
    assert.equal(tiesOf(few)(order[0]!, order[2]!), false);
  });
});

describe('the heat table', () => {
  const scores = fakeScores([{ texts: ['1', '2', '3'] }], columns);

  it('marks the best prompt of each picture, or the best picture of each prompt', () => {
    const forward = heatTable(scores, 'promptGivenImage');
    for (let column = 0; column < columns.length; column++) {
      const values = [0, 1, 2].map((row) => scores.promptGivenImage[row * columns.length + column]!);
      assert.deepEqual(
        [0, 1, 2].filter((row) => forward.isBest(row, column)),
        [values.indexOf(Math.max(...values))],
      );
    }
    const backward = heatTable(scores, 'imageGivenPrompt');
    for (const row of [0, 1, 2])
      assert.equal(columns.filter((_, column) => backward.isBest(row, column)).length, 1);
  });

  it('fills between 0 and 1, also where all cells are equal', () => {
    for (const kind of ['promptGivenImage', 'imageGivenPrompt', 'cosine'] as const) {
      const table = heatTable(scores, kind);
      for (const row of [0, 1, 2]) {
        columns.forEach((_, column) =>
          assert.ok(table.heat(row, column) >= 0 && table.heat(row, column) <= 1),
        );
      }
    }
    const one = heatTable(fakeScores([{ texts: ['1'] }], ['p']), 'cosine');
    assert.equal(one.heat(0, 0), 0.5);
    assert.equal(one.isBest(0, 0), false);
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
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(said, ['1', '3']);
  });
});

describe('the kept state', () => {
  it('survives a round trip and any garbage', () => {
    const state = { ...readUiState({}), uri: 'file:///a', pins: ['x', 'y'], matrix: 'cosine' as const };
    assert.deepEqual(readUiState(JSON.parse(JSON.stringify(state))), state);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readUiState(value);
        assert.deepEqual(readUiState(read), read);
      }),
    );
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
      mean: 0.1 * id,
      meanCosine: 0,
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
    const entries = [0.1, 0.2, 0.8, 0.9, 0.85].map((mean, id) => ({
      id,
      label: '',
      mean,
      meanCosine: 0,
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

describe('numbers', () => {
  it('keep one width and a true minus', () => {
    assert.equal(percent(0.3127), '31.3\u202f%');
    assert.equal(percent(0.0073), '0.73\u202f%');
    assert.equal(percent(0.00001), '<0.01\u202f%');
    assert.equal(percent(0), '0.0\u202f%');
    assert.equal(cosine(-0.05), '−0.0500');
    assert.equal(difference(0.00001), '±0.0000');
    assert.equal(difference(-0.01), '−0.0100');
    assert.equal(percentDifference(0.126), '+12.6\u202f%');
  });
});

describe('the verdict', () => {
  const say = sayIn('en');
  const comparison = (verdict: Verdict, cosines: readonly number[]): Comparison => ({
    pictures: cosines.map((cosine) => ({ cosine, probability: cosine })),
    probability: 0,
    cosine: 0,
    winsA: cosines.filter((each) => each > 0).length,
    winsB: cosines.filter((each) => each < 0).length,
    verdict,
  });

  it('says in plain words what these pictures show', () => {
    assert.deepEqual(verdictText(comparison('a-better', [1, 1, 1, 1, 1, -1]), say), {
      verdict: 'A fits better on 5 of 6 pictures.',
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
});
