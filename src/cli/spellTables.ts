import { checkpointLabel, type ExportedFile } from '../core/score/export/exportedFile';
import type { SpellRow } from '../core/score/export/reportRows';
import { eachFile, exitCodeOf, exitCodes, type CommandContext } from './commands';
import type { ScoredOne } from './scoreOne';
import { printable } from './table';
import { noSuchSpell, wantedSpells } from './wantedSpells';

/** What every command that asks further of scored spells takes. */
export interface SpellsArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  /** Of the spell; all where it is absent. */
  readonly spell?: string;
  readonly format: 'table' | 'json';
}

/** What was found of one spell. */
export interface OfSpell<T> {
  readonly row: SpellRow;
  readonly found: T;
}

/** How a command looks at spells, and how it shows them. */
export interface SpellsCommand<T> {
  /** undefined where there is nothing to say of a spell. */
  readonly look: (
    row: SpellRow,
    file: ExportedFile,
    further: NonNullable<ScoredOne['further']>,
  ) => Promise<T | undefined>;
  /** The lines of a file's table, below its name. */
  readonly lines: (file: ExportedFile, spells: readonly OfSpell<T>[]) => string[];
  /** A spell in JSON, beside its name and line. */
  readonly json: (found: T) => object;
}

/** Scores files, asks further of their spells, best first, and shows it: a table after each file, or one JSON document. */
export async function showSpells<T>(
  request: SpellsArguments,
  context: CommandContext,
  command: SpellsCommand<T>,
): Promise<number> {
  const { terminal, version } = context;
  const done: { readonly file: ExportedFile; readonly spells: readonly OfSpell<T>[] }[] = [];
  let isMissing = false;
  const exported = await eachFile(request, context, async (file, further) => {
    const wanted = wantedSpells(file, request.spell);
    if (wanted === undefined) {
      isMissing = true;
      terminal.writeError(noSuchSpell(file, request.spell!, terminal));
      return;
    }
    const spells: OfSpell<T>[] = [];
    for (const row of further ? wanted : []) {
      const found = await command.look(row, file, further!);
      if (found !== undefined) spells.push({ row, found });
    }
    done.push({ file, spells });
    if (request.format === 'table' && file.score)
      await terminal.write(
        [terminal.out('bold', printable(file.path)), ...command.lines(file, spells), ''].join('\n') + '\n',
      );
  });
  if (request.format === 'json') {
    const files = done.map(({ file: { path, score, problems }, spells }) => ({
      path,
      checkpoint: score ? { id: score.checkpoint.id, hash: score.checkpoint.hash } : null,
      pictures: score?.images.length ?? 0,
      differentPictures: score?.differentImages ?? 0,
      problems,
      spells: spells.map(({ row: { name, line }, found }) => ({ name, line, ...command.json(found) })),
    }));
    await terminal.write(`${JSON.stringify({ version, schema: 1, files }, null, 2)}\n`);
  }
  return isMissing ? exitCodes.wrong : exitCodeOf(exported);
}

export function checkpointOf({ score }: ExportedFile): string {
  return score ? printable(checkpointLabel(score.checkpoint)) : '';
}
