import { resolve } from 'node:path';
import { isPictureName } from '../core/clip/pictureFormat';
import type { PhraseGain } from '../core/craft/gains';
import { slotText } from '../core/craft/slotText';
import type { SuggestedStep } from '../core/craft/suggest';
import type { Checkpoint, Vocabulary } from '../core/ports';
import { checkpointLabel, type ExportedFile } from '../core/score/export/exportedFile';
import { spellRows } from '../core/score/export/reportRows';
import { fewestObservations, type Interval } from '../core/statistics/pairedDifference';
import { FileError } from '../files/fileError';
import { findSpellFiles } from '../files/findNamedFiles';
import { commandLineReach } from '../files/reach';
import { listProblem } from '../tasks/problem';
import type { ScoredFile } from '../tasks/scoreFile';
import { suggestFile, type FileSuggestions } from '../tasks/suggest';
import { CRAFT_WORDING, PHRASE_CLASS_WORDING } from '../words/craft';
import { cosine, difference, differenceInterval } from '../words/numbers';
import { exportedProblems } from '../words/problemText';
import { say, type Parameters } from '../words/words';
import type { explainFormats } from './explain';
import { eachFile, exitCodes, type CommandContext } from './commands';
import { canReadLists } from './givenLists';
import { problemLines, shownPath } from './problems';
import { ProgressBar } from './progressBar';
import { scoreOne, type ScoredOne } from './scoreOne';
import { printable, tableLines, type Column } from './table';
import type { Terminal } from './terminal';
import { noSuchSpell, wantedSpells } from './wantedSpells';

export interface SuggestArguments {
  /** Spell files, or pictures: names with a picture's end, and globs that end so. */
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly lists?: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  readonly spell?: string;
  readonly promptOnly?: boolean;
  readonly quality?: boolean;
  readonly language?: 'en' | 'ja';
  readonly most?: number;
  readonly format: (typeof explainFormats)[number];
}

export interface SuggestContext extends CommandContext {
  readonly bundled: Vocabulary;
  readonly cacheFolder: string;
}

/** Phrases of a list that a table shows. */
const shown = 10;

interface SuggestedFile {
  readonly exported: ExportedFile;
  readonly checkpoint?: Pick<Checkpoint, 'id' | 'hash'>;
  readonly found?: FileSuggestions;
}

/** `spellwright suggest`: what would be better. */
export async function suggest(request: SuggestArguments, context: SuggestContext): Promise<number> {
  const { terminal, version } = context;
  if (!(await canReadLists(request.lists ?? [], context))) return exitCodes.findings;
  const done: SuggestedFile[] = [];
  let isMissing = false;
  const show = async (exported: ExportedFile, further: ScoredOne['further']): Promise<void> => {
    if (wantedSpells(exported, request.spell) === undefined) {
      isMissing = true;
      terminal.writeError(noSuchSpell(exported, request.spell!, terminal));
      return;
    }
    const found = further && (await suggestOne(exported, further, request, context));
    const checkpoint = further?.scored.score?.checkpoint;
    done.push({ exported, ...(found && { found }), ...(checkpoint && { checkpoint }) });
    if (found && checkpoint && request.format === 'table')
      await terminal.write(suggestionTables(exported, checkpoint, found, terminal));
  };
  const pictures: string[] = [];
  const files: string[] = [];
  for (const path of request.paths) ((await arePictures(path, context)) ? pictures : files).push(path);
  if (pictures.length > 0) {
    const { exported, further } = await scorePictures(pictures, request, context);
    await show(exported, further);
  }
  await eachFile({ ...request, paths: files }, context, show);
  if (request.format === 'json') await terminal.write(suggestionsJson(done, version));
  return !isMissing && done.every(({ found }) => found !== undefined) ? exitCodes.done : exitCodes.wrong;
}

/** A name that ends as a picture's does, and a folder that holds no spell files: its pictures are meant. */
async function arePictures(path: string, { terminal, signal }: SuggestContext): Promise<boolean> {
  if (isPictureName(path)) return true;
  const progress = new ProgressBar(terminal, path);
  try {
    await findSpellFiles(path, signal, progress.searching);
    return false;
  } catch (error) {
    if (error instanceof FileError) return error.code === 'folder-without-spells';
    throw error;
  } finally {
    progress.clear();
  }
}

