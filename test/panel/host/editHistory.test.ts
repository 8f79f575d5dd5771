import assert from 'node:assert/strict';
import type { FileScore } from '../../../src/core/score/fileScore';
import { applyReplacements } from '../../../src/core/yaml/replacement';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { EditHistory } from '../../../src/extension/features/panel/editHistory';
import type * as Core from '../../steps/coreSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';

/** As much of a score as a history reads: each spell's cosine grows with its text. */
function scored(
  text: string,
  pictures = 'p',
  checkpoint = 'c',
): [ReturnType<typeof parseSpellFile>, FileScore] {
  const file = parseSpellFile(text);
  const score = {
    checkpoint: { id: `name of ${checkpoint}`, hash: checkpoint },
    images: [{ hash: pictures }],
    spells: file.spells.map(({ span }, spell) => ({
      spell,
      rank: spell + 1,
      best: spell,
      meanCosine: (span.end - span.start) / 1000,
    })),
  };
  return [file, score as unknown as FileScore];
}

const two = (a: string, b: string): string => `### one\n${a}\n### two\n${b}\n`;

describe('the history of edits', () => {
  it('of a file with more spells than are kept is that of the spells that were edited, from their first text on', () => {
    const many = (third: string): string =>
      Array.from({ length: 1000 }, (_, i) => `### spell ${i}\n${i === 3 ? third : 'cat'}\n`).join('');
    const history = new EditHistory();
    for (const text of [many('cat'), many('cats'), many('a cat')]) history.record(...scored(text));
    const [file] = scored(many('a cat'));
    const entries = history.of(file, 3);
    assert.deepEqual(
      entries.map(({ label }) => label),
      ['cat', 'cats', 'a cat'],
    );
    assert.equal(new Set(entries.map(({ basis }) => basis)).size, 1);
    assert.deepEqual(history.of(file, 4), []);
  });

  it('has an entry for each text that a spell had, and the newest score of each', () => {
    const history = new EditHistory();
    for (const text of [two('cat', 'x'), two('cat', 'xy'), two('cats', 'xy'), two('a cat', 'xy')]) {
      history.record(...scored(text));
    }
    const [file] = scored(two('a cat', 'xy'));
    assert.deepEqual(
      history.of(file, 0).map(({ label }) => label),
      ['cat', 'cats', 'a cat'],
    );
    assert.deepEqual(
      history.of(file, 1).map(({ label }) => label),
      ['x', 'xy'],
    );
  });

  it('gives one basis to the edits of a spell, whatever its rivals do, and another when the pictures changed', () => {
    const history = new EditHistory();
    history.record(...scored(two('cat', 'x')));
    history.record(...scored(two('cats', 'x')));
    history.record(...scored(two('cats', 'rival')));
    history.record(...scored(two('a cat', 'rival')));
    history.record(...scored(two('my cat', 'rival'), 'other pictures'));
    const [file] = scored(two('my cat', 'rival'));
    const bases = history.of(file, 0).map(({ basis }) => basis);
    assert.deepEqual(
      bases.map((basis) => bases.indexOf(basis)),
      [0, 0, 0, 3],
    );
  });

  it('keeps what the spell was ranked by', () => {
    const history = new EditHistory();
    const [file, score] = scored(two('cat', 'x'));
    history.record(file, score);
    history.record(...scored(two('a black cat', 'x')));
    const [first, second] = history.of(scored(two('a black cat', 'x'))[0], 0);
    assert.equal(first!.meanCosine, score.spells[0]!.meanCosine);
    assert.ok(second!.meanCosine > first!.meanCosine);
  });

  it('says of every text which checkpoint measured it, and has another basis for each', () => {
    const history = new EditHistory();
    history.record(...scored(two('cat', 'x')));
    history.record(...scored(two('cats', 'x')));
    history.record(...scored(two('cats', 'x'), 'p', 'd'));
    history.record(...scored(two('a cat', 'x'), 'p', 'd'));
    const entries = history.of(scored(two('a cat', 'x'))[0], 0);
    assert.deepEqual(
      entries.map(({ label, checkpoint }) => [label, checkpoint.id, checkpoint.hash]),
      [
        ['cat', 'name of c', 'c'],
        ['cats', 'name of d', 'd'],
        ['a cat', 'name of d', 'd'],
      ],
    );
    const [first, second, third] = entries.map(({ basis }) => basis);
    assert.notEqual(first, second);
    assert.equal(second, third);
    assert.ok(
      entries.every((entry) => !('text' in entry)),
      'the panel needs no more than the label',
    );
  });

  it('puts a text back where its spell is now', () => {
    const history = new EditHistory();
    history.record(...scored(two('cat', 'x')));
    history.record(...scored(two('dog', 'x')));
    const [file] = scored(`### new\nfirst\n${two('dog', 'x')}`);
    const [first] = history.of(file, 1);
    const edit = history.restore(file, first!.id)!;
    assert.equal(applyReplacements(file.text, [edit]), `### new\nfirst\n${two('cat', 'x')}`);
    assert.equal(history.restore(parseSpellFile('### two\nx'), first!.id), undefined);
    assert.equal(history.restore(file, 12345), undefined);
  });

  it('stays small', () => {
    const history = new EditHistory();
    for (let n = 0; n < 100; n++) history.record(...scored(two(`cat ${n}`, 'x')), n * 10_000);
    const [file] = scored(two('cat 99', 'x'));
    assert.equal(history.of(file, 0).length, 40);
    assert.equal(history.of(file, 0).at(-1)!.label, 'cat 99');
  });

  it('takes steps in proportion to the spells of a file', () => {
    const meter = new Meter<typeof Core>('test/steps/coreSteps.ts');
    assertProportional((spells) => {
      const text = (word: string): string =>
        Array.from({ length: spells }, (_, n) => `### s${n}\n${word} ${n}\n`).join('');
      const [before, after] = [scored(text('cat')), scored(text('dog'))];
      return meter.count(({ EditHistory: Metered }) => {
        const history = new Metered();
        history.record(...before);
        history.record(...after);
      });
    }, 1000);
    meter.stop();
  });

  describe('of what is typed', () => {
    const typed = (texts: readonly string[], pauseMs = 300): (string | undefined)[] => {
      const history = new EditHistory();
      texts.forEach((text, n) => history.record(...scored(two(text, 'x')), n * pauseMs));
      return history.of(scored(two(texts.at(-1)!, 'x'))[0], 0).map(({ label }) => label);
    };

    for (const [what, texts, kept] of [
      ['a word that grows', ['a', 'a r', 'a re', 'a red'], ['a', 'a red']],
      [
        'two words',
        ['cat', 'cat o', 'cat on', 'cat on ', 'cat on i', 'cat on ice'],
        ['cat', 'cat on', 'cat on ice'],
      ],
      ['a slip taken back', ['cat', 'cat onn', 'cat on'], ['cat', 'cat on']],
      [
        'letters in front of a word',
        ['cat', 'a red cat', 'a bred cat', 'an inbred cat'],
        ['cat', 'an inbred cat'],
      ],
      [
        'another word in place of one',
        ['a cat', 'a red cat', 'a blue cat'],
        ['a cat', 'a red cat', 'a blue cat'],
      ],
      ['Japanese', ['猫', '青い背', '青い背景', '青い背景の猫'], ['猫', '青い背景', '青い背景の猫']],
    ] as const) {
      it(`keeps whole words: ${what}`, () => {
        const labels = typed(texts).filter((label, index, all) => label !== all[index - 1]);
        assert.deepEqual(labels, kept);
      });
    }

    it('keeps a half word at which somebody rested, and what the spell was at first', () => {
      assert.deepEqual(typed(['ca', 'cat', 'cats'], 3000), ['ca', 'cat', 'cats']);
      assert.deepEqual(typed(['ca', 'cat', 'cats'], 300), ['ca', 'cats']);
    });
  });

  it('keeps the first, the best and the newest of many', () => {
    const history = new EditHistory();
    const texts = ['cat', 'x'.repeat(200), ...Array.from({ length: 100 }, (_, n) => `cat ${n}`)];
    texts.forEach((text, n) => history.record(...scored(two(text, 'x')), n * 10_000));
    const labels = history.of(scored(two('cat 99', 'x'))[0], 0).map(({ label }) => label);
    assert.equal(labels.length, 40);
    assert.deepEqual([labels[0], labels[1], labels.at(-1)], ['cat', 'x'.repeat(200), 'cat 99']);
  });

  it('goes on under another heading', () => {
    const history = new EditHistory();
    history.record(...scored(two('cat', 'x')));
    history.record(...scored(two('a cat', 'x')));
    history.record(...scored(two('a cat', 'x').replace('### one', '### on')));
    history.record(...scored(two('a cat', 'x').replace('### one', '### other')));
    const [file] = scored(two('a cat', 'x').replace('### one', '### other'));
    assert.deepEqual(
      history.of(file, 0).map(({ label }) => label),
      ['cat', 'a cat', 'a cat', 'a cat'].slice(0, history.of(file, 0).length),
    );
    assert.equal(history.of(file, 0)[0]!.label, 'cat');
  });

  it('comes back as it was written down, and goes on from there', () => {
    const history = new EditHistory();
    history.record(...scored(two('cat', 'x')));
    history.record(...scored(two('a cat', 'x')));
    const again = EditHistory.read(JSON.parse(JSON.stringify(history.kept())));
    const [file, score] = scored(two('a cat', 'x'));
    assert.deepEqual(again.of(file, 0), history.of(file, 0));
    assert.deepEqual(again.of(file, 1), [], 'a spell that nobody edited has nothing to bring back');
    again.record(file, score);
    again.record(...scored(two('my cat', 'x')));
    const entries = again.of(scored(two('my cat', 'x'))[0], 0);
    assert.deepEqual(
      entries.map(({ label }) => label),
      ['cat', 'a cat', 'my cat'],
    );
    assert.equal(new Set(entries.map(({ basis }) => basis)).size, 1, 'the pictures are still the same');
    assert.equal(new Set(entries.map(({ id }) => id)).size, 3);
    assert.equal(
      applyReplacements(two('my cat', 'x'), [again.restore(scored(two('my cat', 'x'))[0], entries[0]!.id)!]),
      two('cat', 'x'),
    );
  });

  it('reads anything, and writes no more than so much', () => {
    for (const value of [undefined, null, 1, [], {}, { lastId: 1, spells: [1, ['a'], ['a', [{}]], [2, []]] }])
      assert.ok(EditHistory.read(value).isEmpty);
    const history = new EditHistory();
    const long = (n: number): string =>
      Array.from({ length: 100 }, (_, i) => `### ${i}\n${`${n} `.repeat(1000)}\n`).join('');
    for (let n = 0; n < 5; n++) history.record(...scored(long(n)), n * 10_000);
    const size = JSON.stringify(history.kept()).length;
    assert.ok(size > 100_000 && size < 400_000, String(size));
  });
});
