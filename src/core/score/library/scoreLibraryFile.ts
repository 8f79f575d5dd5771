import type { Embedder, EmbedOptions, TextEmbedding } from '../../ports';
import type { LibraryOutcome, LibraryScorer } from './libraryScorer';
import { each, finish, paced } from '../../steps';
import { applyTemplates } from '../applyTemplates';
import type { ScoredPrompt, ScoredSpell, Standings } from '../fileScore';
import { promptEmbedding } from '../promptEmbedding';
import { sameTexts } from '../sameTexts';
import { expandFile, lengthOf, readTexts, type Run, type ScoreRequest } from '../scoreSpellFile';

export interface ScoreLibraryRequest extends EmbedOptions, Omit<ScoreRequest, 'embedder' | 'urgency'> {
  readonly embedder: Embedder & LibraryScorer;
  /** Nearest and farthest pictures that are told of each spell. */
  readonly most: number;
  /** See `LibraryQuestion`. */
  readonly lookHoldsMs?: number;
}

/** What is found of a spell in a library. */
export type FoundInLibrary = Pick<
  LibraryOutcome['spells'][number],
  'distribution' | 'nearest' | 'farthest'
> & {
  /** Of the spell in the file. */
  readonly spell: number;
};

/**
 * Scores of one spell file on a library: the numbers of `FileScore` that are not of one picture each, and where the nearest
 * and farthest pictures of each spell lie. Only equal files count as one picture.
 */
export interface LibraryScore extends Standings {
  /** Pictures that could not be read; `failures` are the first of them. */
  readonly failed: number;
  /** Of each spell with prompts, in file order; empty without a readable picture. */
  readonly found: readonly FoundInLibrary[];
}

const unranked = { rank: 0, meanProbability: 0, fitsBest: 0, meanCosine: 0 };

/**
 * Scores a file against very many pictures; see `scoreSpellFile` for the rest.
 * @throws as that does
 */
export async function scoreLibraryFile(request: ScoreLibraryRequest): Promise<LibraryScore> {
  const { embedder, imagePaths, pause, file, most, lookHoldsMs, signal, onProgress, priority } = request;
  const run: Run = async (steps) => (pause ? paced(steps, pause) : finish(steps));
  const options: EmbedOptions = { signal, onProgress, priority };
  const expanded = await run(expandFile(request));
  const prompts = expanded.flatMap(({ expansions }, spell) =>
    expansions.map((expansion) => ({ spell, expansion })),
  );
  const templates = file.frontMatter.templates.map(({ value }) => value);
  const filled = await run(each(prompts, ({ expansion }) => applyTemplates(expansion.text, templates)));
  const checkpoint = await embedder.checkpoint(options);
  const facts = await readTexts(filled, embedder, options, {
    ...{ embed: true, run, urgency: () => priority ?? 'visible' },
  });
  const vectors = await run(
    each(facts, (own) =>
      promptEmbedding(
        (own as TextEmbedding[]).map(({ embedding }) => embedding),
        checkpoint,
      ),
    ),
  );
  const sameAs = sameTexts(
    filled.map((variants) => variants.map(({ text }) => text)),
    vectors,
  );
  const firsts = [...new Set(sameAs)];
  const textOf = new Map(firsts.map((row, text) => [row, text]));
  const rowsOf: number[][] = expanded.map(() => []);
  for (const [row, { spell }] of prompts.entries()) rowsOf[spell]!.push(row);
  const asked = [...rowsOf.keys()].filter((spell) => rowsOf[spell]!.length > 0);
  const textsOf = rowsOf.map((rows) => [...new Set(rows.map((row) => textOf.get(sameAs[row]!)!))]);
  const outcome =
    asked.length === 0
      ? undefined
      : await embedder.scoreLibrary(
          {
            paths: imagePaths,
            texts: firsts.map((row) => vectors[row]!),
            spells: asked.map((spell) => textsOf[spell]!),
            ...{ most, lookHoldsMs },
          },
          options,
        );
  const found = outcome?.pictures ? outcome : undefined;
  const foundOf = (spell: number): LibraryOutcome['spells'][number] | undefined =>
    found?.spells[asked.indexOf(spell)];
  /** The first row of a spell that reads as this one. */
  const firstOf = (spell: number, row: number): number =>
    rowsOf[spell]!.find((other) => sameAs[other] === sameAs[row])!;
  const scored = prompts.map(({ spell, expansion }, row): ScoredPrompt => {
    const place = textsOf[spell]!.indexOf(textOf.get(sameAs[row]!)!);
    return {
      ...{ row, spell, expansion, sameAs: firstOf(spell, row) },
      ...lengthOf(facts[row]!, filled[row]!, expansion),
      ...(foundOf(spell)?.texts[place] ?? unranked),
    };
  });
  const spells = expanded.map(({ total, sampled }, spell): ScoredSpell => {
    const rows = rowsOf[spell]!;
    const own = foundOf(spell);
    const common = { spell, rows, texts: textsOf[spell]!.length, total, sampled };
    if (!own) return { ...common, ...unranked, rank: found ? asked.length + 1 : 0, chosenCosine: 0 };
    const { texts: _, best, distribution: __, nearest: ___, farthest: ____, ...standing } = own;
    const bestText = textsOf[spell]![best]!;
    return { ...common, ...standing, best: rows.find((row) => textOf.get(sameAs[row]!) === bestText)! };
  });
  return {
    checkpoint,
    images: { length: outcome?.pictures ?? 0 },
    differentImages: outcome?.different ?? 0,
    failures: outcome?.failures ?? [],
    failed: outcome?.failed ?? 0,
    prompts: scored,
    ranking: (found?.order ?? []).flatMap((i) =>
      [...rowsOf[asked[i]!]!].sort((a, b) => scored[a]!.rank - scored[b]!.rank || a - b),
    ),
    diagnostics: expanded.flatMap(({ diagnostics }) => diagnostics),
    spells,
    ...(found?.yardstick && { yardstick: found.yardstick }),
    found: found
      ? asked.map((spell, i) => {
          const { distribution, nearest, farthest } = found.spells[i]!;
          return { spell, distribution, nearest, farthest };
        })
      : [],
  };
}