/** Pictures without a spell file are those of an empty one. */
async function scorePictures(
  pictures: readonly string[],
  { images, model }: SuggestArguments,
  { engines, languagesOf, terminal, signal }: SuggestContext,
): Promise<ScoredOne> {
  const path = resolve('-');
  const shownAs = pictures.length === 1 ? pictures[0]! : `${pictures[0]!} … ${pictures.at(-1)!}`;
  const progress = new ProgressBar(terminal, shownAs);
  try {
    const reach = await commandLineReach(process.cwd(), { current: process.cwd(), allowed: [] });
    const one = await scoreOne(
      { path, isPipe: true, reach, read: () => Promise.resolve('') },
      {
        engines,
        language: terminal.language,
        images: [...pictures, ...images],
        languagesOf,
        signal,
        onProgress: progress.update,
        onVisited: progress.searching,
        ...(model !== undefined && { model }),
      },
    );
    const problems = one.exported.problems
      .filter(({ code }) => code !== 'no-prompts')
      .map((problem) => (problem.path === one.exported.path ? { ...problem, path: shownAs } : problem));
    progress.clear();
    terminal.writeError(problemLines(problems, terminal));
    return { ...one, exported: { ...one.exported, path: shownAs, problems } };
  } finally {
    progress.clear();
  }
}

async function suggestOne(
  exported: ExportedFile,
  { scored, embedder }: NonNullable<ScoredOne['further']>,
  { lists = [], allow = [], spell, promptOnly, quality, most, ...request }: SuggestArguments,
  { terminal, signal, bundled, cacheFolder }: SuggestContext,
): Promise<FileSuggestions | undefined> {
  const progress = new ProgressBar(terminal, exported.path);
  const rows = promptOnly ? [] : (wantedSpells(exported, spell) ?? []);
  const reach = await commandLineReach(resolve(scored.path, '..'), {
    current: process.cwd(),
    allowed: allow.map((each) => resolve(each)),
  });
  try {
    const found = await suggestFile({
      scored,
      embedder,
      bundled,
      lists: lists.map((each) => resolve(each)),
      reach,
      ...(request.language && { language: request.language }),
      withQuality: quality ?? false,
      spells: rows.map((row) => row.spell.spell),
      cacheFolder,
      signal,
      onProgress: progress.update,
      ...(most !== undefined && { most }),
    });
    progress.clear();
    if (found) terminal.writeError(listProblemLines(found, scored, terminal));
    return found;
  } finally {
    progress.clear();
  }
}

function listProblemLines(
  { lists, avoidProblems }: FileSuggestions,
  { path, file: { text } }: ScoredFile,
  terminal: Terminal,
): string {
  const listener = { language: terminal.language, shown: shownPath };
  const avoided = avoidProblems.map((problem) => ({ ...problem, path }));
  const told = [
    ...exportedProblems(lists.problems.map(listProblem), '', listener),
    ...exportedProblems(avoided, text, listener),
  ];
  return problemLines(told, terminal);
}

type Say = (key: keyof typeof CRAFT_WORDING, parameters?: Parameters) => string;

interface Cells<T> extends Column {
  readonly cell: (row: T) => string;
}

