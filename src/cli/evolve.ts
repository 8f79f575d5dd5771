import { resolve } from 'node:path';
import { languageOfPhrase } from '../core/craft/phrase';
import { slotText } from '../core/craft/slotText';
import { checkpointLabel, type ExportedFile } from '../core/score/export/exportedFile';
import type { SpellRow } from '../core/score/export/reportRows';
import { commandLineReach } from '../files/reach';
import { evolveFile, keptPlaces, phrasesToKeep, type EvolvedSpell } from '../tasks/evolveFile';
import { listsOfFile } from '../tasks/listsOfFile';
import { listProblem } from '../tasks/problem';
import { CRAFT_WORDING } from '../words/craft';
import { difference, differenceInterval } from '../words/numbers';
import { exportedProblems } from '../words/problemText';
import { say, type Parameters } from '../words/words';
import type { explainFormats } from './explain';
import { eachFile, exitCodes } from './commands';
import { canReadLists } from './givenLists';
import { problemLines, shownPath } from './problems';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import type { SuggestContext } from './suggest';
import { printable } from './table';
import type { Terminal } from './terminal';
import { noSuchSpell, wantedSpells } from './wantedSpells';

export interface EvolveArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly lists?: readonly string[];
  readonly model?: string;
  readonly spell?: string;
  readonly keep?: readonly string[];
  readonly language?: 'en' | 'ja';
  readonly most: number;
  readonly population: number;
  readonly rounds: number;
  readonly seed: number;
  readonly format: (typeof explainFormats)[number];
}

interface EvolvedFile {
  readonly exported: ExportedFile;
  readonly spells: readonly NamedResult[];
}

interface NamedResult {
  readonly name: string;
  readonly from: string;
  readonly found: EvolvedSpell;
}

/** `spellwright evolve`: a search for better prompts. Ctrl+C ends it with the best that it has. */
export async function evolve(request: EvolveArguments, context: SuggestContext): Promise<number> {
  const { terminal, version } = context;
  if (!(await canReadLists(request.lists ?? [], context))) return exitCodes.findings;
  const done: EvolvedFile[] = [];
  let isMissing = false;
  await eachFile(request, context, async (exported, further) => {
    const wanted = wantedSpells(exported, request.spell);
    const missing =
      wanted === undefined
        ? noSuchSpell(exported, request.spell!, terminal)
        : notToKeep(exported, wanted, request.keep ?? [], terminal);
    if (missing !== undefined) {
      isMissing = true;
      terminal.writeError(missing);
      return;
    }
    const spells = further ? await evolveSpells(exported, wanted!, further, request, context) : [];
    done.push({ exported, spells });
    if (request.format === 'table') await terminal.write(evolvedText(exported, spells, terminal));
  });
  if (request.format === 'json') await terminal.write(evolvedJson(done, version));
  if (context.signal.aborted) return exitCodes.stopped;
  return !isMissing && done.every(({ spells }) => spells.length > 0) ? exitCodes.done : exitCodes.wrong;
}

/** What is to be kept has to stand in a prompt: what says so, where a phrase is in none of them. */
function notToKeep(
  { path, score }: ExportedFile,
  wanted: readonly SpellRow[],
  keep: readonly string[],
  terminal: Terminal,
): string | undefined {
  if (score === undefined || wanted.length === 0) return undefined;
  const phrases = new Set(wanted.flatMap((row) => phrasesToKeep(score, row.spell.spell)));
  const phrase = keep.find((each) => ![...phrases].some((text) => keptPlaces(text, each).length > 0));
  if (phrase === undefined) return undefined;
  const parameters = {
    path,
    phrase,
    phrases: quoted([...phrases], terminal),
  };
  return `${printable(say(CRAFT_WORDING.notToKeep, terminal.language, parameters))}\n`;
}

function quoted(phrases: readonly string[], { language }: Terminal): string {
  return phrases.map((each) => (language === 'ja' ? `「${each}」` : `“${each}”`)).join(', ');
}

