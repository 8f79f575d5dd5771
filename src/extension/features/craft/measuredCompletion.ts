import * as vscode from 'vscode';
import { abortable } from '../../../client/process/abortable';
import {
  commonest,
  filledGap,
  KeptMeasures,
  measuredCompletions,
  wantedLanguage,
  type MeasuredCompletions,
  type TextGap,
  type Wanted,
} from '../../../core/craft/complete';
import { PhraseIndex, type PhraseMatches } from '../../../core/craft/phraseIndex';
import { centre, type Candidates } from '../../../core/craft/screen';
import { EngineError } from '../../../core/engineError';
import { plainText } from '../../../core/plainText';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { FileScore } from '../../../core/score/fileScore';
import { escapeText } from '../../../core/spell/escapes';
import type { SpellFile } from '../../../core/spell/spell';
import { fewestObservations } from '../../../core/statistics/pairedDifference';
import { paced } from '../../../core/steps';
import type { Measure } from '../../../core/why/measureTexts';
import { pictureMeasure } from '../../../tasks/pictureMeasure';
import { COMPLETION_WORDING } from '../../../words/completion';
import { PHRASE_CLASS_WORDING } from '../../../words/craft';
import { difference, differenceInterval } from '../../../words/numbers';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import type { EngineService, ModelUser } from '../../services/engineService';
import { belongsTo } from '../../services/liveDocuments';
import type { PhraseLists, PhraseListService } from '../../services/phraseLists';
import type { DocumentScore, Scores } from '../../services/scores';
import { SlicedWork } from '../../services/slicedWork';
import { languageId, type SpellDocuments } from '../../services/spellDocuments';
import { appendPlain } from '../appendPlain';
import { gapAt, matching, phrasePlace, type Begun, type PhrasePlace } from './phrasePlace';
import { timeBox } from './timeBox';

/** Where a phrase may begin: behind the blank after a comma, or the Japanese comma. Letters ask by themselves. */
const triggers = [' ', '、'];

/** As many as anybody looks through. */
const mostOffered = 50;

/** What a list takes at most to come, from the key on, in milliseconds; a little less than that is planned for. */
const budgetMs = 80;
/** For what has to be got ready before there is anything to measure with: without it, phrases are offered by frequency. */
const patienceMs = 40;

export interface MeasuredCompletionParts {
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  readonly phraseLists: PhraseListService;
  readonly language: Language;
  readonly log: (line: string) => void;
}

/** Completion in prompts: phrases, those first that raise the score most. */
export function registerMeasuredCompletion(parts: MeasuredCompletionParts): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    { language: languageId },
    new MeasuredCompletion(parts),
    ...triggers,
  );
}

/** What phrases are measured on: the same as long as the pictures, their checkpoint and the templates are. */
interface Ground {
  readonly key: string;
  readonly measure: Measure;
  /** The order of all phrases by the pictures, by the phrases. */
  readonly along: WeakMap<Candidates, Promise<Float32Array>>;
  /** Of the place that was asked for last: the next letter asks for it again. */
  last?: { readonly index: PhraseIndex; readonly gap: TextGap; readonly kept: KeptMeasures };
}

class MeasuredCompletion implements vscode.CompletionItemProvider {
  readonly #indexes = new WeakMap<PhraseLists, Promise<PhraseIndex>>();
  readonly #grounds = new WeakMap<vscode.TextDocument, Ground>();

