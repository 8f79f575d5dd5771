import { insertion, lineBreakOf } from '../yaml/editYaml';
import { applyReplacements, type Replacement } from '../yaml/replacement';
import { parameterPlaces } from './infotext';
import { parseSpellFile } from './parseSpellFile';
import type { Spell, SpellFile } from './spell';
import { parametersBelow, parametersLine } from './writeSpell';

export type ParametersEdit =
  | { readonly ok: true; readonly replacements: readonly Replacement[] }
  /** `not-readable`: it would not read back, or would change what else the file says. */
  | { readonly ok: false; readonly code: 'not-readable' };

/**
 * Has the own line of a spell, such as `Steps: 20, Seed: 5`, say parameters; it gets one where it has none. What else stands
 * there stays. The proof is in reading all of it back.
 * @param wanted names as A1111 writes them, and values
 */
export function setParameters(
  file: SpellFile,
  index: number,
  wanted: readonly (readonly [name: string, value: string])[],
): ParametersEdit {
  const spell = file.spells[index];
  if (!spell) return { ok: false, code: 'not-readable' };
  const told = spell.parameters?.values;
  const others = wanted.filter(([name, value]) => told?.get(name) !== value);
  if (others.length === 0) return { ok: true, replacements: [] };
  const replacements = spell.parameters
    ? editsOfLine(file.text, spell.parameters.span, others)
    : [lineBelow(file.text, spell, others)];
  const after = parseSpellFile(applyReplacements(file.text, replacements), {
    defaultDialect: file.dialect,
  });
  return saysSo(file, after, index, wanted)
    ? { ok: true, replacements }
    : { ok: false, code: 'not-readable' };
}

function editsOfLine(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  wanted: readonly (readonly [string, string])[],
): Replacement[] {
  const lines = text.slice(start, end);
  const places = new Map(parameterPlaces(lines).map((place) => [place.name, place]));
  const edits: Replacement[] = [];
  const further: (readonly [string, string])[] = [];
  for (const [name, value] of wanted) {
    const place = places.get(name);
    const written = parametersLine([[name, value]]).slice(name.length + 2);
    if (place) edits.push({ start: start + place.start, end: start + place.end, text: written });
    else further.push([name, value]);
  }
  if (further.length === 0) return edits;
  const first = /^[^\r\n]*?(?=[ \t]*(?:[\r\n]|$))/.exec(lines)![0];
  const line = first.endsWith(',') ? ` ${parametersLine(further)}` : `, ${parametersLine(further)}`;
  return [...edits, insertion(start + first.length, line)].sort((a, b) => a.start - b.start);
}

function lineBelow(
  text: string,
  { span }: Spell,
  wanted: readonly (readonly [string, string])[],
): Replacement {
  const end = span.start + text.slice(span.start, span.end).trimEnd().length;
  return insertion(end, lineBreakOf(text) + parametersBelow(wanted).join(''));
}

/** The spell says what was wished besides what it said, and all else is as it was. */
function saysSo(
  before: SpellFile,
  after: SpellFile,
  index: number,
  wanted: readonly (readonly [string, string])[],
): boolean {
  const told = (spell: Spell): unknown => [
    spell.name?.value,
    spell.positive.source,
    spell.negative?.source,
    [...(spell.parameters?.values ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  const expected = before.spells.map((spell, i) => {
    if (i !== index) return told(spell);
    const values = new Map([...(spell.parameters?.values ?? []), ...wanted]);
    return told({ ...spell, parameters: { span: spell.span, values } });
  });
  return JSON.stringify(after.spells.map(told)) === JSON.stringify(expected);
}
