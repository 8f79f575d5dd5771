import { checkpointLabel, type ExportedFile } from '../core/score/export/exportedFile';
import type { HealthMark } from '../core/why/referenceHealth';
import { examineWriting, healthOfFile, type FileHealth, type WrittenWords } from '../tasks/healthFile';
import { HEALTH_WORDING, healthSentence } from '../words/health';
import { percent } from '../words/numbers';
import { say, type Parameters } from '../words/words';
import type { explainFormats } from './explain';
import { eachFile, exitCodeOf, type CommandContext } from './commands';
import { shownPath } from './problems';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import { printable } from './table';
import type { Terminal } from './terminal';

export interface HealthArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  readonly format: (typeof explainFormats)[number];
}

interface CheckedFile {
  readonly exported: ExportedFile;
  readonly health?: FileHealth;
  readonly words?: WrittenWords;
}

/** `spellwright health`: what is the matter with the reference pictures of each file. */
export async function health(request: HealthArguments, context: CommandContext): Promise<number> {
  const { terminal, version } = context;
  const done: CheckedFile[] = [];
  const exported = await eachFile(request, context, async (file, further) => {
    const checked = further ? await check(file, further, context) : { exported: file };
    done.push(checked);
    if (request.format === 'table') await terminal.write(healthTable(checked, terminal));
  });
  if (request.format === 'json') await terminal.write(healthJson(done, version));
  return exitCodeOf(exported);
}

async function check(
  exported: ExportedFile,
  { scored, embedder }: NonNullable<ScoredOne['further']>,
  { terminal, signal }: CommandContext,
): Promise<CheckedFile> {
  const progress = new ProgressBar(terminal, exported.path);
  try {
    const options = { signal, onProgress: progress.update };
    const known = await healthOfFile(scored, embedder, options);
    if (known === undefined) return { exported };
    const marks: HealthMark[][] = known.pictures.map((picture) => [...picture.marks]);
    const words = await examineWriting(scored, embedder, options, (i, found) => marks[i]!.push(...found));
    const pictures = known.pictures.map((picture, i) => ({ ...picture, marks: marks[i]! }));
    return { exported, health: { ...known, pictures }, words };
  } finally {
    progress.clear();
  }
}

function healthTable(
  { exported: { path, score }, health: found, words }: CheckedFile,
  terminal: Terminal,
): string {
  if (score === undefined || found === undefined) return '';
  const text = (key: keyof typeof HEALTH_WORDING, parameters?: Parameters): string =>
    say(HEALTH_WORDING[key], terminal.language, parameters);
  const nameOf = (picture: number): string => shownPath(found.pictures[picture]!.path);
  const lines = [terminal.out('bold', printable(path))];
  for (const [i, { width, height, crop, marks }] of found.pictures.entries()) {
    const unseen = crop && crop.dropped >= 0.005 ? `, ${text('unseen')} ${percent(crop.dropped)}` : '';
    lines.push(printable(`${nameOf(i)}  ${width} × ${height}${unseen}`));
    if (marks.length === 0) lines.push(`  ${terminal.out('dim', text('sound'))}`);
    for (const mark of marks) lines.push(`  ${printable(healthSentence(mark, terminal.language, nameOf))}`);
  }
  const checkpoint = printable(checkpointLabel(score.checkpoint));
  const remarks = [
    ...(found.uncompared === 'too-few' ? [text('tooFew')] : []),
    ...(found.uncompared === 'too-many' ? [text('tooMany')] : []),
    ...(words
      ? [
          text(words.readable === 0 ? 'lookedForNone' : 'looked', {
            words: words.candidates.length,
            readable: words.readable,
          }),
        ]
      : []),
    text('view', { checkpoint, pictures: found.pictures.length, different: found.different }),
  ];
  lines.push('', ...remarks.map((remark) => terminal.out('dim', remark)), '');
  return `${lines.join('\n')}\n`;
}

function healthJson(files: readonly CheckedFile[], version: string): string {
  const written = {
    version,
    schema: 1,
    files: files.map(({ exported: { path, score, problems }, health: found, words }) => ({
      path,
      checkpoint: score ? { id: score.checkpoint.id, hash: score.checkpoint.hash } : null,
      differentPictures: found?.different ?? 0,
      uncompared: found?.uncompared ?? null,
      words: words?.candidates.map(({ word }) => word) ?? [],
      readableWords: words?.readable ?? 0,
      problems,
      pictures: (found?.pictures ?? []).map(({ path: picture, width, height, crop, marks }) => ({
        path: shownPath(picture),
        width,
        height,
        seen: crop?.seen ?? null,
        dropped: crop?.dropped ?? null,
        marks: marks.map((mark) =>
          'other' in mark ? { ...mark, other: shownPath(found!.pictures[mark.other]!.path) } : mark,
        ),
      })),
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}
