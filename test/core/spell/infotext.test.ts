import assert from 'node:assert/strict';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { parseParameters } from '../../../src/core/spell/infotext';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { seededRandom } from '../../../src/core/spell/seededRandom';

const STEPS = 'Steps: 20, Sampler: Euler a, Seed: 5, Size: 8x8';

function texts(text: string): string[] {
  const file = parseSpellFile(text);
  return file.spells.flatMap((spell) =>
    expandSpell(spell, { dialect: file.dialect }).expansions.map((expansion) => expansion.text),
  );
}

describe('a pasted infotext', () => {
  const cases: readonly (readonly [what: string, text: string, ranked: readonly string[]])[] = [
    [
      'blank lines in the prompt',
      `owl,\n\nwood\n\nfocus\nNegative prompt: bad\n${STEPS}`,
      ['owl, wood focus'],
    ],
    ['blank lines in the negative prompt', `owl\nNegative prompt: bad,\n\nlowres\n\ntext\n${STEPS}`, ['owl']],
    ['blank lines around the label', `owl\n\nNegative prompt: bad\n\n${STEPS}`, ['owl']],
    ['lines below the parameters', `owl\n${STEPS}\nTemplate: a {b|c}\nNegative Template: d`, ['owl']],
    ['a template over several lines', `owl\n${STEPS}\nTemplate: a,\nb in\nsnow`, ['owl']],
    ['a template after a blank line', `owl\n${STEPS}\n\nTemplate: a cat\n\na dog`, ['owl', 'a dog']],
    ['a value over several lines', `owl\nSteps: 20, Note: "one\n\ntwo", Seed: 5\n\na dog`, ['owl', 'a dog']],
    ['JSON over several lines', `owl\nSteps: 20, Hashes: {"a": "b",\n"c": "d"}, Seed: 5`, ['owl']],
    [
      'what the web UI prints below',
      `owl\n${STEPS}\n\nTime taken: 2.1 sec.\n\nA: 3.14 GB, R: 3.5 GB`,
      ['owl'],
    ],
    ['the heading of PNG Info', `parameters\n\nowl\nNegative prompt: bad\n${STEPS}`, ['owl']],
    [
      'parameters in another order',
      `owl\nNegative prompt: bad\nSize: 8x8, Seed: 5, Steps: 20, Sampler: Euler`,
      ['owl'],
    ],
    [
      'names in other capitals',
      `owl\nNegative prompt: bad\nsteps: 20, sampler: euler a, CFG Scale: 7, seed: 5`,
      ['owl'],
    ],
    ['full-width colons', `owl\nNegative prompt：bad\nSteps：20, Sampler：Euler`, ['owl']],
    ['Japanese labels', `プロンプト：ふくろう\nネガティブプロンプト：悪い\nステップ数：20`, ['ふくろう']],
    [
      'everything on one line',
      `owl Negative prompt: bad, text Steps: 20, Sampler: Euler a, Seed: 5`,
      ['owl'],
    ],
    ['no negative prompt on one line', `owl Steps: 20, Sampler: Euler a`, ['owl']],
    ['two of them', `owl\n${STEPS}\na fox\nNegative prompt: bad\n${STEPS}`, ['owl', 'a fox']],
    ['two of them, blank lines in both', `a\n\nb\n${STEPS}\n\nc\n\nd\n${STEPS}`, ['a b', 'c d']],
    [
      'prompts without parameters above',
      `a\nNegative prompt: x\n\nb\nNegative prompt: y\n${STEPS}`,
      ['a', 'b'],
    ],
    ['prompts below', `owl\nNegative prompt: bad\n${STEPS}\n\na fox\n\na cat`, ['owl', 'a fox', 'a cat']],
    [
      'below a heading',
      `### x\nowl\n\nwood\nNegative prompt: a\n\nb\n${STEPS}\n### y\nfox`,
      ['owl wood', 'fox'],
    ],
    [
      'words that only look like parameters',
      'subject: cat, style: oil, mood: dark',
      ['subject: cat, style: oil, mood: dark'],
    ],
  ];
  for (const [what, text, ranked] of cases) {
    it(what, () => assert.deepEqual(texts(text), ranked));
    it(`${what}, with lines of Windows`, () =>
      assert.deepEqual(texts(text.replaceAll('\n', '\r\n')), ranked));
  }

  it('says when paragraphs became one prompt', () => {
    const { diagnostics } = parseSpellFile(`a\n\nb\n\nc\nNegative prompt: d\n\ne\n${STEPS}`);
    assert.deepEqual(
      diagnostics.map(({ code, parameters }) => [code, parameters]),
      [['infotext-joined', { count: 3 }]],
    );
    assert.deepEqual(parseSpellFile(`a\nNegative prompt: d\n\n${STEPS}`).diagnostics, []);
  });

  const paragraphs: readonly (readonly [what: string, above: string, ranked: readonly string[]])[] = [
    ['commas at the end', 'owl, branch,\n\nwood,\n\nfocus', ['owl, branch, wood, focus']],
    ['a Japanese comma', '青い猫、\n\n雪', ['青い猫、 雪']],
    ['a word that goes on', 'a fox\n\nin snow\n\nat dusk', ['a fox in snow at dusk']],
    ['a line with BREAK', 'a fox\n\nBREAK\na dog\n\nBREAK\n\na cat', ['a fox, a dog, a cat']],
    ['an open bracket', '(a fox\n\na dog:1.2)', ['a fox a dog']],
    ['an open slot', 'a {red|\n\nblue} fox', ['a red fox', 'a blue fox']],
    ['tags by themselves', 'a fox\n\na <lora:x:1>\n\n<lora:y:1>, <lora:z:1>', ['a fox', 'a']],
    ['sentences', 'A fox is there.\n\nThe snow is deep.', ['A fox is there. The snow is deep.']],
    ['two that nothing tells', 'best quality\n\n1girl, solo', ['best quality 1girl, solo']],
    ['several that nothing tells', 'red barn\n\ngrey owl\n\nold oak', ['red barn', 'grey owl', 'old oak']],
    ['the same beginning', '1girl, red\n\n1girl, blue', ['1girl, red', '1girl, blue']],
    ['articles', 'a fox\n\nan owl', ['a fox', 'an owl']],
    ['prompts above its own', 'a fox\n\na car\n\nan owl,\n\nwood', ['a fox', 'a car', 'an owl, wood']],
    ['a comment above', '# mine\n\na fox', ['a fox']],
    ['a title between', 'red barn\n\nparameters\n\ngrey owl', ['red barn', 'grey owl']],
    ['a label between', 'red barn\n\nPrompt: grey owl\n\nold oak', ['red barn', 'grey owl old oak']],
  ];
  for (const [what, above, ranked] of paragraphs) {
    it(`paragraphs above it: ${what}`, () => {
      assert.deepEqual(texts(`${above}\nNegative prompt: bad\n\nworse\n${STEPS}`), ranked);
      assert.deepEqual(texts(`${above}\n${STEPS}`), ranked);
      assert.deepEqual(texts(`x\n${STEPS}\n\n${above}\n${STEPS}`), ['x', ...ranked]);
    });
  }

  const below: readonly (readonly [what: string, text: string, ranked: readonly string[]])[] = [
    ['a prompt with blank lines', 'a dog\n\nin snow\nNegative prompt: bad\n', ['a dog in snow']],
    ['a prompt with a label', 'Prompt: a dog\nNegative prompt: bad\n', ['a dog']],
    ['a prompt over lines', 'a dog,\nsnow\n', ['a dog, snow']],
    ['parameters', 'Version: 1.10\na dog\n', ['a dog']],
    ['a template over lines', 'Template: a,\nb\n\na dog\n', ['a dog']],
  ];
  for (const [what, text, ranked] of below) {
    it(`right below its parameters: ${what}`, () =>
      assert.deepEqual(texts(`owl\n${STEPS}\n${text}${STEPS}`), ['owl', ...ranked]));
  }
  it('parameters that were broken behind commas', () =>
    assert.deepEqual(texts('owl\nSteps: 20, Sampler: Euler,\n8x8, Seed: 5\n\na dog'), ['owl', 'a dog']));

  it('says when paragraphs stay apart', () => {
    const { diagnostics } = parseSpellFile(`red barn\n\ngrey owl\n\nold oak\n${STEPS}`);
    assert.deepEqual(
      diagnostics.map(({ code, parameters }) => [code, parameters]),
      [['infotext-apart', { count: 2 }]],
    );
    assert.deepEqual(parseSpellFile(`# mine\n\nowl\n${STEPS}`).diagnostics, []);
  });

  it('never has its negative prompt or parameters ranked, whatever it is made of', () => {
    const random = seededRandom(5);
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    const several = (of: readonly string[], most: number): string =>
      Array.from({ length: 1 + Math.floor(random() * most) }, () => one(of)).join(
        one([', ', ',\n', '\n\n', ' ']),
      );
    for (let i = 0; i < 3000; i++) {
      const label = one([
        'Negative prompt:',
        'negative prompt: ',
        'Negative prompt：',
        'ネガティブプロンプト：',
      ]);
      const parameters = one([
        'Steps: 20, Sampler: Euler a, NOT: 1',
        'Steps: 20, Hashes: {"NOT": "x", "vae": "y"}, Seed: 5',
        'Size: 8x8, Seed: 5, NOT: 2, Steps: 20, Sampler: Euler',
        'Steps: 20, Lora hashes: "NOT: 1, b: 2"\nTemplate: NOT {a|b}',
        'Steps: 20, Note: "NOT\n\nNOT", Seed: 5\n\nTime taken: 2.1 sec. NOT',
      ]);
      const infotext = `${several(['owl', '(wood:1.2)', '{a|b}'], 4)}\n${label} ${several(['NOT', '(NOT:1.3)', '{NOT|bad}'], 4)}${one(['\n', '\n\n'])}${parameters}`;
      const text = one([
        infotext,
        `${infotext}\n\n${infotext}`,
        `parameters\n\n${infotext}\n\nfox`,
        `### x\n${infotext}`,
      ]);
      for (const ranked of texts(text)) assert.ok(!ranked.includes('NOT'), JSON.stringify({ text, ranked }));
    }
  });
});

