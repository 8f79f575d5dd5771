import type { Tool } from '../../src/tools/tool';
import { tools } from '../../src/tools/toolTable';
import { TOOL_WORDING } from '../../src/words/agents';
import type { Language } from '../../src/words/words';

/** What `contributes.languageModelTools` of package.json says of the table of tools. */
export function languageModelTools(): readonly object[] {
  return tools.map(({ name, description, input, needsGenerator }) => ({
    name: `spellwright_${name}`,
    displayName: `%tool.${name}%`,
    userDescription: `%tool.${name}.purpose%`,
    modelDescription: description,
    toolReferenceName: referenceName(name),
    canBeReferencedInPrompt: true,
    ...(needsGenerator && { when: 'spellwright.generatorIsSet' }),
    icon: '$(sparkle)',
    tags: ['spellwright'],
    inputSchema: input.json,
  }));
}

/** The names that the manifest gives to people, by their keys. */
export function toolNames(language: Language): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tools.flatMap(({ name }) => [
      [`tool.${name}`, TOOL_WORDING[name].title[language]],
      [`tool.${name}.purpose`, TOOL_WORDING[name].purpose[language]],
    ]),
  );
}

/** `scorePrompts`, as people write it behind `#`. */
function referenceName(name: Tool['name']): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
