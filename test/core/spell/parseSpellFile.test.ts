import assert from 'node:assert/strict';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { expandPrompt, expandSpell } from '../../../src/core/spell/expandSpell';
import { promptAt, slotAt, spellAt, walkNodes } from '../../../src/core/spell/places';
import type { Span, SpellFile } from '../../../src/core/spell/spell';

const codes = (file: SpellFile): string[] => file.diagnostics.map(({ code }) => code);
const sources = (file: SpellFile): string[] => file.spells.map(({ positive }) => positive.source);
const cut = (file: SpellFile, span: Span): string => file.text.slice(span.start, span.end);

const EXAMPLE = `---
images: [refs/*.jpg, hero.png]      # paths or globs
template: "a photo of {}"
dialect: a1111
---
### roe, close up
There is a group of {orange|yellow} {fish eggs|foods} on the table
Negative prompt: blurry, {text|words}
### plain
fish roe on a wooden table, (macro:1.3), <lora:food:0.8>   # a comment
`;

describe('front matter', () => {
  it('is read with the place of every value', () => {
    const file = parseSpellFile(EXAMPLE);
    assert.deepEqual(codes(file), []);
    assert.deepEqual(
      file.frontMatter.images.map(({ value }) => value),
      ['refs/*.jpg', 'hero.png'],
    );
    assert.deepEqual(
      file.frontMatter.images.map(({ span }) => cut(file, span)),
      ['refs/*.jpg', 'hero.png'],
    );
    assert.deepEqual(
      file.frontMatter.templates.map(({ value }) => value),
      ['a photo of {}'],
    );
    assert.equal(cut(file, file.frontMatter.templates[0]!.span), '"a photo of {}"');
    assert.equal(file.frontMatter.dialect?.value, 'a1111');
    assert.deepEqual(
      file.frontMatter.keys.map(({ span }) => cut(file, span)),
      ['images', 'template', 'dialect'],
    );
    assert.equal(cut(file, file.frontMatter.span!).trimEnd().endsWith('---'), true);
  });

  it('takes one string where a list may stand, and lists of templates', () => {
    const file = parseSpellFile('---\nimages: a.png\ntemplates:\n  - a {}\n  - b {}\nmodel: mini\n---\ncat');
    assert.deepEqual(
      file.frontMatter.images.map(({ value }) => value),
      ['a.png'],
    );
    assert.deepEqual(
      file.frontMatter.templates.map(({ value }) => value),
      ['a {}', 'b {}'],
    );
    assert.equal(file.frontMatter.model?.value, 'mini');
  });

  it('reports what is wrong with it at its place, and keeps the rest', () => {
    const cases: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
      ['nope: 1', [['front-matter-unknown-key', 'nope']]],
      ['images: [1, a.png]', [['front-matter-wrong-type', '1']]],
      ['images: {a: b}', [['front-matter-wrong-type', '{a: b}']]],
      ['images: &x [a]\nmodel: *x', [['front-matter-wrong-type', '*x']]],
      ['template: no place', [['template-without-slot', 'no place']]],
      ['dialect: dalle', [['dialect-unknown', 'dalle']]],
      ['just words', [['front-matter-no-keys', 'just words']]],
      ['images:', []],
      ['# only a comment', []],
      ['', []],
    ];
    for (const [yaml, expected] of cases) {
      const file = parseSpellFile(`---\n${yaml}\n---\ncat`);
      assert.deepEqual(
        file.diagnostics.map(({ code, span }) => [code, cut(file, span)]),
        expected,
        yaml,
      );
      assert.deepEqual(sources(file), ['cat'], yaml);
    }
  });

  describe('a value without the quotes that it needs', () => {
    const rows: readonly (readonly [string, string, string])[] = [
      ['images: *.png', '*.png', '"*.png"'],
      ['images: **/*.png # all of them', '**/*.png', '"**/*.png"'],
      ['images: [*.png]', '*.png', '"*.png"'],
      ['images: [hero.png, *.png, b.png]', '*.png', '"*.png"'],
      ['images:\n  - *.png\n  - b.png', '*.png', '"*.png"'],
      ['images: *', '*', '"*"'],
      ['images: *.png, *.jpg', '*.png, *.jpg', '["*.png", "*.jpg"]'],
      ['images: *a b.png', '*a b.png', '"*a b.png"'],
      ['images: [hero.png, !draft.png]', '!draft.png', '"!draft.png"'],
      ['images: !draft.png', '!draft.png', '"!draft.png"'],
      ['images: @home/a.png', '@home/a.png', '"@home/a.png"'],
      ['images: %a.png', '%a.png', '"%a.png"'],
      ['images: [v1]/*.png', '[v1]/*.png', '"[v1]/*.png"'],
      ['images: {a,b}.png', '{a,b}.png', '"{a,b}.png"'],
      ['images: [refs/{a,b}.png, c.png]', 'refs/{a,b}.png', '"refs/{a,b}.png"'],
      ['images: [refs/[ab].png, c.png]', 'refs/[ab].png', '"refs/[ab].png"'],
      ['template: {} in oil', '{} in oil', '"{} in oil"'],
      ['template: a photo: {}', 'a photo: {}', '"a photo: {}"'],
      ['model: *x', '*x', '"*x"'],
    ];
    for (const [yaml, written, fix] of rows)
      it(yaml, () => {
        const file = parseSpellFile(`---\n${yaml}\n---\ncat`);
        const told = file.diagnostics.map(({ code, span, parameters }) => [
          code,
          cut(file, span),
          parameters.fix,
        ]);
        assert.deepEqual(told, [['front-matter-unquoted', written, fix]]);
        const { start, end } = file.diagnostics[0]!.span;
        const mended = parseSpellFile(file.text.slice(0, start) + fix + file.text.slice(end));
        assert.deepEqual(codes(mended), []);
        const values = [
          ...mended.frontMatter.images,
          ...mended.frontMatter.templates,
          mended.frontMatter.model,
        ];
        const whole = values.map((each) => each?.value);
        for (const part of written.split(', ')) assert.ok(whole.includes(part), String(whole));
      });

    it('is none where YAML means what is written', () => {
      for (const yaml of [
        'images: refs/{a,b}.png',
        'images: refs/*.png',
        'images: "*.png"',
        "images: '*.png'",
        'images: [a b.png]',
      ])
        assert.deepEqual(codes(parseSpellFile(`---\n${yaml}\n---\ncat`)), [], yaml);
    });
  });

  it('names the key or dialect that was meant', () => {
    for (const [yaml, code, fix] of [
      ['image: a.png', 'front-matter-key-slip', 'images'],
      ['Images: a.png', 'front-matter-key-slip', 'images'],
      ['imgaes: a.png', 'front-matter-key-slip', 'images'],
      ['pictures: a.png', 'front-matter-key-slip', 'images'],
      ['tempalte: a {}', 'front-matter-key-slip', 'template'],
      ['checkpoint: mini', 'front-matter-key-slip', 'model'],
      ['seed: 5', 'front-matter-unknown-key', undefined],
      ['dialect: comfy', 'dialect-slip', 'comfyui'],
      ['dialect: a111', 'dialect-slip', 'a1111'],
      ['dialect: AUTOMATIC1111', 'dialect-slip', 'a1111'],
      ['dialect: none', 'dialect-slip', 'plain'],
      ['model: 2024', 'front-matter-wrong-type', '"2024"'],
    ] as const) {
      const [found] = parseSpellFile(`---\n${yaml}\n---\ncat`).diagnostics;
      assert.deepEqual([found?.code, found?.parameters.fix], [code, fix], yaml);
    }
  });

  it('says in plain words what is wrong with its YAML', () => {
    for (const [yaml, code] of [
      ['images: [a.png', 'yaml-list-open'],
      ['images: [a, b]]', 'yaml-bracket-extra'],
      ['images: "a.png', 'yaml-quote-open'],
      ["model: 'it's x'", 'yaml-after-value'],
      ['images:\n  - a.png\nmodel', 'yaml-colon-missing'],
      ['\timages: a.png', 'yaml-tab'],
      ['images: [a.png,]\n  model: mini', 'yaml-indent'],
      ['images: "C:\\x.png"', 'yaml-escape'],
      ['images a.png', 'front-matter-no-keys'],
      ['- a.png', 'front-matter-no-keys'],
    ] as const)
      assert.equal(codes(parseSpellFile(`---\n${yaml}\n---\ncat`))[0], code, yaml);
    assert.ok(codes(parseSpellFile('---\nimages: - a.png\n---\ncat')).includes('yaml-dash'));
  });

  it('names a colon that is full-width or has no space behind it, once, and what to write', () => {
    for (const [yaml, written, fix] of [
      ['images:a.png', 'images:', 'images: '],
      ['images：a.png', 'images：', 'images: '],
      ['images： a.png', 'images： ', 'images: '],
      ['images：　a.png', 'images：　', 'images: '],
      ['images:[a.png]', 'images:', 'images: '],
      ['images:"a.png"\nmodel: mini', 'images:', 'images: '],
      ['template: "a {}"\nimages：a.png', 'images：', 'images: '],
      ['images: [a.png]\ndialect：comfyui\nmodel: mini', 'dialect：', 'dialect: '],
      ['images:\n  - a.png\nmodel:mini', 'model:', 'model: '],
    ] as const) {
      const text = `---\n${yaml}\n---\ncat`;
      const { diagnostics } = parseSpellFile(text);
      assert.deepEqual(
        diagnostics.map(({ code, span, parameters }) => [
          code,
          text.slice(span.start, span.end),
          parameters.fix,
        ]),
        [['front-matter-colon', written, fix]],
        yaml,
      );
      const { start, end } = diagnostics[0]!.span;
      const mended = parseSpellFile(text.slice(0, start) + fix + text.slice(end));
      assert.deepEqual(codes(mended), [], yaml);
    }
    for (const yaml of ['images: a：b.png', 'images: model:x.png', 'keep: ["images:x"]'])
      assert.deepEqual(codes(parseSpellFile(`---\n${yaml}\n---\ncat`)), [], yaml);
  });

  it('that is broken YAML says where, and the good lines count', () => {
    const file = parseSpellFile('---\nmodel: mini\nimages: [a.png\n---\ncat');
    assert.deepEqual(codes(file), ['yaml-list-open']);
    const { span } = file.diagnostics[0]!;
    assert.ok(span.start >= 4 && span.end <= file.text.indexOf('cat'), JSON.stringify(span));
    assert.equal(file.frontMatter.model?.value, 'mini');
    assert.deepEqual(sources(file), ['cat']);
  });

  it('that is never closed ends at a blank line or heading', () => {
    for (const rest of ['\ncat', '### x\ncat', '\n### x\ncat']) {
      const file = parseSpellFile(`---\nmodel: mini\n${rest}`);
      assert.deepEqual(codes(file), ['front-matter-unclosed']);
      assert.equal(file.frontMatter.model?.value, 'mini');
      assert.deepEqual(sources(file), ['cat']);
    }
  });

  it('survives hostile YAML', () => {
    const bomb = `a: &a [x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((key, i) => `${key}: &${key} [*${'abcdefg'[i]},*${'abcdefg'[i]},*${'abcdefg'[i]}]`)
      .join('\n')}`;
    for (const yaml of [
      '['.repeat(60_000),
      '['.repeat(200_000),
      bomb,
      '? '.repeat(5000),
      '\0\u0001',
      '!!js/function x',
    ]) {
      const file = parseSpellFile(`---\n${yaml}\n---\ncat`);
      assert.deepEqual(sources(file), ['cat']);
    }
  });

  it('does not start below the first line', () => {
    assert.equal(parseSpellFile('cat\n---\nimages: a\n---').frontMatter.span, undefined);
  });
});

