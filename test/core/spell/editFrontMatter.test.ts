import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  addImages,
  closingEdit,
  removeImages,
  type FrontMatterEdit,
} from '../../../src/core/spell/editFrontMatter';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Span } from '../../../src/core/spell/spell';
import { applyReplacements } from '../../../src/core/yaml/replacement';
import type * as Core from '../../steps/coreSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';

/** The block from its first to its last `---` line, as the parser reports it. */
function block(text: string): Span | undefined {
  const match = /^\uFEFF?---[^\S\r\n]*\r?\n[\s\S]*?(?<=\n)---[^\S\r\n]*(?=\r?\n|$)/.exec(text);
  return match ? { start: 0, end: match[0].length } : undefined;
}

function applied(text: string, edit: FrontMatterEdit): string {
  assert.ok(edit.ok, 'the edit was refused');
  return applyReplacements(text, edit.replacements);
}

const add = (text: string, ...paths: string[]): string => applied(text, addImages(text, block(text), paths));
const remove = (text: string, ...paths: string[]): string =>
  applied(text, removeImages(text, block(text), paths));

describe('adding pictures to the front matter', () => {
  it('creates a block where there is none', () => {
    assert.equal(add('a cat\n', 'cat.png'), '---\nimages: [cat.png]\n---\na cat\n');
  });

  it('creates it after a byte order mark, with the line ends of the file', () => {
    assert.equal(
      add('\uFEFFa cat\r\nand a dog\r\n', 'cat.png'),
      '\uFEFF---\r\nimages: [cat.png]\r\n---\r\na cat\r\nand a dog\r\n',
    );
  });

  it('extends a flow list and leaves every other character alone', () => {
    const text = '---\n# mine\nimages:   [ "a b.png",c.png ]   # two\ndialect: plain\n---\nx\n';
    assert.equal(
      add(text, 'd.png'),
      '---\n# mine\nimages:   [ "a b.png",c.png, d.png ]   # two\ndialect: plain\n---\nx\n',
    );
  });

  it('extends a flow list over several lines, with comments and a trailing comma', () => {
    const text = '---\nimages: [\n  a.png, # one\n  b.png, # two\n]\n---\n';
    assert.equal(add(text, 'c.png'), '---\nimages: [\n  a.png, # one\n  b.png, c.png, # two\n]\n---\n');
  });

  it('extends a block list with its own indentation, after a trailing comment', () => {
    const text = '---\r\nimages:\r\n    - a.png\r\n    - refs/*.jpg # all\r\nmodel: mini\r\n---\r\nx';
    assert.equal(
      add(text, 'b.png', 'c.png'),
      '---\r\nimages:\r\n    - a.png\r\n    - refs/*.jpg # all\r\n    - b.png\r\n    - c.png\r\nmodel: mini\r\n---\r\nx',
    );
  });

  it('turns a single path into a list, and fills an empty key', () => {
    assert.equal(add('---\nimages: a.png\n---\n', 'b.png'), '---\nimages: [a.png, b.png]\n---\n');
    assert.equal(add('---\nimages: # none\n---\n', 'b.png'), '---\nimages: [b.png] # none\n---\n');
    assert.equal(add('---\nimages: []\n---\n', 'b.png'), '---\nimages: [b.png]\n---\n');
  });

  it('adds the key to a block that lacks it, and to an empty one', () => {
    assert.equal(
      add('---\ndialect: plain # why\n---\nx', 'b.png'),
      '---\nimages: [b.png]\ndialect: plain # why\n---\nx',
    );
    assert.equal(add('---\n---\nx', 'b.png'), '---\nimages: [b.png]\n---\nx');
  });

  it('quotes what YAML would read as something else', () => {
    for (const path of [
      'a, b.png',
      '!c.png',
      '#d.png',
      '123',
      'e: f.png',
      "it's.png",
      '日本語 1.png',
      'null',
    ]) {
      for (const text of ['---\nimages: [z]\n---\n', '---\nimages:\n- z\n---\n', '']) {
        const images = parse(add(text, path).split('---\n')[1]!).images as string[];
        assert.equal(images.at(-1), path);
      }
    }
  });

  it('keeps the closing line below a path that is written as a text over several lines', () => {
    assert.equal(add('---\nimages: |\n  a.png\n---\na', 'b.png'), '---\nimages: ["a.png\\n", b.png]\n---\na');
    const folded = add('---\nimages: >-\n  a.png\nmodel: mini\n---\na', 'b.png');
    assert.equal(folded, '---\nimages: [a.png, b.png]\nmodel: mini\n---\na');
  });

  it('writes names that hold line breaks, also before others', () => {
    for (const block of ['', '---\nimages: [a.png]\n---\n', '---\nimages:\n  - a.png\n---\n']) {
      const text = add(add(`${block}a`, 'new\nline.png'), 'b.png');
      assert.deepEqual((parse(text.split('---\n')[1]!).images as string[]).slice(-2), [
        'new\nline.png',
        'b.png',
      ]);
    }
  });

  it('does nothing when the entry is there', () => {
    const text = '---\nimages: [a.png]\n---\n';
    assert.deepEqual(addImages(text, block(text), ['a.png']), { ok: true, replacements: [] });
  });

  it('writes the block anew where its shape leaves no other way, keeping its comments', () => {
    const flowRoot = add('---\n{ dialect: plain } # all\n---\nx', 'b.png');
    assert.deepEqual(parse(flowRoot.split('---\n')[1]!), { dialect: 'plain', images: ['b.png'] });
    assert.match(flowRoot, /# all/);
    const alias = '---\ntemplate: &t [a.png]\nimages: *t\n---\nx';
    assert.deepEqual(parse(add(alias, 'b.png').split('---\n')[1]!), {
      template: ['a.png'],
      images: ['a.png', 'b.png'],
    });
  });

  it('writes into a flow mapping', () => {
    assert.equal(
      add('---\n{ dialect: plain }\n---\n', 'b.png'),
      '---\n{ images: [b.png], dialect: plain }\n---\n',
    );
    assert.equal(add('---\n{}\n---\n', 'b.png'), '---\n{images: [b.png]}\n---\n');
    assert.equal(add('---\n{images: [a]}\n---\n', 'b.png'), '---\n{images: [a, b.png]}\n---\n');
  });

  it('refuses what would not be read any more', () => {
    const paths = Array.from({ length: 5000 }, (_, i) => `pictures/number ${i}.png`);
    for (const text of ['', '---\nmodel: m\n---\n']) {
      assert.deepEqual(addImages(text, block(text), paths), { ok: false, code: 'front-matter-full' });
    }
    for (const nested of ['? '.repeat(300), '['.repeat(900), '- '.repeat(5000)]) {
      const text = `---\n${nested}\n---\n`;
      assert.deepEqual(addImages(text, block(text), ['b.png']), { ok: false, code: 'yaml-invalid' });
      assert.deepEqual(removeImages(text, block(text), ['b.png']), { ok: false, code: 'yaml-invalid' });
    }
    const explicit = `---\n${'? '.repeat(60)}\n---\n`;
    assert.ok(addImages(explicit, block(explicit), ['b.png']).ok);
    const twice = '---\nimages: [a]\nimages: [b]\n---\n';
    assert.deepEqual(addImages(twice, block(twice), ['c']), { ok: false, code: 'yaml-invalid' });
  });

  it('refuses a block that it cannot read', () => {
    const broken = '---\nimages: [a.png\n---\nx';
    assert.deepEqual(addImages(broken, block(broken), ['b.png']), { ok: false, code: 'yaml-invalid' });
    const list = '---\n- a\n---\nx';
    assert.deepEqual(addImages(list, block(list), ['b.png']), { ok: false, code: 'yaml-invalid' });
    assert.deepEqual(addImages('---\nimages: []\n', { start: 0, end: 15 }, ['b.png']), {
      ok: false,
      code: 'front-matter-unclosed',
    });
  });
});

describe('closing the front matter', () => {
  const cases: readonly (readonly [what: string, text: string, closed: string])[] = [
    ['nothing but its first line', '---', '---\nimages: []\n---\n'],
    ['a line that is empty', '---\n', '---\nimages: []\n---\n'],
    ['a key', '---\nimages: a.png', '---\nimages: a.png\n---'],
    ['a prompt right below', '---\nimages: a.png\na cat\n', '---\nimages: a.png\n---\na cat\n'],
    ['a blank line', '---\nimages:\n  - a.png\n\na cat', '---\nimages:\n  - a.png\n---\n\na cat'],
    ['a heading', '---\nimages:\n- a.png\n### b\nc', '---\nimages:\n- a.png\n---\n### b\nc'],
    ['prompts alone', '---\na cat\n', '---\nimages: []\n---\na cat\n'],
    ['lines of Windows', '\ufeff---\r\nmodel: mini', '\ufeff---\r\nmodel: mini\r\n---'],
  ];
  for (const [what, text, closed] of cases)
    it(`above ${what}`, () => {
      const file = parseSpellFile(text);
      assert.ok(file.diagnostics.some(({ code }) => code === 'front-matter-unclosed'));
      const edited = applyReplacements(text, [closingEdit(file)!]);
      assert.equal(edited, closed);
      assert.deepEqual(parseSpellFile(edited).diagnostics, []);
    });
});

describe('removing a picture from the front matter', () => {
  it('takes an item and one comma out of a flow list', () => {
    const text = '---\nimages: [a.png, "b.png" , c.png] # three\n---\n';
    assert.equal(remove(text, 'a.png'), '---\nimages: ["b.png" , c.png] # three\n---\n');
    assert.equal(remove(text, 'b.png'), '---\nimages: [a.png, c.png] # three\n---\n');
    assert.equal(remove(text, 'c.png'), '---\nimages: [a.png, "b.png" ] # three\n---\n');
  });

  it('keeps the comments of the other items of a flow list', () => {
    const text = '---\nimages: [\n  a.png, # one\n  b.png # two\n]\n---\n';
    assert.equal(remove(text, 'b.png'), '---\nimages: [\n  a.png # one\n # two\n]\n---\n');
    assert.equal(remove(text, 'a.png'), '---\nimages: [\n  # one\n  b.png # two\n]\n---\n');
  });

  it('takes a line out of a block list, and leaves an empty list after the last', () => {
    const text = '---\nimages:\n  - a.png # one\n  # between\n  - b.png\nmodel: m\n---\n';
    assert.equal(remove(text, 'a.png'), '---\nimages:\n  # between\n  - b.png\nmodel: m\n---\n');
    assert.equal(remove(text, 'b.png'), '---\nimages:\n  - a.png # one\n  # between\nmodel: m\n---\n');
    assert.equal(remove('---\nimages:\n- a.png\n---\n', 'a.png'), '---\nimages: []\n---\n');
  });

  it('empties a single path', () => {
    assert.equal(remove('---\nimages: a.png\n---\n', 'a.png'), '---\nimages: []\n---\n');
  });

  it('takes several out at once, and every entry that is there twice', () => {
    const flow = '---\nimages: [a, b , c,d, e] # all\n---\n';
    assert.equal(remove(flow, 'a', 'c'), '---\nimages: [b , d, e] # all\n---\n');
    assert.equal(remove(flow, 'b', 'd', 'e'), '---\nimages: [a, c] # all\n---\n');
    assert.equal(remove(flow, 'a', 'b', 'c', 'd', 'e'), '---\nimages: [ ] # all\n---\n');
    assert.equal(remove('---\nimages: [a, b, a,]\n---\n', 'a'), '---\nimages: [b,]\n---\n');
    const block = '---\nimages:\n- a\n- b # two\n- a\n- c\nmodel: m\n---\n';
    assert.equal(remove(block, 'a', 'c'), '---\nimages:\n- b # two\nmodel: m\n---\n');
    assert.equal(remove(block, 'a', 'b', 'c'), '---\nimages: []\nmodel: m\n---\n');
  });

  it('withstands comments that look like lists of comments', () => {
    const text = `---\nimages: [a ${'# '.repeat(2000)}\n]\n---\n`;
    assert.equal(remove(text, 'a'), text.replace('[a', '['));
  });

  it('does nothing for a path that no entry names', () => {
    assert.equal(
      remove('---\nimages: [refs/*.jpg]\n---\n', 'refs/a.jpg'),
      '---\nimages: [refs/*.jpg]\n---\n',
    );
  });
});

describe('editing front matter, in steps', () => {
  let meter: Meter<typeof Core>;
  before(() => {
    meter = new Meter('test/steps/coreSteps.ts');
  });
  after(() => meter.stop());

  const lists: readonly (readonly [string, (names: readonly string[]) => string])[] = [
    ['flow', (names) => `[${names.join(', ')}]`],
    ['block', (names) => names.map((name) => `\n  - ${name} # note`).join('')],
    ['commented flow', (names) => `[${names.map((name) => `${name} # ${'# '.repeat(4)}\n `).join(',')}]`],
  ];
  for (const [shape, written] of lists) {
    it(`takes so many as the list and the names are long: ${shape}`, () => {
      const names = (length: number): string[] => Array.from({ length }, (_, i) => `p${i}.png`);
      const textOf = (length: number): string => `---\nimages: ${written(names(length))}\nmodel: m\n---\n`;
      assertProportional((length) => {
        const text = textOf(length);
        const more = [...names(length), ...names(length).map((name) => `more-${name}`)];
        return meter.count((core) => assert.ok(core.addImages(text, block(text), more).ok));
      }, 200);
      assertProportional((length) => {
        const text = textOf(length);
        const gone = names(length).filter((_, index) => index % 3 > 0);
        return meter.count((core) => assert.ok(core.removeImages(text, block(text), gone).ok));
      }, 200);
    });
  }

  it('takes few for a key that is pressed below a long block', () => {
    const yaml = Array.from({ length: 2000 }, (_, i) => `  - p${i}.png\n`).join('');
    const text = (prompt: string): string => `---\nimages:\n${yaml}---\n${prompt}`;
    const first = meter.count((core) => core.parseSpellFile(text('a cat')));
    const next = meter.count((core) => core.parseSpellFile(text('a cats')));
    assert.ok(next < first / 3, `${next} after ${first}`);
  });
});

describe('editing front matter of any content', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
    .filter((each) => !/[\r\n\u2028\u2029\x85]/.test(each));
  const names = fc.uniqueArray(name, { maxLength: 6 });
  const shape = fc.constantFrom('flow', 'block');

  function written(list: readonly string[], style: string): string {
    const items = list.map((each) => JSON.stringify(each));
    const images =
      style === 'flow' || list.length === 0
        ? `images: [${items.join(', ')}]`
        : `images:\n${items.map((item) => `  - ${item} # note`).join('\n')}`;
    return `---\n# head\n${images}\nmodel: m # tail\n---\nbody --- body\n`;
  }

  it('then reads as the list with the entry added or removed, all else as it was', () => {
    fc.assert(
      fc.property(names, name, shape, fc.nat(), (list, extra, style, pick) => {
        const text = written(list, style);
        const added = add(text, extra);
        assert.deepEqual(
          parse(added.split('\n---\n')[0]!.slice(4)).images,
          list.includes(extra) ? list : [...list, extra],
        );
        assert.ok(added.endsWith('\nmodel: m # tail\n---\nbody --- body\n'));
        if (list.length === 0) return;
        const victim = list[pick % list.length]!;
        const removed = remove(text, victim);
        assert.deepEqual(
          parse(removed.split('\n---\n')[0]!.slice(4)).images,
          list.filter((each) => each !== victim),
        );
        assert.ok(removed.startsWith('---\n# head\n'));
        assert.ok(removed.endsWith('\nmodel: m # tail\n---\nbody --- body\n'));
      }),
      { numRuns: 300 },
    );
  });
});
