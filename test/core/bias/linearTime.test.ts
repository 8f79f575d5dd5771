import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check';

/** Milliseconds of processor time of the fastest of three runs: other work on the machine only adds. */
function time(text: string): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const start = process.cpuUsage();
      check(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    }),
  );
}

function repeated(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

const samples = ['general.en', 'people.en', 'general.ja', 'people.ja'].map((name) =>
  readFileSync(join(__dirname, `../../fixtures/bias/sample/${name}.txt`), 'utf8').replace(/[⟦⟧⟨⟩]/g, ''),
);

describe('the time that matching takes', function () {
  this.timeout(120_000);

  it('1 MB of prompts well under a second (with room for a busy machine)', () => {
    const text = repeated(samples.join('\n\n'), 1_000_000);
    const milliseconds = time(text);
    assert.ok(milliseconds < 1000, `${milliseconds.toFixed(0)} ms`);
  });

  it('holds as many findings as a text has', () => {
    assert.equal(check('看護婦、'.repeat(130_000)).length, 130_000);
  });

  it('words, ignored lines and what is offered grow in proportion, findings on one line or on many', () => {
    for (const piece of ['nurse fireman ', 'a nurse # spellwright-ignore a\n', 'a fireman # note\n']) {
      const work = (text: string): number => {
        const start = process.cpuUsage();
        for (const finding of check(text)) for (const { edits } of finding.fixes) assert.ok(edits.length > 0);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1000;
      };
      work(repeated(piece, 20_000)); // warm up
      const [short, long] = [work(repeated(piece, 50_000)), work(repeated(piece, 400_000))];
      assert.ok(long < 8 * short * 3 + 200, `${piece}: ${short.toFixed(0)} ms, then ${long.toFixed(0)} ms`);
    }
  });

  const hostile: Readonly<Record<string, string>> = {
    'a term over and over': 'lady ',
    'a term and blanks': 'lady    \t   ',
    'Japanese without a break': '外人気',
    'a long run of kanji': '国',
    'words beside breaks': '女国・',
    'findings without a break': '看護婦',
    'nested brackets': '(([[{a|',
    'words that nearly match': 'firema ',
    'groups and traits': 'lazy lazy Mexican ',
    URLs: 'https://a ',
  };
  for (const [name, piece] of Object.entries(hostile)) {
    it(`grows in proportion: ${name}`, () => {
      time(repeated(piece, 20_000)); // warm up
      const [short, long] = [time(repeated(piece, 50_000)), time(repeated(piece, 400_000))];
      assert.ok(
        long < 8 * short * 4 + 200,
        `${short.toFixed(0)} ms, eight times as much: ${long.toFixed(0)} ms`,
      );
    });
  }
});
