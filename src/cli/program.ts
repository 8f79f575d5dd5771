import type { CacheArguments } from './cache';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { heatMethods } from '../core/why/heat';
import {
  CLI_WORDING,
  HELP_TITLE_WORDING,
  HELP_WORDING,
  INTEGER_RANGE_WORDING,
  POSITIVE_INTEGER_WORDING,
  SEED_WORDING,
  USAGE_WORDING,
} from '../words/cli';
import { say, type Language } from '../words/words';
import { wordKinds } from '../core/why/wordKinds';
import type { BlindSpotsArguments } from './blindSpots';
import type { AttentionArguments } from './attention';
import { CONVERTIBLE } from '../core/spell/dialectText';
import { DIALECTS } from '../core/spell/frontMatter';
import { FEWEST_KNOWN } from '../core/judge/audit';
import { AUDIT_SETS } from '../core/judge/auditSets';
import { auditDefaults } from '../tasks/auditFile';
import { fewestPictures } from '../core/judge/searchWordings';
import { evolveDefaults } from '../tasks/evolveFile';
import { defaultBudget } from '../tasks/searchPictures';
import { exitCodes, formats, type Format } from './commands';
import { explainFormats, type ExplainArguments } from './explain';
import type { AuditArguments } from './audit';
import type { SearchArguments } from './search';
import type { SuggestArguments } from './suggest';
import type { WhereArguments } from './where';
import type { DeviceArguments } from './device';
import type { HealthArguments } from './health';
import type { McpArguments } from './mcp';
import type { ModelsRequest } from './models';
import type { SlotsArguments } from './slots';
import { type GenerateArguments } from './generate';
import type { GeneratedArguments } from './generated';
import { findFormats, type FindArguments } from './find';
import { convertFormats, type ConvertArguments } from './convert';
import { readFormats, type ReadArguments } from './read';
import { testFormats, type TestArguments } from './test';
import { lintFormats, lintLevels, type LintArguments, type LintFormat } from './lint';

/** A command that asks the engine about spell files and their pictures. */
type Measuring<Arguments> = (
  paths: string[],
  options: Omit<Arguments, 'paths' | 'images'> & {
    images?: string[];
    stepLimit?: number;
    server?: string;
    serverModel?: string;
    color: boolean;
  },
) => Promise<number>;

/** What the user asked for. */
export interface Handlers {
  score(
    paths: string[],
    options: {
      images?: string[];
      allow?: string[];
      model?: string;
      format: Format;
      top?: number;
      stepLimit?: number;
      server?: string;
      serverModel?: string;
      color: boolean;
    },
  ): Promise<number>;
  explain: Measuring<ExplainArguments>;
  suggest: Measuring<SuggestArguments>;
  evolve: Measuring<SearchArguments>;
  blindspots: Measuring<BlindSpotsArguments>;
  slots: Measuring<SlotsArguments>;
  where: Measuring<Omit<WhereArguments, 'pictures'> & { readonly picture?: string[] }>;
  attention: Measuring<AttentionArguments>;
  health: Measuring<HealthArguments>;
  test(
    paths: string[],
    options: Omit<TestArguments, 'paths' | 'images'> & {
      images?: string[];
      stepLimit?: number;
      server?: string;
      serverModel?: string;
      color: boolean;
    },
  ): Promise<number>;
  tokens(
    paths: string[],
    options: { allow?: string[]; model?: string; stepLimit?: number; color: boolean },
  ): Promise<number>;
  generate: Measuring<GenerateArguments>;
  generated: Measuring<GeneratedArguments>;
  audit: Measuring<AuditArguments>;
  generators(options: { color: boolean }): Promise<number>;
  find(
    text: string,
    pictures: string[],
    options: Omit<FindArguments, 'text' | 'pictures'> & { stepLimit?: number; color: boolean },
  ): Promise<number>;
  convert(paths: string[], options: Omit<ConvertArguments, 'paths'> & { color: boolean }): Promise<number>;
  read(paths: string[], options: Omit<ReadArguments, 'paths'> & { color: boolean }): Promise<number>;
  lint(
    paths: string[],
    options: { format: LintFormat; maxSeverity: LintArguments['maxSeverity']; color: boolean },
  ): Promise<number>;
  device(options: DeviceArguments & { stepLimit?: number; color: boolean }): Promise<number>;
  cache(options: CacheArguments & { color: boolean }): Promise<number>;
  mcp(options: McpArguments): Promise<number>;
  models(request: ModelsRequest, options: { stepLimit?: number; color: boolean }): Promise<number>;
}

