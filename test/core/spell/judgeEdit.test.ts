import assert from 'node:assert/strict';
import { judgeEdit } from '../../../src/core/spell/editFrontMatter';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { applyReplacements } from '../../../src/core/yaml/replacement';

describe('the second checkpoint of a spell file', () => {
  const written = (text: string, judge: string | undefined): string => {
    const edit = judgeEdit(parseSpellFile(text), judge);
    return edit.ok ? applyReplacements(text, edit.replacements) : edit.code;
  };

  it('is written, changed and taken out, and nothing else of the file changes', () => {
    for (const [text, judge, expected] of [
      ['a fox', 'mini', '---\njudge: mini\n---\na fox'],
      ['---\nimages: a.png # mine\n---\na fox', 'mini', '---\njudge: mini\nimages: a.png # mine\n---\na fox'],
      ['---\r\njudge: a\r\nmodel: b\r\n---\r\na fox', 'c', '---\r\njudge: c\r\nmodel: b\r\n---\r\na fox'],
      ['---\nmodel: b\njudge: a # why\n---\na fox', undefined, '---\nmodel: b\n---\na fox'],
      ['a fox', undefined, 'a fox'],
      ['---\n{images: a.png}\n---\na fox', 'mini', '---\n{judge: mini, images: a.png}\n---\na fox'],
      ['---\n{judge: a, images: a.png}\n---\na fox', undefined, '---\n{images: a.png}\n---\na fox'],
      ['---\n{images: a.png, judge: a}\n---\na fox', undefined, '---\n{images: a.png}\n---\na fox'],
      ['---\njudge: >-\n  a\n  b\nmodel: b\n---\na fox', undefined, '---\nmodel: b\n---\na fox'],
      ['---\njudge:\n  a\nmodel: b\n---\na fox', undefined, '---\nmodel: b\n---\na fox'],
      ['---\njudge:\nmodel: b\n---\na fox', 'mini', '---\njudge: mini\nmodel: b\n---\na fox'],
      ['---\n---\na fox', 'mini', '---\njudge: mini\n---\na fox'],
    ] as const)
      assert.equal(written(text, judge), expected);
  });

  it('is left to its writer where an edit would change what else is read, or nobody knows what is meant', () => {
    for (const [text, judge, code] of [
      ['---\njudge: &a mini\nmodel: *a\n---\na fox', undefined, 'yaml-invalid'],
      ['---\njudge: [a]\n---\na fox', 'mini', 'yaml-invalid'],
      ['---\nimages: a.png\n\na fox', 'mini', 'front-matter-unclosed'],
      [`---\n# ${'x'.repeat(65_500)}\n---\na fox`, '/models/'.padEnd(99, 'm'), 'front-matter-full'],
    ] as const)
      assert.equal(written(text, judge), code, text.slice(0, 60));
  });

  it('reads back as it was chosen, also where YAML would read it otherwise', () => {
    for (const judge of ['/models/my clip', 'C:\\models\\clip', '# 1', '123', 'a: b', '[x]', 'true'])
      for (const text of ['a fox', '---\njudge: "old"\n---\na fox'])
        assert.equal(parseSpellFile(written(text, judge)).frontMatter.judge?.value, judge, judge);
  });
});
