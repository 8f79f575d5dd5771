import path from 'node:path';
import { languageOfPhrase } from '../core/craft/phrase';
import type { ExportedFile } from '../core/score/export/exportedFile';
import type { SpellRow } from '../core/score/export/reportRows';
import type { GenerationParameters } from '../core/judge/generationParameters';
import { INFOTEXT_NAMES } from '../core/judge/readParameters';
import { EngineError } from '../core/engineError';
import type { Embedder } from '../core/ports';
import { FileError } from '../files/fileError';
import { GENERATED_FOLDER, generatedFile } from '../files/generatedPictures';
import { commandLineReach } from '../files/reach';
import { isThisMachine, readAddress, shownUrl } from '../generators/address';
import type { GivenWorkflow } from '../generators/comfyui/comfyGenerator';
import { connect } from '../generators/connect';
import { environmentAddress } from '../generators/environmentAddress';
import type { Generator } from '../generators/generator';
import { GeneratorError } from '../generators/generatorError';
import { ModelError } from '../models/modelError';
import { drawPictures } from '../tasks/drawPictures';
import { workflowKey } from '../tasks/givenWorkflow';
import { listsOfFile } from '../tasks/listsOfFile';
import { failureProblem, listProblem, type Problem } from '../tasks/problem';
import { searchPictures, type SearchedSpell } from '../tasks/searchPictures';
import { GENERATE_WORDING, parametersText } from '../words/generate';
import { generatorErrorText, generatorName } from '../words/generators';
import { cosine } from '../words/numbers';
import { errorText, exportedProblems } from '../words/problemText';
import { beginningTexts, SEARCH_WORDING, worthTexts } from '../words/search';
import { systemReason } from '../words/systemReason';
import { say, type Parameters } from '../words/words';
import { eachFile, exitCodes } from './commands';
import { evolve, type EvolveArguments } from './evolve';
import { settingsOf, type GenerateContext } from './generate';
import { givenWorkflow } from './givenWorkflow';
import { canReadLists } from './givenLists';
import { problemLines, shownPath } from './problems';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import type { SuggestContext } from './suggest';
import { printable } from './table';
import { noSuchSpell, wantedSpells, withTexts } from './wantedSpells';

/** What `evolve` takes with `--generate` only. */
export interface SearchOptions {
  readonly generate?: boolean;
  readonly generator?: string;
  /** Pictures to look at. */
  readonly budget: number;
  readonly target?: string;
  readonly judge?: string;
  readonly parameters?: string;
  readonly workflow?: string;
  readonly bindings?: string;
  readonly out?: string;
}

export type SearchArguments = EvolveArguments & SearchOptions;
export type SearchContext = SuggestContext & GenerateContext;

interface SearchedFile {
  readonly exported: ExportedFile;
  readonly folder: string;
  readonly spells: readonly NamedResult[];
}

interface NamedResult {
  readonly name: string;
  readonly found: SearchedSpell;
}

/** Options of `--generate` that stand without it, as they are written. */
function onlyWithGenerate(options: SearchOptions): string[] {
  const { generate: isGenerating, generator, target, judge, parameters, workflow, bindings, out } = options;
  const given = { generator, target, judge, parameters, workflow, bindings, out };
  return isGenerating
    ? []
    : Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]));
}

/** `spellwright evolve`: with texts alone, or with `--generate`. */
export async function evolveOrSearch(request: SearchArguments, context: SearchContext): Promise<number> {
  const alone = onlyWithGenerate(request);
  if (request.generate) return search(request, context);
  if (alone.length === 0) return evolve(request, context);
  const { terminal } = context;
  const options = alone.join(', ');
  terminal.writeError(`${printable(say(SEARCH_WORDING.needsGenerate, terminal.language, { options }))}\n`);
  return exitCodes.wrong;
}

/** `spellwright evolve --generate`: a search whose wordings the user's own generator draws. Ctrl+C ends it with what it has. */
async function search(request: SearchArguments, context: SearchContext): Promise<number> {
  return new Searching(request, context).run();
}

class Searching {
  private isWrong = false;
  private readonly done: SearchedFile[] = [];

  constructor(
    private readonly request: SearchArguments,
    private readonly context: SearchContext,
  ) {}

