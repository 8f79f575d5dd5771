import type { Prompt, SpellFile } from '../spell/spell';
import { findInReadings } from './findInReadings';
import type { BiasFinding } from './finding';
import { ignoreFixes } from './ignoreFixes';
import { ignoredPlaces, type IgnoredPlaces } from './ignoredPlaces';
import type { Matcher } from './matcher';
import { readPrompt } from './reading';

/**
 * Every place in a spell file's prompts that a rule speaks of, in source order. Front matter, comments, headings,
 * parameters, URLs, LoRA tags and wildcard names are not read. Linear in the text.
 *
 * A negative prompt asks to avoid what it says, so only words that demean whatever is asked are reported there, as hints
 * (docs/bias.md says which).
 */
export function checkSpellFile(file: SpellFile, matcher: Matcher): BiasFinding[] {
  const ignored = ignoredPlaces(
    file.text,
    file.comments.map((span) => ({ span, text: file.text.slice(span.start, span.end) })),
  );
  return file.spells
    .flatMap(({ positive, negative }) => [
      ...checkPrompt(file, positive, matcher, ignored, false),
      ...(negative ? checkPrompt(file, negative, matcher, ignored, true) : []),
    ])
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function checkPrompt(
  file: SpellFile,
  prompt: Prompt,
  matcher: Matcher,
  ignored: IgnoredPlaces,
  negative: boolean,
): BiasFinding[] {
  return findInReadings(readPrompt(prompt), matcher, {
    source: file.text,
    negative,
    slots: true,
    moreFixes: (place) => ignoreFixes(place, file),
  }).filter((finding) => !ignored.covers(finding));
}
