import path from 'node:path';
import { INFOTEXT_NAMES, parametersOfLine } from '../core/judge/readParameters';
import type { GenerationParameters } from '../core/judge/generationParameters';
import type { ExportedFile } from '../core/score/export/exportedFile';
import type { SpellRow } from '../core/score/export/reportRows';
import type { GivenWorkflow } from '../generators/comfyui/comfyGenerator';
import { connect } from '../generators/connect';
import { discover } from '../generators/discover';
import { environmentAddress } from '../generators/environmentAddress';
import { isThisMachine, readAddress, shownUrl } from '../generators/address';
import type { Generator, GeneratorIdentity } from '../generators/generator';
import { GeneratorError } from '../generators/generatorError';
import { FileError } from '../files/fileError';
import { GENERATED_FOLDER, readGenerated } from '../files/generatedPictures';
import { drawPictures, type DrawnRequest } from '../tasks/drawPictures';
import { judgePictures, type JudgedPictures } from '../tasks/judgePictures';
import { workflowKey } from '../tasks/givenWorkflow';
import { isBestExpansion } from '../core/score/bestExpansion';
import { planPictures, TooManyPictures, type GenerationPlan } from '../tasks/planPictures';
import { GENERATE_WORDING, planSentences } from '../words/generate';
import {
  generatorName,
  generationRemarkText,
  isGenerationRemark,
  generatorErrorText,
} from '../words/generators';
import { errorText } from '../words/problemText';
import { systemReason } from '../words/systemReason';
import { say, type Parameters } from '../words/words';
import { eachFile, exitCodes, type CommandContext } from './commands';
import type { explainFormats } from './explain';
import { givenWorkflow, type WorkflowArguments } from './givenWorkflow';
import { shownPath } from './problems';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import { printable } from './table';
import { verdictLines } from './verdictTable';
import { noSuchSpell, wantedSpells, withTexts } from './wantedSpells';

export interface GenerateArguments extends WorkflowArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  readonly spell?: string;
  readonly generator?: string;
  readonly seeds: number;
  readonly seed?: string;
  readonly best?: boolean;
  readonly plan?: boolean;
  readonly again?: boolean;
  readonly out?: string;
  /** As A1111 writes them: `Steps: 20, Sampler: Euler a`. */
  readonly parameters?: string;
  readonly format: (typeof explainFormats)[number];
}

export interface GenerateContext extends CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What is the same for all files. */
interface Prepared {
  readonly generator: Generator;
  readonly given: GivenWorkflow | undefined;
  readonly settings: GenerationParameters;
}

interface GeneratedFile {
  readonly exported: ExportedFile;
  readonly plan: GenerationPlan;
  readonly folder: string;
  readonly drawn: readonly DrawnRequest[];
  readonly judged?: JudgedPictures;
  readonly failure?: GeneratorError;
}

/**
 * `spellwright generate`: has the user's own generator draw the variants of spell files with the same seeds, keeps the
 * pictures, and judges them.
 */
export async function generate(request: GenerateArguments, context: GenerateContext): Promise<number> {
  return new Generating(request, context).run();
}

/** `spellwright generators`: which generators answer at the usual addresses of this machine. */
export async function generators({ terminal, signal }: CommandContext): Promise<number> {
  const { language } = terminal;
  const found = await discover(undefined, signal);
  for (const each of found) {
    const text =
      'error' in each
        ? generatorErrorText(each.error, language)
        : say(GENERATE_WORDING.found, language, { url: each.url, name: generatorName(each.identity) });
    if ('error' in each) terminal.writeError(`${printable(text)}\n`);
    else await terminal.write(`${printable(text)}\n`);
  }
  if (found.length > 0) return exitCodes.done;
  terminal.writeError(`${say(GENERATE_WORDING.foundNone, language)}\n`);
  return exitCodes.findings;
}

class Generating {
  private isMissing = false;
  private readonly done: GeneratedFile[] = [];

  constructor(
    private readonly request: GenerateArguments,
    private readonly context: GenerateContext,
  ) {}

