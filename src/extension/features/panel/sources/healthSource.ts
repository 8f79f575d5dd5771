import * as vscode from 'vscode';
import type { FileScore } from '../../../../core/score/fileScore';
import type { HealthMark } from '../../../../core/why/referenceHealth';
import type { HealthMessage, WritingSearch } from '../../../../protocol/panel/health';
import { failureProblem } from '../../../../tasks/problem';
import { examineWriting, healthOfFile, type FileHealth } from '../../../../tasks/healthFile';
import type { ScoredFile } from '../../../../tasks/scoreFile';
import { problemText } from '../../../../words/problemText';
import { systemReason } from '../../../../words/systemReason';
import { ownScore, type DocumentScore } from '../../../services/scores';
import { SlicedWork } from '../../../services/slicedWork';
import { healthMessage } from '../healthMessage';
import type { MakeSource } from '../panelSource';

/** After the last key, until pictures are compared again. */
const restMs = 400;

interface Known {
  readonly score: FileScore;
  readonly scored: ScoredFile;
  readonly health: FileHealth;
}

/** What a search for writing has found. */
interface Search extends WritingSearch {
  readonly score?: FileScore;
  /** By path. */
  readonly marks: ReadonlyMap<string, readonly HealthMark[]>;
}

const unasked: Search = { state: 'unasked', done: 0, total: 0, isStale: false, marks: new Map() };

/** How the reference pictures are: what can be told at once, and what is written in them when that is asked for. */
export const healthSource: MakeSource = (host) => {
  const { engine, language, log } = host.dependencies;
  const changed = new vscode.EventEmitter<void>();
  let known: Known | undefined;
  let search = unasked;
  let resting: NodeJS.Timeout | undefined;
  let comparing: AbortController | undefined;
  let searching: AbortController | undefined;
  /** A search was asked for before there was anything to search. */
  let isWanted = false;

  const compare = async (): Promise<void> => {
    comparing?.abort();
    const current = host.score;
    const score = ownScore(current);
    if (!current?.scored || !score || score === known?.score) return;
    const own = (comparing = new AbortController());
    const { signal } = own;
    try {
      const embedder = await engine.embedder(current);
      const pause = new SlicedWork().pause;
      const health = await healthOfFile(current.scored, embedder, { signal, priority: 'background', pause });
      if (signal.aborted) return;
      known = health && { score, scored: current.scored, health };
      changed.fire();
      if (known && isWanted) void examine();
    } catch (error) {
      // What is wrong with the engine is told with the scores.
      if (!signal.aborted) log(String(error));
    }
  };
  const notice = (current: DocumentScore | undefined): void => {
    if (current?.score === undefined && known && current?.phase !== 'stopped') {
      known = undefined;
      search = unasked;
      searching?.abort();
      searching = undefined;
      changed.fire();
    }
    clearTimeout(resting);
    resting = setTimeout(() => void compare(), restMs);
  };

  const examine = async (): Promise<void> => {
    await compare();
    isWanted = known === undefined;
    if (!known || search.state === 'running') return;
    const { scored, score } = known;
    const own = (searching = new AbortController());
    const { signal } = own;
    const marks = new Map<string, readonly HealthMark[]>();
    const tell = (next: Omit<Search, 'marks' | 'isStale'>): void => {
      if (searching !== own) return; // what it was about is gone
      search = { ...next, score, marks, isStale: false };
      changed.fire();
    };
    const total = score.images.length;
    tell({ state: 'running', done: 0, total });
    let done = 0;
    try {
      const user = { uri: host.uri, file: scored.file };
      const [embedder, examiner] = [await engine.embedder(user), await engine.engine(user)];
      const both = {
        checkpoint: embedder.checkpoint.bind(embedder),
        embedTexts: embedder.embedTexts.bind(embedder),
        embedImages: embedder.embedImages.bind(embedder),
        tokenize: embedder.tokenize.bind(embedder),
        examinePicture: examiner.examinePicture.bind(examiner),
      };
      const options = { signal, priority: 'background' as const, pause: new SlicedWork().pause };
      const { candidates, readable } = await examineWriting(scored, both, options, (i, found) => {
        marks.set(score.images[i]!.path, found);
        tell({ state: 'running', done: ++done, total });
      });
      tell({ state: 'done', done, total, words: candidates.length, readable });
    } catch (error) {
      if (signal.aborted) tell({ state: 'stopped', done, total });
      else {
        const failure = failureProblem(error, scored.path);
        if (!failure) log(String(error));
        const text = failure
          ? problemText(failure, { language, face: 'editor' })
          : systemReason(error, language);
        tell({ state: 'failed', done, total, error: text });
      }
    }
  };

  const listening = host.onDidScore(notice);
  notice(host.score);
  return {
    onDidChange: changed.event,
    message: (): HealthMessage => {
      const isStale = search.state !== 'unasked' && search.score !== known?.score;
      return healthMessage(known, { ...search, isStale }, language, (picture) => host.shown(picture));
    },
    obeys: {
      'examine-pictures': examine,
      'stop-examining': () => searching?.abort(),
    },
    dispose: () => {
      clearTimeout(resting);
      comparing?.abort();
      searching?.abort();
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
};
