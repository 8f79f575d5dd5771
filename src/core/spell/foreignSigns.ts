import type { Steps } from '../steps';
import type { Dialect, Prompt, Span } from './spell';

/** A generator whose signs stand in a prompt of another one's dialect. */
export type ForeignDialect = 'midjourney' | 'novelai' | 'invokeai' | 'swarmui';

export interface ForeignSign {
  readonly dialect: ForeignDialect;
  readonly span: Span;
}

/** What is looked for, and what every such sign holds: most prompts hold none of these, which is quickly seen. */
const SIGNS: readonly (readonly [ForeignDialect, RegExp, readonly string[]])[] = [
  [
    'midjourney',
    /(?<![^\s])(?:--|—)(?:aspect|ar|version|v|niji|stylize|style|sref|s|chaos|cref|c|quality|q|seed|no|iw|tile|weird|raw|stop|repeat|hd|fast|relax|turbo|profile|draft|oref|ow|sw|cw)(?![\p{L}\p{N}-])/u,
    ['--', '—'],
  ],
  ['novelai', /(?<![\p{L}\p{N}_.{|])-?(?:\d{1,3}(?:\.\d{1,3})?|\.\d{1,3})::(?=[^:{}|\n]{1,300}::)/u, ['::']],
  // But for the weight of an option, which has a number and nothing else before it.
  [
    'midjourney',
    /(?<=[\p{L}\p{N})])(?<![{|$]\s{0,20}[+-]?[\d.]{1,20})::(?=-?\d|\.\d|[ \t]|$)(?![^:{}|]{0,300}::\s*(?:,|$))/u,
    ['::'],
  ],
  ['novelai', /(?<!\{)\{\{+(?=[^{}|$]{1,300}\}\})/, ['{{']],
  ['invokeai', /(?<=\))(?:\++|-{1,3}|\d(?:\.\d{1,3})?)(?=[\s,.]|$)/, [')']],
  ['invokeai', /(?<=\p{L}{3})\+{1,6}(?=[\s,.]|$)/u, ['+']],
  ['invokeai', /(?<=[)"])\.(?:and|blend|swap|add|attend)\(/, ['.']],
  [
    'swarmui',
    /<(?:random|wildcard|wc|alternate|alt|fromto|segment|repeat|preset|setvar|var|object|region|setmacro|macro|trigger|clear|break)(?:\[[^\]<>\n]{0,60}\])?[:>]/,
    ['<'],
  ],
];

/** NovelAI writes it too: there it is no sign of Midjourney. */
const PARTS = '::';

/** Signs of other generators in a prompt, the first of each: what `dialect` makes words of, or takes out with what is in it. One sign a step. */
export function* foreignSigns({ source, span, isVerbatim }: Prompt, dialect: Dialect): Steps<ForeignSign[]> {
  if (isVerbatim) return [];
  const found = new Map<ForeignDialect, Span>();
  for (const [other, sign, parts] of SIGNS) {
    if (other === dialect || found.has(other)) continue;
    yield;
    if (!parts.some((part) => source.includes(part))) continue;
    const match = sign.exec(source);
    if (match === null) continue;
    if (match[0] === PARTS && (dialect === 'novelai' || found.has('novelai'))) continue;
    const start = span.start + match.index;
    found.set(other, { start, end: start + match[0].length });
  }
  return [...found].map(([other, at]) => ({ dialect: other, span: at }));
}