function suggestionTables(
  { path, file, score }: ExportedFile,
  checkpoint: Pick<Checkpoint, 'id' | 'hash'>,
  { fromPictures, spells, negative, phrases }: FileSuggestions,
  terminal: Terminal,
): string {
  const words: Say = (key, parameters) => say(CRAFT_WORDING[key], terminal.language, parameters);
  const classOf = (of: PhraseGain['phrase']): string =>
    say(PHRASE_CLASS_WORDING[of.class], terminal.language);
  const interval = <T extends { readonly interval?: Interval }>(rows: readonly T[]): Cells<T>[] =>
    rows.some((row) => row.interval)
      ? [
          {
            title: words('interval'),
            align: 'left',
            cell: (row) => (row.interval ? differenceInterval(row.interval) : ''),
          },
        ]
      : [];
  const { steps, refused, differentPictures } = fromPictures;
  const lines = [
    terminal.out('bold', printable(path)),
    words('fromPictures'),
    `  ${printable(slotText(steps))}`,
    ...columnLines<SuggestedStep>(
      [
        { title: words('gain'), align: 'right', cell: ({ gain }) => difference(gain) },
        ...interval(steps),
        { title: words('cosine'), align: 'right', cell: (step) => cosine(step.cosine) },
        { title: words('class'), align: 'left', cell: ({ phrase }) => classOf(phrase) },
        { title: words('phrase'), align: 'left', cell: ({ phrase }) => phrase.text },
        {
          title: words('instead'),
          align: 'left',
          flexible: true,
          cell: ({ ties }) => ties.map(({ text }) => text).join(', '),
        },
      ],
      steps,
      terminal,
    ),
  ];
  lines.push(...chance(steps));
  if (refused)
    lines.push(printable(words('stopped', { phrase: refused.phrase.text, gain: difference(refused.gain) })));
  const names = file && score ? spellRows(file, score) : [];
  for (const { spell, text, help, isFull, hurts } of spells) {
    const name = names.find((row) => row.spell.spell === spell)?.name ?? '';
    lines.push('', printable(words('spell', { spell: name, text })));
    const rows = help.gains.filter(({ gain }) => gain > help.floor).slice(0, shown);
    if (isFull) lines.push(words('full'));
    else if (rows.length === 0)
      lines.push(words('nothingHelps', { measured: help.measured, floor: difference(help.floor) }));
    else lines.push(...gainLines(rows), ...chance(rows));
    for (const { text: phrase, entry } of hurts)
      lines.push(printable(words('hurts', { phrase, effect: difference(entry.effect) })));
  }
  if (negative) {
    lines.push('', words('negative', { pictures: negative.pictures }));
    const rows = negative.phrases.slice(0, shown);
    lines.push(
      ...columnLines(
        [
          { title: words('nearer'), align: 'right', cell: (row) => difference(row.difference) },
          ...interval(rows),
          { title: words('phrase'), align: 'left', flexible: true, cell: ({ phrase }) => phrase.text },
        ],
        rows,
        terminal,
      ),
    );
    if (negative.pictures < fewestObservations && differentPictures >= fewestObservations)
      lines.push(terminal.out('dim', words('fewPictures')));
  }
  if (differentPictures < fewestObservations) lines.push(terminal.out('dim', words('fewPictures')));
  const label = printable(checkpointLabel(checkpoint));
  const judged = words(differentPictures > 1 ? 'judged' : 'onePicture');
  lines.push(
    terminal.out('dim', words('view', { checkpoint: label, pictures: differentPictures, phrases, judged })),
  );
  return `${lines.join('\n')}\n\n`;

  function chance(rows: readonly { readonly interval?: Interval }[]): string[] {
    const isUnsure = rows.length > 0 && rows.every(({ interval: { low } = { low: 0 } }) => low <= 0);
    return isUnsure && differentPictures >= fewestObservations ? [words('mayBeChance')] : [];
  }

  function gainLines(rows: readonly PhraseGain[]): string[] {
    return columnLines(
      [
        { title: words('gain'), align: 'right', cell: ({ gain }) => difference(gain) },
        ...interval(rows),
        { title: words('class'), align: 'left', cell: ({ phrase }) => classOf(phrase) },
        { title: words('phrase'), align: 'left', flexible: true, cell: ({ phrase }) => phrase.text },
      ],
      rows,
      terminal,
    );
  }
}

function columnLines<T>(columns: readonly Cells<T>[], rows: readonly T[], terminal: Terminal): string[] {
  return tableLines(
    columns,
    rows.map((row) => columns.map(({ cell }) => cell(row))),
    terminal.width,
  );
}

function suggestionsJson(files: readonly SuggestedFile[], version: string): string {
  const written = {
    version,
    schema: 1,
    files: files.map(({ exported: { path, file, problems }, checkpoint, found }) => ({
      path,
      checkpoint: checkpoint ? { id: checkpoint.id, hash: checkpoint.hash } : null,
      problems,
      differentPictures: found?.fromPictures.differentPictures ?? 0,
      phrases: found?.phrases ?? 0,
      fromPictures: found
        ? {
            text: found.fromPictures.text,
            slots: slotText(found.fromPictures.steps),
            steps: found.fromPictures.steps.map(stepJson),
            refused: found.fromPictures.refused ? stepJson(found.fromPictures.refused) : null,
          }
        : null,
      spells: (found?.spells ?? []).map(({ spell, text, help, isFull, hurts }) => ({
        name: file?.spells[spell]?.name?.value ?? null,
        text,
        isFull,
        floor: help.floor,
        measured: help.measured,
        gains: help.gains
          .slice(0, 100)
          .map(({ phrase, gain, interval = null }) => ({ ...phraseJson(phrase), gain, interval })),
        hurts: hurts.map(({ text: phrase, entry: { effect, leftOut } }) => ({ phrase, effect, leftOut })),
      })),
      negative:
        found?.negative?.phrases
          .slice(0, 100)
          .map(({ phrase, interval = null, ...rest }) => ({ ...phraseJson(phrase), ...rest, interval })) ??
        null,
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

function phraseJson({ text, class: its }: PhraseGain['phrase']): object {
  return { phrase: text, class: its };
}

function stepJson({ phrase, ties, gain, interval, cosine: value, measured }: SuggestedStep): object {
  return {
    ...phraseJson(phrase),
    ties: ties.map(({ text }) => text),
    gain,
    interval: interval ?? null,
    cosine: value,
    measured,
  };
}
