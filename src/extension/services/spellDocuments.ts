import type * as vscode from 'vscode';
import { parseSpellFile } from '../../core/spell/parseSpellFile';
import type { SpellFile, Wildcards } from '../../core/spell/spell';
import type { Configuration } from './configuration';

export const languageId = 'spell';

/** Beyond this many characters a file is not read at every key press: that would hold up typing. */
export const liveLimit = 50_000;

const empty = parseSpellFile('');
const noWildcards: Wildcards = { lookup: () => undefined };

/** What every feature asks of an open spell document: its parsed text, once per version, and its wildcards. */
export class SpellDocuments {
  readonly #parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly dialect: string; readonly file: SpellFile }
  >();
  readonly #wildcards = new Map<string, Wildcards>();

  constructor(private readonly configuration: Configuration) {}

  isSpell(document: vscode.TextDocument): boolean {
    return document.languageId === languageId;
  }

  isTooLarge(document: vscode.TextDocument): boolean {
    // The line count is at hand; the text of a large document is not.
    return document.lineCount > liveLimit || document.getText().length > liveLimit;
  }

  /** Of a document that is too large to be read live: a file with no spells. */
  parse(document: vscode.TextDocument): SpellFile {
    const dialect = this.configuration.dialect.value;
    const kept = this.#parsed.get(document);
    if (kept?.version === document.version && kept.dialect === dialect) return kept.file;
    const file = this.isTooLarge(document)
      ? empty
      : parseSpellFile(document.getText(), { defaultDialect: dialect });
    this.#parsed.set(document, { version: document.version, dialect, file });
    return file;
  }

  /** The wildcards that were read when the document was scored last. */
  wildcards(document: vscode.TextDocument): Wildcards {
    return this.#wildcards.get(document.uri.toString()) ?? noWildcards;
  }

  keepWildcards(uri: vscode.Uri, wildcards: Wildcards): void {
    this.#wildcards.set(uri.toString(), wildcards);
  }

  forget(uri: vscode.Uri): void {
    this.#wildcards.delete(uri.toString());
  }
}
