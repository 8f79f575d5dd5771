import * as vscode from 'vscode';
import { languageOfPhrase } from '../../../../core/craft/phrase';
import { defaultMost, type Suggested } from '../../../../core/craft/suggest';
import type { Progress } from '../../../../core/ports';
import type { FileScore } from '../../../../core/score/fileScore';
import type { SpellFile } from '../../../../core/spell/spell';
import type { ImageProblem } from '../../../../files/resolveImages';
import type { SuggestMessage, SuggestPanelMessage, SuggestWhat } from '../../../../protocol/panel/suggest';
import { failureProblem, unexpectedProblem, type Problem } from '../../../../tasks/problem';
import { Choice } from '../../../../tasks/suggest';
import { problemText } from '../../../../words/problemText';
import { ownScore, type DocumentScore } from '../../../services/scores';
import { SlicedWork } from '../../../services/slicedWork';
import type { MakeSource, PanelHost } from '../panelSource';
import { isSameGround, isSameList, isTextOf, valuesOf, type Ground } from '../sameGround';
import { shownSpell } from '../shownSpell';
import { makePhraseEdit, writePrompt, type PhraseEdit } from '../suggestEdits';
import { panelHelp, panelPrompt, shownGains, shownNegative, type Help } from '../suggestMessage';
import { pathOf } from '../../../services/places';

/** What was measured, and on what. */
interface Found<T> extends Ground {
  readonly run: number;
  readonly value: T;
  /** Phrases to choose from. */
  readonly phrases: number;
  readonly problems: readonly string[];
}

type State = Pick<SuggestMessage, 'running' | 'wasStopped' | 'error'>;

