/** `hung`: the tests did not end, which a person would notice too. */
export type Outcome = 'noticed' | 'survived' | 'hung';

/** What became of one mutant. */
export interface Tried {
  /** From the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly outcome: Outcome;
  /** What stood there, and what stood there instead. */
  readonly change: string;
}

const begin = '<!-- mutation: begin -->';
const end = '<!-- mutation: end -->';

/** How many mutants of each source were tried, how many survived, and the share that was noticed. */
export function mutationTable(tried: readonly Tried[]): string {
  const files = [...new Set(tried.map(({ file }) => file))].sort();
  const row = (name: string, of: readonly Tried[]): string => {
    const survived = of.filter(({ outcome }) => outcome === 'survived').length;
    return `| ${name} | ${of.length} | ${survived} | ${((100 * (of.length - survived)) / of.length).toFixed(1)} % |`;
  };
  return [
    '| source | mutants | survived | noticed |',
    '| --- | ---: | ---: | ---: |',
    ...files.map((name) =>
      row(
        `\`${name}\``,
        tried.filter(({ file }) => file === name),
      ),
    ),
    row('all', tried),
  ].join('\n');
}

/**
 * The page with what was found put between its two marks, in place of what stood there.
 * @param all of how many mutants `tried` were drawn
 * @throws when the page has no marks
 */
export function withReport(
  page: string,
  tried: readonly Tried[],
  { all, date }: { readonly all: number; readonly date: Date },
): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no ${begin} before ${end}`);
  const survivors = tried
    .filter(({ outcome }) => outcome === 'survived')
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
    .map(({ file, line, change }) => `${file}:${line}  ${change}`);
  const body = [
    `${tried.length} of ${all} mutants, on ${date.toISOString().slice(0, 10)}:`,
    mutationTable(tried),
    ...(survivors.length > 0 ? ['These survived:', `\`\`\`text\n${survivors.join('\n')}\n\`\`\``] : []),
  ];
  return `${page.slice(0, from + begin.length)}\n\n${body.join('\n\n')}\n\n${page.slice(to)}`;
}
