import path from 'node:path';
import * as vscode from 'vscode';
import { readStyles, type StylesFile } from '../../../core/spell/styles';
import { FileError } from '../../../files/fileError';
import { readTextFile, stampOf } from '../../../files/readTextFile';
import type { Configuration } from '../../services/configuration';
import { isSaved, pathOf } from '../../services/places';

/** Its name in the web UI's folder. */
const STYLES_FILE = 'styles.csv';

/** Where the styles of a spell file are: the setting's file, else one beside it, else one in the workspace folder. */
export function stylesPaths(uri: vscode.Uri, configuration: Configuration): readonly string[] {
  const around = vscode.workspace.getWorkspaceFolder(uri);
  const folder = around && pathOf(around.uri);
  const beside = isSaved(uri) ? path.dirname(pathOf(uri)) : undefined;
  const named = configuration.stylesFile.value;
  const base = folder ?? beside;
  if (named !== '')
    return base === undefined && !path.isAbsolute(named) ? [] : [path.resolve(base ?? '', named)];
  return [...new Set([beside, folder].filter((each) => each !== undefined))].map((each) =>
    path.join(each, STYLES_FILE),
  );
}

export interface FoundStyles extends StylesFile {
  readonly path: string;
  /** As it was read. */
  readonly text: string;
}

/** Reads styles, and again only when their file has changed. */
export class StylesReader {
  #kept?: { readonly stamp: string; readonly found: FoundStyles };

  constructor(private readonly configuration: Configuration) {}

  /**
   * The first of the places that holds a file.
   * @throws FileError for one that can't be read
   */
  async read(uri: vscode.Uri): Promise<FoundStyles | undefined> {
    for (const each of stylesPaths(uri, this.configuration)) {
      const within = vscode.workspace.isTrusted ? {} : { within: [path.dirname(each)] };
      try {
        const stamp = `${each} ${await stampOf(each, within)}`;
        if (this.#kept?.stamp !== stamp) {
          const text = await readTextFile(each, within);
          this.#kept = { stamp, found: { path: each, text, ...readStyles(text) } };
        }
        return this.#kept.found;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (error.code !== 'file-missing') throw error;
      }
    }
    return undefined;
  }
}
