import * as vscode from 'vscode';
import type { JudgeMessage } from '../../../../protocol/panel/judge';
import { judgeFile } from '../../../../tasks/judgeFile';
import { unexpectedProblem, type Problem } from '../../../../tasks/problem';
import { problemText } from '../../../../words/problemText';
import type { Judge } from '../../../services/engineService';
import { isLibraryScore, ownScore, type DocumentScore } from '../../../services/scores';
import { SlicedWork } from '../../../services/slicedWork';
import { judgementTable, type Judgement } from '../judgeMessage';
import type { MakeSource } from '../panelSource';
import { pathOf } from '../../../services/places';

/** After the last key, until the second checkpoint scores too: the first one's numbers come first. */
const restMs = 400;

/** What is found, and by whom it was asked of. */
interface Found extends Judgement {
  readonly judge: string;
}

type State = Pick<JudgeMessage, 'phase' | 'progress' | 'error' | 'missingModel'>;

/** What a second checkpoint says of the file: computed while the page shows it, where one is chosen. */
export const judgeSource: MakeSource = (host) => {
  const { engine, language, log, expansionLimit, isOfTaste } = host.dependencies;
  const changed = new vscode.EventEmitter<void>();
  let state: State = { phase: 'waiting' };
  let found: Found | undefined;
  let isWatched = false;
  let resting: NodeJS.Timeout | undefined;
  let running: AbortController | undefined;

  const judgeNow = (): Judge | undefined => host.score && engine.judgeOf(host.score);
  const tell = (next: State): void => {
    state = next;
    changed.fire();
  };
  const end = (): void => {
    clearTimeout(resting);
    running?.abort();
    running = undefined;
  };
  const fail = (problem: Problem): void =>
    tell({
      phase: 'failed',
      error: problemText(problem, { language, face: 'editor' }),
      ...(problem.code === 'model-not-pulled' && { missingModel: String(problem.parameters.model) }),
    });

  const begin = async (): Promise<void> => {
    end();
    const current = host.score;
    const judge = judgeNow();
    const score = current && ownScore(current);
    if (!isWatched || !judge || !current?.scored || !score || score.images.length === 0) return;
    if (found?.first === score && found.judge === keyOf(judge)) return tell({ phase: 'judged' });
    const own = (running = new AbortController());
    tell({ phase: 'judging' });
    try {
      const { file, scored } = current;
      const judged = await judgeFile({
        scored,
        judge: () => engine.embedder(judge.user),
        isGiven: !judge.isOfFile,
        limit: expansionLimit(),
        priority: 'background',
        signal: own.signal,
        onProgress: ({ done, total }) => {
          if (running === own) tell({ phase: 'judging', progress: { done, total } });
        },
        pause: new SlicedWork().pause,
      });
      if (judged?.outcome !== 'judged') {
        if (running !== own) return;
        found = undefined;
        if (judged?.outcome === 'failed') fail(judged.failure);
        else tell({ phase: judged ? 'same' : 'waiting' });
        return;
      }
      const ofTaste = new Set<string>();
      for (const { id } of [score.checkpoint, judged.score.checkpoint])
        if (await isOfTaste(id)) ofTaste.add(id);
      if (running !== own) return;
      const { score: second, agreement } = judged;
      found = { file, first: score, second, ...(agreement && { agreement }), ofTaste, judge: keyOf(judge) };
      tell({ phase: 'judged' });
    } catch (error) {
      if (running !== own) return;
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      fail(unexpectedProblem(error, pathOf(host.uri)));
    } finally {
      if (running === own) running = undefined;
    }
  };

  /** Something that it is about may be another one. */
  const notice = (): void => {
    const judge = judgeNow();
    const score = host.score && ownScore(host.score);
    // Numbers of another second checkpoint, or of a first one that is gone, would never be true again.
    if (found && (found.judge !== (judge && keyOf(judge)) || isForgotten(host.score))) found = undefined;
    const isKnown = found !== undefined && found.first === score;
    if (!isKnown) {
      end();
      // Who has stopped it goes on when they say so.
      if (state.phase !== 'stopped') {
        state = { phase: 'waiting' };
        if (isWatched && judge && score) resting = setTimeout(() => void begin(), restMs);
      }
    }
    changed.fire();
  };

  const listening = vscode.Disposable.from(
    host.onDidScore(notice),
    engine.onDidChangeJudge(() => {
      state = { phase: 'waiting' };
      notice();
    }),
    engine.onDidReset(({ covers }) => {
      const judge = judgeNow();
      if (!judge || !covers(judge.user)) return;
      found = undefined;
      state = { phase: 'waiting' };
      notice();
    }),
    host.onDidHide(() => watch(false)),
  );
  const watch = (isOn: boolean): void => {
    if (isOn === isWatched) return;
    isWatched = isOn;
    if (isOn && state.phase !== 'stopped') void begin();
    else if (!isOn) {
      end();
      if (state.phase === 'judging') tell({ phase: 'waiting' });
    }
  };
  return {
    onDidChange: changed.event,
    message: (): JudgeMessage => {
      const judge = judgeNow();
      if (!judge) return { kind: 'judge', phase: 'none' };
      const isStale = found?.first !== (host.score && ownScore(host.score));
      if (isLibraryScore(host.score)) return { kind: 'judge', phase: 'library', name: judge.name };
      return {
        kind: 'judge',
        ...state,
        name: judge.name,
        ...(found && { table: judgementTable(found, isStale, language) }),
      };
    },
    obeys: {
      'judge-watch': ({ isOn }) => watch(isOn),
      'judge-cancel': () => {
        end();
        tell({ phase: 'stopped' });
      },
      'judge-again': () => {
        state = { phase: 'waiting' };
        return begin();
      },
      'judge-choose': ({ model }) =>
        vscode.commands.executeCommand('spellwright.chooseJudge', model, host.uri.toString()),
    },
    dispose: () => {
      end();
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
};

function keyOf({ user: { other } }: Judge): string {
  return JSON.stringify(other);
}

/** A file that was closed keeps its last scores on show. */
function isForgotten(current: DocumentScore | undefined): boolean {
  return current?.score === undefined && current?.phase !== 'stopped';
}
