import type { PictureReader } from '../core/ports';
import { checkpointLabel, type ExportedFile } from '../core/score/export/exportedFile';
import { presenceFloor, type HeatMethod } from '../core/why/heat';
import { cellArea, hottestCell, seenShare, seenWhole } from '../core/why/heatGrid';
import { failureProblem } from '../tasks/problem';
import { findPhrase, type PhrasePlaces, type WherePicture } from '../tasks/whereFile';
import { difference, logits, percent } from '../words/numbers';
import { exportedProblems, problemText } from '../words/problemText';
import { WHERE_WORDING } from '../words/where';
import { say, type Parameters } from '../words/words';
import type { explainFormats } from './explain';
import { eachFile, exitCodeOf, exitCodes, type CommandContext } from './commands';
import { problemLines, shownPath } from './problems';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import { printable, tableLines } from './table';
import type { Terminal } from './terminal';
import { noSuchPicture, wantedPictures } from './wantedPictures';
import { noSuchSpell, wantedSpells } from './wantedSpells';
import { heatTarget, writeHeat, type HeatTarget } from './writeHeat';

export interface WhereArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  readonly phrase: string;
  /** Whose phrases are the rivals; those of all spells where it is absent. */
  readonly spell?: string;
  /** Of the file's: paths, or names without their folder. */
  readonly pictures?: readonly string[];
  readonly method: HeatMethod;
  readonly windows?: boolean;
  /** A folder, or a PNG for one picture; relative to the current folder. */
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly format: (typeof explainFormats)[number];
}

interface Found {
  readonly places: PhrasePlaces;
  /** Where each picture's map was written, by its path. */
  readonly written: ReadonlyMap<string, string>;
}

/** `spellwright where`: where in the pictures of spell files a phrase is. */
export async function where(request: WhereArguments, context: CommandContext): Promise<number> {
  const { terminal, version } = context;
  const tell = teller(context);
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(request.phrase)) {
    tell('noPhrase');
    return exitCodes.wrong;
  }
  const target = request.out === undefined ? undefined : await heatTarget(request.out, '-where.png');
  if (request.out !== undefined && target === undefined) {
    tell('noPlace', { out: request.out });
    return exitCodes.wrong;
  }
  const done: { readonly exported: ExportedFile; readonly found?: Found }[] = [];
  let isWrong = false;
  const exported = await eachFile(request, context, async (file, further) => {
    const found = further && (await inFile(file, further, request, context));
    if (found === 'wrong') isWrong = true;
    const result = found === 'wrong' ? undefined : found;
    if (result && !(await write(result, further!.embedder, target, request, context))) isWrong = true;
    done.push({ exported: file, found: result });
    if (request.format === 'table' && result) await terminal.write(whereTable(file, result, context));
  });
  if (request.format === 'json') await terminal.write(whereJson(done, version));
  return isWrong ? exitCodes.wrong : exitCodeOf(exported);
}

interface FoundAndOpen extends Found {
  readonly written: Map<string, string>;
}

/** `wrong` where it could not be looked for, which has been said. */
async function inFile(
  file: ExportedFile,
  { scored, embedder }: NonNullable<ScoredOne['further']>,
  request: WhereArguments,
  context: CommandContext,
): Promise<FoundAndOpen | 'wrong'> {
  const { terminal, signal } = context;
  const tell = teller(context);
  const { phrase, method, windows } = request;
  const spells = wantedSpells(file, request.spell);
  if (spells === undefined) {
    terminal.writeError(noSuchSpell(file, request.spell!, terminal));
    return 'wrong';
  }
  const spell = request.spell === undefined ? undefined : spells[0]!.spell.spell;
  const pictures = picturesNamed(file, scored.path, request.pictures, terminal);
  if (pictures === 'wrong') return 'wrong';
  const progress = new ProgressBar(terminal, file.path);
  try {
    const options = { spell, pictures, method, windows, signal, onProgress: progress.update };
    const places = await findPhrase(phrase.trim(), scored, embedder, options);
    if (places) return { places, written: new Map() };
    tell('noPictures');
    return 'wrong';
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureProblem(error, scored.path);
    if (!failure) throw error;
    progress.clear();
    const listener = { language: terminal.language, shown: shownPath };
    terminal.writeError(problemLines(exportedProblems([failure], '', listener), terminal));
    return 'wrong';
  } finally {
    progress.clear();
  }
}

type Tell = (key: keyof typeof WHERE_WORDING, parameters?: Parameters) => void;

function teller({ terminal }: CommandContext): Tell {
  return (key, parameters) =>
    terminal.writeError(`${printable(say(WHERE_WORDING[key], terminal.language, parameters))}\n`);
}

/** The absolute paths of those that were named. */
function picturesNamed(
  exported: ExportedFile,
  file: string,
  named: readonly string[] | undefined,
  terminal: Terminal,
): string[] | undefined | 'wrong' {
  const found: string[] = [];
  for (const name of named ?? []) {
    const matching = wantedPictures(exported, name, file);
    if (matching.length === 0) {
      terminal.writeError(noSuchPicture(exported, name, terminal));
      return 'wrong';
    }
    found.push(...matching);
  }
  return named && found;
}

