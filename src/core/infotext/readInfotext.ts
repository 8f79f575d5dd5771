import { inlineStarts, startsParameters } from '../spell/infotext';
import { PIPED, readPairs, type Pair } from './parameterPairs';

/** An infotext taken apart. */
export interface Infotext {
  readonly prompt: string;
  readonly negative?: string;
  readonly template?: { readonly prompt: string; readonly negative?: string };
  readonly pairs: readonly Pair[];
  /** It has parameters or a negative prompt: not just any text. */
  readonly isMarked: boolean;
}

const NEGATIVE = /^Negative prompt:[ \t]?/;
const LABEL = 'Negative prompt:';
const INLINE = /[ \t]Negative prompt:/;
const AFTER_STOP = /[.。][ \t]Negative prompt:/;
const STEPS = /^[ \t]*(?:\*\*)?Steps[:：][ \t]*\d+(?:\.\d+)?[ \t]*(?:[,|]|$)/;
const ANY_STEPS = /^[ \t]*Steps[:：][ \t]*\d/;
const TEMPLATE = /^(Negative )?Template:[ \t]?/i;
const PAIR = /(?:^|[,|])[ \t]*[\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,60}[:：][ \t]*[^,|\s]/gu;
const KNOWN_PAIR =
  /(?:^|[,|][ \t]*)(?:Steps|Sampler|CFG scale|Seed|Size|Model|Model hash|Version|Pipeline|App|Parser):/;
const KNOWN_BESIDE = /[,|][ \t]*(?:Sampler|Schedule type|CFG scale|Seed|Size|Model|Model hash):/i;
const FEWEST = 3;
/** Besides the steps: a line of a prompt may begin with "Steps: 3 stairs". */
const FEWEST_KNOWN = 2;
/** Longer lines are prompts. */
const MAX_LINE = 100_000;

/**
 * Takes an infotext apart, as the web UI and its relatives write it: the prompt, `Negative prompt:`, and the parameters. The
 * parameters begin at the last line that begins with `Steps:`; where there is none, at the last line with known names, or
 * with three names of any kind, as the web UI reads them. Templates may stand before and after.
 */
export function readInfotext(text: string): Infotext {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const line = parameterLine(lines);
  if (line < 0) return withoutLine(lines.join('\n'));
  const head = takeTemplates(lines.slice(0, line), 'in negative');
  const tail = takeTemplates(lines.slice(line), 'anywhere');
  const { prompt, negative } = splitHead(head.lines, AFTER_STOP);
  return {
    prompt: withoutLabel(prompt, tail.lines[0]!),
    ...given('negative', negative),
    ...given('template', tail.template ?? head.template),
    pairs: readPairs(tail.lines.join('\n')),
    isMarked: true,
  };
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Record<K, V>);
}

/** The line at which the parameters begin; -1 where none does. */
function parameterLine(lines: readonly string[]): number {
  const fits = lines.map((line) => line.length <= MAX_LINE);
  // A value with line breaks may have such a line of its own, and so may a template below: the names that stand beside tell.
  const strict = lines.findLastIndex((line) => STEPS.test(line) && KNOWN_BESIDE.test(line));
  if (strict >= 0) return strict;
  const alone = lines.findLastIndex((line) => STEPS.test(line));
  if (alone >= 0) return alone;
  const loose = lines.findLastIndex((line, i) => ANY_STEPS.test(line) && fits[i]! && pairsIn(line) >= FEWEST);
  if (loose >= 0) return loose;
  const known = lines.findLastIndex(
    (line, i) => fits[i]! && startsParameters(line, 0, line.length) && pairsIn(line) >= FEWEST_KNOWN,
  );
  if (known >= 0) return known;
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return last > 0 && fits[last]! && pairsIn(lines[last]!) >= FEWEST && KNOWN_PAIR.test(lines[last]!)
    ? last
    : -1;
}

function pairsIn(line: string): number {
  return line.match(PAIR)?.length ?? 0;
}

interface Untemplated {
  readonly lines: readonly string[];
  readonly template?: { readonly prompt: string; readonly negative?: string };
}

/** Takes out `Template:` and `Negative Template:`, each of which runs to the next label. */
function takeTemplates(lines: readonly string[], where: 'anywhere' | 'in negative'): Untemplated {
  const kept: string[] = [];
  const taken: { prompt?: string[]; negative?: string[] } = {};
  let target: string[] | undefined;
  let isOpen = where === 'anywhere';
  for (const line of lines) {
    isOpen ||= NEGATIVE.test(line);
    const label = isOpen ? TEMPLATE.exec(line) : null;
    if (label) {
      target = [line.slice(label[0].length)];
      taken[label[1] === undefined ? 'prompt' : 'negative'] ??= target;
    } else if (target && !NEGATIVE.test(line)) target.push(line);
    else {
      target = undefined;
      kept.push(line);
    }
  }
  if (!taken.prompt && !taken.negative) return { lines: kept };
  const joined = (part: readonly string[] | undefined): string => (part ?? []).join('\n').trim();
  return {
    lines: kept,
    template: { prompt: joined(taken.prompt), ...given('negative', joined(taken.negative)) },
  };
}

interface Head {
  readonly prompt: string;
  readonly negative?: string;
  readonly isLabelled: boolean;
}

/** The first line with the label switches for good. Where line breaks were lost, it stands after a full stop. */
function splitHead(lines: readonly string[], inline: RegExp): Head {
  const at = lines.findIndex((line) => NEGATIVE.test(line.trimStart()));
  const whole = lines.join('\n');
  if (at >= 0) {
    const rest = [lines[at]!.trimStart().replace(NEGATIVE, ''), ...lines.slice(at + 1)];
    return labelled(lines.slice(0, at).join('\n'), rest.join('\n'));
  }
  const found = whole.length <= MAX_LINE ? whole.search(inline) : -1;
  if (found < 0) return { prompt: whole.trim(), isLabelled: false };
  const label = whole.indexOf(LABEL, found);
  return labelled(whole.slice(0, label), whole.slice(label + LABEL.length));
}

function labelled(prompt: string, negative: string): Head {
  return { prompt: prompt.trim(), ...given('negative', negative.trim()), isLabelled: true };
}

/** Where pipes stand between the pairs, a label stands before the prompt. */
function withoutLabel(prompt: string, parameters: string): string {
  return PIPED.test(parameters) ? prompt.replace(/^prompt:[ \t]*/i, '') : prompt;
}

/** Where line breaks were lost, parameters stand inside of a line; else all is the prompt. */
function withoutLine(text: string): Infotext {
  const starts = text.length <= MAX_LINE ? inlineStarts(text) : [];
  const steps = starts.findLast((at) => text.startsWith('Steps:', at));
  const { isLabelled, ...head } = splitHead(text.slice(0, steps).split('\n'), INLINE);
  const pairs = steps === undefined ? [] : readPairs(text.slice(steps));
  return { ...head, pairs, isMarked: pairs.length > 0 || isLabelled };
}