/** Pictures that `find` tells of a text. */
const mostFound = 10_000;
const usuallyFound = 12;

/** Pictures of one variant; a first verdict takes 5. */
const mostSeeds = 1000;
const defaultSeeds = 4;

/** Pictures that one search may look at. */
const mostPictures = 10_000;

/** Prompts that live at once: each has its vector and its scores in memory. */
const largestPopulation = 10_000;
/** With fewer nothing can be searched; the editor's setting has the same. */
const smallestPopulation = 4;

type MeasuringName = Exclude<
  keyof Handlers,
  | 'test'
  | 'tokens'
  | 'device'
  | 'read'
  | 'find'
  | 'convert'
  | 'generators'
  | 'lint'
  | 'cache'
  | 'mcp'
  | 'models'
>;

const modelCommands = [
  ['path', 'modelsPath'],
  ['remove', 'modelsRemove'],
] as const;

/** What a command is about, where it is not files. */
const subjects: Readonly<Record<string, string>> = {
  read: 'PICTURE…',
  find: 'TEXT PICTURES…',
  mcp: '',
  test: '[FILE…]',
  device: '',
  cache: '',
  models: '…',
  generators: '',
  suggest: 'FILE|PICTURES…',
  list: '',
  pull: 'ID',
  path: 'ID',
  remove: 'ID',
  verify: 'ID --pictures FOLDER',
};