/** Writes the maps where they are wanted; false where one could not be written, which has been said. */
async function write(
  { places, written }: FoundAndOpen,
  reader: PictureReader,
  target: HeatTarget | undefined,
  { out, overwrite }: WhereArguments,
  context: CommandContext,
): Promise<boolean> {
  if (target === undefined) return true;
  const { terminal, signal } = context;
  const { language } = terminal;
  const { pictures } = places;
  if (!target.isFolder && pictures.length > 1) {
    teller(context)('onePng', { out: out!, pictures: pictures.length });
    return false;
  }
  let isWell = true;
  for (const { path: picture, width, height, heat } of pictures) {
    const file = target.for(picture);
    const map = { path: picture, width, height, ...heat };
    const failure = await writeHeat(file, map, { reader, overwrite, language, signal });
    if (failure === undefined) written.set(picture, file);
    else terminal.writeError(`${printable(failure)}\n`);
    isWell &&= failure === undefined;
  }
  return isWell;
}

function whereTable(
  { path: shown, score }: ExportedFile,
  found: Found,
  { terminal }: CommandContext,
): string {
  const { places, written } = found;
  const { phrase, lostFrom, method, rivals, checkpoint, pictures, failures } = places;
  const { language } = terminal;
  const words = (key: keyof typeof WHERE_WORDING, parameters?: Parameters): string =>
    say(WHERE_WORDING[key], language, parameters);
  const seen = pictures.map((picture) => seenShare(picture.seen, picture));
  const isCut = seen.some((share) => share < seenWhole);
  const rows = pictures.map((picture, i) => {
    const { heat } = picture;
    const cell = hottestCell(heat.values);
    return [
      words(heat.isFound ? 'found' : 'notFound'),
      logits(heat.presence),
      ...(isCut ? [percent(seen[i]!)] : []),
      // Of a phrase that is nowhere no place is the hottest.
      ...(heat.isFound
        ? [
            percent(heat.contrast[cell]!),
            difference(heat.evidence[cell]!),
            words('place', middleOf(picture, cell)),
          ]
        : ['', '', '']),
      shownPath(picture.path),
      ...(written.size > 0 ? [written.has(picture.path) ? shownPath(written.get(picture.path)!) : ''] : []),
    ];
  });
  const columns = [
    { title: words('result'), align: 'left' as const },
    { title: words('presence'), align: 'right' as const },
    ...(isCut ? [{ title: words('seen'), align: 'right' as const }] : []),
    { title: words('fit'), align: 'right' as const },
    { title: words('brought'), align: 'right' as const },
    { title: words('hottest'), align: 'left' as const },
    { title: words('picture'), align: 'left' as const, flexible: true },
    ...(written.size > 0 ? [{ title: words('written'), align: 'left' as const, flexible: true }] : []),
  ];
  const listener = { language, face: 'terminal', shown: shownPath } as const;
  return [
    terminal.out('bold', printable(shown)),
    printable(words('title', { phrase })),
    terminal.out('dim', words('among', { rivals: rivals.length, method: words(method) })),
    ...(lostFrom === undefined ? [] : [printable(words('lost', { word: lostFrom }))]),
    ...tableLines(columns, rows, terminal.width),
    ...(isCut ? [terminal.out('dim', words('ofSeen'))] : []),
    ...failures.map(({ path: picture, code, detail }) =>
      printable(problemText({ code, parameters: { path: picture, detail } }, listener)),
    ),
    terminal.out(
      'dim',
      words('foundIn', {
        found: pictures.filter(({ heat }) => heat.isFound).length,
        pictures: pictures.length,
        floor: logits(presenceFloor),
      }),
    ),
    terminal.out(
      'dim',
      printable(words('view', { checkpoint: checkpointLabel(score?.checkpoint ?? checkpoint) })),
    ),
    '',
    '',
  ].join('\n');
}

/** The middle of a cell, in whole pixels of the picture. */
function middleOf({ heat }: WherePicture, cell: number): { readonly x: number; readonly y: number } {
  const { left, top, right, bottom } = cellArea(heat, cell);
  return { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) };
}

function whereJson(
  files: readonly { readonly exported: ExportedFile; readonly found?: Found }[],
  version: string,
): string {
  const written = {
    version,
    schema: 1,
    files: files.map(({ exported: { path: shown, problems }, found }) => ({
      path: shown,
      checkpoint: found ? { id: found.places.checkpoint.id, hash: found.places.checkpoint.hash } : null,
      problems,
      ...(found && {
        phrase: found.places.phrase,
        lostFrom: found.places.lostFrom ?? null,
        method: found.places.method,
        rivals: found.places.rivals,
        floor: presenceFloor,
        failures: found.places.failures,
        pictures: found.places.pictures.map((picture) => pictureJson(picture, found.written)),
      }),
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

function pictureJson(picture: WherePicture, written: Found['written']): object {
  const { width, height, seen, heat } = picture;
  const { rows, columns, isFound, presence, values, contrast, evidence } = heat;
  return {
    path: shownPath(picture.path),
    ...{ width, height, seen, found: isFound, presence },
    hottest: isFound ? cellArea(heat, hottestCell(values)) : null,
    grid: { covers: heat.seen, rows, columns },
    values: [...values],
    contrast: [...contrast],
    evidence: [...evidence],
    written: written.get(picture.path) ?? null,
  };
}
