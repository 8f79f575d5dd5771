import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { nearestWord } from '../spell/nearestWord';
import type { Span, Spanned } from '../spell/span';
import {
  biasLevels,
  type BiasLevel,
  type ExpectCode,
  type Expectation,
  type ExpectationKind,
  type ExpectProblem,
} from './expectation';

/** More than anyone writes by hand in one place. */
export const mostExpectations = 500;
/** A difference of cosines cannot be larger. */
const largestMargin = 2;
const mostPatterns = 100;

type Key = 'spell' | 'on' | 'by' | 'within' | 'slot' | ExpectationKind;

/** The keys that say what is expected, and the others that may stand beside each. */
export const keysBeside: Readonly<Record<ExpectationKind, readonly Key[]>> = {
  beats: ['spell', 'by', 'on'],
  keeps: ['spell', 'within', 'on'],
  'first-for': ['spell', 'by'],
  'bias-at-most': ['spell'],
  fits: ['spell'],
  winner: ['spell', 'slot', 'by', 'on'],
};
const kinds = Object.keys(keysBeside) as ExpectationKind[];
const keys: readonly Key[] = [...kinds, 'spell', 'on', 'by', 'within', 'slot'];

/** What somebody may write who knows the words, but not these. */
const otherKeys: Readonly<Record<string, Key>> = {
  better_than: 'beats',
  'better than': 'beats',
  'better-than': 'beats',
  wins: 'winner',
  baseline: 'keeps',
  'first for': 'first-for',
  first: 'first-for',
  first_for: 'first-for',
  firstfor: 'first-for',
  bias: 'bias-at-most',
  max_bias: 'bias-at-most',
  'no-bias-above': 'bias-at-most',
  'no bias above': 'bias-at-most',
  prompt: 'spell',
  name: 'spell',
  margin: 'by',
  pictures: 'on',
  images: 'on',
};

export interface ReadExpectations {
  readonly expectations: readonly Expectation[];
  readonly problems: readonly ExpectProblem[];
}

/**
 * Reads a list of expectations, as it stands after `expect:`. What is wrong is told at its place, and the others count all
 * the same; nothing throws, and aliases are not followed.
 * @param base offset of the YAML text in the text that spans are of
 * @param fallback where to tell of a value that is not there
 */
export function readExpectations(node: Node | null, base: number, fallback: Span): ReadExpectations {
  const reader = new Reader(base);
  if (node === null || isNothing(node)) return { expectations: [], problems: [] };
  if (!isSeq(node)) {
    // One by itself needs no dash.
    const only = isMap(node) ? reader.expectation(node) : reader.report('expect-not-a-list', node, fallback);
    return { expectations: only ? [only] : [], problems: reader.problems };
  }
  const items = node.items as (Node | null)[];
  const expectations = items
    .slice(0, mostExpectations)
    .flatMap((item) => reader.expectation(item, reader.spanOf(node) ?? fallback) ?? []);
  if (items.length > mostExpectations)
    reader.report('expect-too-many', items[mostExpectations] ?? node, fallback, { limit: mostExpectations });
  return { expectations, problems: reader.problems };
}

interface Entry {
  readonly key: Key;
  readonly span: Span;
  readonly value: Node | null;
}

class Reader {
  readonly problems: ExpectProblem[] = [];

  constructor(private readonly base: number) {}

  expectation(
    node: Node | null,
    fallback: Span = { start: this.base, end: this.base },
  ): Expectation | undefined {
    if (!isMap(node)) return this.report('expect-not-a-mapping', node, fallback);
    const span = trimmed(this.spanOf(node) ?? fallback, node, this.base);
    const entries = this.entries(node, span);
    if (entries === undefined) return undefined;
    const stated = entries.filter(({ key }) => (kinds as readonly Key[]).includes(key));
    const [what, second] = stated;
    if (what === undefined) return this.report('expect-nothing', span, span, { known: kinds.join(', ') });
    if (second) return this.report('expect-two', second.span, span, { first: what.key, second: second.key });
    const kind = what.key as ExpectationKind;
    const odd = entries.find(({ key }) => key !== kind && !keysBeside[kind].includes(key));
    if (odd) {
      const known = keysBeside[kind].join(', ');
      return this.report('expect-key-elsewhere', odd.span, span, { key: odd.key, kind, known });
    }
    return this.build(kind, what, new Map(entries.map((entry) => [entry.key, entry])), span);
  }

