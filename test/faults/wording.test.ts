import assert from 'node:assert/strict';
import type { BiasFix } from '../../src/core/bias/finding';
import { shippedRules } from '../rules/shippedRules';
import { check } from '../core/bias/check';
import { fault } from './fault';

/** What may stand right before and after a term in a prompt. */
const BEFORE = [
  '',
  'a ',
  'an ',
  'two ',
  'the ',
  '((',
  'A ',
  '🚒 ',
  '(',
  '{cat|',
  'old, ',
  '夕方の',
  '3人の',
  'a\n',
  'AN ',
];
const AFTER = [
  '',
  ' boy',
  ' hat',
  "'s coat",
  ':1.2)',
  '))',
  '}',
  ' in rain',
  '、油絵',
  'の',
  'な顔',
  '\nBREAK',
  ' of',
  ' '.repeat(80),
  '😀',
];

const terms = [...shippedRules.languages.en.rules, ...shippedRules.languages.ja.rules]
  .filter(({ severity }) => severity !== 'off')
  .flatMap((rule) => rule.terms.map(({ text }) => text));

/** Numbers that look drawn at random and are the same on every run. */
function* sequence(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48271) % 0x7fffffff) yield state;
}

/** The prompt after a fix; fails where its edits lie outside the text or on one another. */
function applied(prompt: string, { edits, kind }: BiasFix): string {
  const inOrder = [...edits].sort((a, b) => a.span.start - b.span.start);
  let text = '';
  let at = 0;
  for (const { span, text: by } of inOrder) {
    assert.ok(span.start >= at && span.end >= span.start && span.end <= prompt.length, `${kind}: ${prompt}`);
    text += prompt.slice(at, span.start) + by;
    at = span.end;
  }
  return text + prompt.slice(at);
}

describe('wording', () => {
  fault('a term stands in surroundings that no one writes', { short: 500, long: 50_000 }, (tried) => {
    const numbers = sequence();
    const pick = <T>(list: readonly T[]): T => list[numbers.next().value % list.length]!;
    for (let i = 0; i < tried; i++) {
      const prompt = pick(BEFORE) + pick(terms) + pick(AFTER);
      for (const { fixes, span } of check(prompt)) {
        assert.ok(span.start < span.end && span.end <= prompt.length, prompt);
        for (const fix of fixes) check(applied(prompt, fix));
      }
    }
    return { outcome: 'every fix edits its own place, and the result is read again', lost: 'nothing' };
  });
});
