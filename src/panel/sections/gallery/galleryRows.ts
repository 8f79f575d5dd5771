import type { GalleryMessage, PanelDrawn, PanelVariant } from '../../../protocol/panel/gallery';

/** One line of the grid: pictures of one variant. */
export interface GalleryRow {
  readonly key: string;
  readonly variant: number;
  /** 0 holds the newest picture of each seed; further lines those before. */
  readonly line: number;
  /** A picture for each column, where there is one. */
  readonly cells: readonly (PanelDrawn | undefined)[];
}

export interface GalleryTable {
  /** Seeds in decimal digits, `''` for an unknown one; running numbers where seeds are anybody's. */
  readonly columns: readonly string[];
  readonly rows: readonly GalleryRow[];
}

/** Pictures that are found have any seed: so many of a variant stand side by side. */
const perLine = 8;

/** What was drawn from here: the same seeds for all variants, so seeds are columns. */
export function drawnTable({ pictures, variants }: GalleryMessage): GalleryTable {
  const drawn = pictures.filter(({ origin }) => origin === 'drawn');
  const columns = [...new Set(drawn.map(({ seed = '' }) => seed))].sort(bySeed);
  const at = new Map(columns.map((seed, column) => [seed, column]));
  return {
    columns,
    rows: linesOf(drawn, variants, (own) => {
      const lines: (PanelDrawn | undefined)[][] = [];
      for (const picture of own) {
        const column = at.get(picture.seed ?? '')!;
        let line = lines.find((each) => each[column] === undefined);
        if (!line) lines.push((line = new Array<PanelDrawn | undefined>(columns.length).fill(undefined)));
        line[column] = picture;
      }
      return lines;
    }),
  };
}

/** What lay in watched folders: seeds are whatever somebody took, so the newest comes first. */
export function foundTable({ pictures, variants }: GalleryMessage): GalleryTable {
  const found = pictures.filter(({ origin }) => origin === 'found');
  const rows = linesOf(found, variants, (own) =>
    Array.from({ length: Math.ceil(own.length / perLine) }, (_, line) =>
      own.slice(line * perLine, (line + 1) * perLine),
    ),
  );
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return { columns: Array.from({ length: width }, (_, column) => String(column + 1)), rows };
}

function linesOf(
  pictures: readonly PanelDrawn[],
  variants: readonly PanelVariant[],
  cut: (own: readonly PanelDrawn[]) => readonly (readonly (PanelDrawn | undefined)[])[],
): GalleryRow[] {
  const own = variants.map((): PanelDrawn[] => []);
  for (const picture of pictures) own[picture.variant]!.push(picture);
  return own.flatMap((each, variant) =>
    cut(each).map((cells, line) => ({ key: `${variant} ${line}`, variant, line, cells })),
  );
}

/** Digits without leading zeros are in order by their length first; what is unknown comes last. */
function bySeed(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return a.length - b.length || (a < b ? -1 : 1);
}

/** Where a picture stands in a table; undefined where it is not in it. */
export function placeOf(
  { rows }: GalleryTable,
  id: string | undefined,
): { readonly row: number; readonly column: number } | undefined {
  for (const [row, { cells }] of rows.entries()) {
    const column = cells.findIndex((cell) => cell?.id === id);
    if (id !== undefined && column >= 0) return { row, column };
  }
  return undefined;
}
