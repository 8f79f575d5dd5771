/** The table of tools for agents, as docs/agents.md shows it; with `ja` in Japanese, for docs/ja/agents.md. */
import { tools } from '../../src/tools/toolTable';
import { TOOL_WORDING } from '../../src/words/agents';

const language = process.argv[2] === 'ja' ? 'ja' : 'en';
const { heads, none } = {
  en: { heads: '| tool | what for | it takes | it gives |', none: 'nothing' },
  ja: { heads: '| ツール | 用途 | 受け取るもの | 返すもの |', none: 'なし' },
}[language];

const fields = (schema: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys((schema.properties ?? {}) as object);

console.log(`${heads}\n| --- | --- | --- | --- |`);
for (const { name, input, output } of tools) {
  const code = (names: readonly string[]): string => names.map((each) => `\`${each}\``).join(', ') || none;
  console.log(
    `| \`${name}\` | ${TOOL_WORDING[name].purpose[language]} | ${code(fields(input.json))} | ${code(fields(output.json))} |`,
  );
}
