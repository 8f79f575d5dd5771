import path from 'node:path';
import * as vscode from 'vscode';
import type { Suggested } from '../../../core/craft/suggest';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import { finish } from '../../../core/steps';
import { failureProblem, unexpectedProblem, type Problem } from '../../../tasks/problem';
import { problemSteps } from '../../../tasks/problems';
import { scoreFile, type ScoredFile } from '../../../tasks/scoreFile';
import { Choice } from '../../../tasks/suggest';
import { PICTURE_IN_WORDING } from '../../../words/pictureIn';
import { problemText } from '../../../words/problemText';
import { say, type Language } from '../../../words/words';
import type { EngineService } from '../../services/engineService';
import type { ModelLibrary } from '../../services/modelLibrary';
import type { PhraseListService } from '../../services/phraseLists';
import { plainWindow } from '../../services/plainWindow';
import type { SpellDocuments } from '../../services/spellDocuments';
import { pathOf, uriOf } from '../../services/places';

interface Parts {
  readonly documents: SpellDocuments;
  readonly engine: EngineService;
  readonly phraseLists: PhraseListService;
  readonly library: ModelLibrary;
  readonly language: Language;
  readonly log: (line: string) => void;
}

/** A prompt that is proposed for pictures, as a spell. */
export interface SuggestedPrompt extends Pick<Suggested, 'steps' | 'text'> {
  readonly name: string;
  /** Of how many pictures it is, and by which checkpoint. */
  readonly notes: readonly string[];
}

/**
 * Proposes a prompt for pictures that no spell file names, by the checkpoint and the lists of the file that is being written,
 * with progress. Undefined when the user stopped it, or after saying why there is none.
 */
export function suggestForPictures(
  parts: Parts,
): (
  pictures: readonly string[],
  document: vscode.TextDocument | undefined,
) => Promise<SuggestedPrompt | undefined> {
  const { language } = parts;
  return async (pictures, document) =>
    plainWindow.withProgress(
      {
        title: say(PICTURE_IN_WORDING.suggesting, language),
        location: vscode.ProgressLocation.Notification,
        cancellable: true,
      },
      async (progress, token) => {
        const abort = new AbortController();
        const listening = token.onCancellationRequested(() => abort.abort());
        const steps: string[] = [];
        try {
          return await propose(pictures, document, parts, {
            signal: abort.signal,
            onStep: (phrase) => {
              steps.push(phrase);
              progress.report({
                message: say(PICTURE_IN_WORDING.suggestingSteps, language, { steps: steps.join(', ') }),
              });
            },
          });
        } catch (error) {
          // Stopped here, or while the phrases were embedded.
          if (error instanceof Error && error.name === 'AbortError') return undefined;
          const file = pictures[0]!;
          const expected = failureProblem(error, file);
          if (!expected) parts.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
          tell(expected ?? unexpectedProblem(error, file), language);
          return undefined;
        } finally {
          listening.dispose();
        }
      },
    );
}

async function propose(
  pictures: readonly string[],
  document: vscode.TextDocument | undefined,
  { documents, engine, phraseLists, library, language }: Parts,
  { signal, onStep }: { readonly signal: AbortSignal; readonly onStep: (phrase: string) => void },
): Promise<SuggestedPrompt | undefined> {
  const folder = path.dirname(pictures[0]!);
  const uri = document?.uri ?? uriOf(path.join(folder, 'pictures.spell'));
  const user = { uri, file: documents.parse(document?.getText() ?? '') };
  const embedder = await engine.engine(user);
  const scored = await scoreFile({
    file: documents.parse(''), // its other pictures are not meant
    path: pathOf(uri),
    extra: { patterns: pictures, folder },
    embedder: () => Promise.resolve(embedder),
    languagesOf: (checkpoint) => library.languagesOf(checkpoint),
    signal,
  });
  const all = await phraseLists.candidates(user, { signal });
  const reads = (each: string): boolean => each.startsWith(language);
  const choice = await Choice.of(scored, all, embedder, {
    language: scored.languages.length === 0 || scored.languages.some(reads) ? language : 'en',
    signal,
  });
  if (!choice) return tellWhy(scored, language);
  const { steps, text, differentPictures } = await choice.prompt({
    onStep: ({ phrase }) => onStep(phrase.text),
  });
  const checkpoint = checkpointLabel(scored.score!.checkpoint);
  const note = differentPictures > 1 ? PICTURE_IN_WORDING.suggestedFrom : PICTURE_IN_WORDING.suggestedFromOne;
  return {
    steps,
    text,
    name: path.parse(pictures[0]!).name,
    notes: [say(note, language, { count: differentPictures, checkpoint })],
  };
}

function tellWhy(scored: ScoredFile, language: Language): undefined {
  const problems = finish(problemSteps(scored)).filter(({ code }) => code !== 'no-prompts');
  if (problems[0]) tell(problems[0], language);
  return undefined;
}

function tell(problem: Problem, language: Language): void {
  void plainWindow.showErrorMessage(problemText(problem, { language, face: 'editor' }));
}
