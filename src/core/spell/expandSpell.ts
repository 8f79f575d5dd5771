import { clipText } from './clipText';
import {
  allDecisions,
  compareDecisions,
  decisionId,
  drawDecision,
  flatten,
  type Decision,
} from './decisions';
import { fillTemplate, type FilledTemplate } from './fillTemplate';
import { seededRandom } from './seededRandom';
import type { Dialect, Expansion, ExpansionSet, Prompt, Spell, SyntaxDiagnostic, Wildcards } from './spell';
import { compileTemplate } from './template';
import type { Template } from './templateTree';

export interface ExpandOptions {
  readonly dialect: Dialect;
  /** Absent: every `__name__` is missing. */
  readonly wildcards?: Wildcards;
  /** No more expansions than this are made. */
  readonly limit?: number;
  /** Which sample is taken past the limit. */
  readonly seed?: number;
}

/** Past this many combinations a fixed-seed sample is scored. */
export const DEFAULT_LIMIT = 256;
const DEFAULT_SEED = 20210226;
/** What all expansions of a prompt may cost together (`Template.cost`): a book times 256 would fill the memory. */
const COST_BUDGET = 4_000_000;
/** Draws for each expansion wanted; far more than a uniform draw without repeats needs. */
const DRAWS = 40;

/** The expansions of a spell's prompt. */
export function expandSpell(spell: Spell, options: ExpandOptions): ExpansionSet {
  return expandPrompt(spell.positive, options);
}

const NONE: ExpansionSet = { expansions: [], total: 0, sampled: false, diagnostics: [] };

/**
 * Fills every slot in every way, in a stable order: as an odometer turns, the last slot fastest. Past `limit` combinations
 * (fewer for very long prompts) a sample without repeats is drawn with a fixed seed and put in the same order. An empty
 * prompt has no expansions. Option weights do not matter here: every combination is as good a candidate as another.
 */
export function expandPrompt(prompt: Prompt, options: ExpandOptions): ExpansionSet {
  if (prompt.source === '') return NONE;
  const { template, diagnostics } = compileTemplate(prompt, options.dialect, options.wildcards);
  const { ways, sampled } = waysOf(template, options);
  const read = prompt.isVerbatim ? 'plain' : options.dialect;
  const expansions = ways.map(({ decision, filled }): Expansion => ({
    raw: filled.text,
    id: decisionId(template, decision),
    choices: flatten(template, decision),
    ...clipText(filled.text, filled.offsets, read, prompt),
  }));
  return {
    expansions,
    total: sampled ? template.count : expansions.length,
    sampled,
    diagnostics: sampled ? [...diagnostics, sampledDiagnostic(prompt, template, ways.length)] : diagnostics,
  };
}

/** A way to fill a template. */
export interface Way {
  readonly decision: Decision;
  readonly filled: FilledTemplate;
}

/** The ways that the expansions of a template are, in their order. */
export function waysOf(
  template: Template,
  options: ExpandOptions,
): { readonly ways: readonly Way[]; readonly sampled: boolean } {
  const limit = affordable(template, Math.max(1, options.limit ?? DEFAULT_LIMIT));
  const sampled = template.count > limit;
  const ways = sampled ? sample(template, limit, options.seed ?? DEFAULT_SEED) : allWays(template);
  return { ways, sampled };
}

/** Where none is possible, as with `{2$$__a__|__b__}` of one equal line each, they stay: a prompt reads as something. */
function allWays(template: Template): Way[] {
  const all = allDecisions(template).map((decision) => ({
    decision,
    filled: fillTemplate(template, decision),
  }));
  const possible = all.filter(({ filled }) => filled.isPossible);
  return possible.length > 0 ? possible : all;
}

function affordable(template: Template, limit: number): number {
  return Math.max(1, Math.min(limit, Math.floor(COST_BUDGET / Math.max(1, template.cost))));
}

function sample(template: Template, limit: number, seed: number): Way[] {
  const random = seededRandom(seed);
  const drawn = new Map<string, Way>();
  const impossible = new Map<string, Way>();
  for (let draw = 0; draw < limit * DRAWS && drawn.size < limit; draw++) {
    const decision = drawDecision(template, random);
    const id = decisionId(template, decision);
    if (drawn.has(id) || impossible.has(id)) continue;
    const way = { decision, filled: fillTemplate(template, decision) };
    if (way.filled.isPossible) drawn.set(id, way);
    else if (impossible.size < limit) impossible.set(id, way);
  }
  const ways = drawn.size > 0 ? drawn : impossible;
  return [...ways.values()].sort((a, b) => compareDecisions(template, a.decision, b.decision));
}

function sampledDiagnostic(prompt: Prompt, template: Template, shown: number): SyntaxDiagnostic {
  const [first] = prompt.slots;
  return {
    code: 'expansions-sampled',
    severity: 'information',
    span: first === undefined ? prompt.span : { start: first.span.start, end: prompt.slots.at(-1)!.span.end },
    parameters: { total: template.count === Infinity ? '2^53+' : template.count, shown },
  };
}
