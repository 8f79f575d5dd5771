import * as vscode from 'vscode';
import { spellAt } from '../../../core/spell/places';
import { FileError } from '../../../files/fileError';
import { GeneratorError } from '../../../generators/generatorError';
import type { DrawnRequest } from '../../../tasks/drawPictures';
import type { GenerationPlan } from '../../../tasks/planPictures';
import { DRAW_WORDING } from '../../../words/drawing';
import { generationRemarkText, isGenerationRemark } from '../../../words/generators';
import { percent } from '../../../words/numbers';
import { errorText } from '../../../words/problemText';
import { systemReason } from '../../../words/systemReason';
import { say, type Parameters } from '../../../words/words';
import { showGeneratorError } from '../../services/generatorMessages';
import type { Drawing } from '../../services/generators';
import type { Panels } from '../../services/panels';
import { plainWindow } from '../../services/plainWindow';
import { isRunning, ownScore, type DocumentScore, type Scores } from '../../services/scores';
import type { SpellDocuments } from '../../services/spellDocuments';
import { agreedPlan, shownFolder, type DrawKind, type DrawSubject, type PlanParts } from './drawPlan';
import { isSaved } from '../../services/places';

interface Parts extends PlanParts {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly panels: Panels;
  readonly log: (line: string) => void;
}

/** Remarks that fit into a notification. */
const MOST_REMARKS = 3;

/**
 * Registers what draws from a spell: `spellwright.generateSpell`, `generateExpansions`, `generateFile` and `generateBest`
 * (arguments: the address of the spell file, and `{ spell }`; without them the active editor's, and the spell at its caret).
 */
export function registerGenerate(parts: Parts): vscode.Disposable {
  const drawer = new Drawer(parts);
  const register = (name: string, kind: DrawKind): vscode.Disposable =>
    vscode.commands.registerCommand(name, (argument?: unknown, options?: unknown) =>
      drawer.draw(kind, argument, options),
    );
  return vscode.Disposable.from(
    register('spellwright.generateSpell', 'spell'),
    register('spellwright.generateExpansions', 'expansions'),
    register('spellwright.generateFile', 'file'),
    register('spellwright.generateBest', 'best'),
    vscode.commands.registerCommand('spellwright.cancelGeneration', (argument?: unknown) => {
      const uri = parts.panels.target(argument);
      if (uri) drawer.cancel(uri);
    }),
  );
}

/** How a drawing ended: all of it is there, somebody stopped it, or something failed, which was said. */
type Ending = 'done' | 'cancelled' | 'failed';

class Drawer {
  /** Of what is drawn, by the addresses of the spell files. */
  readonly #running = new Map<string, Set<AbortController>>();

  constructor(private readonly parts: Parts) {}

