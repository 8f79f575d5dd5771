import type { PictureRecord } from './pictureRecord';
import { defined, type Found, type Rank } from './recordParts';

const ORDER: readonly Rank[] = ['infotext', 'tool', 'graph', 'loose', 'workflow', 'empty'];

/** Best first, each text once; and whether the user is to be asked. */
export function chooseRecords(found: readonly Found[]): { records: PictureRecord[]; hasChoice: boolean } {
  const isBeside = ({ source }: Found): number => (source.startsWith('sidecar') ? 1 : 0);
  const isEmpty = ({ rank }: Found): number => (rank === 'empty' ? 1 : 0);
  const sorted = found
    .map(withPlainBreaks)
    .filter(
      ({ prompt, negative, parameters }) => prompt !== '' || negative !== undefined || parameters.length > 0,
    )
    .sort(
      (a, b) =>
        isEmpty(a) - isEmpty(b) || isBeside(a) - isBeside(b) || ORDER.indexOf(a.rank) - ORDER.indexOf(b.rank),
    );
  const hasGraph = sorted.some(({ rank }) => rank === 'graph');
  const kept = new Map<string, Found>();
  for (const record of sorted) {
    if (hasGraph && record.rank === 'workflow') continue; // the graph is what ran
    const texts = `${plain(record.prompt)}\0${plain(record.negative)}`;
    const same = kept.get(texts);
    kept.set(texts, same ? { ...same, ...defined({ seed: same.seed ?? record.seed }) } : record);
  }
  const all = [...kept.values()];
  const seeded = all.map((record) => withSeedOfGraph(record, all));
  return { records: seeded.map(({ rank: _, ...record }) => record), hasChoice: hasChoice(seeded) };
}

function withPlainBreaks(record: Found): Found {
  const plainBreaks = (text: string): string => text.replace(/\r\n?/g, '\n');
  const negative = record.negative === undefined ? {} : { negative: plainBreaks(record.negative) };
  return { ...record, prompt: plainBreaks(record.prompt), ...negative };
}

const plain = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** Sites write "any seed" beside the graph that has the real one. */
function withSeedOfGraph(record: Found, all: readonly Found[]): Found {
  if (record.seed !== undefined || (record.maker !== 'tensorart' && record.maker !== 'civitai'))
    return record;
  const seed = all.find(
    ({ rank, seed: other }) => (rank === 'graph' || rank === 'empty') && other !== undefined,
  )?.seed;
  if (seed === undefined) return record;
  return {
    ...record,
    seed,
    parameters: [...record.parameters.filter(([name]) => name !== 'Seed'), ['Seed', seed]],
  };
}

/** The best has choices, or another that is as sure says something else. */
function hasChoice([best, ...others]: readonly Found[]): boolean {
  if (!best || best.rank === 'empty') return false;
  if (best.choices !== undefined && best.choices.length > 0) return true;
  return others.some(
    (other) =>
      other.rank !== 'empty' &&
      other.rank !== 'workflow' &&
      !other.source.startsWith('sidecar') &&
      other.approximate === undefined &&
      plain(other.prompt) !== plain(best.prompt) &&
      plain(other.prompt) !== plain(best.template?.prompt),
  );
}
