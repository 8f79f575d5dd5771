import type { Steps } from '../steps';
import type { Prompt, PromptNode, Span } from '../spell/spell';
import { fold } from './fold';
import { normalise } from './normalise';

/** A text to search, and where each of its UTF-16 units stands in the source. */
export interface Reading {
  /** As written, with brackets, escapes, repeated blanks and what can't be seen gone. Same length as `folded`. */
  readonly text: string;
  readonly folded: string;
  /** Where what the unit is written as starts in the source. */
  readonly starts: Int32Array;
  /** And where it ends: a unit may be written as two (か and its mark), and what can't be seen belongs to the one before. */
  readonly ends: Int32Array;
}

/** No literal holds a line break, so nothing is found across one. */
const BARRIER = '\n';

/** How much of the text beside a slot is read together with each of its options, in UTF-16 units. */
const BESIDE = 60;

/** Nodes read between two steps: well under 1 ms of work. */
const NODES_A_STEP = 50;

/**
 * The texts of a prompt to search: first the whole prompt, in which each slot option, schedule part and alternative stands
 * for itself, then each slot option again with the plain text before and after its slot ("lady {doctor|lawyer}").
 * A term may lie in one option or reach from an option into the text around; never from one option into another.
 * A few nodes a step.
 */
export function* readPrompt(prompt: Prompt): Steps<Reading[]> {
  const whole = new ReadingBuilder();
  const beside: Reading[] = [];
  yield* walk(prompt.nodes, whole, beside);
  return [whole.build(), ...beside];
}

/** A whole text, or one stretch of it, as it stands. */
export function readText(text: string, span: Span = { start: 0, end: text.length }): Reading {
  const builder = new ReadingBuilder();
  builder.add(text.slice(span.start, span.end), span.start);
  return builder.build();
}

function* walk(nodes: readonly PromptNode[], into: ReadingBuilder, beside: Reading[]): Steps<void> {
  for (const [index, node] of nodes.entries()) {
    if (index % NODES_A_STEP === NODES_A_STEP - 1) yield;
    switch (node.type) {
      case 'text':
        into.addNode(node);
        break;
      case 'emphasis':
        yield* walk(node.nodes, into, beside);
        break;
      case 'slot':
        into.barrier();
        for (const option of node.slot.options) {
          yield* walk(option.nodes, into, beside);
          into.barrier();
          const window = readBeside(nodes, index, option.nodes);
          if (window) beside.push(window);
        }
        break;
      case 'schedule':
        for (const part of [node.from, node.to]) {
          into.barrier();
          yield* walk(part, into, beside);
        }
        into.barrier();
        break;
      case 'alternation':
        for (const option of node.options) {
          into.barrier();
          yield* walk(option, into, beside);
        }
        into.barrier();
        break;
      default:
        into.barrier(); // a tag, BREAK or AND
    }
  }
}

/** One option with the plain text right before and after its slot; undefined when there is none, or the option is no plain text. */
function readBeside(
  nodes: readonly PromptNode[],
  slotIndex: number,
  option: readonly PromptNode[],
): Reading | undefined {
  const before = nodes[slotIndex - 1];
  const after = nodes[slotIndex + 1];
  if (!option.every((node) => node.type === 'text')) return undefined;
  if (before?.type !== 'text' && after?.type !== 'text') return undefined;
  const builder = new ReadingBuilder();
  if (before?.type === 'text') {
    const kept = /(?:^|[\s,.、。])[^,.、。\n]*$/.exec(before.value.slice(-BESIDE))?.[0] ?? '';
    builder.add(kept, before.span.end - kept.length);
  }
  for (const node of option) if (node.type === 'text') builder.addNode(node);
  if (after?.type === 'text') {
    const kept = /^[^,.、。\n]*/.exec(after.value.slice(0, BESIDE))![0];
    builder.add(kept, after.span.start);
  }
  return builder.build();
}

/** Not for CLIP, and full of names. */
const URL = /\b(?:https?:\/\/|www\.)[^\s<>"'、。]+/giu;

/** Cheaper than looking for one at every word: few prompts hold a URL. */
const URL_SIGN = /:\/\/|www\./i;

/** Words with single spaces between them, or the blanks before the next. */
const STRETCH = /([\S\ufeff]+(?: [\S\ufeff]+)*)|[^\S\ufeff]+/g;

class ReadingBuilder {
  private text = '';
  /** Where stretches that stand in the source as they are start, there and here. */
  private readonly stretches: { readonly at: number; readonly offset: number }[] = [];
  private nextOffset = 0;
  private last = BARRIER;

  /** An escape's one character stands at the end of its span (`\(`). */
  addNode(node: { readonly span: Span; readonly value: string }): void {
    this.add(node.value, node.span.end - node.value.length);
  }

  add(text: string, offset: number): void {
    if (!URL_SIGN.test(text)) return this.addWords(text, offset);
    let at = 0;
    for (const url of text.matchAll(URL)) {
      this.addWords(text.slice(at, url.index), offset + at);
      this.barrier();
      at = url.index + url[0].length;
    }
    this.addWords(text.slice(at), offset + at);
  }

  barrier(): void {
    if (this.last !== BARRIER) this.push(BARRIER, this.nextOffset);
  }

  build(): Reading {
    const { text, stretches } = this;
    const starts = new Int32Array(text.length);
    stretches.forEach(({ at, offset }, index) => {
      const end = stretches[index + 1]?.at ?? text.length;
      for (let i = at; i < end; i++) starts[i] = offset + i - at;
    });
    const normal = normalise(text);
    if (!normal) return { text, folded: fold(text), starts, ends: starts.map((start) => start + 1) };
    return {
      text: normal.text,
      folded: fold(normal.text),
      starts: normal.starts.map((at) => starts[at]!),
      ends: normal.ends.map((end) => starts[end - 1]! + 1),
    };
  }

  /** Blanks become one space, or a barrier where a line was left empty. */
  private addWords(text: string, offset: number): void {
    for (const stretch of text.matchAll(STRETCH)) {
      if (stretch[1] !== undefined) this.push(stretch[1], offset + stretch.index);
      else if (/\n[^\S\n]*\n/.test(stretch[0])) this.barrier();
      else if (this.last !== ' ' && this.last !== BARRIER) this.push(' ', offset + stretch.index);
    }
  }

  private push(text: string, offset: number): void {
    if (offset !== this.nextOffset || this.text === '') {
      this.stretches.push({ at: this.text.length, offset });
    }
    this.text += text;
    this.nextOffset = offset + text.length;
    this.last = text.at(-1)!;
  }
}
