import type { ExportedFile } from '../core/score/export/exportedFile';
import type { SlotTest, TestedOption, TestedPicture } from '../core/why/slotTest';
import { slotTests } from '../core/why/slotTest';
import { OUTCOME_WORDING, SLOTS_WORDING } from '../words/blindSpots';
import { percent, roundPercent, shareInterval } from '../words/numbers';
import { say, type Parameters } from '../words/words';
import type { CommandContext } from './commands';
import { shownPath } from './problems';
import { checkpointOf, showSpells, type OfSpell, type SpellsArguments } from './spellTables';
import { printable, tableLines, type Column } from './table';
import type { Terminal } from './terminal';

export type SlotsArguments = SpellsArguments;

/** Pictures that a table lists, and options that one still reads as a matrix. JSON has all. */
const mostPictures = 24;
const mostInMatrix = 8;

/** `spellwright slots`: which option of each slot every picture takes. */
export function slots(request: SlotsArguments, context: CommandContext): Promise<number> {
  const paths = new Map<readonly SlotTest[], readonly string[]>();
  return showSpells<readonly SlotTest[]>(request, context, {
    look: ({ spell: { spell } }, _, { scored: { file, score, found } }) => {
      const tests = score ? slotTests(file, score, spell, found.wildcards.wildcards) : [];
      paths.set(tests, score?.images.map(({ path }) => shownPath(path)) ?? []);
      return Promise.resolve(tests.length > 0 ? tests : undefined);
    },
    lines: (file, spells) => slotLines(file, spells, context.terminal),
    json: (tests) => ({ slots: tests.map((test) => slotJson(test, paths.get(tests)!)) }),
  });
}

type Say = (key: keyof typeof SLOTS_WORDING, parameters?: Parameters) => string;

function slotLines(
  file: ExportedFile,
  spells: readonly OfSpell<readonly SlotTest[]>[],
  terminal: Terminal,
): string[] {
  const { language } = terminal;
  const { score } = file;
  if (!score) return [];
  const words: Say = (key, parameters) => say(SLOTS_WORDING[key], language, parameters);
  const lines = spells.flatMap(({ row, found }) => [
    ...found.flatMap((test) => [
      printable(
        words('slot', {
          written: test.written,
          spell: row.name,
          outcome: say(OUTCOME_WORDING[test.outcome], language),
        }),
      ),
      ...optionLines(test, terminal, words),
      '',
      ...pictureLines(test, score.images, terminal, words),
      ...matrixLines(test, terminal, words),
      '',
    ]),
    ...(row.spell.sampled ? [words('sampled'), ''] : []),
  ]);
  if (spells.length === 0) lines.push(words('noSlots'), '');
  const pictures = score.differentImages;
  lines.push(terminal.out('dim', words('view', { checkpoint: checkpointOf(file), pictures })));
  return lines;
}

/** Those that win most first. */
function optionLines({ options, pictures }: SlotTest, { width }: Terminal, words: Say): string[] {
  const columns: Column[] = [
    { title: words('wins'), align: 'right' },
    { title: words('share'), align: 'right' },
    { title: words('interval'), align: 'right' },
    { title: words('probability'), align: 'right' },
    { title: words('option'), align: 'left', flexible: true },
  ];
  const rowOf = ({ wins, interval, probability, label }: TestedOption): string[] => [
    `${Math.round(wins * 100) / 100}`,
    roundPercent(wins / pictures.length),
    shareInterval(interval),
    percent(probability),
    label || words('empty'),
  ];
  const best = [...options].sort((a, b) => b.wins - a.wins || b.probability - a.probability);
  return tableLines(columns, best.map(rowOf), width);
}

function pictureLines(
  { options, pictures }: SlotTest,
  images: readonly { readonly path: string }[],
  { width }: Terminal,
  words: Say,
): string[] {
  const columns: Column[] = [
    { title: words('first'), align: 'left', widest: 24 },
    { title: 'p', align: 'right' },
    { title: words('second'), align: 'left', widest: 24 },
    { title: 'p', align: 'right' },
    { title: words('picture'), align: 'left', flexible: true },
  ];
  const rowOf = ({ winner, second, probabilities, images: own }: TestedPicture): string[] => [
    options[winner]!.label || words('empty'),
    percent(probabilities[winner]!),
    options[second]!.label || words('empty'),
    percent(probabilities[second]!),
    own.map((image) => shownPath(images[image]!.path)).join(', '),
  ];
  const lines = tableLines(columns, pictures.slice(0, mostPictures).map(rowOf), width);
  const rest = pictures.length - mostPictures;
  return rest > 0 ? [...lines, words('more', { count: rest })] : lines;
}

/** Of two options the other is always second, so there is nothing to confuse. */
function matrixLines({ options, seconds, named }: SlotTest, { width }: Terminal, words: Say): string[] {
  if (options.length > mostInMatrix) return [];
  const columns: Column[] = [
    { title: '', align: 'left', flexible: true },
    ...options.map(({ label }): Column => ({
      title: printable(label || words('empty')),
      align: 'right',
      widest: 12,
    })),
  ];
  const table = (counts: readonly (readonly number[])[]): string[] =>
    tableLines(
      columns,
      options.map(({ label }, i) => [label || words('empty'), ...counts[i]!.map(String)]),
      width,
    );
  return [
    ...(options.length > 2 ? ['', words('seconds'), ...table(seconds)] : []),
    ...(named
      ? [
          '',
          words('confusion', {
            right: named.right,
            pictures: named.pictures,
            interval: shareInterval(named.interval),
          }),
          ...table(named.confusion),
        ]
      : []),
  ];
}

function slotJson({ pictures, named, ...test }: SlotTest, paths: readonly string[]): object {
  return {
    ...test,
    pictures: pictures.map(({ images, named: expected, ...picture }) => ({
      paths: images.map((image) => paths[image]!),
      ...picture,
      named: expected ?? null,
    })),
    named: named ?? null,
  };
}
