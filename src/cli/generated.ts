import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GalleryPicture } from '../core/judge/gallery';
import type { ExportedFile } from '../core/score/export/exportedFile';
import { finish } from '../core/steps';
import { FileError } from '../files/fileError';
import { FoundPictures, mostFound, type Look } from '../files/foundPictures';
import { GENERATED_FOLDER, readGenerated } from '../files/generatedPictures';
import { pauses } from '../files/pauses';
import { judgeKept, keptPictures, mostJudged, type JudgedKept, type KeptPictures } from '../tasks/judgeKept';
import { changeText, GENERATED_WORDING } from '../words/generated';
import { errorText } from '../words/problemText';
import { say, type Parameters } from '../words/words';
import { eachFile, exitCodes, type CommandContext } from './commands';
import type { explainFormats } from './explain';
import { shownPath } from './problems';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import { printable } from './table';
import { verdictLines } from './verdictTable';

export interface GeneratedArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  /** Folders with pictures that were made elsewhere. */
  readonly from?: readonly string[];
  /** Of those that were drawn from here. */
  readonly out?: string;
  readonly format: (typeof explainFormats)[number];
}

interface JudgedFile {
  readonly exported: ExportedFile;
  readonly folder: string;
  readonly kept: KeptPictures;
  readonly judged?: JudgedKept;
}

/** Of pictures that only look like a variant, so many are named. */
const mostNamed = 10;
/** A picture that is written just then is waited for: so often, and so long each time. */
const waits = { times: 6, ms: 500 };

/** `spellwright generated`: the pictures of spell files that are there, judged without asking any generator. */
export async function generated(request: GeneratedArguments, context: CommandContext): Promise<number> {
  return new Judging(request, context).run();
}

class Judging {
  private isMissing = false;
  private readonly done: JudgedFile[] = [];

  constructor(
    private readonly request: GeneratedArguments,
    private readonly context: CommandContext,
  ) {}

  async run(): Promise<number> {
    const { terminal, version } = this.context;
    const look = await this.look();
    await eachFile({ ...this.request, needsNoPictures: true }, this.context, async (exported, further) => {
      const one = further && (await this.one(exported, further, look));
      if (!one) {
        this.isMissing = true;
        return;
      }
      this.done.push(one);
      if (this.request.format === 'table') await this.table(one);
    });
    if (this.request.format === 'json') await terminal.write(generatedJson(this.done, look, version));
    return this.isMissing || this.done.length === 0 ? exitCodes.wrong : exitCodes.done;
  }

  /** The pictures of `--from`, and what is wrong with its folders. */
  private async look(): Promise<Look> {
    const { from = [] } = this.request;
    const { signal, terminal } = this.context;
    const found = new FoundPictures();
    const progress = new ProgressBar(terminal, say(GENERATED_WORDING.looking, terminal.language));
    try {
      const again = (): Promise<Look> =>
        found.look(
          from.map((folder) => path.resolve(folder)),
          {
            signal,
            pause: pauses(signal),
            onProgress: (done, total) => progress.update({ phase: 'images', done, total }),
          },
        );
      let look = await again();
      for (let time = 0; look.unsettled > 0 && time < waits.times; time++) {
        await delay(waits.ms, undefined, { signal });
        look = await again();
      }
      progress.clear();
      for (const { folder, pictures, isCut, isMissing } of look.folders) {
        const shown = shownPath(folder);
        this.isMissing ||= isMissing;
        if (isMissing) this.tell('fromMissing', { folder: shown });
        else this.tell('from', { folder: shown, count: pictures });
        if (isCut) this.tell('fromCut', { folder: shown, most: mostFound });
      }
      if (look.unsettled > 0) this.tell('unsettled', { count: look.unsettled });
      return look;
    } finally {
      progress.clear();
    }
  }

  private async one(
    exported: ExportedFile,
    { scored, embedder }: NonNullable<ScoredOne['further']>,
    look: Look,
  ): Promise<JudgedFile | undefined> {
    const { signal, terminal } = this.context;
    const folder = path.resolve(this.request.out ?? path.join(path.dirname(scored.path), GENERATED_FOLDER));
    const progress = new ProgressBar(terminal, shownPath(scored.path));
    try {
      const kept = finish(
        keptPictures({
          file: scored.file,
          source: path.basename(scored.path),
          wildcards: scored.found.wildcards.wildcards,
          folder,
          records: await readGenerated(folder),
          found: look.pictures,
        }),
      );
      if (kept.pictures.length === 0) return { exported, folder, kept };
      const { score } = scored;
      const judged = await judgeKept({
        file: scored.file,
        kept,
        embedder,
        ...(score && score.images.length > 0 && { score }),
        signal,
        onProgress: progress.update,
      });
      return { exported, folder, kept, judged };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      progress.clear();
      this.writeError(errorText(error, { language: terminal.language, face: 'terminal' }));
      return undefined;
    } finally {
      progress.clear();
    }
  }