describe('spells', () => {
  it('start at headings', () => {
    const file = parseSpellFile(EXAMPLE);
    assert.deepEqual(
      file.spells.map(({ name }) => name?.value),
      ['roe, close up', 'plain'],
    );
    assert.equal(cut(file, file.spells[0]!.name!.span), 'roe, close up');
    assert.equal(cut(file, file.spells[0]!.span).startsWith('### roe'), true);
    assert.equal(cut(file, file.spells[0]!.span).endsWith('{text|words}'), true);
    assert.equal(cut(file, file.spells[0]!.positive.span), file.spells[0]!.positive.source);
    assert.equal(file.spells[0]!.negative?.source, 'blurry, {text|words}');
    assert.equal(file.spells[1]!.positive.source, 'fish roe on a wooden table, (macro:1.3), <lora:food:0.8>');
    assert.deepEqual(
      file.comments.map((span) => cut(file, span)),
      ['# a comment'],
    );
    const options = { dialect: file.dialect };
    assert.equal(expandSpell(file.spells[0]!, options).total, 4);
    assert.deepEqual(
      expandPrompt(file.spells[0]!.negative!, options).expansions.map(({ text }) => text),
      ['blurry, text', 'blurry, words'],
    );
    assert.equal(file.spells[1]!.negative, undefined);
  });

  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['', []],
    ['\n \n', []],
    ['# only a comment', []],
    ['a\n\nb\nc\n\n\n\nd', ['a', 'b\nc', 'd']],
    ['a\r\n\r\nb\r\nc', ['a', 'b\r\nc']],
    ['a\rb\r\rc', ['a\rb', 'c']],
    ['\ufeffa', ['a']],
    ['\ufeff---\nmodel: m\n---\na', ['a']],
    ['before\n### x\na\n\nb', ['before', 'a\n\nb']],
    ['a\n# comment\nb', ['a\n         \nb']],
    ['a\n\n# comment\n\nb', ['a', 'b']],
    ['#### not a heading\na', ['a']],
    ['text ### in a line', ['text']],
    ['### a # b\nx', ['x']],
    ['猫\n\n犬', ['猫', '犬']],
    ['🐟\n\n𠮷', ['🐟', '𠮷']],
  ];
  for (const [text, expected] of cases) {
    it(`of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(sources(parseSpellFile(text)), expected);
    });
  }

  it('without a prompt or with a name taken are reported', () => {
    assert.deepEqual(codes(parseSpellFile('### x\n### x\na')), ['spell-empty', 'spell-name-duplicate']);
    assert.deepEqual(codes(parseSpellFile('###\na\n###\nb')), []);
    assert.deepEqual(codes(parseSpellFile('Negative prompt: x')), ['spell-empty']);
    const [empty] = parseSpellFile('### x').spells;
    assert.deepEqual(expandSpell(empty!, { dialect: 'a1111' }).expansions, []);
  });

  it('may be commented out as blocks in ComfyUI', () => {
    const file = parseSpellFile('---\ndialect: comfyui\n---\na\n\n/*\nb\n\n### c\n*/\n\nd');
    assert.deepEqual(sources(file), ['a', 'd']);
  });
});

describe('infotext', () => {
  const INFOTEXT = `masterpiece, (cat:1.2)
on a mat
Negative prompt: blurry,
bad anatomy
Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7, Size: 512x768, Model hash: 6ce0161689, Lora hashes: "a: 1f, b: 2e", Note: "say \\"hi\\" #1", Version: v1.6.0`;

  for (const [kind, text] of [
    ['as a paragraph', INFOTEXT],
    ['under a heading', `### x\n${INFOTEXT}`],
    ['with CRLF', INFOTEXT.replaceAll('\n', '\r\n')],
    ['with blank lines between', INFOTEXT.replace('\nNeg', '\n\nNeg').replace('\nSteps', '\n\nSteps')],
  ] as const) {
    it(`pasted ${kind} works`, () => {
      const file = parseSpellFile(text);
      assert.equal(file.spells.length, 1);
      const [spell] = file.spells;
      assert.equal(spell!.positive.source.replace('\r', ''), 'masterpiece, (cat:1.2)\non a mat');
      assert.equal(spell!.negative?.source.replace('\r', ''), 'blurry,\nbad anatomy');
      assert.deepEqual(Object.fromEntries(spell!.parameters!.values), {
        Steps: '20',
        Sampler: 'DPM++ 2M Karras',
        'CFG scale': '7',
        Size: '512x768',
        'Model hash': '6ce0161689',
        'Lora hashes': 'a: 1f, b: 2e',
        Note: 'say "hi" #1',
        Version: 'v1.6.0',
      });
      assert.ok(cut(file, spell!.parameters!.span).startsWith('Steps: 20'));
      assert.deepEqual(file.comments, []);
    });
  }

  it('pasted several times makes as many spells', () => {
    assert.equal(parseSpellFile(`${INFOTEXT}\n${INFOTEXT}\n\n${INFOTEXT}`).spells.length, 3);
  });

  it('joins repeated negative prompts', () => {
    const [spell] = parseSpellFile('### x\na\nNegative prompt: b\nnegative prompt: c').spells;
    assert.deepEqual(
      expandPrompt(spell!.negative!, { dialect: 'a1111' }).expansions.map(({ text }) => text),
      ['b c'],
    );
  });

  it('needs a number after "Steps:"', () => {
    assert.deepEqual(sources(parseSpellFile('a\nSteps: of stone')), ['a\nSteps: of stone']);
  });
});

