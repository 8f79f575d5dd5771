import { expandPrompt, type ExpandOptions } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Dialect, ExpansionSet, Spell, Wildcards } from '../../../src/core/spell/spell';

/** Wildcards from a plain object. */
export function wildcardsOf(lines: Readonly<Record<string, readonly string[]>>): Wildcards {
  return { lookup: (name) => (Object.hasOwn(lines, name) ? lines[name] : undefined) };
}

/** The one spell of a text without front matter. */
export function onlySpell(text: string, dialect: Dialect): Spell {
  const { spells } = parseSpellFile(text, { defaultDialect: dialect });
  if (spells.length !== 1) throw new Error(`${spells.length} spells in ${JSON.stringify(text)}`);
  return spells[0]!;
}

export function expandText(
  text: string,
  dialect: Dialect,
  options: Partial<ExpandOptions> = {},
): ExpansionSet {
  return expandPrompt(onlySpell(text, dialect).positive, { dialect, ...options });
}

/** "cat:1.21 dog:1", weights rounded to four places. */
export function weightsOf(text: string, dialect: Dialect): string {
  return expandText(text, dialect)
    .expansions[0]!.words.map((word) => `${word.text}:${Number(word.weight.toFixed(4))}`)
    .join(' ');
}
