import type { HostMessage } from '../protocol/panel';
import type { PanelPicture } from '../protocol/panel/pictures';
import { picturesIn, type ScoresMessage } from '../protocol/panel/scores';
import { leaderRows, listedKey, rowOrders, spellKeys, type LeaderRow, type RowOrder } from './leaderRows';
import { leaderboardName, openSpells, type UiState } from './uiState';
import type { Say } from './wording';

/** The latest message of each kind. */
export type Received = { readonly [K in HostMessage['kind']]?: Extract<HostMessage, { kind: K }> };

/**
 * What the panel shows: what the host sent, what the user folded and pinned, and what several sections make of both.
 * What is made stays the same object until what it is made of changes, so that elements notice no change where none is.
 */
export class PanelView {
  received: Received = {};
  readonly #made = new Map<string, { readonly from: readonly unknown[]; readonly value: unknown }>();

  constructor(
    public ui: UiState,
    public say: Say,
  ) {}

  /** Scores with something to rank; undefined until there are some. */
  get scores(): ScoresMessage | undefined {
    const { scores } = this.received;
    return scores && picturesIn(scores) > 0 && scores.prompts.length > 0 ? scores : undefined;
  }

  /** Of the spell under the caret. */
  get caretSpell(): number | undefined {
    return this.received.caret?.spell;
  }

  /** Lines of the leaderboard and of the matrix. */
  get rows(): readonly LeaderRow[] {
    const { scores, names } = this;
    const { expanded, folded } = this.ui;
    const { order, filter } = this.choice;
    return this.#make('rows', [scores, expanded, folded, order, filter, names], () =>
      scores
        ? leaderRows(scores, openSpells(this.ui, spellKeys(scores.spells)), {
            order,
            filter,
            nameOf: (spell) => names[spell]!,
          })
        : [],
    );
  }

  /** Which rows are listed, and in which order. */
  get choice(): { readonly order: RowOrder; readonly filter: string } {
    const { order, filter } = this.ui.sections[leaderboardName] ?? {};
    return {
      order: rowOrders.find((each) => each === order) ?? 'rank',
      filter: typeof filter === 'string' ? filter : '',
    };
  }

  /** Pinned rows as the leaderboard lists them: of prompts that read the same only the first is there. */
  get pins(): readonly string[] {
    const { scores } = this.received;
    const { pins } = this.ui;
    return this.#make('pins', [scores, pins], () =>
      scores ? [...new Set(pins.map((key) => listedKey(scores, key)))] : pins,
    );
  }

  /** What each spell is called. */
  get names(): readonly string[] {
    const { scores } = this.received;
    return this.#make(
      'names',
      [scores, this.say],
      () => scores?.spells.map((_, i) => this.nameIn(scores, i)) ?? [],
    );
  }

  /** By path. */
  get pictures(): ReadonlyMap<string, PanelPicture> {
    const pictures = this.received.pictures?.pictures;
    return this.#make(
      'pictures',
      [pictures],
      () => new Map(pictures?.map((picture) => [picture.path, picture])),
    );
  }

  nameIn({ spells }: ScoresMessage, spell: number): string {
    return spells[spell]!.name ?? this.say('unnamedSpell', { number: spell + 1 });
  }

  /** Whether the expansions of the spell with this key are shown. */
  isOpen(key: string): boolean {
    return openSpells(this.ui, spellKeys(this.received.scores?.spells ?? [])).has(key);
  }

  #make<T>(name: string, from: readonly unknown[], make: () => T): T {
    const made = this.#made.get(name);
    if (made && from.every((each, i) => each === made.from[i])) return made.value as T;
    const value = make();
    this.#made.set(name, { from, value });
    return value;
  }
}
