import * as vscode from 'vscode';
import { evolvedDraft } from '../../../core/craft/evolvedDraft';
import { languageOfPhrase } from '../../../core/craft/phrase';
import { EngineError } from '../../../core/engineError';
import type { Embedder } from '../../../core/ports';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import { spellRows } from '../../../core/score/export/reportRows';
import type { FileScore } from '../../../core/score/fileScore';
import { spellAt } from '../../../core/spell/places';
import type { Spell, SpellFile } from '../../../core/spell/spell';
import { insertSpells } from '../../../core/spell/writeSpell';
import type { Replacement } from '../../../core/yaml/replacement';
import { evolveFile, heldOutGroups, type EvolvedSpell } from '../../../tasks/evolveFile';
import { failureProblem, unexpectedProblem } from '../../../tasks/problem';
import { EVOLVE_WORDING } from '../../../words/evolve';
import { difference, differenceInterval } from '../../../words/numbers';
import { problemText } from '../../../words/problemText';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { editorDocuments, openDocument } from '../../services/editorDocuments';
import type { EngineService } from '../../services/engineService';
import {
  bestSoFar,
  isEvolving,
  type Evolution,
  type Evolutions,
  type EvolutionSettings,
  type EvolutionStart,
  type EvolutionSubject,
} from '../../services/evolutions';
import { belongsTo } from '../../services/liveDocuments';
import type { PhraseListService } from '../../services/phraseLists';
import { plainWindow } from '../../services/plainWindow';
import { isRunning, ownScore, type DocumentScore, type Scores } from '../../services/scores';
import type { SpellDocuments } from '../../services/spellDocuments';
import { pathOf } from '../../services/places';

/** Times that a search begins again by itself where its engine was ended under it: the same seed finds the same. */
const mostAttempts = 3;

export interface EvolutionDependencies {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly engine: EngineService;
  readonly phraseLists: PhraseListService;
  readonly configuration: Configuration;
  readonly language: Language;
  readonly log: (line: string) => void;
}

interface Running {
  readonly document: vscode.TextDocument;
  readonly how: EvolutionStart;
  readonly stop: AbortController;
  evolution: Evolution;
  /** Its engine was ended, or another checkpoint chosen, since its last attempt. */
  wasReset?: boolean;
}

/** Why a search cannot begin, or go on: a sentence for the user. */
class CannotEvolve extends Error {}

