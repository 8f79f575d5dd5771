import * as vscode from 'vscode';
import { evolvedDraft } from '../../core/craft/evolvedDraft';
import { languageOfPhrase } from '../../core/craft/phrase';
import type { WordingRound } from '../../core/judge/searchWordings';
import { spellRows } from '../../core/score/export/reportRows';
import { spellAt } from '../../core/spell/places';
import type { Spell, SpellFile } from '../../core/spell/spell';
import { insertSpells } from '../../core/spell/writeSpell';
import type { Replacement } from '../../core/yaml/replacement';
import { FileError } from '../../files/fileError';
import { GeneratorError } from '../../generators/generatorError';
import { failureProblem, unexpectedProblem } from '../../tasks/problem';
import {
  searchPictures,
  type SearchBeginning,
  type SearchedPicture,
  type SearchedSpell,
} from '../../tasks/searchPictures';
import { generatorErrorText } from '../../words/generators';
import { errorText, problemText } from '../../words/problemText';
import { SEARCH_EDITOR_WORDING, SEARCH_WORDING, worthTexts } from '../../words/search';
import { systemReason } from '../../words/systemReason';
import { say, type Language, type Parameters } from '../../words/words';
import type { Configuration } from './configuration';
import { editorDocuments, openDocument } from './editorDocuments';
import type { EngineService } from './engineService';
import type { GeneratorService } from './generators';
import type { PhraseListService } from './phraseLists';
import { ownScore, type DocumentScore, type Scores } from './scores';
import type { SpellDocuments } from './spellDocuments';
import { pathOf } from './places';

export interface SearchSubject {
  /** Place in the file, and name for people, when it began. */
  readonly spell: number;
  readonly name: string;
  /** The prompt as it is written. */
  readonly source: string;
  readonly folder: string;
}

/** The last search with the generator of one document: what goes on, or what it ended with. */
export interface Search {
  readonly phase: 'preparing' | 'searching' | 'stopping' | 'done' | 'stopped' | 'failed';
  readonly budget: number;
  readonly seed: number;
  readonly looked: number;
  readonly subject?: SearchSubject;
  readonly beginning?: SearchBeginning;
  readonly rounds: readonly WordingRound[];
  /** Closest picture of any wording so far. */
  readonly closest?: SearchedPicture;
  readonly found?: SearchedSpell;
  /** For `failed`, and what ended a search before its time: a sentence in the user's language. */
  readonly error?: string;
  /** What was put into the file; it may have been taken out again since. */
  readonly taken?: string;
}

export interface SearchDependencies {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly engine: EngineService;
  readonly generators: GeneratorService;
  readonly phraseLists: PhraseListService;
  readonly configuration: Configuration;
  readonly language: Language;
  readonly log: (line: string) => void;
}

interface Running {
  readonly document: vscode.TextDocument;
  readonly stop: AbortController;
  search: Search;
}

/** Why a search cannot begin: a sentence for the user. */
class CannotSearch extends Error {}

export function isSearching({ phase }: Pick<Search, 'phase'>): boolean {
  return phase === 'preparing' || phase === 'searching' || phase === 'stopping';
}

