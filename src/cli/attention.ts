import { attentionHeat, hottestTimes, placeShares, textShares } from '../core/why/attention';
import type { AttentionByLayer, PictureAttention, PictureReader } from '../core/ports';
import { checkpointLabel, type ExportedFile } from '../core/score/export/exportedFile';
import type { SpellRow } from '../core/score/export/reportRows';
import { attend, readTextOf, type Attended } from '../tasks/attendFile';
import { failureProblem, type Problem } from '../tasks/problem';
import { ATTENTION_WORDING } from '../words/attention';
import { percent, times } from '../words/numbers';
import { exportedProblems } from '../words/problemText';
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
import { isPngName, writeHeat } from './writeHeat';

export interface AttentionArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  /** Of the spell; all where it is absent. */
  readonly spell?: string;
  /** The first of the file where it is absent. */
  readonly picture?: string;
  /** From 1; the last where it is absent, or where a tower has fewer. */
  readonly layer?: number;
  /** That layer alone, without those before it. */
  readonly own?: boolean;
  /** Where the picture with its map is written; relative to the current folder. */
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly format: (typeof explainFormats)[number];
}

interface LookedAtFile {
  readonly exported: ExportedFile;
  readonly attended?: Attended & {
    readonly rows: readonly SpellRow[];
    /** Where the map was written, as it was asked for. */
    readonly written?: string;
  };
}

/** `spellwright attention`: what the towers read of each spell, and of a picture. */
export async function attention(request: AttentionArguments, context: CommandContext): Promise<number> {
  const { terminal, version } = context;
  if (request.out !== undefined && !isPngName(request.out)) {
    const text = say(WHERE_WORDING.noPng, terminal.language, { out: request.out });
    terminal.writeError(`${printable(text)}\n`);
    return exitCodes.wrong;
  }
  const done: LookedAtFile[] = [];
  let isMissing = false;
  const exported = await eachFile(request, context, async (file, further) => {
    const refuse = (line: string): void => {
      isMissing = true;
      terminal.writeError(line);
    };
    const rows = wantedSpells(file, request.spell);
    if (rows === undefined) return refuse(noSuchSpell(file, request.spell!, terminal));
    const [picture] =
      request.picture === undefined || further === undefined
        ? (file.score?.images.map(({ path }) => path) ?? [])
        : wantedPictures(file, request.picture, further.scored.path);
    if (picture === undefined && request.picture !== undefined && file.score !== undefined)
      return refuse(noSuchPicture(file, request.picture, terminal));
    const looked = further && (await lookAt(rows, picture, further, context, refuse));
    const map = looked?.picture;
    let written: string | undefined;
    if (request.out !== undefined && map?.ok) {
      const failure = await writeMap(request.out, map, further!.embedder, request, context);
      if (failure === undefined) written = request.out;
      else refuse(`${printable(failure)}\n`);
    }
    const attended = looked && { ...looked, ...(written !== undefined && { written }) };
    done.push({ exported: file, ...(attended && { attended }) });
    if (request.format === 'table' && attended)
      await terminal.write(tables(file, attended, request, terminal));
  });
  if (request.format === 'json') await terminal.write(json(done, version));
  return isMissing ? exitCodes.wrong : exitCodeOf(exported);
}

/** @returns why it was not written; undefined where it was */
function writeMap(
  out: string,
  found: PictureAttention & { readonly path: string },
  reader: PictureReader,
  request: AttentionArguments,
  { terminal: { language }, signal }: CommandContext,
): Promise<string | undefined> {
  const { path, width, height, seen, rows, columns } = found;
  const values = placeShares(found, viewOf(found, request)).timesEven.map(attentionHeat);
  const map = { path, width, height, seen, rows, columns, values };
  return writeHeat(out, map, { reader, overwrite: request.overwrite, language, signal });
}

async function lookAt(
  rows: readonly SpellRow[],
  picture: string | undefined,
  { scored, embedder }: NonNullable<ScoredOne['further']>,
  { terminal, signal }: CommandContext,
  refuse: (line: string) => void,
): Promise<LookedAtFile['attended']> {
  const { file, score, path } = scored;
  const asked = rows.flatMap((row) => {
    const text = readTextOf(file, score!, row.spell.spell);
    return text ? [{ row, text }] : [];
  });
  const told = (problem: Problem): void => {
    const listener = { language: terminal.language, shown: shownPath };
    refuse(problemLines(exportedProblems([problem], file.text, listener), terminal));
  };
  const progress = new ProgressBar(terminal, shownPath(path));
  try {
    const texts = asked.map(({ text }) => text);
    const found = await attend({ texts, picture }, embedder, { signal, onProgress: progress.update });
    if (found.picture && !found.picture.ok) {
      const { code, detail, path: broken } = found.picture;
      told({ severity: 'error', code, path, parameters: { path: broken, detail } });
    }
    return { ...found, rows: asked.map(({ row }) => row) };
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureProblem(error, path);
    if (!failure) throw error;
    told(failure);
    return undefined;
  } finally {
    progress.clear();
  }
}

type Say = (key: keyof typeof ATTENTION_WORDING, parameters?: Parameters) => string;