  async run(): Promise<number> {
    const { terminal, version, signal } = this.context;
    const address = environmentAddress(this.context.environment, this.request.generator);
    if (!address) {
      this.tell('needsGenerator');
      return exitCodes.wrong;
    }
    let generator: Generator;
    let given: GivenWorkflow | undefined;
    const settings = settingsOf(this.request.parameters);
    if (!settings) {
      this.tell('parametersUnread', { text: this.request.parameters!, known: INFOTEXT_NAMES.join(', ') });
      return exitCodes.wrong;
    }
    try {
      const { url } = readAddress(address);
      if (!isThisMachine(shownUrl(url))) this.tell('outside', { host: url.host });
      given = await givenWorkflow(this.request, terminal);
      generator = await connect(address, signal, given ? { comfyui: { given } } : {});
    } catch (error) {
      return this.failed(error);
    }
    const request = { ...this.request, needsNoPictures: true };
    await eachFile(request, this.context, async (exported, further) => {
      const named = withTexts({ exported, ...(further && { further }) });
      const wanted = wantedSpells(named, this.request.spell);
      if (!wanted) terminal.writeError(noSuchSpell(named, this.request.spell!, terminal));
      const isUnranked = this.request.best === true && !further?.scored.score?.images.length;
      if (isUnranked && further && wanted) this.tell('bestNeedsPictures', { file: exported.path });
      if (!wanted || !further || isUnranked) this.isMissing = true;
      if (!wanted || !further || isUnranked || this.done.some(({ failure }) => failure)) return;
      const done = await this.generateOne(exported, wanted, further, { generator, given, settings });
      if (!done) return;
      this.done.push(done);
      if (this.request.format === 'table') await this.table(done);
    });
    if (this.request.format === 'json')
      await terminal.write(generatedJson(this.done, generator.identity, version));
    if (signal.aborted) return exitCodes.stopped;
    return this.isMissing || this.done.length === 0 || this.done.some(({ failure }) => failure)
      ? exitCodes.wrong
      : exitCodes.done;
  }

  private async generateOne(
    exported: ExportedFile,
    wanted: readonly SpellRow[],
    { scored, embedder }: NonNullable<ScoredOne['further']>,
    { generator, given, settings }: Prepared,
  ): Promise<GeneratedFile | undefined> {
    const { request, context } = this;
    const { signal } = context;
    const { score } = scored;
    const folder = path.resolve(request.out ?? path.join(path.dirname(scored.path), GENERATED_FOLDER));
    let plan: GenerationPlan;
    try {
      plan = planPictures({
        file: scored.file,
        wildcards: scored.found.wildcards.wildcards,
        ...(request.spell !== undefined && { spells: wanted.map(({ spell }) => spell.spell) }),
        ...(request.best && { isWanted: (spell, { id }) => isBestExpansion(score, spell, id) }),
        seeds: request.seeds,
        ...(request.seed !== undefined && { firstSeed: request.seed }),
        settings,
        generator: generator.identity,
        records: await readGenerated(folder),
        ...(request.again && { again: true }),
        ...(given && { workflow: workflowKey(given) }),
      });
    } catch (error) {
      if (!(error instanceof FileError || error instanceof TooManyPictures)) throw error;
      this.isMissing = true;
      if (error instanceof TooManyPictures)
        this.tell('tooMany', { file: exported.path, ...error.parameters });
      else this.writeError(errorText(error, { language: this.language, face: 'terminal' }));
      return undefined;
    }
    this.tellPlan(
      plan,
      scored.file.spells.map(({ name, index }) => name?.value ?? `#${index + 1}`),
      generator.identity,
    );
    if (request.plan) return { exported, plan, folder, drawn: [] };
    const { drawn, failure } = await this.draw(plan, { scored, embedder }, generator, folder);
    if (failure) this.tellError(failure);
    const shown = shownPath(folder);
    if (signal.aborted) {
      this.tell('stopped', { count: drawn.length, folder: shown });
      return { exported, plan, folder, drawn };
    }
    const fresh = drawn.filter(({ isKnown }) => !isKnown).length;
    if (drawn.length > 0) this.tell('written', { count: drawn.length, fresh, folder: shown });
    if (drawn.length === 0) return { exported, plan, folder, drawn, ...(failure && { failure }) };
    const progress = new ProgressBar(this.context.terminal, say(GENERATE_WORDING.judging, this.language));
    let judged: JudgedPictures;
    try {
      judged = await judgePictures({
        file: scored.file,
        plan,
        drawn,
        folder,
        embedder,
        signal,
        onProgress: progress.update,
        ...(score && score.images.length > 0 && { score }),
      });
    } finally {
      progress.clear();
    }
    for (const file of judged.unreadable) this.tell('unreadable', { file });
    return { exported, plan, folder, drawn, judged, ...(failure && { failure }) };
  }

  private async draw(
    plan: GenerationPlan,
    { scored }: NonNullable<ScoredOne['further']>,
    generator: Generator,
    folder: string,
  ): Promise<{ readonly drawn: readonly DrawnRequest[]; readonly failure?: GeneratorError }> {
    const { signal, terminal } = this.context;
    const progress = new ProgressBar(terminal, say(GENERATE_WORDING.drawing, this.language));
    const drawn: DrawnRequest[] = [];
    const total = plan.requests.length;
    const remarks = new Set<string>();
    try {
      const pictures = drawPictures({
        plan,
        file: scored.file,
        source: path.basename(scored.path),
        generator,
        folder,
        signal,
        onProgress: (index, { fraction = 0 }) =>
          progress.update({ phase: 'images', done: Math.round(100 * (index + fraction)) / 100, total }),
      });
      for await (const picture of pictures) {
        drawn.push(picture);
        progress.update({ phase: 'images', done: drawn.length, total });
        for (const remark of picture.remarks.filter(isGenerationRemark)) {
          const what = generationRemarkText(remark, this.language);
          if (remarks.has(what)) continue;
          remarks.add(what);
          progress.clear();
          this.tell('remark', { file: picture.record.file, what });
        }
      }
      return { drawn };
    } catch (error) {
      if (signal.aborted) return { drawn };
      if (error instanceof GeneratorError) return { drawn, failure: error };
      progress.clear();
      this.isMissing = true;
      if (error instanceof FileError) {
        this.writeError(errorText(error, { language: this.language, face: 'terminal' }));
        return { drawn };
      }
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      this.tell('folder', {
        folder: shownPath(folder),
        reason: systemReason(error, this.language),
      });
      return { drawn };
    } finally {
      progress.clear();
    }
  }

