import * as vscode from 'vscode';
import { FileError } from '../../../files/fileError';
import { failureProblem, type Problem } from '../../../tasks/problem';
import { ownProblems } from '../../../tasks/testFileProblems';
import { problemText } from '../../../words/problemText';
import type { Language } from '../../../words/words';
import { inSlices } from '../../services/slicedWork';
import { pathOf, uriOf } from '../../services/places';

/**
 * What is wrong with each `spellwright.test.yml`, at its place. Its tests may be hidden by it: a file that cannot be read names
 * no spell file.
 */
export class TestFileFaults implements vscode.Disposable {
  readonly #told = vscode.languages.createDiagnosticCollection('spellwright-tests');
  /** By test file: the last time that it was looked at. What was read before says nothing any more. */
  readonly #looks = new Map<string, number>();
  /** Spell files of the workspace, absolute; undefined until somebody has looked for all. */
  #spells: readonly string[] | undefined;

  constructor(
    private readonly options: {
      /** As it stands in its editor or on the disk. @throws FileError */
      readonly read: (uri: vscode.Uri) => Promise<string>;
      readonly language: Language;
    },
  ) {}

  /** After the workspace was looked through. @param spells all spell files, absolute; undefined where they are too many */
  async lookAt(testFiles: readonly string[], spells: readonly string[] | undefined): Promise<void> {
    this.#spells = spells;
    for (const file of testFiles) await this.show(uriOf(file));
  }

  /** Reads a test file and tells what is wrong with it; nothing where it is gone. */
  async show(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const look = (this.#looks.get(key) ?? 0) + 1;
    this.#looks.set(key, look);
    const isLast = (): boolean => this.#looks.get(key) === look;
    const problems = await this.#problemsOf(uri, isLast);
    if (!problems || !isLast()) return;
    this.#told.set(
      uri,
      problems.map((each) => this.#diagnose(each)),
    );
  }

  dispose(): void {
    this.#told.dispose();
  }

  async #problemsOf(uri: vscode.Uri, isLast: () => boolean): Promise<readonly Problem[] | undefined> {
    try {
      const text = await this.options.read(uri);
      return await inSlices(ownProblems(pathOf(uri), text, this.#spells), isLast);
    } catch (error) {
      if (error instanceof FileError && error.code === 'file-missing') return [];
      const failure = failureProblem(error, pathOf(uri));
      if (!failure) throw error;
      return [failure];
    }
  }

  /** An empty range: the editor underlines the word that stands there. */
  #diagnose(problem: Problem): vscode.Diagnostic {
    const { line = 1, column = 1, code } = problem;
    const text = problemText(problem, { language: this.options.language, face: 'editor' });
    const place = new vscode.Position(line - 1, column - 1);
    const diagnostic = new vscode.Diagnostic(new vscode.Range(place, place), text);
    diagnostic.source = 'spellwright';
    diagnostic.code = code;
    return diagnostic;
  }
}