describe('places', () => {
  const text = '### one\na {red|{x|y}} cat\nNegative prompt: {b|c}\n\n### two\n__w__ (d:1.2) <lora:e:1>';
  const file = parseSpellFile(text);
  const at = (needle: string): number => text.indexOf(needle);

  it('finds the spell, prompt and slot of an offset', () => {
    assert.equal(spellAt(file, 0)?.name?.value, 'one');
    assert.equal(spellAt(file, at('### two') - 1)?.name?.value, 'one');
    assert.equal(spellAt(file, text.length)?.name?.value, 'two');
    assert.equal(spellAt(parseSpellFile('\n\na'), 0), undefined);
    assert.equal(promptAt(file, at('cat'))?.polarity, 'positive');
    assert.equal(promptAt(file, at('b|c'))?.polarity, 'negative');
    assert.equal(promptAt(file, at('Negative') + 1), undefined);
    assert.deepEqual([slotAt(file, at('ed|'))?.slot.index, slotAt(file, at('ed|'))?.option], [0, 0]);
    assert.deepEqual([slotAt(file, at('y}}'))?.slot.index, slotAt(file, at('y}}'))?.option], [1, 1]);
    assert.equal(slotAt(file, at('__w'))?.slot.wildcard, 'w');
    assert.equal(slotAt(file, at('cat') + 1), undefined);
  });

  it('lists nodes with their spans', () => {
    const nodes = [...walkNodes(file.spells[1]!.positive.nodes)].map(({ type, span }) => [
      type,
      cut(file, span),
    ]);
    assert.deepEqual(nodes, [
      ['slot', '__w__'],
      ['text', ' '],
      ['emphasis', '(d:1.2)'],
      ['text', 'd'],
      ['text', ' '],
      ['tag', '<lora:e:1>'],
    ]);
  });
});
