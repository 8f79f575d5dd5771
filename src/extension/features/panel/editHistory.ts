import { createHash } from 'node:crypto';
import type { FileScore } from '../../../core/score/fileScore';
import type { SpellFile } from '../../../core/spell/spell';
import { spellKeys } from '../../../core/spell/spellKeys';
import { isHistoryEntry, type PanelHistoryEntry } from '../../../protocol/panel/history';
import { isRecord } from '../../../protocol/rpc';
import { isMidWord } from './midWord';

/** What was measured of one text of a spell. */
interface Entry extends PanelHistoryEntry {
  readonly text: string;
  /** When the spell got this text, in milliseconds since the epoch. */
  readonly since: number;
}

/** A finished score, and what it was made of. */
interface Measured {
  readonly file: SpellFile;
  readonly score: FileScore;
  readonly pictures: string;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
  /** Texts and places by spell key. */
  readonly texts: ReadonlyMap<string, { readonly text: string; readonly spell: number }>;
}

/** A history as it is written down. */
export interface KeptHistory {
  /** What the last score was measured with. */
  readonly pictures?: string;
  readonly lastId: number;
  /** By spell key; the one that was edited longest ago first. */
  readonly spells: readonly (readonly [string, readonly Entry[]])[];
}

/** A text that stood this many milliseconds was no passing one. */
const restMs = 2000;
/** Entries kept of one spell: the first, the best and the newest. */
const mostEntries = 40;
/** Characters of all texts of one file that are written down. */
const mostKept = 256 * 1024;
/** Spells of which a history is kept; the one that was edited longest ago goes first. */
const mostSpells = 200;
/** Texts longer than this are not kept: they are no spells that anyone edits by hand. */
const longestText = 64 * 1024;

/**
 * The texts that the spells of one document had, with their scores. An entry is made when a spell's own text changed; a text
 * that somebody was only passing through, in the middle of a word and without a rest, gives way to the next one. While only
 * other spells change, the newest entry is measured anew. Neighbouring entries share a `basis` when nothing but
 * the spell itself changed between them: the same pictures, the same checkpoint. Other spells don't move its number.
 *
 * Of a file with more spells than are kept, only those that are edited have a history.
 */
export class EditHistory {
  readonly #spells = new Map<string, Entry[]>();
  #before?: Measured;
  /** What the last score was measured with, by this history or by the one that was written down. */
  #pictures?: string;
  #lastId = 0;

  /** A history that was written down; an empty one for anything else. */
  static read(kept: unknown): EditHistory {
    const history = new EditHistory();
    if (!isRecord(kept) || !Array.isArray(kept.spells) || !Number.isSafeInteger(kept.lastId)) return history;
    history.#lastId = kept.lastId as number;
    history.#pictures = typeof kept.pictures === 'string' ? kept.pictures : undefined;
    for (const spell of kept.spells.slice(-mostSpells) as unknown[]) {
      if (!Array.isArray(spell)) continue;
      const [key, entries] = spell as unknown[];
      if (typeof key === 'string' && Array.isArray(entries) && entries.every(isEntry))
        history.#spells.set(key, entries.slice(-mostEntries));
    }
    return history;
  }

  get isEmpty(): boolean {
    return this.#spells.size === 0;
  }

  clear(): void {
    this.#spells.clear();
    this.#before = undefined;
  }

