import { finish, type Steps } from '../steps';
import type { Prompt, SpellFile } from '../spell/spell';
import { findInReadings, type FindOptions } from './findInReadings';
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
  return finish(spellFileSteps(file, matcher));
}

/** `checkSpellFile` in short steps, for a thread that must not be held. */
export function* spellFileSteps(file: SpellFile, matcher: Matcher): Steps<BiasFinding[]> {
  const ignored = ignoredPlaces(
    file.text,
    file.comments.map((span) => ({ span, text: file.text.slice(span.start, span.end) })),
  );
  const options = { source: file.text, slots: true, moreFixes: ignoreFixes(file) };
  const findings: BiasFinding[] = [];
  for (const { positive, negative } of file.spells) {
    yield; // a prompt in which nothing is found is one step
    // Never `push(...)`: a prompt may hold more findings than the stack holds arguments.
    for (const found of yield* checkPrompt(positive, matcher, ignored, { ...options, negative: false }))
      findings.push(found);
    if (!negative) continue;
    for (const found of yield* checkPrompt(negative, matcher, ignored, { ...options, negative: true }))
      findings.push(found);
  }
  return findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function* checkPrompt(
  prompt: Prompt,
  matcher: Matcher,
  ignored: IgnoredPlaces,
  options: FindOptions,
): Steps<BiasFinding[]> {
  const findings = yield* findInReadings(yield* readPrompt(prompt), matcher, options);
  return findings.filter((finding) => !ignored.covers(finding));
}
