import { agreementTexts } from '../../../words/judge';
import type { Language } from '../../../words/words';
import { pairAt, whyUnpaired, type Agreement, type JudgedThing } from '../../../core/score/agreement';
import { namesApart } from '../../../core/score/export/exportedFile';
import { spellRows, textRows } from '../../../core/score/export/reportRows';
import type { FileScore } from '../../../core/score/fileScore';
import type { SpellFile } from '../../../core/spell/spell';
import type { PanelJudgedRow, PanelJudgement, PanelPlace } from '../../../protocol/panel/judge';

/** More rows, and more texts of a spell, nobody reads in a panel. */
const mostRows = 200;
const mostTexts = 50;
/** Up to so many rows the order of each pair is told. */
const mostOrdered = 64;

export interface Judgement {
  readonly file: SpellFile;
  readonly first: FileScore;
  readonly second: FileScore;
  /** Absent when there are not two things to rank. */
  readonly agreement?: Agreement;
  /** Ids of checkpoints that were trained on what people like. */
  readonly ofTaste: ReadonlySet<string>;
}

/** What two checkpoints say of one file, as the panel shows it. */
export function judgementTable(
  { file, first, second, agreement, ofTaste }: Judgement,
  isStale: boolean,
  language: Language,
): PanelJudgement {
  const [firstName, secondName] = namesApart(first.checkpoint, second.checkpoint);
  const names = new Map(spellRows(file, first).map((row) => [row.spell.spell, row.name]));
  const nameOf = ({ spell, row }: Pick<JudgedThing, 'spell' | 'row'>): string =>
    row === undefined ? (names.get(spell) ?? `#${spell + 1}`) : first.prompts[row]!.expansion.text;
  const textRow = (row: number): PanelJudgedRow => ({
    spell: first.prompts[row]!.spell,
    row,
    name: first.prompts[row]!.expansion.text,
    first: placeOf(first.prompts[row]!),
    second: placeOf(second.prompts[row]!),
  });
  const spellRow = (spell: number): PanelJudgedRow => {
    const texts = textRows(first, first.spells[spell]!);
    return {
      spell,
      name: nameOf({ spell }),
      first: placeOf(first.spells[spell]!),
      second: placeOf(second.spells[spell]!),
      ...(texts.length > 1 && { texts: texts.slice(0, mostTexts).map(({ prompt }) => textRow(prompt.row)) }),
    };
  };
  const things: readonly Pick<JudgedThing, 'spell' | 'row'>[] =
    agreement?.things ?? spellRows(file, first).map((row) => ({ spell: row.spell.spell }));
  const rows = things.slice(0, mostRows).map(({ spell, row }, place) => ({
    ...(row === undefined ? spellRow(spell) : textRow(row)),
    ...(agreement && !whyUnpaired(agreement) && countsOf(agreement, place)),
  }));
  const checkpointOf = ({ checkpoint: { id, hash } }: FileScore, name: string): PanelJudgement['first'] => ({
    ...{ id, hash, name },
    isOfTaste: ofTaste.has(id),
  });
  return {
    isStale,
    first: checkpointOf(first, firstName),
    second: checkpointOf(second, secondName),
    differentPictures: agreement?.differentPictures ?? first.differentImages,
    sentences: agreement
      ? agreementTexts(agreement, { first: firstName, second: secondName, of: nameOf }, language)
      : [],
    rows,
    more: things.length - rows.length,
    ...(agreement &&
      !whyUnpaired(agreement) &&
      things.length <= mostOrdered && { orders: [...agreement.orders] }),
  };
}

/** Of how many others both know the side that it is on, and know the same or opposite ones. */
function countsOf(
  { orders, things }: Agreement,
  place: number,
): Required<Pick<PanelJudgedRow, 'same' | 'opposed'>> {
  let [same, opposed] = [0, 0];
  for (let other = 0; other < things.length; other++) {
    if (other === place) continue;
    const order = orders[pairAt(place, other, things.length)]!;
    if (order > 0) same++;
    if (order < 0) opposed++;
  }
  return { same, opposed };
}

function placeOf({
  rank,
  ranks,
  meanCosine,
}: Pick<FileScore['spells'][number], 'rank' | 'ranks' | 'meanCosine'>): PanelPlace {
  return { rank, ...(ranks && { ranks: { first: ranks.first, last: ranks.last } }), cosine: meanCosine };
}
