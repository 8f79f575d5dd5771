import { checkpointLabel, namesApart, type ExportedFile } from '../core/score/export/exportedFile';
import { spellRows } from '../core/score/export/reportRows';
import type { JudgedThing } from '../core/score/agreement';
import { cosine, rankText } from '../words/numbers';
import { CLI_WORDING } from '../words/cli';
import { agreementTexts, JUDGE_WORDING } from '../words/judge';
import { say } from '../words/words';
import { printable, tableLines } from './table';
import { scoreTable, usualTop } from './scoreTable';
import type { Terminal } from './terminal';

/** What a second checkpoint says of a file, by itself, and where it agrees with the first; nothing without one. */
export function judgeTable(
  { path, file, score, judged }: ExportedFile,
  terminal: Terminal,
  top = usualTop,
): string {
  if (!file || !score || !judged) return '';
  const { language } = terminal;
  const { agreement, score: second } = judged;
  if (!agreement) return scoreTable({ path, file, score: second }, terminal, top);
  const [firstName, secondName] = namesApart(score.checkpoint, second.checkpoint);
  const names = new Map(spellRows(file, score).map((row) => [row.spell.spell, row.name]));
  const nameOf = ({ spell, row }: JudgedThing): string =>
    row === undefined ? (names.get(spell) ?? `#${spell + 1}`) : score.prompts[row]!.expansion.text;
  const meanOf = ({ spell, row }: JudgedThing): number =>
    (row === undefined ? second.spells[spell]! : second.prompts[row]!).meanCosine;
  const disputed = new Set(agreement.opposed.flatMap(({ better, worse }) => [better, worse]));
  const order = agreement.things
    .map((thing, place) => ({ thing, place }))
    .sort((a, b) => a.thing.second.rank - b.thing.second.rank || a.place - b.place);
  const shown = order.slice(0, top);
  const [head, ...body] = tableLines(
    [
      { title: say(CLI_WORDING.rank, language), align: 'right' },
      { title: say(CLI_WORDING.cosine, language), align: 'right' },
      { title: say(JUDGE_WORDING.byFirst, language, { checkpoint: firstName }), align: 'right' },
      { title: '', align: 'left' },
      {
        title: say(agreement.of === 'spells' ? CLI_WORDING.spell : CLI_WORDING.prompt, language),
        align: 'left',
        flexible: true,
      },
    ],
    shown.map(({ thing, place }) => [
      rankText(thing.second.rank, thing.second.ranks),
      cosine(meanOf(thing)),
      rankText(thing.first.rank, thing.first.ranks),
      disputed.has(place) ? '≠' : '',
      nameOf(thing),
    ]),
    terminal.width,
  );
  const hidden = order.length - shown.length;
  const label = checkpointLabel(second.checkpoint);
  const lines = [
    terminal.out('bold', printable(say(JUDGE_WORDING.title, language, { checkpoint: label }))),
    terminal.out('dim', head!),
    ...body.map((line, i) => (shown[i]!.thing.second.rank === 1 ? terminal.out('green', line) : line)),
    ...(hidden > 0
      ? [terminal.out('dim', say(CLI_WORDING.more, language, { count: hidden, all: order.length }))]
      : []),
    ...agreementTexts(agreement, { first: firstName, second: secondName, of: nameOf }, language).map(
      printable,
    ),
  ];
  return `${lines.join('\n')}\n\n`;
}
