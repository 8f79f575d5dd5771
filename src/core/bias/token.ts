import type { ContextKind, Rule, Term } from './rule';

/** What one literal may mean. */
export interface Entry {
  readonly uses: readonly Use[];
  readonly contexts: ReadonlySet<ContextKind>;
  /** The folded literals that stand for it: several may be the same to the tree ("deaf-mute" and "deaf mute", チビ and ちび). */
  readonly literals: ReadonlySet<string>;
}

export interface Use {
  readonly rule: Rule;
  readonly term: Term;
}

/** A literal found in a folded text; `start` and `end` are offsets there. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly entry: Entry;
}