  /** What is to be written down: the spells that were edited, the newest if they are very long. */
  kept(): KeptHistory | undefined {
    const spells: [string, Entry[]][] = [];
    let size = 0;
    for (const [key, entries] of [...this.#spells].reverse()) {
      if (entries.length < 2) continue;
      size += entries.reduce((sum, { text }) => sum + text.length, 0);
      if (size > mostKept) break;
      spells.unshift([key, entries]);
    }
    return spells.length > 0 ? { pictures: this.#pictures, lastId: this.#lastId, spells } : undefined;
  }

  /**
   * Takes in a finished score. `file` must be what was scored.
   * @param at milliseconds since the epoch
   */
  record(file: SpellFile, score: FileScore, at = Date.now()): void {
    const now: Measured = {
      file,
      score,
      at,
      pictures: digest([score.checkpoint.hash, ...score.images.map((image) => image.hash)]),
      texts: new Map(keysOf(file).map((key, spell) => [key, { text: textOf(file, spell), spell }])),
    };
    const before = this.#before;
    if (before) this.#rename(before, now);
    const changed = changedKeys(before?.texts, now.texts);
    const samePictures = this.#pictures === now.pictures;
    this.#before = now;
    this.#pictures = now.pictures;

    const few = now.texts.size <= mostSpells;
    for (const key of now.texts.keys()) {
      if (!few && !this.#spells.has(key)) {
        if (!before?.texts.has(key) || !changed.has(key)) continue;
        this.#measure(key, before, false);
      }
      this.#measure(key, now, samePictures);
    }
  }

  /** @param sameBasis the pictures and the checkpoint are those of its last entry */
  #measure(key: string, { file, score, texts, at }: Measured, sameBasis: boolean): void {
    const { text, spell } = texts.get(key)!;
    const scored = score.spells[spell];
    if (!scored?.rank || scored.best === undefined || text.length > longestText) return;
    const last = this.#spells.get(key)?.at(-1);
    this.#put(key, {
      text,
      id: last?.text === text ? last.id : ++this.#lastId,
      since: last?.text === text ? last.since : at,
      label: labelOf(file, spell),
      meanCosine: scored.meanCosine,
      checkpoint: { id: score.checkpoint.id, hash: score.checkpoint.hash },
      basis: last && sameBasis ? last.basis : ++this.#lastId,
    });
  }

  /** Oldest first. */
  of(file: SpellFile, spell: number): readonly PanelHistoryEntry[] {
    const entries = this.#spells.get(keysOf(file)[spell] ?? '') ?? [];
    return entries.map(({ text: _, since: __, ...entry }) => entry);
  }

  /**
   * The edit that puts an entry's text back into a file as it is now.
   * @returns undefined when the entry is forgotten or its spell is gone
   */
  restore(file: SpellFile, id: number): { start: number; end: number; text: string } | undefined {
    const keys = keysOf(file);
    for (const [key, entries] of this.#spells) {
      const entry = entries.find((each) => each.id === id);
      if (!entry) continue;
      const spell = file.spells[keys.indexOf(key)];
      return spell && { start: spell.span.start, end: spell.span.end, text: entry.text };
    }
    return undefined;
  }

  /** A spell whose heading was changed, and nothing came or went, is still the same. */
  #rename(before: Measured, now: Measured): void {
    const [old, keys] = [[...before.texts.keys()], [...now.texts.keys()]];
    if (old.length !== keys.length) return;
    keys.forEach((key, spell) => {
      const entries = this.#spells.get(old[spell]!);
      if (entries === undefined || now.texts.has(old[spell]!) || this.#spells.has(key)) return;
      this.#spells.delete(old[spell]!);
      this.#spells.set(key, entries);
    });
  }

  #put(key: string, entry: Entry): void {
    const entries = this.#spells.get(key) ?? [];
    const last = entries.at(-1);
    if (last?.id === entry.id) entries[entries.length - 1] = entry;
    else {
      // The first is what the spell was before anybody touched it.
      const isPassing =
        entries.length > 1 && entry.since - last!.since < restMs && isMidWord(last!.text, entry.text);
      if (isPassing) entries.pop();
      entries.push(entry);
      if (entries.length > mostEntries) entries.splice(leastWorth(entries), 1);
      this.#spells.delete(key); // to be set again as the newest: a Map keeps the order of insertion
    }
    this.#spells.set(key, entries);
    if (this.#spells.size > mostSpells) this.#spells.delete(this.#spells.keys().next().value!);
  }
}

/** Place of the oldest entry that is neither the first nor the best. */
function leastWorth(entries: readonly Entry[]): number {
  const { basis } = entries.at(-1)!;
  // Cosines of other pictures say nothing about these.
  const comparable = entries.filter((entry) => entry.basis === basis);
  const best = comparable.reduce((a, b) => (b.meanCosine > a.meanCosine ? b : a));
  return entries.findIndex((entry, index) => index > 0 && entry !== best);
}

const isText = (value: unknown): value is string => typeof value === 'string';

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && isHistoryEntry(value) && isText(value.text) && typeof value.since === 'number';
}

function digest(hashes: readonly string[]): string {
  return createHash('sha256').update(hashes.join()).digest('hex');
}

/** Keys whose text differs, or that only one side has. */
function changedKeys(before: Measured['texts'] | undefined, now: Measured['texts']): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [key, { text }] of now) if (before?.get(key)?.text !== text) changed.add(key);
  for (const key of before?.keys() ?? []) if (!now.has(key)) changed.add(key);
  return changed;
}

function keysOf(file: SpellFile): string[] {
  return spellKeys(file.spells.map(({ name }) => name?.value));
}

function textOf(file: SpellFile, spell: number): string {
  const { start, end } = file.spells[spell]!.span;
  return file.text.slice(start, end);
}

function labelOf(file: SpellFile, spell: number): string {
  const { start, end } = file.spells[spell]!.positive.span;
  return file.text.slice(start, end).trim().replace(/\s+/g, ' ').slice(0, 200);
}
