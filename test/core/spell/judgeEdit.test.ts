import assert from 'node:assert/strict';
import { judgeEdit } from '../../../src/core/spell/editFrontMatter';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { applyReplacements } from '../../../src/core/yaml/replacement';

describe('the second checkpoint of a spell file', () => {
  const written = (text: string, judge: string | undefined): string => {
    const edit = judgeEdit(parseSpellFile(text), judge);
    return applyReplacements(text, edit ? [edit] : []);
  };

  it('is written, changed and taken out, and nothing else of the file changes', () => {
    for (const [text, judge, expected] of [
      ['a fox', 'mini', '---\njudge: mini\n---\na fox'],
      ['---\nimages: a.png # mine\n---\na fox', 'mini', '---\njudge: mini\nimages: a.png # mine\n---\na fox'],
      ['---\r\njudge: a\r\nmodel: b\r\n---\r\na fox', 'c', '---\r\njudge: c\r\nmodel: b\r\n---\r\na fox'],
      ['---\nmodel: b\njudge: a # why\n---\na fox', undefined, '---\nmodel: b\n---\na fox'],
      ['a fox', undefined, 'a fox'],
    ] as const)
      assert.equal(written(text, judge), expected);
  });

  it('reads back as it was chosen, also where YAML would read it otherwise', () => {
    for (const judge of ['/models/my clip', 'C:\\models\\clip', '# 1', '123', 'a: b', '[x]', 'true'])
      for (const text of ['a fox', '---\njudge: "old"\n---\na fox'])
        assert.equal(parseSpellFile(written(text, judge)).frontMatter.judge?.value, judge, judge);
  });
});
