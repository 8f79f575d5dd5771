import assert from 'node:assert/strict';
import { finish } from '../../src/core/steps';
import { syntaxSteps } from '../../src/tasks/problems';
import { LineStarts } from '../../src/core/lineStarts';
import { exportedProblems } from '../../src/words/problemText';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';

describe('LineStarts', () => {
  const place = (text: string, offset: number): string => {
    const { line, column } = new LineStarts(text).positionAt(offset);
    return `${line}:${column}`;
  };

  it('ends lines with LF, CR or CRLF', () => {
    assert.equal(place('a\nb\r\nc\rd', 0), '1:1');
    assert.equal(place('a\nb\r\nc\rd', 2), '2:1');
    assert.equal(place('a\nb\r\nc\rd', 3), '2:2');
    assert.equal(place('a\nb\r\nc\rd', 7), '4:1');
    assert.equal(place('a\nb\r\nc\rd', 8), '4:2');
  });

  it('counts no byte order mark', () => {
    assert.equal(place('\ufeffab', 0), '1:1');
    assert.equal(place('\ufeffab', 1), '1:1');
    assert.equal(place('\ufeffab', 2), '1:2');
  });
});

describe('the problems of a file', () => {
  for (const [what, mark] of [
    ['without a byte order mark', ''],
    ['after a byte order mark', '\ufeff'],
  ] as const)
    it(`stand where an editor shows them, ${what}`, () => {
      const text = `${mark}a (red cat\n\nan (open bracket`;
      const problems = finish(syntaxSteps(parseSpellFile(text), '/a.spell'));
      assert.deepEqual(
        exportedProblems(problems, text, { language: 'en', shown: String }).map(
          ({ line, column }) => `${line}:${column}`,
        ),
        ['1:3', '3:4'],
      );
    });
});
