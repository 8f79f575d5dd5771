import assert from 'node:assert/strict';
import { markedOutputs, withOutputs } from '../../../scripts/docs/markedOutputs';

const markdown = `# Title

<!-- output: spellwright score a.spell -->
\`\`\`
old
lines
\`\`\`

Between.

<!-- output: tsx scripts/docs/table.ts -->
| a |
| - |

\`\`\`
not marked
\`\`\`
`;

describe('marked examples of a Markdown file', () => {
  it('are blocks in fences, and tables, below the comment that names their command', () => {
    assert.deepEqual(markedOutputs(markdown), [
      { command: 'spellwright score a.spell', text: 'old\nlines', line: 3 },
      { command: 'tsx scripts/docs/table.ts', text: '| a |\n| - |', line: 11 },
    ]);
  });

  it('get other texts of any length, and nothing else changes', () => {
    const texts = new Map([
      ['spellwright score a.spell', 'one $& line'],
      ['tsx scripts/docs/table.ts', '| b |\n| - |\n| c |'],
    ]);
    const written = withOutputs(markdown, (command) => texts.get(command)!);
    assert.equal(
      written,
      markdown.replace('old\nlines', () => 'one $& line').replace('| a |\n| - |', '| b |\n| - |\n| c |'),
    );
    assert.equal(withOutputs(markdown, (command) => markedOutputs(markdown).find((each) => each.command === command)!.text), markdown); // prettier-ignore
  });

  it('may be an empty fence, which is how a new one starts', () => {
    const empty = '<!-- output: spellwright tokens a.spell -->\n```\n```\n';
    assert.deepEqual(markedOutputs(empty).map(({ text }) => text), ['']); // prettier-ignore
    assert.equal(
      withOutputs(empty, () => 'x'),
      empty.replace('```\n```', '```\nx\n```'),
    );
  });

  for (const [what, text] of [
    ['nothing stands below', '<!-- output: spellwright score a.spell -->\n\n```\nfar away\n```\n'],
    ['the file ends', '<!-- output: spellwright score a.spell -->'],
    ['the fence stays open', '<!-- output: spellwright score a.spell -->\n```\na\n'],
  ] as const) {
    it(`are refused where ${what}`, () => {
      assert.throws(() => markedOutputs(text), /line 1: no example below “spellwright score a\.spell”/);
    });
  }
});