/** Searches for better prompts at the lowest priority, one for each document at a time. */
export class EvolutionService implements Evolutions, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  /** By the address of the document. */
  readonly #known = new Map<string, Running>();
  readonly #disposables: readonly vscode.Disposable[];

  constructor(private readonly parts: EvolutionDependencies) {
    const { evolvePopulation, evolveRounds, evolvePhrases } = parts.configuration;
    this.#disposables = [
      this.#changed,
      ...[evolvePopulation, evolveRounds, evolvePhrases].map((setting) =>
        setting.onDidChange(() => editorDocuments.documents.forEach(({ uri }) => this.#changed.fire(uri))),
      ),
      parts.engine.onDidReset((reset) => {
        for (const running of this.#known.values()) {
          const current = parts.scores.get(running.document.uri);
          if (!current || reset.covers(current)) running.wasReset = true;
        }
      }),
      editorDocuments.onDidClose(({ uri }) => {
        this.#known.get(uri.toString())?.stop.abort();
        if (this.#known.delete(uri.toString())) this.#changed.fire(uri);
      }),
    ];
  }

  get settings(): EvolutionSettings {
    const { evolvePopulation, evolveRounds, evolvePhrases } = this.parts.configuration;
    return {
      population: evolvePopulation.value,
      rounds: evolveRounds.value,
      mostPhrases: evolvePhrases.value,
    };
  }

  get(uri: vscode.Uri): Evolution | undefined {
    return this.#known.get(uri.toString())?.evolution;
  }

  nextSeed(uri: vscode.Uri): number {
    const last = this.get(uri);
    return last === undefined ? 1 : last.seed + 1;
  }

  start(uri: vscode.Uri, how: EvolutionStart = {}): boolean {
    const document = openDocument(uri);
    const last = this.get(uri);
    if (!document || (last && isEvolving(last))) return false;
    const seed = how.seed ?? this.nextSeed(uri);
    const evolution: Evolution = { phase: 'waiting', seed, settings: this.settings, told: [] };
    const running: Running = { document, how, stop: new AbortController(), evolution };
    this.#known.set(uri.toString(), running);
    this.#changed.fire(uri);
    void this.#run(running);
    return true;
  }

  stop(uri: vscode.Uri): void {
    const running = this.#known.get(uri.toString());
    if (!running || !isEvolving(running.evolution)) return;
    running.stop.abort();
    if (running.evolution.phase === 'searching') this.#tell(running, { phase: 'stopping' });
    else this.#tell(running, { phase: 'stopped' });
  }

  async insert(uri: vscode.Uri): Promise<'done' | 'nothing' | 'refused'> {
    const running = this.#known.get(uri.toString());
    const text = running && bestSoFar(running.evolution);
    if (!running || text === undefined || text === running.evolution.subject?.from) return 'nothing';
    return this.#insert(running, text);
  }

  dispose(): void {
    for (const { stop } of this.#known.values()) stop.abort();
    this.#known.clear();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  async #run(running: Running): Promise<void> {
    try {
      const current = await this.#scored(running);
      if (running.stop.signal.aborted) return; // or closed
      if (!current) throw new CannotEvolve(this.#say('noScores'));
      const subject = this.#subjectOf(current, running);
      this.#tell(running, { phase: 'preparing', subject });
      const found = await this.#search(current, subject, running);
      if (!this.#isCurrent(running)) return;
      if (!found) throw new CannotEvolve(this.#say('picturesGone'));
      const phase = running.stop.signal.aborted ? 'stopped' : 'done';
      this.#tell(running, { phase, progress: undefined, found });
      if (phase === 'done') await this.#finish(running, subject, found);
    } catch (error) {
      if (!this.#isCurrent(running)) return;
      // Somebody cancelled while phrases were prepared: nothing has been found yet.
      if (running.stop.signal.aborted || isAbort(error))
        this.#tell(running, { phase: 'stopped', progress: undefined });
      else this.#tell(running, { phase: 'failed', progress: undefined, error: this.#reason(error, running) });
    }
  }

  /** Its scores, when they have come; undefined when it has none, or is not wanted any more. */
  async #scored({ document, stop }: Running): Promise<DocumentScore | undefined> {
    const { scores } = this.parts;
    const isThere = (): boolean => {
      const current = scores.get(document.uri);
      return !current || (!isRunning(current) && belongsTo(current.version, document));
    };
    if (!isThere()) {
      await new Promise<void>((resolve) => {
        const listening = scores.onDidChange(() => {
          if (!isThere() && !stop.signal.aborted) return;
          listening.dispose();
          resolve();
        });
        stop.signal.addEventListener('abort', () => {
          listening.dispose();
          resolve();
        });
      });
    }
    return stop.signal.aborted ? undefined : scores.get(document.uri);
  }

  /** @throws CannotEvolve */
  #subjectOf(current: DocumentScore, { document, how, evolution }: Running): EvolutionSubject {
    const score = ownScore(current, document);
    if (!score) throw new CannotEvolve(current.error ?? this.#say('noScores'));
    if (score.images.length === 0) throw new CannotEvolve(this.#say('noPictures'));
    const under = how.at === undefined ? undefined : spellAt(current.file, how.at)?.index;
    const spell = under ?? score.spells.find(({ rank }) => rank === 1)?.spell;
    const best = spell === undefined ? undefined : score.spells[spell]?.best;
    if (spell === undefined || best === undefined) throw new CannotEvolve(this.#say('noPrompt'));
    return {
      spell,
      name: spellRows(current.file, score).find((row) => row.spell.spell === spell)!.name,
      source: current.file.spells[spell]!.positive.source,
      from: score.prompts[best]!.expansion.text,
      version: document.version,
      score,
      heldOut: heldOutGroups(score.differentImages, evolution.seed).size,
    };
  }

  async #search(
    current: DocumentScore,
    subject: EvolutionSubject,
    running: Running,
  ): Promise<EvolvedSpell | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        running.wasReset = false;
        return await this.#searchOnce(current, subject, running);
      } catch (error) {
        const isEnded =
          (error instanceof EngineError && error.code === 'engine-stopped') ||
          (isAbort(error) && running.wasReset === true);
        if (!isEnded || attempt === mostAttempts || running.stop.signal.aborted) throw error;
        this.#tell(running, { phase: 'preparing', told: [], progress: undefined });
      }
    }
  }

  async #searchOnce(
    current: DocumentScore,
    { score, spell, from }: EvolutionSubject,
    running: Running,
  ): Promise<EvolvedSpell | undefined> {
    const { phraseLists, language } = this.parts;
    const { uri, file, scored } = current;
    const { how, stop } = running;
    const { settings, seed } = running.evolution;
    const embedder = await this.#embedder(current);
    const { hash } = await embedder.checkpoint({ signal: stop.signal });
    if (hash !== score.checkpoint.hash) throw new CannotEvolve(this.#say('otherCheckpoint'));
    const phrases = await phraseLists.candidates(
      { uri, file },
      {
        signal: stop.signal,
        onProgress: (progress) => this.#tellOf(running, { progress }),
      },
    );
    this.#tellOf(running, { phase: 'searching', progress: { done: 0, total: settings.rounds } });
    return evolveFile({
      scored: scored!,
      embedder,
      phrases,
      language: languageOfPhrase(from) ?? language,
      spell,
      keep: [],
      keepSpans: how.keepSpans ?? [],
      ...settings,
      seed,
      priority: 'background',
      signal: stop.signal,
      stop: stop.signal,
      onRound: (round) => {
        const { told, phase } = running.evolution;
        this.#tellOf(running, {
          phase,
          told: [...told, round],
          progress: { done: round.round, total: settings.rounds },
        });
      },
    });
  }

  /** Texts of a search are nothing to remember: they would push out those of the file. */
  async #embedder({ uri, file }: DocumentScore): Promise<Embedder> {
    const remembering = await this.parts.engine.embedder({ uri, file });
    const engine = await this.parts.engine.engine({ uri, file });
    return {
      checkpoint: (options) => remembering.checkpoint(options),
      embedImages: (paths, options) => remembering.embedImages(paths, options),
      embedTexts: (texts, options) => engine.embedTexts(texts, options),
      tokenize: (texts, options) => engine.tokenize(texts, options),
    };
  }

  /** Writes what is really better into a file that nobody has edited since, and tells of it; else it is offered. */
  async #finish(running: Running, subject: EvolutionSubject, found: EvolvedSpell): Promise<void> {
    const { document } = running;
    const { text, gainUnseen } = found;
    const spell = subject.name;
    if (text === subject.from || (gainUnseen !== undefined && gainUnseen <= 0)) {
      void plainWindow.showInformationMessage(this.#say('noneBetter', { spell }));
      return;
    }
    const gain = gainText(found, this.parts.language);
    const isUntouched = belongsTo(subject.version, document) && !document.isClosed;
    if (gainUnseen !== undefined && isUntouched && (await this.#insert(running, text)) === 'done') {
      void plainWindow.showInformationMessage(this.#say('inserted', { spell, gain }));
      return;
    }
    const insert = this.#say('insertButton');
    const asked = await plainWindow.showInformationMessage(this.#say('offer', { spell, gain }), insert);
    if (asked === insert && this.#isCurrent(running)) await this.insert(document.uri);
  }

  async #insert(running: Running, text: string): Promise<'done' | 'refused'> {
    const { document } = running;
    const edit = this.#insertion(document.getText(), text, running);
    if (!edit || document.isClosed) return 'refused';
    const change = new vscode.WorkspaceEdit();
    change.set(
      document.uri,
      edit.map(({ start, end, text: written }) =>
        vscode.TextEdit.replace(
          new vscode.Range(document.positionAt(start), document.positionAt(end)),
          written,
        ),
      ),
    );
    if (!(await vscode.workspace.applyEdit(change))) return 'refused';
    const inserted = edit.map((each) => each.text).join('');
    this.#tell(running, { inserted: inserted.trim() });
    return 'done';
  }

  #insertion(now: string, text: string, { evolution }: Running): readonly Replacement[] | undefined {
    const { documents, configuration } = this.parts;
    const subject = evolution.subject!;
    const file = documents.parse(now);
    const spell = sameSpell(file, subject);
    const draft = evolvedDraft(spell ?? emptySpell(file), file.dialect, text, {
      name: this.#say('nameOf', { spell: spell?.name?.value ?? '' }).trim(),
      notes: [this.#note(evolution)],
    });
    const at = spell?.span.start ?? now.length;
    const written = insertSpells(now, [draft], { at, defaultDialect: configuration.dialect.value });
    return written.ok ? written.replacements : undefined;
  }

  /** What stands beside the prompt in the file: the number that counts, what it is of, and how to find it again. */
  #note({ found, told, seed, subject }: Evolution): string {
    const last = told.at(-1)!;
    const gainUnseen =
      found?.gainUnseen ?? (last.bestUnseen === undefined ? undefined : last.bestUnseen - last.startUnseen!);
    const gain = gainText({ gainUnseen, interval: found?.interval }, this.parts.language);
    return this.#say('note', {
      gain,
      pictures: subject!.heldOut,
      checkpoint: checkpointLabel(subject!.score.checkpoint),
      seed,
    });
  }

  #reason(error: unknown, { document }: Running): string {
    if (error instanceof CannotEvolve) return error.message;
    const { language, log } = this.parts;
    const path = pathOf(document.uri);
    const expected = failureProblem(error, path);
    if (!expected) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return problemText(expected ?? unexpectedProblem(error, path), { language, face: 'editor' });
  }

  /** Of a search that goes on. */
  #tellOf(running: Running, change: Partial<Evolution>): void {
    if (!this.#isCurrent(running) || !isEvolving(running.evolution)) return;
    this.#tell(running, running.stop.signal.aborted ? { ...change, phase: 'stopping' } : change);
  }

  #tell(running: Running, change: Partial<Evolution>): void {
    running.evolution = { ...running.evolution, ...change };
    this.#changed.fire(running.document.uri);
  }

  #isCurrent(running: Running): boolean {
    return this.#known.get(running.document.uri.toString()) === running;
  }

  #say(key: keyof typeof EVOLVE_WORDING, parameters?: Parameters): string {
    return say(EVOLVE_WORDING[key], this.parts.language, parameters);
  }
}