  async run(): Promise<number> {
    const { request, context } = this;
    const { terminal, signal, version } = context;
    const address = environmentAddress(context.environment, request.generator);
    if (!address) return this.refuse(say(GENERATE_WORDING.needsGenerator, this.language));
    const settings = settingsOf(request.parameters);
    if (!settings)
      return this.refuse(
        say(GENERATE_WORDING.parametersUnread, this.language, {
          text: request.parameters!,
          known: INFOTEXT_NAMES.join(', '),
        }),
      );
    if (!(await canReadLists(request.lists ?? [], context))) return exitCodes.findings;
    let generator: Generator;
    let given: GivenWorkflow | undefined;
    try {
      const { url } = readAddress(address);
      if (!isThisMachine(shownUrl(url)))
        this.writeError(say(GENERATE_WORDING.outside, this.language, { host: url.host }));
      given = await givenWorkflow(this.request, this.context.terminal);
      generator = await connect(address, signal, given ? { comfyui: { given } } : {});
    } catch (error) {
      signal.throwIfAborted();
      return this.refuse(this.reason(error));
    }
    await eachFile({ ...request, needsNoPictures: true }, context, async (exported, further) => {
      const named = withTexts({ exported, ...(further && { further }) });
      const wanted = wantedSpells(named, request.spell);
      if (wanted === undefined || !further) {
        this.isWrong = true;
        if (wanted === undefined) terminal.writeError(noSuchSpell(named, request.spell!, terminal));
        return;
      }
      if (signal.aborted || this.done.some(hasFailed)) return;
      const file = await this.searchFile(exported, wanted, further, { generator, given, settings });
      this.done.push(file);
      if (request.format === 'table') await terminal.write(this.text(file));
    });
    if (request.format === 'json') await terminal.write(searchedJson(this.done, generator, version));
    if (signal.aborted) return exitCodes.stopped;
    const isDone = this.done.length > 0 && this.done.every(({ spells }) => spells.length > 0);
    return this.isWrong || !isDone || this.done.some(hasFailed) ? exitCodes.wrong : exitCodes.done;
  }

  private async searchFile(
    exported: ExportedFile,
    wanted: readonly SpellRow[],
    { scored, embedder }: NonNullable<ScoredOne['further']>,
    {
      generator,
      given,
      settings,
    }: {
      readonly generator: Generator;
      readonly given: GivenWorkflow | undefined;
      readonly settings: GenerationParameters;
    },
  ): Promise<SearchedFile> {
    const { request, context } = this;
    const { signal, terminal, bundled, cacheFolder } = context;
    const { lists = [], allow = [], keep = [], most, seed, budget, target, language, out } = request;
    const folder = path.resolve(out ?? path.join(path.dirname(scored.path), GENERATED_FOLDER));
    const reach = await commandLineReach(path.dirname(scored.path), {
      current: process.cwd(),
      allowed: allow.map((each) => path.resolve(each)),
    });
    const loaded = await listsOfFile(scored, { own: lists.map((each) => path.resolve(each)), reach, signal });
    this.tellProblems(loaded.problems.map(listProblem), '');
    const judge = await this.judge(scored);
    const spells: NamedResult[] = [];
    if (judge === 'wrong') return { exported, folder, spells };
    const progress = new ProgressBar(terminal, say(SEARCH_WORDING.searching, this.language));
    const { identity } = generator;
    try {
      for (const { name, spell } of wanted) {
        if (signal.aborted || spells.some((each) => each.found.failure !== undefined)) break;
        const at = spell.spell;
        const text = scored.score?.prompts.find((row) => row.spell === at)?.expansion.text ?? '';
        const rounds = searchPictures({
          ...{ scored, embedder, spell: at, keep, budget, seed, settings, folder, signal, cacheFolder },
          phrases: [...loaded.lists, bundled],
          language: language ?? languageOfPhrase(text) ?? 'en',
          mostPhrases: most,
          generator: identity,
          ...(target !== undefined && { target }),
          ...(judge && { judge }),
          ...(given && { workflow: workflowKey(given) }),
          draw: (plan, file) =>
            drawPictures({ plan, file, source: path.basename(scored.path), generator, folder, signal }),
          onProgress: progress.update,
          onBegin: (beginning) => {
            progress.clear();
            const { name: who, url } = { name: generatorName(identity), url: identity.url };
            const lines = beginningTexts(beginning, {
              ...{ spell: name, name: who, url, language: this.language },
              ...(target !== undefined && { target }),
            });
            const [variant] = beginning.plan.variants;
            if (variant)
              lines.push(
                say(GENERATE_WORDING.parametersOf, this.language, {
                  variant: name,
                  parameters: parametersText(variant.parameters, this.language),
                }),
              );
            for (const line of lines) this.writeError(line);
          },
          onPicture: (_, looked) => progress.update({ phase: 'images', done: looked, total: budget }),
        });
        let step = await rounds.next();
        while (!step.done) step = await rounds.next();
        progress.clear();
        if (step.value) spells.push({ name, found: step.value });
        else this.writeError(say(SEARCH_WORDING.nothingToComeCloseTo, this.language, { spell: name }));
      }
    } catch (error) {
      if (!signal.aborted) {
        progress.clear();
        this.isWrong = true;
        this.writeError(this.reason(error));
      }
    } finally {
      progress.clear();
    }
    return { exported, folder, spells };
  }

