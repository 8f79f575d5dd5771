import type * as vscode from 'vscode';
import type { Round } from '../../core/craft/evolve';
import type { FileScore } from '../../core/score/fileScore';
import type { Span } from '../../core/spell/spell';
import type { EvolvedSpell } from '../../tasks/evolveFile';

export interface EvolutionSettings {
  readonly population: number;
  readonly rounds: number;
  readonly mostPhrases: number;
}

/** The last search for a better prompt of one document: what goes on, or what it ended with. */
export interface Evolution {
  /**
   * `waiting` for scores; `preparing`: phrases are embedded; `stopping`: somebody cancelled, and the round goes to its end;
   * `stopped`: so it ended, with what it had.
   */
  readonly phase: 'waiting' | 'preparing' | 'searching' | 'stopping' | 'done' | 'stopped' | 'failed';
  readonly seed: number;
  readonly settings: EvolutionSettings;
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  /** What is searched; undefined while there are no scores of it yet. */
  readonly subject?: EvolutionSubject;
  readonly told: readonly Round[];
  readonly found?: EvolvedSpell;
  /** The text that was put into the file; it may have been taken out again since. */
  readonly inserted?: string;
}

export interface EvolutionSubject {
  /** Place in the file, and name for people, when it began. */
  readonly spell: number;
  readonly name: string;
  /** The prompt as it is written. */
  readonly source: string;
  /** As CLIP reads it. */
  readonly from: string;
  readonly version: number;
  readonly score: FileScore;
  /** Different pictures. */
  readonly heldOut: number;
}

export interface EvolutionStart {
  /** Offset in the file, in the spell that is meant; the best one where it is absent. */
  readonly at?: number;
  readonly seed?: number;
  /** Parts of the file that stay. */
  readonly keepSpans?: readonly Span[];
}

/** Whether it goes on. */
export function isEvolving({ phase }: Pick<Evolution, 'phase'>): boolean {
  return phase === 'waiting' || phase === 'preparing' || phase === 'searching' || phase === 'stopping';
}

/** The best prompt so far; undefined before the first round. */
export function bestSoFar({ found, told }: Pick<Evolution, 'found' | 'told'>): string | undefined {
  return found?.text ?? told.at(-1)?.best;
}

/** Searches for better prompts: one for each open document, of which the last is kept while the document is open. */
export interface Evolutions {
  readonly onDidChange: vscode.Event<vscode.Uri>;
  get(uri: vscode.Uri): Evolution | undefined;
  /** What a search that begins now would go by. */
  readonly settings: EvolutionSettings;
  /** The seed of the next search of a document, where nobody names another. */
  nextSeed(uri: vscode.Uri): number;
  /** @returns false where one is going on already, or the document is not open */
  start(uri: vscode.Uri, how?: EvolutionStart): boolean;
  /** Ends it after the round that goes on, with the best that it has; at once before the first. */
  stop(uri: vscode.Uri): void;
  /** Writes the best that was found as a spell below the one that it comes from, undoably. */
  insert(uri: vscode.Uri): Promise<'done' | 'nothing' | 'refused'>;
}
