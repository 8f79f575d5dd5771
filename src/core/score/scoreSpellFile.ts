import { cosines, hasDirection, softmaxOverColumns } from '../clip/similarity';
import type {
  Checkpoint,
  Embedder,
  EmbedOptions,
  ImageOutcome,
  Priority,
  TextEmbedding,
  Tokenization,
} from '../ports';
import { DEFAULT_LIMIT, expandSpell } from '../spell/expandSpell';
import type { Expansion, ExpansionSet, SpellFile, Wildcards } from '../spell/spell';
import { applyTemplates, lostInPrompt, type FilledTemplate } from './applyTemplates';
import { embedByUrgency } from './embedByUrgency';
import type { FileScore, ScoredPrompt } from './fileScore';
import { groupCount, pictureGroups } from './pictureGroups';
import { promptEmbedding } from './promptEmbedding';
import { rankFile } from './rankFile';
import { sameTexts } from './sameTexts';
import { each, finish, paced, type Pause, type Steps } from '../steps';

export interface ScoreRequest extends EmbedOptions {
  readonly file: SpellFile;
  /** Absolute. A path that stands here twice counts once. */
  readonly imagePaths: readonly string[];
  readonly embedder: Embedder;
  readonly wildcards?: Wildcards;
  /** Expansions that one spell may have; past it a fixed-seed sample is taken. */
  readonly limit?: number;
  /** How soon a spell's prompts are wanted, by the spell's place in the file; `priority` where it is absent. */
  readonly urgency?: (spell: number) => Priority;
  /** Awaited between short steps of the arithmetic, for a caller whose thread must not be held. */
  readonly pause?: Pause;
}

/** Takes the steps of a long part. */
export type Run = <T>(steps: Steps<T>) => Promise<T>;

/** All spells of a file share this many rows: a book of paragraphs with slots would fill the memory. */
const mostPrompts = 16_384;

/**
 * Scores every expansion of every spell of a file against its reference pictures: the one way from a parsed file to numbers,
 * for the terminal and the editor alike. A picture that cannot be read is named in `failures`, and the rest is scored;
 * without any readable picture the result still holds the expansions and their token counts, ranked by nothing.
 *
 * Rejects with an `EngineError` when the checkpoint cannot be used, and with the signal's reason when it is aborted.
 */
export async function scoreSpellFile(request: ScoreRequest): Promise<FileScore> {
  const { embedder, imagePaths, pause } = request;
  const run: Run = async (steps) => (pause ? paced(steps, pause) : finish(steps));
  const expanded = await run(expandFile(request));
  request.signal?.throwIfAborted();
  const prompts = expanded.flatMap(({ expansions }, spell) =>
    expansions.map((expansion) => ({ spell, expansion })),
  );
  const templates = request.file.frontMatter.templates.map(({ value }) => value);
  const filled = await run(each(prompts, ({ expansion }) => applyTemplates(expansion.text, templates)));
  const paths = [...new Set(imagePaths)];
  const abort = new AbortController();
  const options: EmbedOptions = {
    priority: request.priority,
    onProgress: request.onProgress,
    signal: request.signal ? AbortSignal.any([request.signal, abort.signal]) : abort.signal,
  };
  try {
    // Together, so that pictures are decoded while the texts are encoded.
    const [checkpoint, outcomes, texts] = await Promise.all([
      embedder.checkpoint(options),
      paths.length === 0 ? [] : embedder.embedImages(paths, options),
      readTexts(filled, embedder, options, {
        embed: paths.length > 0,
        run,
        urgency: (row) => request.urgency?.(prompts[row]!.spell) ?? request.priority ?? 'visible',
      }),
    ]);
    request.signal?.throwIfAborted();
    const directed = await run(each(outcomes, withDirection));
    const assembled = await assemble(
      { checkpoint, outcomes: directed, expanded, prompts, filled, texts },
      run,
    );
    request.signal?.throwIfAborted();
    return assembled;
  } finally {
    abort.abort(); // when one of them failed, the others' work is for nobody
  }
}

export function expandFile({
  file,
  wildcards,
  limit = DEFAULT_LIMIT,
}: Pick<ScoreRequest, 'file' | 'wildcards' | 'limit'>): Steps<ExpansionSet[]> {
  const options = { dialect: file.dialect, wildcards, limit: spellLimit(file, limit) };
  return each(file.spells, (spell) => expandSpell(spell, options));
}

/** How many expansions each spell of a file gets where `limit` is set: all of them share what a file may have. */
export function spellLimit({ spells }: SpellFile, limit = DEFAULT_LIMIT): number {
  return Math.min(limit, Math.max(1, Math.floor(mostPrompts / Math.max(1, spells.length))));
}

/** What the engine says of each text; the vector only when there are pictures to compare it with. */
export type TextFacts = Pick<Tokenization, 'lostFrom'> & {
  readonly tokenCount: number;
  readonly embedding?: Float32Array;
};