  /** The second checkpoint; `wrong` where the one that is named cannot be had, which is said at its place. */
  private async judge(
    scored: NonNullable<ScoredOne['further']>['scored'],
  ): Promise<Embedder | 'wrong' | undefined> {
    const { engines } = this.context;
    const own = scored.file.frontMatter.judge;
    const named = this.request.judge ?? own?.value;
    if (named === undefined || named === '') return undefined;
    const isOwn = this.request.judge === undefined;
    try {
      const judge = await engines.for(named, isOwn ? path.dirname(scored.path) : process.cwd(), 'here');
      await judge.checkpoint({ signal: this.context.signal });
      return judge;
    } catch (error) {
      this.context.signal.throwIfAborted();
      const problem = failureProblem(error, scored.path, isOwn ? own?.span : undefined);
      if (!problem) throw error;
      this.isWrong = true;
      this.tellProblems([problem], scored.file.text);
      return 'wrong';
    }
  }

  private tellProblems(problems: readonly Problem[], text: string): void {
    const listener = { language: this.language, shown: shownPath };
    this.context.terminal.writeError(
      problemLines(exportedProblems(problems, text, listener), this.context.terminal),
    );
  }

  private text({ exported, folder, spells }: SearchedFile): string {
    const { terminal } = this.context;
    const { language } = this;
    const words = (key: keyof typeof SEARCH_WORDING, parameters?: Parameters): string =>
      printable(say(SEARCH_WORDING[key], language, parameters));
    const lines = [terminal.out('bold', printable(exported.path))];
    for (const { name, found } of spells) {
      const { rounds, wordings, pictures, known, best, from, text, tries, failure, wasEnded } = found;
      lines.push(
        words('found', {
          spell: name,
          seed: this.request.seed,
          rounds: rounds.length,
          wordings,
          pictures,
          known,
        }),
        ...rounds.map(({ round, bestCloseness, medianCloseness, startCloseness, pictures: looked }) => {
          const [top, median, start] = [bestCloseness, medianCloseness, startCloseness].map(cosine);
          return `  ${words('roundLine', { round, best: top!, median: median!, start: start!, pictures: looked })}`;
        }),
        `  ${words('from', { text: from })}`,
        `  ${words('to', { text })}`,
      );
      if (best) {
        const file = shownPath(generatedFile(folder, best.record));
        lines.push(`  ${words('tried', { tries, file, closeness: cosine(best.closeness) })}`);
      }
      lines.push(...worthTexts(found, language, 'terminal').map(printable));
      if (found.judgeFailure !== undefined)
        lines.push(words('judgeFailed', { reason: this.reason(found.judgeFailure) }));
      for (const file of found.unreadable)
        lines.push(printable(say(GENERATE_WORDING.unreadable, language, { file })));
      if (failure !== undefined) lines.push(words('ended', { reason: this.reason(failure) }));
      else if (wasEnded) lines.push(words('stopped'));
      lines.push(terminal.out('dim', words('kept', { folder: shownPath(folder) })), '');
    }
    return `${lines.join('\n')}\n`;
  }

  private reason(error: unknown): string {
    const { language } = this;
    if (error instanceof GeneratorError) return generatorErrorText(error, language);
    if (error instanceof FileError || error instanceof EngineError || error instanceof ModelError)
      return errorText(error, { language, face: 'terminal' });
    if ((error as NodeJS.ErrnoException).syscall !== undefined) return systemReason(error, language);
    throw error;
  }

  private refuse(text: string): number {
    this.writeError(text);
    return exitCodes.wrong;
  }

  private writeError(text: string): void {
    this.context.terminal.writeError(`${printable(text)}\n`);
  }

  private get language(): SearchContext['terminal']['language'] {
    return this.context.terminal.language;
  }
}

function hasFailed({ spells }: SearchedFile): boolean {
  return spells.some(({ found }) => found.failure !== undefined || found.judgeFailure !== undefined);
}

function failureJson(failure: unknown): { readonly code?: string } | null {
  if (failure === undefined) return null;
  const { code } = failure as { readonly code?: unknown };
  return typeof code === 'string' ? { code } : {};
}

function searchedJson(files: readonly SearchedFile[], { identity }: Generator, version: string): string {
  const report = {
    version,
    schema: 1,
    generator: { family: identity.family, version: identity.version ?? null, url: identity.url },
    files: files.map(({ exported: { path: file, score, problems }, folder, spells }) => ({
      path: file,
      folder,
      checkpoint: score ? { id: score.checkpoint.id, hash: score.checkpoint.hash } : null,
      problems,
      spells: spells.map(({ name, found }) => ({
        name,
        from: found.from,
        text: found.text,
        budget: found.beginning.budget,
        pictures: found.pictures,
        known: found.known,
        wordings: found.wordings,
        tries: found.tries,
        references: found.beginning.references,
        verdicts: found.verdicts.map(({ interval, ...verdict }) => ({
          ...verdict,
          interval: interval ?? null,
        })),
        best: found.best
          ? { file: found.best.record.file, seed: found.best.record.seed, closeness: found.best.closeness }
          : null,
        unreadable: found.unreadable,
        wasEnded: found.wasEnded,
        failure: failureJson(found.failure),
        judgeFailure: failureJson(found.judgeFailure),
        rounds: found.rounds,
      })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
