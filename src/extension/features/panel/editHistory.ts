import type { FileScore } from '../../../core/score/fileScore';
import type { SpellFile } from '../../../core/spell/spell';
import { spellKeys } from '../../../core/spell/spellKeys';
import type { PanelHistoryEntry } from '../../../protocol/panel/history';

/** What was measured of one text of a spell. */
interface Entry extends PanelHistoryEntry {
  readonly text: string;
}

/** A finished score, and what it was made of. */
interface Measured {
  readonly file: SpellFile;
  readonly score: FileScore;
  readonly pictures: string;
  /** Texts and places by spell key. */
  readonly texts: ReadonlyMap<string, { readonly text: string; readonly spell: number }>;
}

/** Entries kept of one spell. */
const mostEntries = 40;
/** Spells of which a history is kept; the one that was edited longest ago goes first. */
const mostSpells = 200;
/** Texts longer than this are not kept: they are no spells that anyone edits by hand. */
const longestText = 64 * 1024;

/**
 * The texts that the spells of one document had, with their scores. An entry is made when a spell's own text changed;
 * while only others change, its newest entry is measured anew. Neighbouring entries share a `basis` when nothing but
 * the spell itself changed between them: the same pictures, the same checkpoint. Other spells don't move its number.
 *
 * Of a file with more spells than are kept, only those that are edited have a history.
 */
export class EditHistory {
  readonly #spells = new Map<string, Entry[]>();
  #before?: Measured;
  #lastId = 0;

  /** Takes in a finished score. `file` must be what was scored. */
  record(file: SpellFile, score: FileScore): void {
    const now: Measured = {
      file,
      score,
      pictures: score.checkpoint.hash + score.images.map((image) => image.hash).join(),
      texts: new Map(keysOf(file).map((key, spell) => [key, { text: textOf(file, spell), spell }])),
    };
    const before = this.#before;
    const changed = changedKeys(before?.texts, now.texts);
    const samePictures = before?.pictures === now.pictures;
    this.#before = now;

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
  #measure(key: string, { file, score, texts }: Measured, sameBasis: boolean): void {
    const { text, spell } = texts.get(key)!;
    const scored = score.spells[spell];
    if (!scored?.rank || scored.best === undefined || text.length > longestText) return;
    const last = this.#spells.get(key)?.at(-1);
    this.#put(key, {
      text,
      id: last?.text === text ? last.id : ++this.#lastId,
      label: labelOf(file, spell),
      meanCosine: scored.meanCosine,
      checkpoint: { id: score.checkpoint.id, hash: score.checkpoint.hash },
      basis: last && sameBasis ? last.basis : ++this.#lastId,
    });
  }

  /** Oldest first. */
  of(file: SpellFile, spell: number): readonly PanelHistoryEntry[] {
    const entries = this.#spells.get(keysOf(file)[spell] ?? '') ?? [];
    return entries.map(({ text: _, ...entry }) => entry);
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

  #put(key: string, entry: Entry): void {
    const entries = this.#spells.get(key) ?? [];
    if (entries.at(-1)?.id === entry.id) entries[entries.length - 1] = entry;
    else {
      entries.push(entry);
      if (entries.length > mostEntries) entries.shift();
      this.#spells.delete(key); // to be set again as the newest: a Map keeps the order of insertion
    }
    this.#spells.set(key, entries);
    if (this.#spells.size > mostSpells) this.#spells.delete(this.#spells.keys().next().value!);
  }
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
