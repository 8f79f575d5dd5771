import type { Replacement } from '../yaml/replacement';
import { clipText } from './clipText';
import {
  allDecisions,
  compareDecisions,
  decisionId,
  drawDecision,
  flatten,
  type Decision,
} from './decisions';
import { seededRandom } from './seededRandom';
import type { Dialect, Expansion, ExpansionSet, Prompt, Spell, SyntaxDiagnostic, Wildcards } from './spell';
import { compileTemplate, type Template } from './template';

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
  const limit = affordable(template, Math.max(1, options.limit ?? DEFAULT_LIMIT));
  const sampled = template.count > limit;
  const decisions = sampled ? sample(template, limit, options.seed ?? DEFAULT_SEED) : allDecisions(template);
  const expansions = decisions.map((decision) => fill(template, decision, options.dialect));
  return {
    expansions,
    total: template.count,
    sampled,
    diagnostics: sampled
      ? [...diagnostics, sampledDiagnostic(prompt, template, decisions.length)]
      : diagnostics,
  };
}

function affordable(template: Template, limit: number): number {
  return Math.max(1, Math.min(limit, Math.floor(COST_BUDGET / Math.max(1, template.cost))));
}

function sample(template: Template, limit: number, seed: number): Decision[] {
  const random = seededRandom(seed);
  const drawn = new Map<string, Decision>();
  for (let draw = 0; draw < limit * DRAWS && drawn.size < limit; draw++) {
    const decision = drawDecision(template, random);
    const id = decisionId(template, decision);
    if (!drawn.has(id)) drawn.set(id, decision);
  }
  return [...drawn.values()].sort((a, b) => compareDecisions(template, a, b));
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

function fill(template: Template, decision: Decision, dialect: Dialect): Expansion {
  const raw = new RawText();
  raw.add(template, decision, undefined);
  const { text, offsets, words } = clipText(raw.text, raw.offsets(), dialect);
  return { id: decisionId(template, decision), choices: flatten(template, decision), text, offsets, words };
}

/** A prompt with its slots filled, before the dialect reads it. */
class RawText {
  private readonly pieces: { readonly text: string; readonly source: number; readonly step: 0 | 1 }[] = [];
  private length = 0;

  /** @param within source offset that everything maps to: set inside a wildcard's lines. */
  add(template: Template, decision: Decision, within: number | undefined): void {
    let choiceIndex = 0;
    for (const part of template.parts) {
      if (part.type === 'text') {
        this.push(
          part.text,
          within ?? part.source ?? 0,
          within === undefined && part.source !== undefined ? 1 : 0,
        );
        continue;
      }
      const { choice } = part;
      const pick = decision[choiceIndex++]!;
      const inner = within ?? (choice.slot.kind === 'wildcard' ? choice.slot.span.start : undefined);
      pick.options.forEach((option, k) => {
        if (k > 0) this.push(choice.separator, within ?? choice.slot.span.start, 0);
        this.add(choice.options[option]!, pick.inner[k]!, inner);
      });
    }
  }

  private push(text: string, source: number, step: 0 | 1): void {
    if (text === '') return;
    this.pieces.push({ text, source, step });
    this.length += text.length;
  }

  get text(): string {
    return this.pieces.map((piece) => piece.text).join('');
  }

  offsets(): Int32Array {
    const offsets = new Int32Array(this.length);
    let at = 0;
    for (const { text, source, step } of this.pieces) {
      for (let i = 0; i < text.length; i++) offsets[at++] = source + i * step;
    }
    return offsets;
  }
}

/** A prompt with the slots of one of its expansions filled. */
export interface FilledPrompt {
  /** As an image generator takes it: emphasis, tags and all. */
  readonly text: string;
  /** What puts the chosen options in place of the slots in the file. */
  readonly replacements: readonly Replacement[];
}

/**
 * Fills the slots of a prompt as the expansion `id` does.
 * @param options those with which it was expanded
 * @returns undefined when there is no such expansion
 */
export function fillPrompt(prompt: Prompt, id: string, options: ExpandOptions): FilledPrompt | undefined {
  if (prompt.source === '') return undefined;
  const { template } = compileTemplate(prompt, options.dialect, options.wildcards);
  const limit = affordable(template, Math.max(1, options.limit ?? DEFAULT_LIMIT));
  const decisions =
    template.count > limit ? sample(template, limit, options.seed ?? DEFAULT_SEED) : allDecisions(template);
  const decision = decisions.find((each) => decisionId(template, each) === id);
  if (decision === undefined) return undefined;
  const whole = new RawText();
  whole.add(template, decision, undefined);
  return {
    text: whole.text
      .replace(/[ \t]+$/gm, '')
      .replace(/(\r?\n){2,}/g, '$1')
      .trim(),
    replacements: template.choices.map(({ slot }, index) => ({
      ...slot.span,
      text: escaped(chosenText(template, decision, index)),
    })),
  };
}

/** What stands in place of one of a template's own slots. */
function chosenText(template: Template, decision: Decision, index: number): string {
  const choice = template.choices[index]!;
  const one: Template = { ...template, parts: [{ type: 'choice', choice }], choices: [choice] };
  const raw = new RawText();
  raw.add(one, [decision[index]!], undefined);
  return raw.text;
}

/** The signs of slots that an option held as text stay text. */
function escaped(text: string): string {
  return text.replace(/[{}|]/g, '\\$&');
}
