import { audit, type Audit } from '../core/judge/audit';
import { auditTexts, evidenceOf, type AuditLanguage, type Evidence } from '../core/judge/auditReading';
import type { AuditSet } from '../core/judge/auditSets';
import { statedText, type SaidOfPerson } from '../core/judge/statedPrompt';
import type { Checkpoint, Embedder, EmbedOptions, ImageOutcome } from '../core/ports';
import { parseSpellFile } from '../core/spell/parseSpellFile';
import type { SpellFile } from '../core/spell/spell';
import { generatedFile } from '../files/generatedPictures';
import type { DrawnRequest } from './drawPictures';
import { planPictures, type GenerationPlan, type PlanRequest } from './planPictures';

/** Pictures of the open prompt, and of each kind with the kind said, where nobody says how many. */
export const auditDefaults = { pictures: 16, known: 8 };

export interface AuditPlanRequest extends Omit<PlanRequest, 'spells' | 'isWanted' | 'seeds'> {
  /** Which spell, by its place in the file. */
  readonly spell: number;
  readonly set: AuditSet;
  readonly pictures: number;
  /** Of each kind; 0 for none. */
  readonly known: number;
  /** What that spell says of who is drawn: where it says a kind itself, none is drawn with another one said. */
  readonly said: SaidOfPerson;
}

/** Pictures of one text. */
export interface AuditPart {
  /** Which kind is said, by its place in the set; undefined in the prompt as it is. */
  readonly class?: number;
  readonly file: SpellFile;
  readonly plan: GenerationPlan;
}

export interface AuditPlan {
  readonly set: AuditSet;
  /** The prompt as it is first, then one for each kind. */
  readonly parts: readonly AuditPart[];
}

/** What is to be drawn for an audit: one prompt of a spell as it is, and with each kind of person said. Nothing is asked of the generator. */
export function planAudit(request: AuditPlanRequest): AuditPlan {
  const { file, spell, set, pictures, known, said: who, ...rest } = request;
  const planOf = (text: SpellFile, seeds: number, wanted?: string): GenerationPlan => {
    let first = wanted;
    return planPictures({
      ...rest,
      file: text,
      spells: [spell],
      isWanted: (_, { id }) => id === (first ??= id),
      seeds,
    });
  };
  const plain = planOf(file, pictures);
  const wanted = plain.variants[0]?.expansion.id;
  const positive = file.spells[spell]?.positive.span;
  const said = known > 0 && positive && !who.saysKind ? set.classes : [];
  return {
    set,
    parts: [
      { file, plan: plain },
      ...said.map((each, which): AuditPart => {
        const stated = parseSpellFile(statedText(file.text, positive!, each, who.open));
        // A slot around the person may have other options then; its first ones do as well.
        const same = planOf(stated, known, wanted);
        return {
          class: which,
          file: stated,
          plan: same.variants.length > 0 ? same : planOf(stated, known),
        };
      }),
    ],
  };
}

/** How many pictures an audit is of, and how many of them are there already. */
export function auditSize({ parts }: AuditPlan): { readonly pictures: number; readonly there: number } {
  const requests = parts.flatMap(({ plan }) => plan.requests);
  return { pictures: requests.length, there: requests.filter(({ known }) => known !== undefined).length };
}

/** One picture of an audit that is there. */
export interface AuditDrawing {
  readonly part: AuditPart;
  readonly drawn: DrawnRequest;
}

/**
 * Draws what an audit is of, part after part.
 * @param draw as `drawPictures`
 */
export async function* drawAudit(
  { parts }: AuditPlan,
  draw: (part: AuditPart) => AsyncIterable<DrawnRequest>,
): AsyncGenerator<AuditDrawing> {
  for (const part of parts) for await (const drawn of draw(part)) yield { part, drawn };
}

/** Where the pictures lie: those that are asked about, and those whose kind is known. */
export interface AuditPictures {
  readonly pictures: readonly string[];
  /** By kind. */
  readonly known: readonly (readonly string[])[];
}

/** @param folder of the records, absolute */
export function auditPictures(
  { set }: AuditPlan,
  drawings: readonly AuditDrawing[],
  folder: string,
): AuditPictures {
  const of = (which: number | undefined): string[] =>
    drawings.flatMap(({ part, drawn }) =>
      part.class === which ? [generatedFile(folder, drawn.record)] : [],
    );
  return { pictures: of(undefined), known: set.classes.map((_, which) => of(which)) };
}

export interface ReadAuditRequest extends AuditPictures, Pick<EmbedOptions, 'signal' | 'onProgress'> {
  readonly set: AuditSet;
  readonly embedder: Embedder;
  /** Those that the checkpoint reads well, as BCP-47 codes; empty when nobody knows. */
  readonly languages: readonly string[];
}

export interface FileAudit {
  readonly set: AuditSet;
  readonly checkpoint: Checkpoint;
  /** In which the words are put to the checkpoint. */
  readonly languages: readonly AuditLanguage[];
  readonly audit: Audit;
  /** Those of `audit.pictures`, in its order, absolute. */
  readonly files: readonly string[];
  /** Of these, pictures that the checkpoint cannot tell from one before them: no further sample of what is drawn. */
  readonly alike: number;
  /** Pictures that the checkpoint can't read, known ones as well. */
  readonly unreadable: readonly string[];
}

/**
 * Whom pictures show, as a checkpoint reads them.
 * @throws EngineError; the signal's reason
 */
export async function readAudit(request: ReadAuditRequest): Promise<FileAudit> {
  const { set, embedder, pictures, known, signal, onProgress } = request;
  const options = signal ? { signal } : {};
  const languages = languagesOf(request.languages);
  const checkpoint = await embedder.checkpoint(options);
  const texts = auditTexts(set, languages);
  const embeddings = (await embedder.embedTexts(texts.texts, options)).map(({ embedding }) => embedding);
  const all = [pictures, ...known].flat();
  const outcomes = await embedder.embedImages(all, { ...options, ...(onProgress && { onProgress }) });
  const evidence = outcomes.map((outcome): Evidence | undefined =>
    outcome.ok ? evidenceOf(outcome.embedding, texts, embeddings, checkpoint.logitScale) : undefined,
  );
  const isRead = (each: Evidence | undefined): each is Evidence => each !== undefined;
  let from = pictures.length;
  const knownEvidence = known.map(({ length }) => evidence.slice(from, (from += length)).filter(isRead));
  return {
    set,
    checkpoint,
    languages,
    audit: audit({
      classes: set.classes.length,
      pictures: evidence.slice(0, pictures.length).filter(isRead),
      known: knownEvidence,
    }),
    files: pictures.filter((_, i) => evidence[i] !== undefined),
    alike: alikeIn(outcomes.slice(0, pictures.length)),
    unreadable: all.filter((_, i) => evidence[i] === undefined),
  };
}

function alikeIn(outcomes: readonly ImageOutcome[]): number {
  const read = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.embedding.join(' ')] : []));
  return read.length - new Set(read).size;
}

/** English, which every CLIP reads, unless it is known to read Japanese alone; both where it reads both. */
function languagesOf(read: readonly string[]): readonly AuditLanguage[] {
  const [english, japanese] = ['en', 'ja'].map((code) =>
    read.some((language) => language.split('-')[0] === code),
  );
  if (!japanese) return ['en'];
  return english ? ['en', 'ja'] : ['ja'];
}