  private async table({ exported, folder, kept, judged }: JudgedFile): Promise<void> {
    const { terminal } = this.context;
    if (!judged) {
      this.tell('none', { file: exported.path, folder: shownPath(folder) });
      if (this.request.from) this.tell('noneOf', { file: exported.path });
      return;
    }
    const shown = shownOnes(kept, judged);
    this.tellOf(exported, kept, judged, shown);
    const own = kept.variants.map((): number[] => []);
    for (const { file, variant, match } of shown) {
      const found = judged.pictures.get(file);
      if (match === 'exact' && found) own[variant!]!.push(found.ownProbability);
    }
    const lines = verdictLines(
      {
        texts: kept.variants.map(({ expansion }) => expansion.text),
        verdict: judged.verdict,
        own,
        references: judged.references,
        checkpoint: judged.checkpoint,
        shown: own.flatMap((each, variant) => (each.length > 0 ? [variant] : [])),
        compared: judged.compared,
      },
      terminal,
    );
    await terminal.write(`${[printable(exported.path), ...lines].map((line) => `${line}\n`).join('')}`);
  }

  /** What is there, and what of it is not compared, and why. */
  private tellOf(
    exported: ExportedFile,
    { variants, pictures }: KeptPictures,
    judged: JudgedKept,
    shown: readonly GalleryPicture[],
  ): void {
    const { language } = this.context.terminal;
    const exact = shown.filter(({ match }) => match === 'exact');
    const having = new Set(exact.map(({ variant }) => variant));
    const count = (isMeant: (picture: GalleryPicture) => boolean): number => shown.filter(isMeant).length;
    this.tell('there', {
      file: exported.path,
      count: shown.length,
      drawn: count(({ origin }) => origin === 'drawn'),
      found: count(({ origin }) => origin === 'found'),
      variants: having.size,
      all: variants.length,
    });
    const near = shown.filter(({ match }) => match === 'near');
    for (const { file, variant, change } of near.slice(0, mostNamed))
      this.tell('near', {
        picture: shownPath(file),
        variant: variants[variant!]!.expansion.text,
        change: changeText(change!, language),
      });
    const uncompared = having.size - judged.compared.length;
    const counts = {
      moreNear: near.length - mostNamed,
      ambiguous: exact.filter(({ others }) => others > 0).length,
      earlier: count(({ match }) => match === 'earlier'),
      changed: judged.changed.length,
      doubles: judged.doubles.length,
      asReferences: judged.asReferences.length,
      leftOut: judged.leftOut,
      uncompared: judged.references > 0 && judged.compared.length > 0 ? uncompared : 0,
    } as const;
    for (const [key, value] of Object.entries(counts))
      if (value > 0) this.tell(key as keyof typeof counts, { count: value, most: mostJudged });
    if (judged.references > 0 && having.size > 1 && judged.compared.length === 0) this.tell('noPairs');
    const names = new Map(pictures.map(({ file }) => [file, shownPath(file)]));
    for (const file of judged.unreadable)
      this.writeError(say(GENERATED_WORDING.unreadable, language, { file: names.get(file)! }));
  }

  private tell(key: keyof typeof GENERATED_WORDING, parameters?: Parameters): void {
    this.writeError(say(GENERATED_WORDING[key], this.context.terminal.language, parameters));
  }

  private writeError(text: string): void {
    this.context.terminal.writeError(`${printable(text)}\n`);
  }
}

/** Without those that are changed, or told of twice. */
function shownOnes({ pictures }: KeptPictures, { changed, doubles }: JudgedKept): GalleryPicture[] {
  const hidden = new Set([...changed, ...doubles]);
  return pictures.filter(({ file }) => !hidden.has(file));
}

function generatedJson(files: readonly JudgedFile[], look: Look, version: string): string {
  const written = {
    version,
    schema: 1,
    from: look.folders,
    files: files.map(({ exported, folder, kept, judged }) => ({
      path: exported.path,
      folder,
      checkpoint: judged ? { id: judged.checkpoint.id, hash: judged.checkpoint.hash } : null,
      references: judged?.references ?? 0,
      comparedSeeds: judged?.verdict.seeds ?? [],
      comparedVariants: judged?.compared ?? [],
      variants: kept.variants.map((variant, i) => {
        const standing = judged?.verdict.variants[i];
        return {
          spell: variant.spell,
          expansion: variant.expansion.id,
          text: variant.expansion.text,
          prompt: variant.prompt,
          negative: variant.negative ?? null,
          closeness: standing?.closeness ?? null,
          rank: standing?.rank ?? null,
          ranks: standing?.ranks ?? null,
          behind: standing?.behind ?? null,
        };
      }),
      foretold: judged?.verdict.foretold ?? null,
      pictures: (judged ? shownOnes(kept, judged) : kept.pictures).map((picture) => ({
        file: picture.file,
        origin: picture.origin,
        match: picture.match,
        variant: picture.variant ?? null,
        others: picture.others,
        change: picture.change ?? null,
        seed: picture.seed ?? null,
        time: new Date(Math.min(picture.time, 8.64e15)).toISOString(),
        text: picture.text,
        record: picture.record ?? null,
        found: picture.found ?? null,
        judged: judged?.pictures.get(picture.file) ?? null,
      })),
      changed: judged?.changed ?? [],
      doubles: judged?.doubles ?? [],
      asReferences: judged?.asReferences ?? [],
      unreadable: judged?.unreadable ?? [],
      leftOut: judged?.leftOut ?? 0,
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}