  private build(
    kind: ExpectationKind,
    what: Entry,
    all: ReadonlyMap<Key, Entry>,
    span: Span,
  ): Expectation | undefined {
    const before = this.problems.length;
    const spell = this.text(all.get('spell'));
    const on = all.has('on') ? this.patterns(all.get('on')!) : undefined;
    const by = this.margin(all.get('by'));
    const within = this.margin(all.get('within'));
    const slot = this.text(all.get('slot'));
    const stated = { span, ...(spell && { spell }) };
    const needsSpell = kind === 'beats' || kind === 'first-for' || kind === 'winner';
    if (needsSpell && !all.has('spell')) this.report('expect-spell-needed', what.span, span, { kind });
    let read: Expectation | undefined;
    switch (kind) {
      case 'beats': {
        const other = this.text(what);
        if (other && spell && other.value === spell.value)
          this.report('expect-beats-itself', other.span, span, { spell: spell.value });
        read = other && { kind, ...stated, other, by, ...(on && { on }) };
        break;
      }
      case 'keeps':
        if (this.oneOf(what, ['baseline'])) read = { kind, ...stated, within, ...(on && { on }) };
        break;
      case 'first-for': {
        const pictures = this.patterns(what);
        read = pictures && { kind, ...stated, pictures, by };
        break;
      }
      case 'bias-at-most': {
        const level = this.oneOf(what, biasLevels) as BiasLevel | undefined;
        read = level && { kind, ...stated, level };
        break;
      }
      case 'fits':
        if (this.oneOf(what, ['context'])) read = { kind, ...stated };
        break;
      case 'winner': {
        const option = this.text(what);
        read = option && { kind, ...stated, ...(slot && { slot }), option, by, ...(on && { on }) };
      }
    }
    return this.problems.length > before ? undefined : read;
  }

  /** Undefined when a key is unknown: what is meant then nobody knows. */
  private entries(node: Node, span: Span): Entry[] | undefined {
    const entries: Entry[] = [];
    let isKnown = true;
    if (!isMap(node)) return undefined;
    for (const { key: keyNode, value } of node.items as { key: Node | null; value: Node | null }[]) {
      const written = isScalar(keyNode) ? String(keyNode.value) : '';
      const place = this.spanOf(keyNode) ?? span;
      const key = keys.find((each) => each === written);
      if (key !== undefined) {
        entries.push({ key, span: place, value });
        continue;
      }
      isKnown = false;
      const meant = nearestWord(written, keys, otherKeys);
      const shown = written.slice(0, 80);
      if (meant) this.report('expect-key-slip', place, span, { key: shown, fix: meant });
      else this.report('expect-unknown-key', place, span, { key: shown, known: keys.join(', ') });
    }
    return isKnown ? entries : undefined;
  }

  private text(entry: Entry | undefined): Spanned<string> | undefined {
    if (entry === undefined) return undefined;
    const { key, value, span } = entry;
    // A name or a place may look like a number to YAML.
    const isText = isScalar(value) && ['string', 'number'].includes(typeof value.value);
    const text = isText ? (typeof value.value === 'string' ? value.value : String(value.source)).trim() : '';
    if (text === '') return this.report('expect-text', value, span, { key });
    return { value: text, span: this.spanOf(value) ?? span };
  }

  private patterns(entry: Entry): readonly Spanned<string>[] | undefined {
    const { key, value, span } = entry;
    if (!isSeq(value)) {
      const only = this.text(entry);
      return only && [only];
    }
    const items = value.items as (Node | null)[];
    if (items.length > mostPatterns)
      return this.report('expect-too-many', items[mostPatterns] ?? value, span, { limit: mostPatterns });
    if (items.length === 0) return this.report('expect-text', value, span, { key });
    return items.flatMap((item) => this.text({ key, span, value: item }) ?? []);
  }

  /** 0 where none is written. */
  private margin(entry: Entry | undefined): number {
    if (entry === undefined) return 0;
    const { key, value, span } = entry;
    const number = isScalar(value) && typeof value.value === 'number' ? value.value : NaN;
    if (number >= 0 && number < largestMargin) return number;
    this.report('expect-margin', value, span, { key });
    return 0;
  }

  private oneOf(entry: Entry, known: readonly string[]): string | undefined {
    const { key, value, span } = entry;
    const written = isScalar(value) ? value.value : undefined;
    const found = known.find((each) => each === written);
    return found ?? this.report('expect-value', value, span, { key, known: known.join(', ') });
  }

  spanOf(node: Node | null | undefined): Span | undefined {
    const range = node?.range;
    return range ? { start: this.base + range[0], end: this.base + range[1] } : undefined;
  }

  report(
    code: ExpectCode,
    at: Node | Span | null,
    fallback: Span,
    parameters: ExpectProblem['parameters'] = {},
  ): undefined {
    const span = at && ('start' in at ? at : this.spanOf(at));
    this.problems.push({ code, span: span ?? fallback, parameters });
    return undefined;
  }
}

/** Of a mapping in block style the library's range ends before the next line that says something: without what is blank. */
function trimmed(span: Span, node: Node, base: number): Span {
  if (!isMap(node) || node.flow) return span;
  const last = (node.items as { key: Node | null; value: Node | null }[]).at(-1);
  const end = last?.value?.range?.[1] ?? last?.key?.range?.[1];
  return end === undefined ? span : { start: span.start, end: Math.max(span.start + 1, base + end) };
}

function isNothing(node: Node): boolean {
  return isScalar(node) && node.value === null;
}