function tables(
  { path, score }: ExportedFile,
  { rows, texts, picture, written }: NonNullable<LookedAtFile['attended']>,
  request: AttentionArguments,
  terminal: Terminal,
): string {
  const words: Say = (key, parameters) => say(ATTENTION_WORDING[key], terminal.language, parameters);
  const lines = [terminal.out('bold', printable(path))];
  for (const [i, { read, attention: found }] of texts.entries()) {
    lines.push(
      printable(words('spell', { spell: rows[i]!.name, text: read.text })),
      terminal.out('dim', viewLine(found, request, words)),
    );
    if (read.templates > 1) lines.push(words('firstTemplate', { templates: read.templates }));
    const shares = textShares(found, viewOf(found, request));
    const entries = [
      { text: words('begin'), share: shares.begin, tokens: 1 },
      ...shares.words.map(({ start, end, ...each }) => ({ text: read.text.slice(start, end), ...each })),
      { text: words('end'), share: shares.end, tokens: 1 },
    ];
    lines.push(
      ...tableLines(
        [
          { title: words('share'), align: 'right' },
          { title: words('tokens'), align: 'right' },
          { title: '', align: 'left' },
          { title: words('word'), align: 'left', flexible: true },
        ],
        entries.map(({ text, share, tokens }) => [percent(share), String(tokens), bar(share), text]),
        terminal.width,
      ),
    );
    const last = shares.words.at(-1);
    if (found.lostFrom !== undefined && last)
      lines.push(printable(words('cut', { word: read.text.slice(last.start, last.end) })));
    lines.push('');
  }
  if (texts.length === 0) lines.push(words('nothing'), '');
  if (picture?.ok)
    lines.push(...pictureLines(picture, shownPath(picture.path), request, terminal, words), '');
  if (written !== undefined) lines.push(printable(words('written', { path: written })), '');
  const checkpoint = printable(checkpointLabel(score!.checkpoint));
  lines.push(terminal.out('dim', words('notCause', { checkpoint })), '');
  return `${lines.join('\n')}\n`;
}

function viewOf(
  { layers }: AttentionByLayer,
  { layer = layers, own = false }: Pick<AttentionArguments, 'layer' | 'own'>,
): { readonly layer: number; readonly isRolledOut: boolean } {
  return { layer: Math.min(layer, layers) - 1, isRolledOut: !own };
}

function viewLine(found: AttentionByLayer, request: AttentionArguments, words: Say): string {
  const { layer, isRolledOut } = viewOf(found, request);
  return words(isRolledOut ? 'rolledOut' : 'alone', { layer: layer + 1, layers: found.layers });
}

/** Of a picture that is read in one layer only, whose that is. */
function pictureViewLine(found: PictureAttention, request: AttentionArguments, words: Say): string {
  if (found.layers > 1) return viewLine(found, request, words);
  if (found.hasOwnToken) return words('onlyLayer');
  return words(viewOf(found, request).isRolledOut ? 'queryRolledOut' : 'queryAlone');
}

/** Columns that the whole of what is read takes. */
const barLength = 24;

function bar(share: number): string {
  return '█'.repeat(Math.round(share * barLength));
}

/** From an even share to the hottest, by doublings. */
const shades = ['·', '░', '▒', '▓'];

function pictureLines(
  found: PictureAttention,
  picture: string,
  request: AttentionArguments,
  terminal: Terminal,
  words: Say,
): string[] {
  const { rows, columns, hasOwnToken } = found;
  const { timesEven, total } = placeShares(found, viewOf(found, request));
  const most = timesEven.reduce((best, each, cell) => (each > timesEven[best]! ? cell : best), 0);
  return [
    printable(
      words(hasOwnToken ? 'picture' : 'pictureByQuery', {
        picture,
        total: percent(total),
        places: rows * columns,
      }),
    ),
    terminal.out('dim', pictureViewLine(found, request, words)),
    ...Array.from({ length: rows }, (_, row) =>
      [...timesEven.subarray(row * columns, (row + 1) * columns)]
        .map((each) => shadeOf(each).repeat(2))
        .join(''),
    ),
    timesEven[most]! < 1.5
      ? words('noHotSpot')
      : words('hottest', {
          row: Math.floor(most / columns) + 1,
          column: (most % columns) + 1,
          times: times(timesEven[most]!),
        }),
    terminal.out('dim', words('scale', { even: shades[0]!, most: hottestTimes })),
  ];
}

function shadeOf(timesEven: number): string {
  return shades[Math.round(attentionHeat(timesEven) * (shades.length - 1))]!;
}

/** All layers, whichever a table would show. */
function json(files: readonly LookedAtFile[], version: string): string {
  const written = {
    version,
    schema: 1,
    files: files.map(({ exported: { path, score, problems }, attended }) => ({
      path,
      checkpoint: score ? { id: score.checkpoint.id, hash: score.checkpoint.hash } : null,
      problems,
      spells:
        attended?.texts.map(({ read, attention: found }, i) => ({
          name: attended.rows[i]!.name,
          line: attended.rows[i]!.line,
          text: read.text,
          templates: read.templates,
          lostFrom: found.lostFrom ?? null,
          layers: layersOf(found, (isRolledOut, layer) => {
            const { begin, words, end } = textShares(found, { layer, isRolledOut });
            return {
              begin,
              words: words.map((each) => ({ text: read.text.slice(each.start, each.end), ...each })),
              end,
            };
          }),
        })) ?? [],
      picture: attended?.picture?.ok ? pictureJson(attended.picture, shownPath(attended.picture.path)) : null,
      written: attended?.written ?? null,
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

function pictureJson(found: PictureAttention, path: string): object {
  const { hash, width, height, seen, rows, columns } = found;
  return {
    ...{ path, hash, width, height, seen, rows, columns },
    layers: layersOf(found, (isRolledOut, layer) => [...placeShares(found, { layer, isRolledOut }).shares]),
  };
}

function layersOf<T>(
  { layers }: AttentionByLayer,
  of: (isRolledOut: boolean, layer: number) => T,
): { readonly layer: number; readonly rollout: T; readonly own: T }[] {
  return Array.from({ length: layers }, (_, i) => ({
    layer: i + 1,
    rollout: of(true, i),
    own: of(false, i),
  }));
}
