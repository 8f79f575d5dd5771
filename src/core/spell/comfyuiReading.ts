import { isPythonSpace, pythonFloat } from './pythonText';
import { joinRanges, placed, slicePlaced, type Piece, type Placed, type Reading } from './reading';

/** Brackets inside of so many others are text; ComfyUI reads each level anew. */
const MAX_LEVELS = 100;
const TAG = /<(?:lora|lyco|hypernet):[^<>{}|:\n\r]{1,300}(?::[^<>{}|\n\r]{0,100})?>/g;

/**
 * A prompt as ComfyUI gives it to its text encoder (`comfy/sd1_clip.py`). `<lora:…>` tags, which ComfyUI itself leaves in
 * the text, are taken out before, as the node packs do that read them.
 */
export function readComfyui(raw: string): Reading {
  const gaps: number[] = [];
  const ranges: [number, number][] = [];
  let from = 0;
  for (const tag of raw.matchAll(TAG)) {
    gaps.push(tag.index);
    ranges.push([from, tag.index]);
    from = tag.index + tag[0].length;
  }
  const prompt = joinRanges(placed(raw), [...ranges, [from, raw.length]]);
  const reader = new Reader(withoutEscapes(prompt));
  reader.weights(0, reader.prompt.text.length, 1, 0);
  return {
    items: reader.pieces,
    gaps: [...gaps, ...reader.gaps].sort((a, b) => a - b),
    ...(reader.hasEmbeddings && { hasEmbeddings: true }),
  };
}

interface Escaped extends Placed {
  /** The brackets that were written with a backslash; in `text` a NUL stands for each. */
  readonly brackets: ReadonlyMap<number, string>;
}

function withoutEscapes(prompt: Placed): Escaped {
  const ranges: [number, number][] = [];
  const brackets = new Map<number, string>();
  let from = 0;
  let length = 0;
  for (let at = prompt.text.indexOf('\\'); at >= 0; at = prompt.text.indexOf('\\', at + 1)) {
    const next = prompt.text[at + 1];
    if (next !== '(' && next !== ')') continue;
    ranges.push([from, at]);
    length += at - from;
    brackets.set(length, next);
    from = at + 1;
  }
  const joined = joinRanges(prompt, [...ranges, [from, prompt.text.length]]);
  if (brackets.size === 0) return { ...joined, brackets };
  const parts: string[] = [];
  let at = 0;
  for (const place of brackets.keys()) {
    parts.push(joined.text.slice(at, place), '\0');
    at = place + 1;
  }
  return { text: parts.join('') + joined.text.slice(at), places: joined.places, brackets };
}

const EMBEDDING = 'embedding:';

class Reader {
  readonly pieces: Piece[] = [];
  readonly gaps: number[] = [];
  hasEmbeddings = false;

  constructor(readonly prompt: Escaped) {}

  /** `token_weights` of ComfyUI. */
  weights(start: number, end: number, weight: number, level: number): void {
    const { text } = this.prompt;
    for (const [from, to] of level < MAX_LEVELS ? groups(text, start, end) : [[start, end] as const]) {
      const isGroup = to - from >= 2 && text[from] === '(' && text[to - 1] === ')';
      if (!isGroup || level >= MAX_LEVELS) {
        this.segment(from, to, weight);
        continue;
      }
      const colon = from + text.slice(from, to - 1).lastIndexOf(':');
      const written = colon > from + 1 ? pythonFloat(text.slice(colon + 1, to - 1)) : undefined;
      if (written === undefined) this.weights(from + 1, to - 1, weight * 1.1, level + 1);
      else this.weights(from + 1, colon, written, level + 1);
    }
  }

  /** Text of one weight, with the textual inversions in it taken out: each begins after a blank, or with the text. */
  private segment(start: number, end: number, weight: number): void {
    const { text, places } = this.prompt;
    const names = embeddings(text, start, end);
    if (names[0] !== start) this.piece(start, names.length > 0 ? names[0]! - 1 : end, weight);
    names.forEach((at, i) => {
      const until = i + 1 < names.length ? names[i + 1]! - 1 : end;
      let name = at + EMBEDDING.length;
      while (name < until && isPythonSpace(text[name]!)) name++;
      let after = name;
      while (after < until && !isPythonSpace(text[after]!)) after++;
      this.hasEmbeddings = true;
      this.gaps.push(places[at]!);
      this.piece(after - commasAround(text, name, after), until, weight);
    });
  }

  private piece(start: number, end: number, weight: number): void {
    if (end <= start) return;
    const { text, places } = slicePlaced(this.prompt, start, end);
    this.pieces.push({ text: this.resolved(text, start), places, weight });
  }

  private resolved(text: string, start: number): string {
    if (!text.includes('\0')) return text;
    return text.replaceAll('\0', (nul, at: number) => this.prompt.brackets.get(start + at) ?? nul);
  }
}

/** `parse_parentheses` of ComfyUI, as ranges. */
function groups(text: string, start: number, end: number): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let from = start;
  let level = 0;
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === '(') {
      if (level === 0 && at > from) {
        found.push([from, at]);
        from = at;
      }
      level++;
    } else if (char === ')') {
      level--;
      if (level === 0) {
        found.push([from, at + 1]);
        from = at + 1;
      }
    }
  }
  if (from < end) found.push([from, end]);
  return found;
}

/** Where each `embedding:` begins between `start` and `end`: there, or after a space or a line break. */
function embeddings(text: string, start: number, end: number): number[] {
  const segment = text.slice(start, end);
  const found: number[] = [];
  for (let at = segment.indexOf(EMBEDDING); at >= 0; at = segment.indexOf(EMBEDDING, at + 1)) {
    if (at === 0 || segment[at - 1] === ' ' || segment[at - 1] === '\n') found.push(start + at);
  }
  return found;
}

/** The commas before and after a name: ComfyUI goes on with as many characters of its end. */
function commasAround(text: string, start: number, end: number): number {
  let first = start;
  while (first < end && text[first] === ',') first++;
  let last = end;
  while (last > first && text[last - 1] === ',') last--;
  return end - start - (last - first);
}