export interface ProgramOptions {
  readonly version: string;
  readonly language: Language;
  readonly handlers: Handlers;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/**
 * Reads the command line and runs the command.
 * @param words what the user typed after the program's name
 * @returns the exit code
 */
export async function runProgram(words: readonly string[], options: ProgramOptions): Promise<number> {
  const { version, language, handlers, write, writeError } = options;
  const help = (key: keyof typeof HELP_WORDING): string => say(HELP_WORDING[key], language);
  let exitCode: number = exitCodes.done;

  const styled = (command: Command): Command =>
    command
      .exitOverride()
      .helpOption('-h, --help', help('help'))
      .helpCommand(false)
      .configureOutput({ writeOut: write, writeErr: writeError, outputError: () => undefined })
      .configureHelp({
        styleTitle: (title) => {
          const wording = HELP_TITLE_WORDING[title];
          return wording === undefined ? title : say(wording, language);
        },
        optionDescription: ({ description, argChoices }) =>
          argChoices === undefined ? description : `${description}: ${argChoices.join(', ')}`,
        subcommandTerm: (sub) => `${sub.name()} ${subjects[sub.name()] ?? 'FILE…'}`.trimEnd(),
      });
  const modelOption = new Option('-m, --model <ID|FOLDER>', help('model'));
  const stepLimitOption = new Option('--step-limit <SECONDS>', help('stepLimit')).argParser((text: string) =>
    positiveInteger(text, language),
  );
  const serverOption = new Option('--server <URL>', help('server'));
  const serverModelOption = new Option('--server-model <NAME>', help('serverModel'));
  const allowOption = new Option('-a, --allow <FOLDER...>', help('allow'));
  const colorOption = new Option('--no-color', help('noColor'));

  const program = styled(new Command('spellwright'))
    .usage('COMMAND FILE… [options]')
    .description(help('description'))
    .version(version, '-V, --version', help('version'))
    .addHelpText('after', () => `\n${help('exitCodes')}`);
  const numberOption = (
    flags: string,
    key: keyof typeof HELP_WORDING,
    largest?: number,
    smallest?: number,
  ): Option =>
    new Option(flags, help(key)).argParser((text: string) =>
      positiveInteger(text, language, largest, smallest),
    );
  /** @param addOwn adds the options that the command has besides those of all that measure */
  const measuring = (
    name: MeasuringName,
    addOwn: (command: Command) => Command,
    { usage = 'FILE…', offered = explainFormats }: { usage?: string; offered?: readonly string[] } = {},
  ): void => {
    const command = styled(program.command(name))
      .usage(`${usage} [options]`)
      .description(help(name))
      .argument('<FILE...>', help('files'));
    addOwn(command)
      .option('-i, --images <GLOB...>', help('images'))
      .addOption(allowOption)
      .addOption(modelOption)
      .addOption(serverOption)
      .addOption(serverModelOption)
      .addOption(new Option('-f, --format <FORMAT>', help('format')).choices(offered).default('table'))
      .addOption(stepLimitOption)
      .addOption(colorOption)
      .action(async (paths: string[], given: unknown) => {
        exitCode = await handlers[name](paths, given as never);
      });
  };
  measuring(
    'score',
    (command) =>
      command
        .addOption(numberOption('-n, --top <N>', 'top'))
        .option('-j, --judge <ID|FOLDER>', help('scoreJudge')),
    { offered: formats },
  );
  measuring('explain', (command) =>
    command
      .option('-s, --spell <NAME>', help('spell'))
      .option('-w, --words', help('words'))
      .option('-p, --pairs', help('pairs'))
      .option('--shapley', help('shapley')),
  );
  const languageOption = new Option('--language <LANGUAGE>', help('phraseLanguage')).choices(['en', 'ja']);
  measuring(
    'suggest',
    (command) =>
      command
        .option('-l, --lists <FILE...>', help('lists'))
        .option('-s, --spell <NAME>', help('spell'))
        .option('--prompt-only', help('promptOnly'))
        .addOption(languageOption)
        .option('--quality', help('quality'))
        .addOption(numberOption('-n, --most <N>', 'most')),
    { usage: 'FILE|PICTURES…' },
  );
  measuring('evolve', (command) =>
    command
      .option('-s, --spell <NAME>', help('spell'))
      .option('-k, --keep <PHRASE...>', help('keep'))
      .option('-l, --lists <FILE...>', help('lists'))
      .addOption(languageOption)
      .addOption(numberOption('-n, --most <N>', 'most').default(evolveDefaults.mostPhrases))
      .addOption(
        numberOption('--population <N>', 'population', largestPopulation, smallestPopulation).default(
          evolveDefaults.population,
        ),
      )
      .addOption(numberOption('--rounds <N>', 'rounds').default(evolveDefaults.rounds))
      .addOption(numberOption('--seed <N>', 'seed').default(1))
      .option('--generate', help('evolveGenerate'))
      .option('--generator <URL>', help('generator'))
      .addOption(numberOption('--budget <N>', 'budget', mostPictures, fewestPictures).default(defaultBudget))
      .option('--target <TEXT>', help('target'))
      .option('--judge <ID|FOLDER>', help('judge'))
      .option('--parameters <TEXT>', help('generateParameters'))
      .option('--workflow <FILE>', help('workflow'))
      .option('--bindings <FILE>', help('bindings'))
      .option('-o, --out <FOLDER>', help('generateOut')),
  );
  measuring('blindspots', (command) =>
    command
      .option('-s, --spell <NAME>', help('spell'))
      .addOption(new Option('-k, --kind <KIND...>', help('kind')).choices(wordKinds)),
  );
  measuring('slots', (command) => command.option('-s, --spell <NAME>', help('spell')));
  measuring(
    'where',
    (command) =>
      command
        .requiredOption('-p, --phrase <TEXT>', help('phrase'))
        .option('-s, --spell <NAME>', help('whereSpell'))
        .option('--picture <FILE...>', help('wherePicture'))
        .addOption(new Option('--method <METHOD>', help('method')).choices(heatMethods).default('product'))
        .option('-w, --windows', help('windows'))
        .option('-o, --out <FOLDER|PNG>', help('out'))
        .option('--overwrite', help('overwrite')),
    { usage: 'FILE… --phrase TEXT' },
  );
  measuring('attention', (command) =>
    command
      .option('-s, --spell <NAME>', help('spell'))
      .option('--picture <FILE>', help('picture'))
      .addOption(numberOption('-l, --layer <N>', 'layer'))
      .option('--own', help('own'))
      .option('-o, --out <PNG>', help('mapOut'))
      .option('--overwrite', help('overwrite')),
  );
  measuring('health', (command) => command);
  /** Options of what has a generator draw from a plan. */
  const drawing = (command: Command): Command =>
    command
      .addOption(
        new Option('--seed <SEED>', help('firstSeed')).argParser((text: string) => seedOf(text, language)),
      )
      .option('--parameters <TEXT>', help('generateParameters'))
      .option('-w, --workflow <FILE>', help('workflow'))
      .option('--bindings <FILE>', help('bindings'))
      .option('-o, --out <FOLDER>', help('generateOut'))
      .option('--plan', help('generatePlan'))
      .option('--again', help('generateAgain'));
  measuring('generate', (command) =>
    drawing(
      command
        .option('-g, --generator <URL>', help('generator'))
        .option('-s, --spell <NAME>', help('generateSpell'))
        .option('--best', help('generateBest'))
        .addOption(numberOption('-n, --seeds <N>', 'seeds', mostSeeds).default(defaultSeeds)),
    ),
  );
  measuring('generated', (command) =>
    command
      .option('--from <FOLDER...>', help('generatedFrom'))
      .option('-o, --out <FOLDER>', help('generatedOut')),
  );
  measuring('audit', (command) =>
    drawing(
      command
        .option('-g, --generator <URL>', help('generator'))
        .option('-s, --spell <NAME>', help('generateSpell'))
        .addOption(
          numberOption('-n, --pictures <N>', 'auditPictures', mostSeeds).default(auditDefaults.pictures),
        )
        .addOption(
          numberOption('-k, --known <N>', 'auditKnown', mostSeeds, FEWEST_KNOWN).default(auditDefaults.known),
        )
        .option('--no-known', help('auditNoKnown'))
        .addOption(
          new Option('--set <SET>', help('auditSet'))
            .choices(AUDIT_SETS.map(({ id }) => id))
            .default(AUDIT_SETS[0]!.id),
        )
        .option('--from <FOLDER>', help('auditFrom'))
        .option('--known-from <FOLDER>', help('auditKnownFrom')),
    ),
  );
  styled(program.command('generators'))
    .usage('')
    .description(help('generators'))
    .addOption(colorOption)
    .action(async (given: { color: boolean }) => {
      exitCode = await handlers.generators(given);
    });
  styled(program.command('device'))
    .usage('[options]')
    .description(help('device'))
    .addOption(modelOption)
    .option('--again', help('deviceAgain'))
    .addOption(new Option('-f, --format <FORMAT>', help('format')).choices(explainFormats).default('table'))
    .addOption(stepLimitOption)
    .addOption(colorOption)
    .action(async (given: Parameters<Handlers['device']>[0]) => {
      exitCode = await handlers.device(given);
    });
  styled(program.command('cache'))
    .usage('[options]')
    .description(help('cache'))
    .option('--clear', help('cacheClear'))
    .addOption(colorOption)
    .action(async (given: Parameters<Handlers['cache']>[0]) => {
      exitCode = await handlers.cache(given);
    });
  styled(program.command('test'))
    .usage('[FILE…] [options]')
    .description(help('test'))
    .argument('[FILE...]', help('testFiles'))
    .option('-u, --update', help('update'))
    .option('--pack', help('pack'))
    .option('--strict', help('strict'))
    .option('-i, --images <GLOB...>', help('images'))
    .addOption(allowOption)
    .addOption(modelOption)
    .addOption(serverOption)
    .addOption(serverModelOption)
    .addOption(new Option('-f, --format <FORMAT>', help('format')).choices(testFormats).default('pretty'))
    .addOption(stepLimitOption)
    .addOption(colorOption)
    .action(async (paths: string[], given: Parameters<Handlers['test']>[1]) => {
      exitCode = await handlers.test(paths, given);
    });
  styled(program.command('tokens'))
    .usage('FILE… [options]')
    .description(help('tokens'))
    .argument('<FILE...>', help('files'))
    .addOption(allowOption)
    .addOption(modelOption)
    .addOption(stepLimitOption)
    .addOption(colorOption)
    .action(async (paths: string[], given: Parameters<Handlers['tokens']>[1]) => {
      exitCode = await handlers.tokens(paths, given);
    });
  styled(program.command('read'))
    .usage('PICTURE… [options]')
    .description(help('read'))
    .argument('<PICTURE...>', help('readFiles'))
    .addOption(new Option('-f, --format <FORMAT>', help('format')).choices(readFormats).default('spell'))
    .addOption(new Option('-d, --dialect <DIALECT>', help('readDialect')).choices(DIALECTS))
    .option('-t, --template', help('readTemplate'))
    .addOption(colorOption)
    .action(async (paths: string[], given: Parameters<Handlers['read']>[1]) => {
      exitCode = await handlers.read(paths, given);
    });
  styled(program.command('find'))
    .usage('TEXT PICTURES… [options]')
    .description(help('find'))
    .argument('<TEXT>', help('findText'))
    .argument('<PICTURES...>', help('findPictures'))
    .addOption(numberOption('-n, --most <N>', 'findMost', mostFound).default(usuallyFound))
    .addOption(modelOption)
    .addOption(new Option('-f, --format <FORMAT>', help('format')).choices(findFormats).default('table'))
    .addOption(stepLimitOption)
    .addOption(colorOption)
    .action(async (text: string, pictures: string[], given: unknown) => {
      exitCode = await handlers.find(text, pictures, given as never);
    });
  styled(program.command('convert'))
    .usage('FILE… --to DIALECT [options]')
    .description(help('convert'))
    .argument('<FILE...>', help('files'))
    .addOption(new Option('-t, --to <DIALECT>', help('convertTo')).choices(CONVERTIBLE))
    .addOption(new Option('--from <DIALECT>', help('convertFrom')).choices(DIALECTS))
    .addOption(new Option('-f, --format <FORMAT>', help('format')).choices(convertFormats).default('spell'))
    .addOption(allowOption)
    .addOption(colorOption)
    .action(async (paths: string[], given: Parameters<Handlers['convert']>[1]) => {
      exitCode = await handlers.convert(paths, given);
    });
  styled(program.command('lint'))
    .usage('FILE… [options]')
    .description(help('lint'))
    .argument('<FILE...>', help('files'))
    .addOption(new Option('-f, --format <FORMAT>', help('format')).choices(lintFormats).default('pretty'))
    .addOption(
      new Option('--max-severity <LEVEL>', help('maxSeverity')).choices(lintLevels).default('information'),
    )
    .addOption(colorOption)
    .action(async (paths: string[], given: Parameters<Handlers['lint']>[1]) => {
      exitCode = await handlers.lint(paths, given);
    });

  styled(program.command('mcp'))
    .usage('[options]')
    .description(help('mcp'))
    .addOption(new Option('-a, --allow <FOLDER...>', help('allowTools')))
    .addOption(modelOption)
    .action(async (given: McpArguments) => {
      exitCode = await handlers.mcp(given);
    });

  const modelsCommand = styled(program.command('models'))
    .usage('list | pull ID | path ID | remove ID | verify ID --pictures FOLDER')
    .description(help('models'));
  styled(modelsCommand.command('list'))
    .description(help('modelsList'))
    .addOption(colorOption)
    .action(async (given: { color: boolean }) => {
      exitCode = await handlers.models({ command: 'list' }, given);
    });
  styled(modelsCommand.command('pull'))
    .usage('ID [--accept-licence LICENCE]')
    .description(help('modelsPull'))
    .argument('<ID>', help('modelId'))
    .option('--accept-licence <LICENCE>', help('acceptLicence'))
    .addOption(colorOption)
    .action(async (id: string, given: { color: boolean; acceptLicence?: string }) => {
      const { acceptLicence, ...options } = given;
      exitCode = await handlers.models({ command: 'pull', id, acceptLicence }, options);
    });
  for (const [command, key] of modelCommands) {
    styled(modelsCommand.command(command))
      .usage('ID')
      .description(help(key))
      .argument('<ID>', help('modelId'))
      .addOption(colorOption)
      .action(async (id: string, given: { color: boolean }) => {
        exitCode = await handlers.models({ command, id }, given);
      });
  }
  styled(modelsCommand.command('verify'))
    .usage('ID --pictures FOLDER')
    .description(help('modelsVerify'))
    .argument('<ID>', help('modelId'))
    .requiredOption('-p, --pictures <FOLDER>', help('pictures'))
    .addOption(stepLimitOption)
    .addOption(colorOption)
    .action(async (id: string, given: { color: boolean; pictures: string; stepLimit?: number }) => {
      const { pictures, ...options } = given;
      exitCode = await handlers.models({ command: 'verify', id, pictures }, options);
    });

  try {
    refuseUnknownCommand(program, words);
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done; // help or version, already shown
    if (error.code !== 'commander.help') writeError(usageMessage(error, program, words, language));
    return exitCodes.wrong;
  }
}

/**
 * Beside `--help` the parser would answer an unknown command with general help, as if the command were right.
 * @throws CommanderError
 */
function refuseUnknownCommand(program: Command, words: readonly string[]): void {
  let command = program;
  for (const word of words) {
    if (command.commands.length === 0) return; // it takes files
    if (word.startsWith('-')) continue; // no command with commands below has options that take values
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (!next)
      throw new CommanderError(exitCodes.wrong, 'commander.unknownCommand', `unknown command '${word}'`);
    command = next;
  }
}

/** Decimal digits that a generator takes as a seed. */
function seedOf(text: string, language: Language): string {
  if (/^\d{1,20}$/.test(text) && BigInt(text) < 2n ** 64n) return String(BigInt(text));
  throw new InvalidArgumentError(say(SEED_WORDING, language));
}

function positiveInteger(text: string, language: Language, largest?: number, smallest = 1): number {
  const isNumber = /^[1-9]\d{0,8}$/.test(text);
  if (isNumber && Number(text) >= smallest && Number(text) <= (largest ?? Infinity)) return Number(text);
  throw new InvalidArgumentError(
    largest === undefined
      ? say(POSITIVE_INTEGER_WORDING, language)
      : say(INTEGER_RANGE_WORDING, language, { smallest, largest }),
  );
}

/** The parser's complaint in the user's language; what it is about stands in its quotes. */
function usageMessage(
  error: CommanderError,
  program: Command,
  words: readonly string[],
  language: Language,
): string {
  const what = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const isFile = error.code === 'commander.missingArgument' && what === 'FILE';
  const wording = USAGE_WORDING[isFile ? 'commander.missingFile' : error.code];
  const invalid = /argument '(.*)' is invalid\. (?:Allowed choices are )?(.*?)\.?$/s.exec(error.message);
  const [, value = '', values = ''] = invalid ?? [];
  const message = wording === undefined ? error.message : say(wording, language, { what, value, values });
  const command = [
    'spellwright',
    ...words.slice(0, 1).filter((word) => program.commands.some((each) => each.name() === word)),
  ];
  const see = say(CLI_WORDING.seeHelp, language, { command: command.join(' ') });
  return `spellwright: ${message}\n${see}\n`;
}