/** One entry per filled template, in the same shape. Texts that repeat are sent once. */
export async function readTexts(
  filled: readonly (readonly FilledTemplate[])[],
  embedder: Embedder,
  options: EmbedOptions,
  {
    embed,
    urgency,
    run,
  }: {
    readonly embed: boolean;
    readonly urgency: (row: number) => Priority;
    readonly run: Run;
  },
): Promise<TextFacts[][]> {
  if (filled.length === 0) return [];
  if (!embed) {
    const unique = [...new Set(filled.flatMap((variants) => variants.map(({ text }) => text)))];
    const facts = (await embedder.tokenize(unique, options)).map(({ count, lostFrom }) => ({
      tokenCount: count,
      lostFrom,
    }));
    const factsOf = new Map(unique.map((text, i) => [text, facts[i]!]));
    return run(each(filled, (variants) => variants.map(({ text }) => factsOf.get(text)!)));
  }
  const urgencies = await run(
    each(filled, (variants, row) => variants.map(({ text }) => [text, urgency(row)] as const)),
  );
  const factsOf = await embedByUrgency(urgencies.flat(), embedder, options);
  return run(each(filled, (variants) => variants.map(({ text }) => factsOf.get(text)!)));
}

/** A vector without a direction has no cosine; its picture counts as one that could not be read. */
function withDirection(outcome: ImageOutcome): ImageOutcome {
  if (!outcome.ok || hasDirection(outcome.embedding)) return outcome;
  return { path: outcome.path, ok: false, code: 'image-unreadable', detail: 'NaN' };
}

interface Gathered {
  readonly checkpoint: Checkpoint;
  readonly outcomes: readonly ImageOutcome[];
  readonly expanded: readonly ExpansionSet[];
  readonly prompts: readonly { readonly spell: number; readonly expansion: Expansion }[];
  readonly filled: readonly (readonly FilledTemplate[])[];
  readonly texts: readonly (readonly TextFacts[])[];
}

async function assemble(
  { checkpoint, outcomes, expanded, prompts, filled, texts }: Gathered,
  run: Run,
): Promise<FileScore> {
  const images = outcomes.filter((outcome) => outcome.ok);
  const vectors = await run(
    each(images.length === 0 ? [] : texts, (facts) =>
      promptEmbedding(
        (facts as TextEmbedding[]).map(({ embedding }) => embedding),
        checkpoint,
      ),
    ),
  );
  const columns = images.map(({ embedding }) => embedding);
  const groups = await run(pictureGroups(images));
  const sameAs = sameTexts(
    filled.map((variants) => variants.map(({ text }) => text)),
    vectors,
  );
  // What reads the same has the same cosines, however its embeddings were rounded.
  const cosine = await run(
    cosines(
      vectors.map((_, row) => vectors[sameAs[row]!]!),
      columns,
    ),
  );
  const imageGivenPrompt = await run(softmaxOverColumns(cosine, images.length, checkpoint.logitScale));
  const rowsOf: number[][] = expanded.map(() => []);
  for (const [row, { spell }] of prompts.entries()) rowsOf[spell]!.push(row);
  const ranked = await run(rankFile(rowsOf, { cosine, groups, sameAs, logitScale: checkpoint.logitScale }));
  const scored = await run(
    each(prompts, ({ spell, expansion }, row): ScoredPrompt => ({
      row,
      spell,
      expansion,
      ...lengthOf(texts[row]!, filled[row]!, expansion),
      ...ranked.prompts[row]!,
    })),
  );
  return {
    checkpoint,
    images: images.map(({ path, hash, width, height }, i) => ({
      path,
      hash,
      width,
      height,
      group: groups[i]!,
    })),
    differentImages: groupCount(groups),
    failures: outcomes.flatMap((outcome) =>
      outcome.ok ? [] : { path: outcome.path, code: outcome.code, detail: outcome.detail },
    ),
    prompts: scored,
    ranking: ranked.ranking,
    diagnostics: expanded.flatMap(({ diagnostics }) => diagnostics),
    spells: expanded.map(({ total, sampled }, spell) => ({ ...ranked.spells[spell]!, total, sampled })),
    ...(ranked.yardstick && { yardstick: ranked.yardstick }),
    cosine,
    promptGivenImage: ranked.promptGivenImage,
    spellGivenImage: ranked.spellGivenImage,
    imageGivenPrompt,
  };
}

/** How long a prompt is in its longest template, and where it is cut off first. */
export function lengthOf(
  texts: readonly TextFacts[],
  filled: readonly FilledTemplate[],
  { text }: Expansion,
): Pick<ScoredPrompt, 'tokenCount' | 'lostFrom'> {
  const lost = texts.flatMap(({ lostFrom }, i) =>
    lostFrom === undefined ? [] : lostInPrompt(lostFrom, filled[i]!, text.length),
  );
  return {
    tokenCount: Math.max(...texts.map(({ tokenCount }) => tokenCount)),
    ...(lost.length > 0 && { lostFrom: Math.min(...lost) }),
  };
}
