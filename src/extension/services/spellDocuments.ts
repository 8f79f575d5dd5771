import type * as vscode from 'vscode';
import { parseSpellFile, parseSteps } from '../../core/spell/parseSpellFile';
import type { Dialect, SpellFile, Wildcards } from '../../core/spell/spell';
import type { Configuration } from './configuration';
import { belongsTo } from './liveDocuments';
import { inSlices } from './slicedWork';

export const languageId = 'spell';

/** Beyond this many characters a file is not read at every key press: that would hold up typing. */
export const liveLimit = 50_000;

/** What stands for a document until it has been read, and for one that is too large. */
export const unreadFile = parseSpellFile('');
const noWildcards: Wildcards = { lookup: () => undefined };

interface Reading {
  readonly version: number;
  readonly dialect: Dialect;
  readonly file: Promise<SpellFile | undefined>;
}

/** What every feature asks of an open spell document: its parsed text, once per version, and its wildcards. */
export class SpellDocuments {
  readonly #readings = new WeakMap<vscode.TextDocument, Reading>();
  readonly #wildcards = new Map<string, Wildcards>();

  constructor(private readonly configuration: Configuration) {}

  isSpell(document: vscode.TextDocument): boolean {
    return document.languageId === languageId;
  }

  isTooLarge(document: vscode.TextDocument): boolean {
    // The line count is at hand; the text of a large document is not.
    return document.lineCount > liveLimit || document.getText().length > liveLimit;
  }

  /**
   * The document's present text, parsed in slices and once for all who ask; undefined when it changes meanwhile. Of a
   * document that is too large to be read live: a file with no spells.
   */
  read(document: vscode.TextDocument): Promise<SpellFile | undefined> {
    const { version } = document;
    const dialect = this.configuration.dialect.value;
    const kept = this.#readings.get(document);
    if (kept && belongsTo(kept.version, document) && kept.dialect === dialect) return kept.file;
    const file = this.#parse(document, dialect);
    this.#readings.set(document, { version, dialect, file });
    return file;
  }

  async #parse(document: vscode.TextDocument, defaultDialect: Dialect): Promise<SpellFile | undefined> {
    if (this.isTooLarge(document)) return unreadFile;
    const { version } = document;
    const steps = parseSteps(document.getText(), { defaultDialect });
    return inSlices(steps, () => belongsTo(version, document));
  }

  /** A document's text, parsed at once: for what somebody asked for, not for typing. */
  parse(text: string): SpellFile {
    return parseSpellFile(text, { defaultDialect: this.configuration.dialect.value });
  }

  /** The wildcards that were read when the document was scored last. */
  wildcards(document: Pick<vscode.TextDocument, 'uri'>): Wildcards {
    return this.#wildcards.get(document.uri.toString()) ?? noWildcards;
  }

  keepWildcards(uri: vscode.Uri, wildcards: Wildcards): void {
    this.#wildcards.set(uri.toString(), wildcards);
  }

  forget(uri: vscode.Uri): void {
    this.#wildcards.delete(uri.toString());
  }
}