  constructor(private readonly parts: MeasuredCompletionParts) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    { triggerKind }: vscode.CompletionContext,
  ): Promise<vscode.CompletionList | undefined> {
    if (!this.parts.configuration.completionMeasured.value) return undefined;
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    const began = performance.now();
    try {
      const isAsked = triggerKind !== vscode.CompletionTriggerKind.TriggerCharacter;
      return await this.#provide(document, document.offsetAt(position), {
        signal: abort.signal,
        began,
        isAsked,
      });
    } catch (error) {
      if (!abort.signal.aborted && !(error instanceof EngineError))
        this.parts.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return undefined;
    } finally {
      listening.dispose();
    }
  }

  async #provide(
    document: vscode.TextDocument,
    offset: number,
    asked: { readonly signal: AbortSignal; readonly began: number; readonly isAsked: boolean },
  ): Promise<vscode.CompletionList | undefined> {
    const { documents, scores, phraseLists, language } = this.parts;
    const { version } = document;
    const file = await documents.read(document);
    if (!file || !belongsTo(version, document)) return undefined;
    const place = phrasePlace(file, offset);
    if (!place) return undefined;
    const user = { uri: document.uri, file };
    // Once after they were read anew, this takes its time. Who has typed the last letter asks no more, so it is waited for.
    const index = await abortable(this.#indexOf(await phraseLists.load(user, asked.signal)), asked.signal);
    const { pause } = new SlicedWork();
    const { begun, matches } = await matching(index, place.begun, pause);
    if (!begun) return undefined;
    asked.signal.throwIfAborted();

    const current = scores.get(document.uri);
    const like = bestOf(current, place.spell);
    const gap = gapAt(
      file,
      { start: begun.start, end: place.tail.end },
      {
        ...(like && { like }),
        wildcards: documents.wildcards(document),
      },
    );
    if (!gap) return undefined;
    const wanted: Wanted = {
      ...(matches && { matches }),
      language: wantedLanguage(begun.typed, gap, language),
      polarity: place.polarity,
      said: filledGap(gap, ''),
      most: mostOffered,
    };
    const list = new Offers(document, file, { place, begun, matches, index, language });
    const measured =
      place.polarity === 'positive'
        ? await this.#measure(document, user, { index, gap, wanted }, asked)
        : undefined;
    if (measured) return list.measured(measured, asked.isAsked);
    // Nobody who goes on to the next word asked what is common.
    if (begun.typed === '' && !asked.isAsked) return undefined;
    const rows = await paced(commonest(index, wanted), pause);
    return list.common(rows);
  }

  /** Undefined where there are no pictures, or what is needed is not ready: it is being made. */
  async #measure(
    document: vscode.TextDocument,
    user: ModelUser,
    { index, gap, wanted }: { readonly index: PhraseIndex; readonly gap: TextGap; readonly wanted: Wanted },
    { signal, began }: { readonly signal: AbortSignal; readonly began: number },
  ): Promise<Measured | undefined> {
    const { scores, engine, phraseLists } = this.parts;
    const current = scores.get(document.uri);
    const score = current?.score;
    if (!current || !score || score.images.length === 0) return undefined;
    if (!['ready', 'working'].includes(engine.stateFor(user))) return undefined;
    const candidates = phraseLists.embedded(user, await engine.engine(user));
    if (candidates?.phrases.length !== index.phrases.length) return undefined;
    const ground = await inTime(this.#groundOf(document, current, score), patienceMs);
    const along = ground && (await inTime(orderOf(ground, candidates), patienceMs));
    if (!along) return undefined;
    const end = began + budgetMs;
    const measure = { ...ground.measure, options: { signal, priority: 'caret' as const } };
    const found = await measuredCompletions({ index, packed: candidates.packed, along }, gap, measure, {
      wanted,
      next: timeBox(end),
      late: new Promise((resolve) => setTimeout(resolve, end - performance.now())),
      kept: keptAt(ground, index, gap),
      pause: new SlicedWork().pause,
    });
    return { ...found, score };
  }

  #indexOf(lists: PhraseLists): Promise<PhraseIndex> {
    let index = this.#indexes.get(lists);
    if (!index) {
      index = paced(PhraseIndex.of(lists.vocabularies), new SlicedWork().pause);
      this.#indexes.set(lists, index);
    }
    return index;
  }

  async #groundOf(
    document: vscode.TextDocument,
    { scored, uri, file }: DocumentScore,
    score: FileScore,
  ): Promise<Ground | undefined> {
    if (!scored) return undefined;
    const templates = file.frontMatter.templates.map(({ value }) => value);
    const key = JSON.stringify([
      score.checkpoint.hash,
      templates,
      score.images.map(({ hash, group }) => [hash, group]),
    ]);
    const embedder = await this.parts.engine.embedder({ uri, file });
    const known = this.#grounds.get(document);
    // An engine that was restarted is another.
    if (known?.key === key && known.measure.embedder === embedder) return known;
    const measure = await pictureMeasure(scored, embedder, { priority: 'caret' });
    const { hash } = await embedder.checkpoint();
    if (!measure || hash !== score.checkpoint.hash) return undefined;
    const ground: Ground = { key, measure: { ...measure, templates }, along: new WeakMap() };
    this.#grounds.set(document, ground);
    return ground;
  }
}

interface Measured extends MeasuredCompletions {
  readonly score: FileScore;
}

function keptAt(ground: Ground, index: PhraseIndex, gap: TextGap): KeptMeasures {
  const { last } = ground;
  if (last?.index === index && last.gap.before === gap.before && last.gap.after === gap.after)
    return last.kept;
  const kept = new KeptMeasures();
  ground.last = { index, gap, kept };
  return kept;
}