describe('the parameters of an infotext', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      'Steps: 20, Hashes: {"model": "x", "vae": "y"}, Seed: 5',
      { Steps: '20', Hashes: '{"model": "x", "vae": "y"}', Seed: '5' },
    ],
    ['Steps: 20, Note: x, y, Seed: 5', { Steps: '20', Note: 'x', Seed: '5' }],
    [
      'Steps: 20, Lora hashes: "a: 1, b: 2", Seed: 5',
      { Steps: '20', 'Lora hashes': 'a: 1, b: 2', Seed: '5' },
    ],
    ['Steps: 20, モデル: 猫, Größe: 3', { Steps: '20', モデル: '猫', Größe: '3' }],
    ['Steps：20, Note: "one\ntwo"\nTemplate: a', { Steps: '20', Note: '"one\ntwo"', Template: 'a' }],
  ];
  for (const [text, values] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(Object.fromEntries(parseParameters(text)), values));
  }

  it('say how many steps the sampler makes, by which schedules end', () => {
    assert.deepEqual(texts('[cat:dog:25] a\nSteps: 30, Seed: 5'), ['dog a']);
    assert.deepEqual(texts('[cat:dog:25] a\nSteps: 25, Seed: 5'), ['cat a']);
    assert.deepEqual(texts('[cat:dog:25] a'), ['cat a']);
  });
});