  /** Ends what is drawn of a file. What is finished is kept. */
  cancel(uri: vscode.Uri): void {
    for (const each of this.#running.get(uri.toString()) ?? []) each.abort();
  }

  async draw(kind: DrawKind, argument: unknown, options: unknown): Promise<void> {
    const { panels, generators, log } = this.parts;
    const uri = panels.target(argument);
    if (!uri) return;
    try {
      const subject = await this.#subject(uri, kind, options);
      const plan = subject && (await agreedPlan(subject, this.parts));
      if (plan === 'show') this.#showGallery(uri);
      if (subject && plan && plan !== 'show') await this.#drawPlan(subject, plan);
    } catch (error) {
      if (error instanceof GeneratorError || error instanceof FileError || isOfSystem(error))
        return this.#sayFailure(error, generators.folder(uri));
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      throw error;
    }
  }

  /** What is meant, and a generator that answers; undefined where either is missing, which was said. */
  async #subject(uri: vscode.Uri, kind: DrawKind, options: unknown): Promise<DrawSubject | undefined> {
    const { generators, documents, language } = this.parts;
    if (!isSaved(uri)) {
      const save = say(DRAW_WORDING.needsFile, language);
      void plainWindow.showInformationMessage(save);
      return undefined;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const file = documents.parse(document.getText());
    if (file.spells.length === 0) {
      void plainWindow.showInformationMessage(this.#say('nothingToDraw'));
      return undefined;
    }
    const score = await this.#score(document, kind);
    if (score === 'cancelled') return undefined;
    if (kind === 'best' && !score?.images.length) {
      void plainWindow.showInformationMessage(this.#say('noScores'));
      return undefined;
    }
    const connected = await generators.use();
    if (!connected) return undefined;
    const spell = spellOf(options) ?? spellAt(file, caretIn(uri))?.index ?? 0;
    return { uri, file, kind, spell, connected, ...(score && { score }) };
  }

  /** The scores of a document's text, where the best of it is meant: awaited while they are on their way. */
  async #score(
    document: vscode.TextDocument,
    kind: DrawKind,
  ): Promise<ReturnType<typeof ownScore> | 'cancelled'> {
    const { scores } = this.parts;
    const now = (): DocumentScore | undefined => scores.get(document.uri);
    const isAwaited = (current: DocumentScore | undefined): boolean =>
      current === undefined || isRunning(current);
    if (kind !== 'best' || !isAwaited(now())) return ownScore(now(), document);
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: this.#say('awaitingScores'),
      cancellable: true,
    };
    return plainWindow.withProgress(
      options,
      (_, token) =>
        new Promise<ReturnType<typeof ownScore> | 'cancelled'>((settle) => {
          const listening = vscode.Disposable.from(
            token.onCancellationRequested(() => end('cancelled')),
            scores.onDidChange(({ uri }) => {
              if (uri.toString() === document.uri.toString() && !isAwaited(now()))
                end(ownScore(now(), document));
            }),
          );
          const end = (score: ReturnType<typeof ownScore> | 'cancelled'): void => {
            listening.dispose();
            settle(score);
          };
        }),
    );
  }

  async #drawPlan(subject: DrawSubject, plan: GenerationPlan): Promise<void> {
    const { generators } = this.parts;
    const { uri } = subject;
    const folder = generators.folder(uri);
    const drawn: DrawnRequest[] = [];
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: this.#say('drawing', { file: vscode.workspace.asRelativePath(uri) }),
      cancellable: true,
    };
    const ending = await plainWindow.withProgress(options, async (progress, token): Promise<Ending> => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      const running = this.#running.get(uri.toString()) ?? new Set();
      this.#running.set(uri.toString(), running.add(cancelled));
      const following = this.#follow(plan, progress);
      try {
        const { signal } = cancelled;
        const preview = this.parts.configuration.generatePreview.value;
        for await (const one of generators.draw({ ...subject, plan, folder, signal, preview }))
          drawn.push(one);
        return 'done';
      } catch (error) {
        if (cancelled.signal.aborted) return 'cancelled';
        this.#sayFailure(error, folder);
        return 'failed';
      } finally {
        running.delete(cancelled);
        following.dispose();
      }
    });
    if (drawn.length > 0) this.#showGallery(uri);
    this.#sayEnding(ending, drawn, plan, folder);
  }

  /** Tells of a drawing where the editor shows progress: the share of all, and which picture it is at. */
  #follow(
    followed: GenerationPlan,
    progress: vscode.Progress<{ readonly message?: string; readonly increment?: number }>,
  ): vscode.Disposable {
    let told = 0;
    let last = '';
    return this.parts.generators.onDidDraw((drawing) => {
      const { drawn, current, plan } = drawing;
      // Another drawing of the same file may go on before this one.
      if (plan !== followed || drawing.isOver) return;
      const share = (100 * (drawn.length + (current?.fraction ?? 0))) / plan.requests.length;
      const message = this.#progressText(drawing);
      if (message === last && share - told < 1) return;
      progress.report({ message, increment: Math.max(0, share - told) });
      told = Math.max(told, share);
      last = message;
    });
  }

  #progressText({ drawn, current, plan, isWaiting }: Drawing): string {
    if (isWaiting) return this.#say('waiting');
    const count = plan.requests.length;
    const number = Math.min(count, drawn.length + 1);
    if (current?.isQueued) return this.#say('queued', { number, count });
    if (current?.fraction === undefined) return this.#say('picture', { number, count });
    return this.#say('pictureAt', { number, count, percent: percent(current.fraction) });
  }

  #showGallery(uri: vscode.Uri): void {
    this.parts.panels.openPanel(uri, { show: { kind: 'show-gallery' } });
  }

  #sayEnding(
    ending: Ending,
    drawn: readonly DrawnRequest[],
    { requests }: GenerationPlan,
    folder: string,
  ): void {
    const { language } = this.parts;
    const [count, total] = [drawn.length, requests.length];
    const shown = shownFolder(folder);
    const fresh = drawn.filter(({ isKnown }) => !isKnown).length;
    if (ending === 'done')
      void plainWindow.showInformationMessage(this.#say('done', { count, fresh, folder: shown }));
    else if (ending === 'cancelled' || count > 0)
      void plainWindow.showInformationMessage(this.#say(ending, { count, total, folder: shown }));
    const remarks = new Set(
      drawn.flatMap((each) =>
        each.remarks.filter(isGenerationRemark).map((remark) => generationRemarkText(remark, language)),
      ),
    );
    if (remarks.size > 0) void plainWindow.showWarningMessage([...remarks].slice(0, MOST_REMARKS).join(' '));
  }

  #sayFailure(error: unknown, folder: string): void {
    const { language } = this.parts;
    if (error instanceof GeneratorError) showGeneratorError(error, language);
    else if (error instanceof FileError)
      void plainWindow.showErrorMessage(errorText(error, { language, face: 'editor' }));
    else if (isOfSystem(error))
      void plainWindow.showErrorMessage(
        this.#say('folderFailed', { folder: shownFolder(folder), reason: systemReason(error, language) }),
      );
    else throw error;
  }

  #say(key: keyof typeof DRAW_WORDING, parameters?: Parameters): string {
    return say(DRAW_WORDING[key], this.parts.language, parameters);
  }
}

/** What Node says of a folder that takes no files. */
function isOfSystem(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code !== undefined;
}

function spellOf(options: unknown): number | undefined {
  const spell = (options as { spell?: unknown } | null | undefined)?.spell;
  return typeof spell === 'number' ? spell : undefined;
}

function caretIn(uri: vscode.Uri): number {
  const editors = vscode.window.visibleTextEditors.filter(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const editor = editors.find((each) => each === vscode.window.activeTextEditor) ?? editors[0];
  return editor ? editor.document.offsetAt(editor.selection.active) : 0;
}
