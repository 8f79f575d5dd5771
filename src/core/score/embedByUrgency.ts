import type { Embedder, EmbedOptions, Priority, Progress, TextEmbedding } from '../ports';

/** Most urgent first. */
const priorities: readonly Priority[] = ['caret', 'visible', 'background'];

/**
 * Embeds texts, the most urgent first, as one request for each urgency: what is wanted most is not held up by the
 * rest, and stays known when the rest is cancelled.
 * @param texts one that stands here twice is as urgent as the more urgent of the two
 */
export async function embedByUrgency(
  texts: readonly (readonly [text: string, urgency: Priority])[],
  embedder: Embedder,
  options: EmbedOptions,
): Promise<ReadonlyMap<string, TextEmbedding>> {
  const ranks = new Map<string, number>();
  for (const [text, urgency] of texts)
    ranks.set(text, Math.min(ranks.get(text) ?? Infinity, priorities.indexOf(urgency)));
  const byRank = priorities.map((priority) => ({ priority, texts: [] as string[] }));
  for (const [text, rank] of ranks) byRank[rank]!.texts.push(text);
  const groups = byRank.filter((group) => group.texts.length > 0);

  const done = groups.map(() => 0);
  const onProgress = (group: number, progress: Progress): void => {
    if (progress.phase !== 'texts') return options.onProgress?.(progress);
    // A group may report fewer than it has: what is remembered is not asked for.
    done[group] = groups[group]!.texts.length - (progress.total - progress.done);
    const sum = done.reduce((total, each) => total + each, 0);
    options.onProgress?.({ phase: 'texts', done: sum, total: ranks.size });
  };
  const found = await Promise.all(
    groups.map(({ priority, texts: own }, i) =>
      embedder.embedTexts(own, { ...options, priority, onProgress: (progress) => onProgress(i, progress) }),
    ),
  );
  return new Map(groups.flatMap(({ texts: own }, i) => own.map((text, j) => [text, found[i]![j]!] as const)));
}