/** The gain that counts, as far as anything is known of it. */
function gainText(
  { gainUnseen, interval }: Pick<EvolvedSpell, 'gainUnseen' | 'interval'>,
  language: Language,
): string {
  if (gainUnseen === undefined) return say(EVOLVE_WORDING.gainUnknown, language);
  const gain = difference(gainUnseen);
  return interval
    ? `${gain} (95 %: ${differenceInterval(interval)})`
    : say(EVOLVE_WORDING.gainUnsure, language, { gain });
}

/** The spell that was searched, wherever it stands by now; undefined when its prompt has changed, or it is gone. */
function sameSpell({ spells }: SpellFile, { spell, source }: EvolutionSubject): Spell | undefined {
  const own = spells[spell];
  return own?.positive.source === source ? own : spells.find(({ positive }) => positive.source === source);
}

function emptySpell({ text }: SpellFile): Spell {
  const span = { start: text.length, end: text.length };
  return { index: 0, span, positive: { span, source: '', slots: [], nodes: [] } };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Whether what was found is of the pictures and the checkpoint that a file has now. */
export function isOfPictures(then: FileScore, now: FileScore): boolean {
  return (
    now.checkpoint.hash === then.checkpoint.hash &&
    now.images.length === then.images.length &&
    now.images.every(({ hash }, i) => hash === then.images[i]!.hash)
  );
}