/** Searches with the user's generator, one for each document at a time. Their pictures are kept as they come. */
export class SearchService implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  /** By the address of the document. */
  readonly #known = new Map<string, Running>();
  readonly #listening: vscode.Disposable;

  constructor(private readonly parts: SearchDependencies) {
    this.#listening = vscode.Disposable.from(
      this.#changed,
      parts.configuration.searchBudget.onDidChange(() =>
        editorDocuments.documents.forEach(({ uri }) => this.#changed.fire(uri)),
      ),
      editorDocuments.onDidClose(({ uri }) => {
        this.#known.get(uri.toString())?.stop.abort();
        if (this.#known.delete(uri.toString())) this.#changed.fire(uri);
      }),
    );
  }

  get(uri: vscode.Uri): Search | undefined {
    return this.#known.get(uri.toString())?.search;
  }

  get budget(): number {
    return this.parts.configuration.searchBudget.value;
  }

  /**
   * Begins one, of the spell at an offset, or of the best one.
   * @returns false where one goes on already, or the document is not open
   */
  start(uri: vscode.Uri, at?: number): boolean {
    const document = openDocument(uri);
    const last = this.get(uri);
    if (!document || (last && isSearching(last))) return false;
    const seed = last === undefined ? 1 : last.phase === 'done' ? last.seed + 1 : last.seed;
    const search: Search = { phase: 'preparing', budget: this.budget, seed, looked: 0, rounds: [] };
    const running: Running = { document, stop: new AbortController(), search };
    this.#known.set(uri.toString(), running);
    this.#changed.fire(uri);
    void this.#run(running, at);
    return true;
  }

  /** Ends it; the picture that is being drawn is given up, all others stay. */
  stop(uri: vscode.Uri): void {
    const running = this.#known.get(uri.toString());
    if (!running || !isSearching(running.search)) return;
    running.stop.abort();
    this.#tell(running, { phase: 'stopping' });
  }

  /**
   * Writes the winner into the file, undoably: in place of the prompt that it comes from, or as a spell below it; at the
   * file's end where that prompt has changed.
   */
  async take(
    uri: vscode.Uri,
    how: 'replace' | 'insert',
  ): Promise<'done' | 'nothing' | 'changed' | 'refused'> {
    const running = this.#known.get(uri.toString());
    const found = running?.search.found;
    if (!running || !found || found.text === found.from) return 'nothing';
    const { document } = running;
    const edit = this.#edit(document.getText(), found, how, running.search);
    if (!edit && how === 'replace') return 'changed';
    if (!edit || document.isClosed) return 'refused';
    const change = new vscode.WorkspaceEdit();
    change.set(
      document.uri,
      edit.map(({ start, end, text }) =>
        vscode.TextEdit.replace(new vscode.Range(document.positionAt(start), document.positionAt(end)), text),
      ),
    );
    if (!(await vscode.workspace.applyEdit(change))) return 'refused';
    this.#tell(running, {
      taken: edit
        .map(({ text }) => text)
        .join('')
        .trim(),
    });
    return 'done';
  }

  dispose(): void {
    for (const { stop } of this.#known.values()) stop.abort();
    this.#known.clear();
    this.#listening.dispose();
  }

  async #run(running: Running, at: number | undefined): Promise<void> {
    const { stop, document } = running;
    const { generators, scores } = this.parts;
    try {
      const connected = await generators.use(stop.signal);
      if (!connected) {
        if (this.#isCurrent(running)) this.#known.delete(document.uri.toString());
        this.#changed.fire(document.uri);
        return;
      }
      const current = scores.get(document.uri);
      const score = current && ownScore(current, document);
      if (!current?.scored || !score) throw new CannotSearch(this.#say('noScores'));
      if (score.images.length === 0)
        throw new CannotSearch(say(SEARCH_WORDING.noTarget, this.parts.language));
      const subject = this.#subject(current, at, document);
      this.#tell(running, { subject });
      const found = await this.#search(running, current, subject, connected);
      if (!this.#isCurrent(running)) return;
      if (!found) throw new CannotSearch(this.#say('picturesGone'));
      this.#tell(running, this.#ended(found, running));
    } catch (error) {
      if (!this.#isCurrent(running)) return;
      if (stop.signal.aborted) this.#tell(running, { phase: 'stopped' });
      else this.#tell(running, { phase: 'failed', error: this.#reason(error, document) });
    }
  }

  /** One that failed is not done: the same search again, with the same seed, goes on from there. */
  #ended(found: SearchedSpell, { stop, document }: Running): Partial<Search> {
    const { failure, judgeFailure } = found;
    if (failure !== undefined) return { phase: 'failed', found, error: this.#reason(failure, document) };
    if (judgeFailure === undefined) return { phase: stop.signal.aborted ? 'stopped' : 'done', found };
    const reason = this.#reason(judgeFailure, document);
    return {
      phase: 'failed',
      found,
      error: say(SEARCH_WORDING.judgeFailed, this.parts.language, { reason }),
    };
  }

  async #search(
    running: Running,
    current: DocumentScore,
    subject: SearchSubject,
    connected: NonNullable<Awaited<ReturnType<GeneratorService['use']>>>,
  ): Promise<SearchedSpell | undefined> {
    const { generators, engine, phraseLists, configuration, language } = this.parts;
    const { uri, file, scored } = current;
    const { signal } = running.stop;
    const { folder, spell } = subject;
    const judging = engine.judgeOf(current)?.user;
    const judge = judging && (await engine.engine(judging));
    // One that cannot be had is said before anything is drawn.
    await judge?.checkpoint({ signal });
    const phrases = await phraseLists.candidates({ uri, file }, { signal, onProgress: () => undefined });
    const text = scored!.score!.prompts.find((row) => row.spell === spell)?.expansion.text ?? '';
    const rounds = searchPictures({
      scored: scored!,
      // Pictures of a search are nothing to remember: they would push out those of the file.
      embedder: await engine.engine({ uri, file }),
      phrases,
      language: languageOfPhrase(text) ?? language,
      spell,
      keep: [],
      mostPhrases: configuration.evolvePhrases.value,
      budget: running.search.budget,
      seed: running.search.seed,
      ...(judge && { judge }),
      settings: generators.settings(uri),
      generator: connected.identity,
      ...(connected.workflow !== undefined && { workflow: connected.workflow }),
      folder,
      draw: (plan, changed) => generators.draw({ uri, connected, plan, file: changed, folder, signal }),
      signal,
      onBegin: (beginning) => this.#tellOf(running, { phase: 'searching', beginning }),
      onPicture: (picture, looked) => {
        const { closest } = running.search;
        const isCloser = !closest || picture.closeness > closest.closeness;
        this.#tellOf(running, { looked, ...(isCloser && { closest: picture }) });
      },
    });
    let step = await rounds.next();
    while (!step.done) {
      this.#tellOf(running, { rounds: [...running.search.rounds, step.value] });
      step = await rounds.next();
    }
    return step.value;
  }

  /** @throws CannotSearch */
  #subject(current: DocumentScore, at: number | undefined, document: vscode.TextDocument): SearchSubject {
    const score = ownScore(current, document)!;
    const under = at === undefined ? undefined : spellAt(current.file, at)?.index;
    const spell = under ?? score.spells.find(({ rank }) => rank === 1)?.spell;
    if (spell === undefined || score.spells[spell]?.best === undefined)
      throw new CannotSearch(this.#say('noPrompt'));
    return {
      spell,
      name: spellRows(current.file, score).find((row) => row.spell.spell === spell)!.name,
      source: current.file.spells[spell]!.positive.source,
      folder: this.parts.generators.folder(document.uri),
    };
  }

  #edit(
    now: string,
    found: SearchedSpell,
    how: 'replace' | 'insert',
    { subject }: Search,
  ): readonly Replacement[] | undefined {
    const { documents, configuration, language } = this.parts;
    const file = documents.parse(now);
    const spell = sameSpell(file, subject!);
    if (!spell && how === 'replace') return undefined;
    const [gain = ''] = worthTexts(found, language, 'editor');
    const draft = evolvedDraft(spell ?? emptySpell(file), file.dialect, found.text, {
      name: this.#say('nameOf', { spell: spell?.name?.value ?? '' }).trim(),
      notes: [gain],
    });
    if (spell && how === 'replace') {
      const { span, source } = spell.positive;
      const start = span.start + (source.length - source.trimStart().length);
      return [{ start, end: start + source.trim().length, text: draft.prompt }];
    }
    const written = insertSpells(now, [draft], {
      at: spell?.span.start ?? now.length,
      defaultDialect: configuration.dialect.value,
    });
    return written.ok ? written.replacements : undefined;
  }

  #reason(error: unknown, { uri }: vscode.TextDocument): string {
    const { language, log } = this.parts;
    if (error instanceof CannotSearch) return error.message;
    if (error instanceof GeneratorError) return generatorErrorText(error, language);
    if (error instanceof FileError) return errorText(error, { language, face: 'editor' });
    if ((error as NodeJS.ErrnoException).syscall !== undefined) return systemReason(error, language);
    const expected = failureProblem(error, pathOf(uri));
    if (!expected) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return problemText(expected ?? unexpectedProblem(error, pathOf(uri)), { language, face: 'editor' });
  }

  /** Of a search that goes on. */
  #tellOf(running: Running, change: Partial<Search>): void {
    if (!this.#isCurrent(running)) return;
    this.#tell(running, running.stop.signal.aborted ? { ...change, phase: 'stopping' } : change);
  }

  #tell(running: Running, change: Partial<Search>): void {
    running.search = { ...running.search, ...change };
    this.#changed.fire(running.document.uri);
  }

  #isCurrent(running: Running): boolean {
    return this.#known.get(running.document.uri.toString()) === running;
  }

  #say(key: keyof typeof SEARCH_EDITOR_WORDING, parameters?: Parameters): string {
    return say(SEARCH_EDITOR_WORDING[key], this.parts.language, parameters);
  }
}

function emptySpell({ text }: SpellFile): Spell {
  const span = { start: text.length, end: text.length };
  return { index: 0, span, positive: { span, source: '', slots: [], nodes: [] } };
}

/** The spell that was searched, wherever it stands by now; undefined when its prompt has changed, or it is gone. */
function sameSpell({ spells }: SpellFile, { spell, source }: SearchSubject): Spell | undefined {
  const own = spells[spell];
  return own?.positive.source === source ? own : spells.find(({ positive }) => positive.source === source);
}
