/** The table of tools for agents, as docs/agents.md shows it. */
import { tools } from '../../src/tools/toolTable';
import { TOOL_WORDING } from '../../src/words/agents';

const fields = (schema: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys((schema.properties ?? {}) as object);

console.log('| tool | what for | it takes | it gives |\n| --- | --- | --- | --- |');
for (const { name, input, output } of tools) {
  const code = (names: readonly string[]): string =>
    names.map((each) => `\`${each}\``).join(', ') || 'nothing';
  console.log(
    `| \`${name}\` | ${TOOL_WORDING[name].purpose.en} | ${code(fields(input.json))} | ${code(fields(output.json))} |`,
  );
}
