import { insertion, lineBreakOf } from '../yaml/editYaml';
import type { Replacement } from '../yaml/replacement';
import type { Spell, SpellFile } from './spell';
import { aroundPrompt, type Style } from './styles';

/** Puts a style around a spell: before and behind its prompt, and behind its negative prompt, which is made where there is none. */
export function applyStyle({ text }: SpellFile, spell: Spell, style: Style): Replacement[] {
  const replacements: Replacement[] = [];
  const { positive, negative } = spell;
  const around = aroundPrompt(style.prompt, positive.source !== '');
  if (around.before !== '') replacements.push(insertion(positive.span.start, around.before));
  if (around.after !== '') replacements.push(insertion(positive.span.end, around.after));
  const unwanted = aroundPrompt(style.negative, (negative?.source ?? '') !== '');
  if (unwanted.before === '' && unwanted.after === '') return replacements;
  if (negative) {
    if (unwanted.before !== '') replacements.push(insertion(negative.span.start, unwanted.before));
    if (unwanted.after !== '') replacements.push(insertion(negative.span.end, unwanted.after));
    return replacements;
  }
  // Behind comments on the prompt's last line, which would swallow it.
  const lineEnd = /[\r\n]|$/.exec(text.slice(positive.span.end))!.index + positive.span.end;
  const written = `Negative prompt: ${unwanted.before}${unwanted.after}`;
  return [...replacements, insertion(lineEnd, `${lineBreakOf(text)}${written}`)];
}
