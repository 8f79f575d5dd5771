import * as vscode from 'vscode';
import type { FileScore } from '../../../../core/score/fileScore';
import type { SpellFile } from '../../../../core/spell/spell';
import type { BlindSpotsMessage, PanelBlindSpots } from '../../../../protocol/panel/blindSpots';
import { blindSpotsOf, type SpellSight } from '../../../../tasks/blindSpotsOf';
import { failureProblem, unexpectedProblem } from '../../../../tasks/problem';
import { problemText } from '../../../../words/problemText';
import { ownScore } from '../../../services/scores';
import type { MakeSource, PanelHost } from '../panelSource';
import { isSameGround, isTextOf } from '../sameGround';
import { shownSpell } from '../shownSpell';
import { pathOf } from '../../../services/places';

interface Found {
  readonly sight: SpellSight;
  readonly score: FileScore;
  readonly file: SpellFile;
}

/** Which kinds of words the checkpoint sees: some hundred texts, so only when somebody asks. */
export const blindSpotsSource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  let state: Pick<BlindSpotsMessage, 'phase' | 'progress' | 'error'> = { phase: 'idle' };
  let found: Found | undefined;
  let running: AbortController | undefined;

  const tell = (next: typeof state): void => {
    state = next;
    changed.fire();
  };
  const cancel = (): void => {
    running?.abort();
    running = undefined;
    if (state.phase === 'testing') tell({ phase: found ? 'tested' : 'idle' });
  };
  const test = async (): Promise<void> => {
    const current = host.score;
    const score = ownScore(current);
    const spell = score && shownSpell(host, score);
    if (!current?.scored || !score || spell === undefined || score.images.length === 0) return;
    cancel();
    const abort = (running = new AbortController());
    tell({ phase: 'testing' });
    try {
      const { uri, file, scored } = current;
      const embedder = await host.dependencies.engine.embedder({ uri, file });
      const sight = await blindSpotsOf(scored, spell, embedder, {
        signal: abort.signal,
        priority: 'visible',
        onProgress: ({ done, total }) => {
          if (running === abort) tell({ phase: 'testing', progress: { done, total } });
        },
      });
      if (running !== abort) return;
      found = sight && { sight, score, file };
      tell({ phase: 'tested' });
    } catch (error) {
      if (running === abort) tell({ phase: 'failed', error: reason(error, host) });
    } finally {
      if (running === abort) running = undefined;
    }
  };

  const listening = vscode.Disposable.from(
    host.onDidScore(() => changed.fire()),
    host.caret.onDidChange(() => changed.fire()),
  );
  return {
    onDidChange: changed.event,
    message: () => {
      const score = ownScore(host.score);
      return {
        kind: 'blind-spots',
        ...state,
        canTest: score !== undefined && score.images.length > 0 && score.prompts.length > 0,
        ...(found && { table: tableOf(found, score, host) }),
      };
    },
    obeys: { 'blind-spots-test': test, 'blind-spots-cancel': cancel },
    dispose: () => {
      running?.abort();
      running = undefined;
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
};

function reason(error: unknown, { uri, dependencies: { language, log } }: PanelHost): string {
  const expected = failureProblem(error, pathOf(uri));
  if (!expected) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return problemText(expected ?? unexpectedProblem(error, pathOf(uri)), { language, face: 'editor' });
}

function tableOf(
  { sight, score, file }: Found,
  now: FileScore | undefined,
  host: PanelHost,
): PanelBlindSpots {
  const { spell, text, kinds } = sight;
  const { id, hash } = score.checkpoint;
  return {
    spell,
    text,
    isStale:
      now === undefined ||
      !isTextOf(sight, now) ||
      !isSameGround({ score, file }, { score: now, file: host.score!.file }) ||
      shownSpell(host, now) !== spell,
    checkpoint: { id, hash },
    differentPictures: score.differentImages,
    kinds: kinds.map(({ kind, sight: seen, share, interval, words }) => ({
      kind,
      sight: seen,
      share,
      ...interval,
      words: words.map(({ tested, share: own, wrong }) => ({
        word: tested.word,
        share: own,
        wrong: wrong.map((each, i) => ({ text: tested.wrong[i]!.text, share: each.share })),
      })),
    })),
  };
}