function orderOf({ along, measure }: Ground, candidates: Candidates): Promise<Float32Array> {
  let order = along.get(candidates);
  if (!order) {
    order = paced(candidates.packed.along(centre(measure.pictures)), new SlicedWork().pause);
    along.set(candidates, order);
  }
  return order;
}

/** The way to fill the slots that the spell stands with. */
function bestOf(
  current: DocumentScore | undefined,
  spell: number | undefined,
): FileScore['prompts'][number]['expansion'] | undefined {
  const best = spell === undefined ? undefined : current?.score?.spells[spell]?.best;
  return best === undefined ? undefined : current!.score!.prompts[best]!.expansion;
}

/** @returns undefined where it takes longer; it goes on all the same */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A list that the next key asks for anew: with one letter more another beginning may be meant (`a ca` is that of “a castle”, of
 * `a cat` it is `cat`), and others are measured. The editor would go on with what is left of the old one.
 */
function asksAgain(items: vscode.CompletionItem[]): vscode.CompletionList {
  return new vscode.CompletionList(items, true);
}

/** Phrases as the editor lists them. */
class Offers {
  readonly #range: { readonly inserting: vscode.Range; readonly replacing: vscode.Range };

  constructor(
    document: vscode.TextDocument,
    private readonly file: SpellFile,
    private readonly at: {
      readonly place: PhrasePlace;
      readonly begun: Begun;
      /** Absent where nothing is typed. */
      readonly matches: PhraseMatches | undefined;
      readonly index: PhraseIndex;
      readonly language: Language;
    },
  ) {
    const { begun, place } = at;
    const [start, caret, end] = [begun.start, place.tail.start, place.tail.end].map((each) =>
      document.positionAt(each),
    );
    this.#range = { inserting: new vscode.Range(start!, caret!), replacing: new vscode.Range(start!, end!) };
  }

  /** @param isAsked for: nobody was interrupted */
  measured(
    { measured, rest, differentPictures, among, score }: Measured,
    isAsked: boolean,
  ): vscode.CompletionList {
    const { matches } = this.at;
    const checkpoint = checkpointLabel(score.checkpoint);
    // Where nothing is typed, only what helps is worth an interruption.
    const shown = matches ? measured : measured.filter(({ gain }) => gain > 0);
    const items = shown.map(({ row, gain, interval }, i) =>
      this.#item(row, i, difference(gain), [
        this.#words('gain', { gain: difference(gain) }),
        ...(interval
          ? [this.#words('interval', { count: among, interval: differenceInterval(interval) })]
          : []),
        ...(differentPictures < fewestObservations ? [this.#words('fewPictures')] : []),
        this.#words('view', { pictures: differentPictures, checkpoint }),
      ]),
    );
    const unmeasured =
      (matches ?? (isAsked && measured.length === 0))
        ? rest.map((row, i) => this.#item(row, items.length + i, undefined, [this.#words('notMeasured')]))
        : [];
    return asksAgain([...items, ...unmeasured]);
  }

  common(rows: readonly number[]): vscode.CompletionList {
    return asksAgain(rows.map((row, i) => this.#item(row, i, undefined, [this.#words('byFrequency')])));
  }

  #item(
    row: number,
    place: number,
    gain: string | undefined,
    told: readonly string[],
  ): vscode.CompletionItem {
    const { index, begun, matches, language, place: at } = this.at;
    const phrase = index.phrases[row]!;
    const { text } = phrase;
    const item = new vscode.CompletionItem(
      { label: plainText(text), ...(gain !== undefined && { description: gain }) },
      vscode.CompletionItemKind.Value,
    );
    item.range = this.#range;
    const written = escapeText(text, this.file.dialect, 'inside');
    item.insertText = at.needsBlank && begun.start === at.begun[0]!.start ? ` ${written}` : written;
    // From the word that matches on: so all match alike, and their order is ours.
    const from = matches?.offsets[row] ?? 0;
    item.filterText = text.slice(from);
    // Who has typed all of it wants to go on: Enter is a new line then.
    item.preselect = begun.typed !== '' && item.filterText.toLowerCase() === begun.typed.toLowerCase();
    item.sortText = String(place).padStart(4, '0');
    item.detail = say(PHRASE_CLASS_WORDING[phrase.class], language);
    item.documentation = appendPlain(new vscode.MarkdownString(), told.join('\n\n'));
    return item;
  }

  #words(key: keyof typeof COMPLETION_WORDING, parameters?: Parameters): string {
    return say(COMPLETION_WORDING[key], this.at.language, parameters);
  }
}
