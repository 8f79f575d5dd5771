import { broken } from '../checkpoint/safetensors';

/** A longer cluster of characters is looked up character by character, as in SentencePiece's port for tokenizers. */
const longestCluster = 6;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const encoder = new TextEncoder();

/**
 * SentencePiece's compiled rules of normalisation, `precompiled_charsmap` in `tokenizer.json`: a double-array trie from
 * characters to what takes their place, then those texts, each up to a zero byte.
 */
export class CharsMap {
  readonly #units: Uint32Array;
  readonly #texts: Uint8Array;
  /** What was looked up. */
  readonly #known = new Map<string, string | undefined>();

  /**
   * @param base64 as the file holds it
   * @throws EngineError `model-file-broken`
   */
  constructor(base64: string) {
    const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
    const trie = bytes.length < 4 ? NaN : new DataView(bytes.buffer).getUint32(0, true);
    if (!(trie % 4 === 0 && trie > 0 && 4 + trie <= bytes.length))
      throw broken('tokenizer.json', 'its precompiled_charsmap is damaged');
    this.#units = new Uint32Array(bytes.slice(4, 4 + trie).buffer);
    this.#texts = bytes.subarray(4 + trie);
  }

  normalize(text: string): string {
    let result = '';
    for (const segment of clusters(text)) {
      const whole = encoder.encode(segment).length < longestCluster ? this.#lookedUp(segment) : undefined;
      if (whole !== undefined) result += whole;
      else for (const character of segment) result += this.#lookedUp(character) ?? character;
    }
    return result;
  }

  #lookedUp(chunk: string): string | undefined {
    if (this.#known.has(chunk)) return this.#known.get(chunk);
    const found = this.#find(encoder.encode(chunk));
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(chunk, found);
    return found;
  }

  /** What takes the chunk's place: the entry of its shortest beginning that has one, as in tokenizers. */
  #find(chunk: Uint8Array): string | undefined {
    const units = this.#units;
    let at = offsetOf(units[0]!);
    for (const byte of chunk) {
      if (byte === 0) return undefined;
      at ^= byte;
      const unit = units[at];
      if (unit === undefined || (unit & labelMask) >>> 0 !== byte) return undefined;
      at ^= offsetOf(unit);
      if ((unit >>> 8) & 1) return this.#textAt((units[at] ?? 0) & 0x7fffffff);
    }
    return undefined;
  }

  #textAt(start: number): string {
    const end = this.#texts.indexOf(0, start);
    return new TextDecoder().decode(this.#texts.subarray(start, end < 0 ? undefined : end));
  }
}

/** Going through a text's clusters takes time with the square of its length, so long texts are gone through in parts, in UTF-16 units. */
const longestPart = 512;

function* clusters(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = partEnd(text, start);
    for (const { segment } of segmenter.segment(text.slice(start, end))) yield segment;
    start = end;
  }
}

/** Where clusters end for certain; in a text without such places for long, anywhere between two characters. */
function partEnd(text: string, start: number): number {
  const last = start + longestPart;
  if (last >= text.length) return text.length;
  for (let end = last; end > start; end--)
    if (endsCluster(text.charCodeAt(end - 1)) && beginsCluster(text.charCodeAt(end))) return end;
  return text.codePointAt(last - 1)! > 0xffff ? last - 1 : last;
}

/** Of no kind that draws the next character into its cluster. */
function endsCluster(unit: number): boolean {
  return unit < 0x600 || (unit >= 0x2e80 && unit < 0xd800) || unit >= 0xf900;
}

/** ASCII, Latin, Cyrillic, kana and ideographs, none of which is drawn into a cluster by what `endsCluster` allows. */
const beginning: readonly (readonly [first: number, last: number])[] = [
  ...([
    [0x20, 0x7e],
    [0xc0, 0x2ff],
    [0x400, 0x482],
    [0x48a, 0x52f],
  ] as const),
  ...([
    [0x3041, 0x3096],
    [0x30a1, 0x30fa],
    [0x4e00, 0x9fff],
    [0xff66, 0xff9d],
  ] as const),
];

function beginsCluster(unit: number): boolean {
  return beginning.some(([first, last]) => unit >= first && unit <= last);
}

const mostKnown = 4096;
/** The byte by which a unit is reached; its highest bit tells apart units that hold a value. */
const labelMask = 0x800000ff;

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