  /** How many pictures, about how long, and what they are drawn with: before anything is asked for. */
  private tellPlan(plan: GenerationPlan, names: readonly string[], generator: GeneratorIdentity): void {
    for (const sentence of planSentences(plan, names, generator, this.language)) this.writeError(sentence);
  }

  private async table({ exported, plan, judged }: GeneratedFile): Promise<void> {
    if (!judged) return;
    const { score } = exported;
    const lines = verdictLines(
      {
        texts: plan.variants.map(({ expansion }) => expansion.text),
        verdict: judged.verdict,
        own: plan.variants.map((_, variant) =>
          judged.judged.flatMap(({ index }, i) =>
            plan.requests[index]!.variant === variant ? [judged.verdict.pictures[i]!.ownProbability] : [],
          ),
        ),
        references: score?.differentImages ?? 0,
        ...(score && { checkpoint: score.checkpoint }),
      },
      this.context.terminal,
    );
    // A prompt is someone's text, in sentences as well as in cells, which the table has made printable.
    await this.context.terminal.write(
      `${[printable(exported.path), ...lines].map((line) => `${line}\n`).join('')}`,
    );
  }

  private failed(error: unknown): number {
    this.context.signal.throwIfAborted();
    if (error instanceof FileError) {
      this.writeError(errorText(error, { language: this.language, face: 'terminal' }));
      return exitCodes.wrong;
    }
    if (!(error instanceof GeneratorError)) throw error;
    this.tellError(error);
    return exitCodes.wrong;
  }

  private tellError(error: GeneratorError): void {
    this.writeError(generatorErrorText(error, this.language));
  }

  private tell(key: keyof typeof GENERATE_WORDING, parameters?: Parameters): void {
    this.writeError(say(GENERATE_WORDING[key], this.language, parameters));
  }

  private writeError(text: string): void {
    this.context.terminal.writeError(`${printable(text)}\n`);
  }

  private get language(): CommandContext['terminal']['language'] {
    return this.context.terminal.language;
  }
}

/** Undefined where anything of it would be passed over: what is written for this run alone is meant. */
export function settingsOf(written: string | undefined): GenerationParameters | undefined {
  if (written === undefined) return {};
  const { parameters, unread } = parametersOfLine(written);
  return unread.length > 0 || written.trim() === '' ? undefined : parameters;
}

function generatedJson(
  files: readonly GeneratedFile[],
  generator: GeneratorIdentity,
  version: string,
): string {
  const written = {
    version,
    schema: 1,
    generator: { family: generator.family, version: generator.version ?? null, url: generator.url },
    files: files.map(({ exported, plan, folder, drawn, judged, failure }) => ({
      path: exported.path,
      folder,
      checkpoint: exported.score
        ? { id: exported.score.checkpoint.id, hash: exported.score.checkpoint.hash }
        : null,
      references: exported.score?.differentImages ?? 0,
      seeds: plan.seeds,
      pictures: plan.requests.length,
      known: plan.requests.filter(({ known }) => known).length,
      failure: failure ? { code: failure.code } : null,
      comparedSeeds: judged?.verdict.seeds ?? [],
      variants: plan.variants.map((variant, i) => {
        const standing = judged?.verdict.variants[i];
        return {
          spell: variant.spell,
          expansion: variant.expansion.id,
          text: variant.expansion.text,
          prompt: variant.sent.prompt,
          negative: variant.sent.negative ?? null,
          parameters: variant.parameters,
          unread: variant.unread,
          closeness: standing?.closeness ?? null,
          rank: standing?.rank ?? null,
          ranks: standing?.ranks ?? null,
          behind: standing?.behind ?? null,
        };
      }),
      foretold: judged?.verdict.foretold ?? null,
      drawn: drawn.map((each) => {
        const at = judged?.judged.indexOf(each) ?? -1;
        return {
          variant: plan.requests[each.index]!.variant,
          known: each.isKnown,
          ...each.record,
          judged: at < 0 ? null : judged!.verdict.pictures[at],
        };
      }),
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}