/** What to try next: a second's work or minutes of it, so only when somebody asks. */
export const suggestSource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  const suggesting = new Suggesting(host, () => changed.fire());
  const listening = vscode.Disposable.from(
    host.onDidScore(() => changed.fire()),
    host.caret.onDidChange(() => changed.fire()),
  );
  return {
    onDidChange: changed.event,
    message: () => suggesting.message(),
    obeys: {
      'suggest-ask': ({ what }) => suggesting.ask(what),
      'suggest-cancel': () => suggesting.cancel(),
      'suggest-edit': (wish) => suggesting.edit(wish),
      'suggest-write': (wish) => suggesting.write(wish),
    },
    dispose: () => {
      suggesting.dispose();
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
};

/** One answer after another: what is asked ends what was asked before. */
class Suggesting {
  #state: State = {};
  #help?: Found<Help>;
  #prompt?: Found<Suggested>;
  #running?: AbortController;
  #run = 0;

  constructor(
    private readonly host: PanelHost,
    private readonly changed: () => void,
  ) {}

  message(): SuggestMessage {
    const [help, prompt] = [this.#help, this.#prompt];
    const { language } = this.host.dependencies;
    return {
      kind: 'suggest',
      can: askable(this.host),
      ...this.#state,
      ...(help && {
        help: panelHelp(help.value, { ...help, language, isStale: isHelpStale(help, this.host) }),
      }),
      ...(prompt && {
        prompt: panelPrompt(prompt.value, { ...prompt, language, isStale: isPromptStale(prompt, this.host) }),
      }),
    };
  }

  async ask(what: SuggestWhat): Promise<void> {
    const { host } = this;
    const current = host.score;
    const score = ownScore(current);
    if (!current?.scored || !score || !askable(host).includes(what)) return;
    this.#running?.abort();
    const own = (this.#running = new AbortController());
    const { signal } = own;
    const isWanted = (): boolean => this.#running === own;
    const tell = (state: State): void => {
      if (isWanted()) this.#tell(state);
    };
    const steps: string[] = [];
    const progress = (stage: 'phrases' | 'measuring', done: number, total: number): void =>
      tell({ running: { what, stage, done, total, steps: [...steps] } });
    progress('phrases', 0, 0);
    try {
      const measuring = ({ done, total }: Pick<Progress, 'done' | 'total'>): void => {
        if (total < 2) return; // what is asked between the lists
        const of = what === 'help' ? 1 : defaultMost;
        progress('measuring', steps.length * total + done, of * total);
      };
      const text = textAsked(what, score, host);
      const choice = await choiceFor(current, text, host, {
        signal,
        onProgress: measuring,
        onPhrases: ({ done, total }) => progress('phrases', done, total),
      });
      if (!choice) return tell({});
      progress('measuring', 0, 0);
      const found = { run: ++this.#run, score, file: current.file, phrases: choice.phrases };
      if (what === 'help') {
        const help = await choice.forSpell(shownSpell(host, score)!);
        const { negative, problems } = await choice.toAvoid();
        if (!isWanted()) return;
        const told = problems.map((problem) => this.#avoidProblem(problem));
        this.#help = help && { ...found, value: { ...help, ...(negative && { negative }) }, problems: told };
      } else {
        const value = await choice.prompt({
          onStep: ({ phrase }) => {
            steps.push(phrase.text);
            progress('measuring', steps.length, defaultMost);
          },
        });
        if (!isWanted()) return;
        this.#prompt = { ...found, value, problems: [] };
      }
      tell({});
    } catch (error) {
      if (isWanted()) this.#tell(isStop(error) ? { wasStopped: true } : { error: this.#reason(error) });
    } finally {
      if (isWanted()) this.#running = undefined;
    }
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
    if (this.#state.running) this.#tell({ wasStopped: true });
  }

  async edit({ run, list, index }: Extract<SuggestPanelMessage, { kind: 'suggest-edit' }>): Promise<void> {
    const help = this.#help;
    if (help?.run !== run) return;
    const edit = editOf(help.value, list, index);
    const { spell, text } = help.value;
    const { expansion } = help.score.prompts[help.score.spells[spell]!.best!]!;
    if (edit) await makePhraseEdit(edit, { file: help.file, spell, text, id: expansion.id }, this.host);
  }

  async write({ run, where }: Extract<SuggestPanelMessage, { kind: 'suggest-write' }>): Promise<void> {
    if (this.#prompt?.run === run) await writePrompt(this.#prompt.value, where, this.host);
  }

  dispose(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  #tell(state: State): void {
    this.#state = state;
    this.changed();
  }

  #avoidProblem(problem: ImageProblem): string {
    return this.#text({ ...problem, path: pathOf(this.host.uri) });
  }

  #reason(error: unknown): string {
    const path = pathOf(this.host.uri);
    const expected = failureProblem(error, path);
    if (!expected)
      this.host.dependencies.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return this.#text(expected ?? unexpectedProblem(error, path));
  }

  #text(problem: Problem): string {
    const { language } = this.host.dependencies;
    return problemText(problem, { language, face: 'editor', shown: (file) => this.host.shown(file) });
  }
}

/** Somebody stopped it: here, or in the status bar while the phrases were embedded. */
function isStop(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function askable(host: PanelHost): SuggestWhat[] {
  const score = ownScore(host.score);
  if (!score || !host.score?.scored || score.images.length === 0) return [];
  const spell = shownSpell(host, score);
  const hasText = spell !== undefined && score.spells[spell]?.best !== undefined;
  return hasText ? ['help', 'prompt'] : ['prompt'];
}

/** What is written decides in which language phrases are proposed. */
function textAsked(what: SuggestWhat, score: FileScore, host: PanelHost): string {
  const spell = what === 'help' ? shownSpell(host, score) : undefined;
  const row = spell === undefined ? 0 : (score.spells[spell]?.best ?? 0);
  return score.prompts[row]?.expansion.text ?? '';
}

async function choiceFor(
  current: DocumentScore,
  text: string,
  { dependencies }: PanelHost,
  {
    signal,
    onProgress,
    onPhrases,
  }: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: Progress) => void;
    readonly onPhrases: (progress: { readonly done: number; readonly total: number }) => void;
  },
): Promise<Choice | undefined> {
  const { phraseLists, engine, language } = dependencies;
  // Not the one that remembers: thousands of texts that nobody asks for again would drive out those that are there.
  const embedder = await engine.engine(current);
  const all = await phraseLists.candidates(current, { signal, onProgress: onPhrases });
  const { reach } = await phraseLists.sources(current);
  const work = new SlicedWork();
  return Choice.of(current.scored!, all, embedder, {
    language: languageOfPhrase(text) ?? spokenLanguage(language, current.scored!.languages),
    reach,
    signal,
    priority: 'visible',
    onProgress,
    pause: async () => {
      signal.throwIfAborted();
      await work.pause();
    },
  });
}

/** Without a text, the user's language where the checkpoint reads it. */
function spokenLanguage(language: 'en' | 'ja', languages: readonly string[]): 'en' | 'ja' {
  return languages.length === 0 || languages.some((each) => each.startsWith(language)) ? language : 'en';
}

function editOf(help: Help, list: 'gains' | 'hurts' | 'negative', index: number): PhraseEdit | undefined {
  if (list === 'hurts') {
    const hurt = help.hurts[index];
    return hurt && { kind: 'remove', phrase: hurt.text, unit: hurt.entry.unit };
  }
  const found =
    list === 'gains' ? shownGains(help)[index] : help.negative && shownNegative(help.negative)[index];
  return found && ({ kind: list === 'gains' ? 'add' : 'avoid', phrase: found.phrase.text } as const);
}

function isHelpStale(help: Found<Help>, host: PanelHost): boolean {
  const now = ownScore(host.score);
  if (!now) return true;
  const { file } = host.score!;
  return (
    !isTextOf(help.value, now) ||
    !isSameGround(help, { score: now, file }) ||
    !namesTheSame(help.file, file) ||
    shownSpell(host, now) !== help.value.spell
  );
}

/** Scores on their way change no picture. */
function isPromptStale(prompt: Found<Suggested>, host: PanelHost): boolean {
  const { score, file } = host.score ?? {};
  return !score || !file || !isSameGround(prompt, { score, file }) || !namesTheSame(prompt.file, file);
}

/** The same pictures to avoid, and the same lists. */
function namesTheSame({ frontMatter: then }: SpellFile, { frontMatter: now }: SpellFile): boolean {
  return (
    isSameList(valuesOf(then.avoid), valuesOf(now.avoid)) &&
    isSameList(valuesOf(then.lists), valuesOf(now.lists))
  );
}