describe('what stands around prompts', () => {
  const cases: readonly (readonly [what: string, text: string, ranked: readonly string[]])[] = [
    ['rules part prompts', 'a\n\n---\n\nb\n***\nc\n====\nd\n___\ne\n━━━━\nf', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['rules below headings are no words', '### x\na\n---\n### y\n-----\nb', ['a', 'b']],
    ['two dashes are words', 'a -- b\n--', ['a -- b --']],
    ['front matter below blank lines', '\n\n---\nmodel: mini\n---\na', ['a']],
    ['front matter below comments', '# mine\n\n# more\n---\nmodel: mini\n---\na', ['a']],
    ['a rule below a comment is a rule', '# mine\n---\na\n---\nb', ['a', 'b']],
    [
      'a slot over blank lines',
      'a {red|\n\n# cool\nblue\n} apple\n\nb',
      ['a red apple', 'a blue apple', 'b'],
    ],
    ['a slot that is never closed ends at a blank line', 'a {red|blue\n\nb', ['a {red|blue', 'b']],
    ['labels of prompts', 'Prompt: a\nNegative prompt: b\n\nPositive prompt: c', ['a', 'c']],
    ['short labels', 'Positive: a\nNegative: b\n\nネガティブ：c', ['a']],
    [
      'labels in bold',
      '**Prompt:** a\n**Negative prompt:** b\n\n**Prompt**: c\n**Negative prompt**：d',
      ['a', 'c'],
    ],
    [
      'labels in lenticular brackets',
      '【プロンプト】\n青い猫\n\n【ネガティブプロンプト】\nぼやけ',
      ['青い猫'],
    ],
    ['labels of Chinese', '正面提示词：猫\n负面提示词：模糊\n\n提示詞：犬\n反向提示詞：糊', ['猫', '犬']],
    ['a label as a heading', '### プロンプト\na\n### ネガティブプロンプト\nb\n### c\nd', ['a', 'd']],
    ['the same without another heading', 'a\n\n### Negative prompt\n\nb', ['a']],
    ['a heading that begins like a label', '### Negative prompts of mine\na\n### negative\nb', ['a', 'b']],
    [
      'words that are no labels',
      'a negative: b\n\nnegatives: c\n\n**bold** d',
      ['a negative: b', 'negatives: c', '**bold** d'],
    ],
    [
      'labels without colons',
      'Prompt\na cat\nNegative prompt\nb\n\nPositive prompt\n\nc\n\nNegative prompt\n\nd',
      ['a cat', 'c'],
    ],
    [
      'labels behind bullets',
      '- Prompt: a\n- Negative prompt: b\n\n■プロンプト\nc\n■ネガティブプロンプト\nd',
      ['a', 'c'],
    ],
    ['labels in square brackets', '[Prompt]\na\n[Negative prompt]\nb', ['a']],
    [
      'prompts with the words of labels',
      'prompt engineer\n\nnegative prompts, a\n\n[prompt] b\n\n- c',
      ['prompt engineer', 'negative prompts, a', 'prompt b', '- c'],
    ],
    ['parameters that begin with a guidance', 'a cat\nGuidance scale: 7.5, Steps: 30, Seed: 4', ['a cat']],
    [
      'fences of Markdown',
      '```\na cat\nNegative prompt: b\n```\n\n```text\nc\n```\n~~~\nd\n~~~',
      ['a cat', 'c', 'd'],
    ],
    [
      'fences around what labels name',
      'Prompt:\n```\na cat\n```\n\nNegative prompt:\n```\nugly\n```\n\na dog',
      ['a cat', 'a dog'],
    ],
    [
      'fences between bold labels',
      '**Prompt:**\n\n```\na cat\n```\n\n**Negative Prompt:**\n\n```text\nb\n```\n\n**Prompt:**\n\n~~~\na dog\n~~~',
      ['a cat', 'a dog'],
    ],
    ['a fence above parameters', `\`\`\`\na cat\n\`\`\`\n${STEPS}`, ['a cat']],
    [
      'headings of other levels',
      '## Prompt\n\n```\na cat\n```\n\n## Negative prompt\n\n```\nugly\n```\n',
      ['a cat'],
    ],
    ['a heading in bold', 'a cat\n\n## **Negative prompt:**\n\nugly\n', ['a cat']],
    ['bold words alone', '**Prompt**\na cat\n\n**Negative Prompt**\nugly', ['a cat']],
    ['a comment with the words of a label', 'a cat\n# negative prompt: ugly\nin snow', ['a cat in snow']],
    ['ideographic spaces', 'ふくろう\nネガティブ　プロンプト　：　悪い', ['ふくろう']],
    ['the words of NovelAI', '1girl\nUndesired Content: lowres', ['1girl']],
    ['labels of French', 'Prompt : un chat\nPrompt négatif : flou', ['un chat']],
    ['labels of Spanish and Italian', 'Prompt: gato\nPrompt negativo: feo', ['gato']],
    ['labels of German', 'Prompt: Katze\nNegativer Prompt: hässlich', ['Katze']],
    ['labels of Korean', '프롬프트: 고양이\n네거티브 프롬프트: 흐림', ['고양이']],
    ['labels of Russian', 'Промпт: кот\nНегативный промпт: размыто', ['кот']],
    ['code within a line', '```a``` b\n\n`c`', ['```a``` b', '`c`']],
    [
      'what the tab for extras wrote',
      `owl\n${STEPS}\n\nextras\nPostprocess upscale by: 2, Postprocess upscaler: R-ESRGAN 4x+\n\na dog`,
      ['owl', 'a dog'],
    ],
  ];
  for (const [what, text, ranked] of cases) it(what, () => assert.deepEqual(texts(text), ranked));

  it('a prompt that is JSON is text as it stands', () => {
    const json =
      '{\n  "scene": "a [red] (apple:1.2)",\n\n  "palette": ["#FF0000", "a|b"],\n  "x": {"y": 1}\n}';
    for (const dialect of ['a1111', 'comfyui', 'plain']) {
      const file = parseSpellFile(`---\ndialect: ${dialect}\n---\n${json}\n\na cat # x\n`);
      assert.deepEqual(file.diagnostics, []);
      assert.equal(file.spells.length, 2);
      const [only, ...others] = expandSpell(file.spells[0]!, { dialect: file.dialect }).expansions;
      assert.equal(only!.text, json.replace(/\s+/g, ' '));
      assert.equal(others.length, 0);
    }
    assert.deepEqual(texts('### x\n{"a": "#1"}\nNegative prompt: b\n\n### y\n{a|b}'), [
      '{"a": "#1"}',
      'a',
      'b',
    ]);
    assert.deepEqual(texts('{"a": "b"} cat'), ['"a": "b" cat']);
    assert.deepEqual(texts('{a 6" nail|b} cat\n\n{never closed\n\n{\n"a": "#1"}').at(-1), '{ "a": "#1"}');
  });
});
