import { createHash } from 'node:crypto';
import type { Expectation } from '../../../core/check/expectation';
import type { LockedFile } from '../../../core/check/lock';
import type { Check, Plan } from '../../../core/check/plan';
import { plainText } from '../../../core/plainText';
import type { Span, Spell, SpellFile } from '../../../core/spell/spell';
import { expectationText } from '../../../words/check';
import { LANGUAGE_WORDING } from '../../../words/language';
import { say, type Language } from '../../../words/words';
import type { TestNode } from './testNode';

/** Something that is wrong with an expectation, as it is told. */
export interface BrokenExpectation extends Pick<TestNode, 'span' | 'line'> {
  /** Of the file that it is about: the spell file, its test file or its lock. */
  readonly uri: string;
  readonly text: string;
}

export interface TestNodesOptions {
  readonly plan: Pick<Plan, 'checks'>;
  readonly baseline?: LockedFile;
  readonly broken: readonly BrokenExpectation[];
  /** URI of the test file that counts for it, if any. */
  readonly testFile?: string;
  readonly language: Language;
}

/** What a spell file has to test: its spells in their order, each with what is expected of it; what is broken comes first. */
export function testNodes(file: SpellFile, options: TestNodesOptions): TestNode[] {
  const { plan, baseline, broken, testFile, language } = options;
  const errors = broken.map(({ text, ...place }, index): TestNode => ({
    id: brokenId(index),
    label: plainText(text),
    error: text,
    basis: text,
    children: [],
    ...place,
  }));
  const bySpell = new Map<number, Check[]>();
  for (const check of plan.checks) bySpell.set(check.spell, [...(bySpell.get(check.spell) ?? []), check]);
  const texts = textsOf(file);
  const spells = [...bySpell].sort(([a], [b]) => a - b);
  return [
    ...errors,
    ...spells.map(([index, checks]): TestNode => {
      const spell = file.spells[index]!;
      return {
        id: checks[0]!.key,
        label: plainText(spell.name?.value ?? say(LANGUAGE_WORDING.unnamed, language, { number: index + 1 })),
        span: headOf(spell),
        basis: '',
        children: checks.map((check) => ({
          id: check.id,
          label: plainText(expectationText(check, language)),
          ...(check.origin === 'test-file' && { uri: testFile }),
          // What only the lock asks for stands at the spell.
          span: check.origin === 'baseline' ? headOf(spell) : check.expectation.span,
          basis: JSON.stringify([texts.settings, ...basisOf(check, texts, baseline)]),
          children: [],
        })),
      };
    }),
  ];
}

/** @param index among what is broken of a file */
export function brokenId(index: number): string {
  return `!${index + 1}`;
}

/** A spell's heading; of one without, its first line. */
function headOf({ name, span, positive }: Spell): Span {
  if (name) return { start: span.start, end: name.span.end };
  const line = /^[^\r\n]*/.exec(positive.source)![0].length;
  return { start: span.start, end: Math.max(span.start, positive.span.start + line) };
}

/** What results depend on, in short: each part is told from every other of its kind. */
interface Texts {
  /** All in the front matter that scores depend on. */
  readonly settings: string;
  readonly spells: readonly string[];
  readonly allSpells: string;
}

function textsOf({ frontMatter, dialect, text, spells }: SpellFile): Texts {
  const { images, templates, model } = frontMatter;
  const lists = [images, templates].map((list) => list.map(({ value }) => value));
  const each = spells.map(({ span }) => digest(text.slice(span.start, span.end)));
  return {
    settings: digest(JSON.stringify([lists, dialect, model?.value])),
    spells: each,
    allSpells: digest(each.join()),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** What the result of one expectation depends on besides the settings. */
function basisOf(check: Check, { spells, allSpells }: Texts, baseline?: LockedFile): readonly unknown[] {
  const { expectation } = check;
  const own = [withoutSpans(expectation), spells[check.spell]!];
  switch (expectation.kind) {
    case 'beats':
      return [...own, spells[check.other!]!];
    case 'first-for':
      return [...own, allSpells];
    case 'keeps': {
      const pictures = baseline?.pictures.map(({ hash }) => hash).join();
      return [...own, baseline?.checkpoint.hash, digest(pictures ?? ''), baseline?.spells.get(check.key)];
    }
    case 'bias-at-most':
    case 'fits':
    case 'winner':
      return own;
  }
}

/** An expectation says the same wherever it stands. */
function withoutSpans(expectation: Expectation): string {
  return JSON.stringify(expectation, (key, value: unknown) => (key === 'span' ? undefined : value));
}
