import type { Replacement } from '../yaml/replacement';
import { decisionId, type Decision } from './decisions';
import { waysOf, type ExpandOptions, type Way } from './expandSpell';
import { chosenText } from './fillTemplate';
import { escapeText } from './escapes';
import type { Dialect, Prompt } from './spell';
import { compileTemplate } from './template';
import type { Template } from './templateTree';

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
  const way = waysOf(template, options).ways.find(({ decision }) => decisionId(template, decision) === id);
  if (way === undefined) return undefined;
  const text = textOf(way);
  return { text, replacements: replacementsOf(prompt, template, way.decision, text, options.dialect) };
}

/** The texts of all expansions by their ids, as `fillPrompt` fills each, for no more than expanding them once. */
export function filledTexts(prompt: Prompt, options: ExpandOptions): ReadonlyMap<string, string> {
  if (prompt.source === '') return new Map();
  const { template } = compileTemplate(prompt, options.dialect, options.wildcards);
  const { ways } = waysOf(template, options);
  return new Map(ways.map((way) => [decisionId(template, way.decision), textOf(way)]));
}

/** Comments are blanks by now: lines of nothing else go, empty lines are the author's own. */
function textOf({ filled }: Way): string {
  return filled.text
    .replace(/^[ \t]+(?:\r?\n|$)/gm, '')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

/** A variable's value stands elsewhere than it is shown, and a wrap command's parts change places: there all is replaced. */
function replacementsOf(
  { span }: Prompt,
  { choices, parts }: Template,
  decision: Decision,
  text: string,
  dialect: Dialect,
): Replacement[] {
  const isInPlace =
    choices.every(({ role }) => role === 'pick') && parts.every(({ type }) => type !== 'bound');
  if (!isInPlace) return [{ ...span, text: escapeText(text, dialect, 'signs') }];
  return choices.map((choice, index) => ({
    ...choice.slot.span,
    text: escapeText(chosenText(choice, decision[index]!), dialect, 'inside'),
  }));
}
