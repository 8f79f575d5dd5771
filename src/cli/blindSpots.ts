import type { ExportedFile } from '../core/score/export/exportedFile';
import { fewestObservations } from '../core/statistics/pairedDifference';
import type { KindOfSight } from '../core/why/blindSpots';
import type { WordKind } from '../core/why/wordKinds';
import { blindSpotsOf, type SpellSight } from '../tasks/blindSpotsOf';
import { BLIND_SPOTS_WORDING, KIND_WORDING, SIGHT_WORDING } from '../words/blindSpots';
import { roundPercent, shareInterval } from '../words/numbers';
import { say, type Parameters } from '../words/words';
import type { CommandContext } from './commands';
import { ProgressBar } from './progressBar';
import { checkpointOf, showSpells, type OfSpell, type SpellsArguments } from './spellTables';
import { printable, tableLines, type Column } from './table';
import type { Terminal } from './terminal';

export interface BlindSpotsArguments extends SpellsArguments {
  /** Absent: all. */
  readonly kind?: readonly WordKind[];
}

/** `spellwright blindspots`: which kinds of words the checkpoint sees in the pictures. */
export function blindspots(request: BlindSpotsArguments, context: CommandContext): Promise<number> {
  const { terminal, signal } = context;
  return showSpells<SpellSight>(request, context, {
    look: async ({ spell: { spell } }, { path }, { scored, embedder }) => {
      const progress = new ProgressBar(terminal, path);
      try {
        const { kind: kinds } = request;
        return await blindSpotsOf(scored, spell, embedder, { kinds, signal, onProgress: progress.update });
      } finally {
        progress.clear();
      }
    },
    lines: (file, spells) => sightLines(file, spells, terminal),
    json: ({ text, kinds }) => ({ text, kinds: kinds.map(kindJson) }),
  });
}

function sightLines(
  file: ExportedFile,
  spells: readonly OfSpell<SpellSight>[],
  terminal: Terminal,
): string[] {
  const { language, width } = terminal;
  const words = (key: keyof typeof BLIND_SPOTS_WORDING, parameters?: Parameters): string =>
    say(BLIND_SPOTS_WORDING[key], language, parameters);
  const columns: readonly Column[] = [
    { title: words('kind'), align: 'left' },
    { title: words('sight'), align: 'left' },
    { title: words('share'), align: 'right' },
    { title: words('interval'), align: 'right' },
    { title: words('words'), align: 'left', flexible: true },
  ];
  const rowOf = ({ kind, sight, share, interval, words: tested }: KindOfSight): string[] => [
    say(KIND_WORDING[kind], language),
    say(SIGHT_WORDING[sight], language),
    roundPercent(share),
    shareInterval(interval),
    tested
      .map((each) => words('word', { word: each.tested.word, share: roundPercent(each.share) }))
      .join(words('between')),
  ];
  const lines = spells.flatMap(({ row, found: { text, kinds } }) => [
    printable(words('spell', { spell: row.name, text })),
    ...(kinds.length > 0 ? tableLines(columns, kinds.map(rowOf), width) : [words('noWords')]),
    '',
  ]);
  if (spells.length === 0) lines.push(words('nothing'), '');
  if (spells.some(({ found }) => found.kinds.some(({ sight }) => sight === 'cannot-tell')))
    lines.push(terminal.out('dim', words('advice')));
  if (spells.some(({ found }) => found.kinds.some(({ sight }) => sight === 'prefers-wrong')))
    lines.push(terminal.out('dim', words('isItTrue')));
  const pictures = file.score?.differentImages ?? 0;
  if (pictures < fewestObservations) lines.push(terminal.out('dim', words('fewPictures')));
  lines.push(terminal.out('dim', words('view', { checkpoint: checkpointOf(file), pictures })));
  return lines;
}

function kindJson({ words, ...kind }: KindOfSight): object {
  return {
    ...kind,
    words: words.map(({ tested: { word, start, end, wrong: texts }, share, wrong }) => ({
      word,
      start,
      end,
      share,
      wrong: wrong.map((each, i) => ({ ...texts[i]!, ...each })),
    })),
  };
}