async function evolveSpells(
  { path, score }: ExportedFile,
  wanted: readonly SpellRow[],
  { scored, embedder }: NonNullable<ScoredOne['further']>,
  { keep = [], lists = [], allow = [], most, population, rounds, seed, language }: EvolveArguments,
  { terminal, signal, bundled, cacheFolder }: SuggestContext,
): Promise<NamedResult[]> {
  if (!score) return [];
  const reach = await commandLineReach(resolve(scored.path, '..'), {
    current: process.cwd(),
    allowed: allow.map((each) => resolve(each)),
  });
  const loaded = await listsOfFile(scored, { own: lists.map((each) => resolve(each)), reach, signal });
  const listener = { language: terminal.language, shown: shownPath };
  terminal.writeError(
    problemLines(exportedProblems(loaded.problems.map(listProblem), '', listener), terminal),
  );
  const progress = new ProgressBar(terminal, path);
  const evolved: NamedResult[] = [];
  try {
    for (const row of wanted) {
      if (signal.aborted) break;
      const best = score.spells[row.spell.spell]?.best;
      if (best === undefined) continue;
      const from = score.prompts[best]!.expansion.text;
      const found = await evolveFile({
        scored,
        embedder,
        phrases: [...loaded.lists, bundled],
        language: language ?? languageOfPhrase(from) ?? 'en',
        spell: row.spell.spell,
        keep,
        mostPhrases: most,
        population,
        rounds,
        seed,
        cacheFolder,
        signal,
        stop: signal,
        onProgress: progress.update,
        onRound: ({ round }) => progress.update({ phase: 'texts', done: round, total: rounds }),
      });
      if (found) evolved.push({ name: row.name, from, found });
    }
  } finally {
    progress.clear();
  }
  return evolved;
}

function evolvedText(
  { path, score }: ExportedFile,
  spells: readonly NamedResult[],
  terminal: Terminal,
): string {
  if (!score) return '';
  const words = (key: keyof typeof CRAFT_WORDING, parameters?: Parameters): string =>
    printable(say(CRAFT_WORDING[key], terminal.language, parameters));
  const lines = [terminal.out('bold', printable(path))];
  for (const { name, from, found } of spells) {
    const { seed, rounds, measured, gainSeen, gainUnseen, interval, pictures, kept, notFound } = found;
    lines.push(
      words('evolved', { spell: name, seed, rounds: rounds.length, measured }),
      `  ${words('evolvedFrom', { text: from })}`,
      `  ${words('evolvedTo', { text: written(found) })}`,
    );
    if (kept.length > 0) lines.push(`  ${words('kept', { phrases: quoted(kept, terminal) })}`);
    if (notFound.length > 0)
      lines.push(`  ${words('keepNotFound', { phrases: quoted(notFound, terminal) })}`);
    if (gainUnseen === undefined) lines.push(words('noneHeldOut'));
    else {
      const sure = interval ? words('unseenSure', { interval: differenceInterval(interval) }) : '';
      lines.push(words('unseen', { gain: difference(gainUnseen), pictures: pictures.heldOut }) + sure);
      if (gainUnseen <= 0) lines.push(words('noBetter'));
      else if (!interval) lines.push(words('fewHeldOut'));
      else if (interval.low <= 0) lines.push(words('mayBeChance'));
    }
    lines.push(
      terminal.out('dim', words('seenGain', { gain: difference(gainSeen), pictures: pictures.search })),
      '',
    );
  }
  const checkpoint = checkpointLabel(score.checkpoint);
  lines.push(terminal.out('dim', words('evolvedView', { checkpoint })), '');
  return `${lines.join('\n')}\n`;
}

/** As text of a spell. */
function written({ text }: EvolvedSpell): string {
  return slotText([{ phrase: { text, class: 'list', frequency: 0 }, ties: [] }]);
}

function evolvedJson(files: readonly EvolvedFile[], version: string): string {
  const report = {
    version,
    schema: 1,
    files: files.map(({ exported: { path, score, problems }, spells }) => ({
      path,
      checkpoint: score ? { id: score.checkpoint.id, hash: score.checkpoint.hash } : null,
      problems,
      spells: spells.map(
        ({
          name,
          from,
          found: {
            text,
            rounds,
            gainSeen,
            gainUnseen = null,
            interval = null,
            pictures,
            seed,
            wasStopped,
            measured,
            kept,
            notFound,
            slots,
          },
        }) => ({
          name,
          from,
          text,
          gainUnseen,
          interval,
          gainSeen,
          pictures,
          seed,
          wasStopped,
          measured,
          kept,
          notFound,
          slots,
          rounds,
        }),
      ),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
