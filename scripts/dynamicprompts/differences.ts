import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import type { Slot } from '../../src/core/spell/spell';

/** What both sides make of a prompt: the different texts that CLIP sees. */
export interface Outcome {
  readonly prompt: string;
  /** The lines of the wildcards that the prompt may reach. */
  readonly reached: string;
  readonly ours: ReadonlySet<string>;
  readonly theirs: ReadonlySet<string>;
  /** Whether it names a wildcard that is not there. */
  readonly isMissing: boolean;
  /** What dynamicprompts refuses the prompt with. */
  readonly error?: string;
}

/** A difference that docs/spell-language.md names, and how it is recognised. */
interface Difference {
  /** The first words of its row there. */
  readonly name: string;
  readonly explains: (outcome: Outcome) => boolean;
}

const isSubset = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((text) => all.has(text));
const without = (signs: RegExp, texts: ReadonlySet<string>): Set<string> =>
  new Set([...texts].map((text) => text.replace(signs, '')));
const everything = ({ prompt, reached }: Outcome): string => `${prompt}\n${reached}`;

/** Whether one of the texts has a slot of that kind. */
function hasSlot({ prompt, reached }: Outcome, is: (slot: Slot, text: string) => boolean): boolean {
  return [prompt, ...reached.split('\n')].some((text) => {
    const file = parseSpellFile(`### p\n${text}`);
    return file.spells.some(({ positive }) => positive.slots.some((slot) => is(slot, file.text)));
  });
}

/** dynamicprompts has fewer texts, all of which are ours too, because of a sign in the prompt or in a line that it reaches. */
const fewer =
  (sign: RegExp) =>
  (outcome: Outcome): boolean =>
    sign.test(everything(outcome)) && isSubset(outcome.theirs, outcome.ours);

/** The first that explains an outcome counts. */
export const DIFFERENCES: readonly Difference[] = [
  { name: 'Samplers', explains: fewer(/\{\s*[~@]|__[~@]/) },
  // Of a single option a random sampler draws one whatever the bounds say, and of equal ones it draws both.
  {
    name: 'Samplers',
    explains: (outcome) => /\{\s*[~@]/.test(everything(outcome)) && everything(outcome).includes('$$'),
  },
  { name: '`=!`', explains: fewer(/\$\{[^={}]*=\s*!/) },
  { name: 'Slots in names', explains: fewer(/__[~@!]?[^_{}]*\{/) },
  {
    name: 'A blank beside one wildcard',
    explains: (outcome) =>
      /\$\$\s*[\d.]+\s*::\s+__.*?__\s*\}/.test(everything(outcome)) ||
      /\$\$\s*(?:[\d.]+\s*::\s*)?__[^{}|]*__\s*(?:\s|#|\/\/|\/\*)[^{}|]*\}/.test(everything(outcome)),
  },
  {
    name: 'Equal options in a pick',
    explains: (outcome) =>
      isSubset(outcome.theirs, outcome.ours) &&
      hasSlot(outcome, ({ pick, options }, text) => {
        const written = options.map(({ span }) => text.slice(span.start, span.end));
        return pick.max > 1 && new Set(written).size < written.length;
      }),
  },
  { name: 'An open end before one wildcard', explains: fewer(/-\$\$(?:[^${}]*\$\$)?\s*__/) },
  {
    name: 'An empty side of a wrap command',
    explains: (outcome) =>
      isSubset(outcome.theirs, outcome.ours) &&
      hasSlot(outcome, ({ kind, options }, text) => {
        const sides = options.map(({ span }) => text.slice(span.start, span.end).replace(/\/\/.*/g, ''));
        return kind === 'wrap' && sides.some((side) => side.trim() === '');
      }),
  },
  {
    name: 'Blanks before a comment',
    explains: (outcome) =>
      (/[ \t]#/.test(outcome.reached) || /::\s*(?:\/\/|\/\*|#)/.test(outcome.prompt)) &&
      isSubset(without(/\s+/g, outcome.theirs), without(/\s+/g, outcome.ours)),
  },
  { name: 'Square brackets in names', explains: ({ prompt }) => /__[^_\n]*\[/.test(prompt) },
  {
    name: 'A comment below a comment',
    explains: ({ prompt }) => /#[^\n]*\n\s*(?:\/\/|\/\*)/.test(prompt),
  },
  {
    name: 'A wildcard that is not there',
    explains: ({ ours, theirs, isMissing }) => isMissing && isSubset(theirs, ours),
  },
  {
    name: 'Signs and blanks in weights',
    explains: ({ prompt }) => /(?:[{|]|\$\$)\s*(?:[+-][\d.]+[ \t]*|[\d.]+[ \t]+)::/.test(prompt),
  },
  {
    name: 'Values of `__name(key=value)__`',
    explains: ({ prompt }) => /\$\{\s*(\w+)\s*=.*\{[^{}]*__[^_({}]*\(\s*\1\s*=/s.test(prompt),
  },
  {
    name: 'The separator',
    explains: (outcome) =>
      hasSlot(outcome, ({ pick }) => pick.max > 1 && pick.separator === ', ') &&
      isSubset(without(/[\s,]+/g, outcome.theirs), without(/[\s,]+/g, outcome.ours)),
  },
];
