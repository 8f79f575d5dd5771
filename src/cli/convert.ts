import { CONVERTIBLE, type ConvertibleDialect } from '../core/spell/dialectText';
import type { FileConversion } from '../core/spell/convertFile';
import { LineStarts } from '../core/lineStarts';
import { parseSpellFile } from '../core/spell/parseSpellFile';
import type { Dialect, Span, SpellFile } from '../core/spell/spell';
import { FileError } from '../files/fileError';
import { convertSpells, listInTurns, type ListedExpansions } from '../tasks/convertSpells';
import { findFiles } from '../tasks/findFiles';
import { CONVERT_WORDING, dialectName, lostText } from '../words/convert';
import { errorText } from '../words/problemText';
import { say, type Parameters } from '../words/words';
import { exitCodes, type CommandContext } from './commands';
import { shownPath } from './problems';
import { ProgressBar } from './progressBar';
import { spellInputs, type SpellInput } from './spellInputs';
import { printable } from './table';

export const convertFormats = ['spell', 'list', 'json'] as const;

export interface ConvertArguments {
  readonly paths: readonly string[];
  readonly allow?: readonly string[];
  /** Of files that name none. */
  readonly from?: Dialect;
  readonly to?: ConvertibleDialect;
  readonly format: (typeof convertFormats)[number];
}

interface ConvertedFile {
  readonly path: string;
  readonly error?: FileError;
  readonly file?: SpellFile;
  readonly conversion?: FileConversion;
  readonly listed?: ListedExpansions;
}

/**
 * `spellwright convert`: a spell file in another dialect, or all of its prompts with their slots filled, on the standard output.
 * @returns 1 when something has no counterpart in the other dialect, 2 when a file can't be read or converted
 */
export async function convert(request: ConvertArguments, context: CommandContext): Promise<number> {
  const { format, to } = request;
  const { terminal, version } = context;
  const tell = (key: keyof typeof CONVERT_WORDING, parameters?: Parameters): void =>
    terminal.writeError(`${printable(say(CONVERT_WORDING[key], terminal.language, parameters))}\n`);
  if (format !== 'list' && to === undefined) {
    tell('needsDialect', { dialects: CONVERTIBLE.join(', ') });
    return exitCodes.wrong;
  }
  const inputs: (SpellInput | ConvertedFile)[] = [];
  for (const named of request.paths) inputs.push(...(await inputsOf(named, request.allow, context)));
  if (format === 'spell' && inputs.length > 1) {
    tell('oneFile');
    return exitCodes.wrong;
  }
  const files: ConvertedFile[] = [];
  for (const input of inputs) files.push('read' in input ? await convertOne(input, request, context) : input);
  for (const each of files) tellOf(each, request, context);
  if (format === 'json') await terminal.write(convertJson(files, request, version));
  else
    for (const { conversion, listed } of files) {
      if (format === 'list' && listed) await terminal.write(listed.lines.map((line) => `${line}\n`).join(''));
      else if (format === 'spell' && conversion?.ok) await terminal.write(conversion.text);
    }
  if (files.some(({ error, conversion }) => error || conversion?.ok === false)) return exitCodes.wrong;
  return files.some(({ conversion }) => conversion?.ok && conversion.lost.length > 0)
    ? exitCodes.findings
    : exitCodes.done;
}

async function inputsOf(
  named: string,
  allowed: readonly string[] | undefined,
  { terminal, signal }: CommandContext,
): Promise<readonly (SpellInput | ConvertedFile)[]> {
  const progress = new ProgressBar(terminal, named);
  try {
    return await spellInputs(named, { signal, onVisited: progress.searching, ...(allowed && { allowed }) });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FileError)) throw error;
    return [{ path: named, error }];
  } finally {
    progress.clear();
  }
}

async function convertOne(
  { path, reach, read }: SpellInput,
  { from, to, format }: ConvertArguments,
  { signal, terminal }: CommandContext,
): Promise<ConvertedFile> {
  const progress = new ProgressBar(terminal, path);
  try {
    const file = parseSpellFile(await read(), from ? { defaultDialect: from } : {});
    if (to === undefined) {
      const { wildcards } = (await findFiles(file, path, { reach, signal, withImages: false })).wildcards;
      return { path, file, listed: await listInTurns(file, wildcards, signal) };
    }
    const { conversion, wildcards } = await convertSpells(file, path, to, {
      reach,
      signal,
      onConverted: (done, total) => progress.update({ phase: 'texts', done, total }),
    });
    if (!conversion.ok || format === 'spell') return { path, file, conversion };
    const listed = await listInTurns(parseSpellFile(conversion.text), wildcards, signal);
    return { path, file, conversion, listed };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FileError)) throw error;
    return { path, error };
  } finally {
    progress.clear();
  }
}

/** What is wrong, on the error output. */
function tellOf(
  { path, error, file, conversion, listed }: ConvertedFile,
  { to, format }: ConvertArguments,
  { terminal }: CommandContext,
): void {
  const { language } = terminal;
  const shown = shownPath(path);
  const write = (text: string): void => terminal.writeError(`${printable(text)}\n`);
  if (error) write(`${shown}: ${errorText(error, { language, face: 'terminal' })}`);
  if (format === 'json' || !file) return;
  const lines = new LineStarts(file.text);
  const at = (span: Span, what: string): string =>
    say(CONVERT_WORDING.at, language, { file: shown, line: lines.positionAt(span.start).line, what });
  if (conversion?.ok)
    for (const { code, span } of conversion.lost)
      write(at(span, lostText(code, shownSpan(file, span), language)));
  else if (conversion && to) {
    const [first] = conversion.refused;
    const line = lines.positionAt(first?.start ?? 0).line;
    const facts = { count: conversion.refused.length, dialect: dialectName(to, language), line };
    write(`${shown}: ${say(CONVERT_WORDING.refused, language, facts)}`);
  }
  if (format === 'list' && listed && listed.total > listed.lines.length) {
    const total = listed.total === Infinity ? '2^53+' : listed.total;
    write(say(CONVERT_WORDING.sampled, language, { file: shown, shown: listed.lines.length, total }));
  }
}

const LONGEST_SHOWN = 80;

function shownSpan({ text }: SpellFile, { start, end }: Span): string {
  const written = text.slice(start, Math.min(end, start + LONGEST_SHOWN));
  return end - start > LONGEST_SHOWN ? `${written}…` : written;
}

function convertJson(files: readonly ConvertedFile[], { to }: ConvertArguments, version: string): string {
  const written = {
    version,
    schema: 1,
    to: to ?? null,
    files: files.map(({ path, error, file, conversion, listed }) => {
      const lines = new LineStarts(file?.text ?? '');
      const place = (span: Span): object => ({
        ...lines.positionAt(span.start),
        text: file ? shownSpan(file, span) : '',
      });
      return {
        path: shownPath(path),
        error: error ? { code: error.code } : null,
        from: file?.dialect ?? null,
        text: conversion?.ok ? conversion.text : null,
        lost: conversion?.ok ? conversion.lost.map(({ code, span }) => ({ code, ...place(span) })) : [],
        refused: conversion?.ok === false ? conversion.refused.map(place) : [],
        expansions: listed?.lines ?? [],
        total: listed ? (Number.isFinite(listed.total) ? listed.total : null) : null,
      };
    }),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}
