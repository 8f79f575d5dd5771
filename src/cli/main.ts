/** The program `spellwright`: scores spell files in a terminal or a script. */
import { join } from 'node:path';
import packageJson from '../../package.json';
import { loadBiasRules } from '../files/biasRules';
import { CLI_WORDING } from '../words/cli';
import { DEVICE_WORDING } from '../words/device';
import { errorText, problemText } from '../words/problemText';
import { systemReason } from '../words/systemReason';
import { say } from '../words/words';
import { attention } from './attention';
import { exitCodes, score, tokens, type CommandContext } from './commands';
import { blindspots } from './blindSpots';
import { find } from './find';
import { convert } from './convert';
import { explain } from './explain';
import { deviceChoices } from '../core/device';
import { EngineError } from '../core/engineError';
import { defaultCacheFolder } from '../client/cacheFolder';
import { cache } from './cache';
import type { ServerToAsk } from '../client/engineClient';
import { Engines } from '../client/engines';
import { checkedFilesFolder } from '../models/fileHash';
import { checkpointLanguages } from '../models/checkpointLanguages';
import { modelPlaces } from '../models/modelPlaces';
import { publishedScoresFile } from '../models/publishedScores';
import { registeredModel } from '../models/registeredModel';
import { auditCommand } from './audit';
import { device } from './device';
import { generate, generators } from './generate';
import { generated } from './generated';
import { health } from './health';
import { lint } from './lint';
import { suggest } from './suggest';
import { loadBundledVocabulary } from '../files/bundledVocabulary';
import { mcp } from './mcp';
import { models } from './models';
import { Patience } from './patience';
import { runProgram } from './program';
import { serverOf } from './serverOf';
import { slots } from './slots';
import { read } from './read';
import { printable } from './table';
import { evolveOrSearch } from './search';
import { Terminal } from './terminal';
import { test } from './test';
import { where } from './where';

/** The bundle lies in `dist`, beside the engine's; the checkpoints one level up. */
const modelsFolder = join(__dirname, '..', 'models');
const places = modelPlaces(modelsFolder);
const patience = new Patience(terminalFor({ color: false }));
const asked = process.env.SPELLWRIGHT_DEVICE;
const chosenDevice = deviceChoices.find((each) => each === asked);
/** Whose towers are asked, where the command or the environment names a server. */
let server: ServerToAsk | undefined;
const engines = new Engines({
  engineFile: join(__dirname, 'engine.js'),
  modelsFolder,
  registered: (id) => registeredModel(id, places),
  device: chosenDevice,
  server: () => server,
  stepLimitSeconds: patience.tellAfterSeconds,
  onStall: (_folder, stall) => patience.onStall(stall),
});
const stopping = new AbortController();
const { version } = packageJson;

function terminalFor(options: { readonly color: boolean }): Terminal {
  return new Terminal(process.stdout, process.stderr, process.env, options);
}

function contextFor({
  color,
  stepLimit,
  ...named
}: {
  readonly color: boolean;
  readonly stepLimit?: number;
  readonly server?: string;
  readonly serverModel?: string;
}): CommandContext {
  const terminal = terminalFor({ color });
  server = serverOf(named, process.env);
  patience.limitSeconds = stepLimit;
  const languagesOf: CommandContext['languagesOf'] = (checkpoint) => checkpointLanguages(checkpoint, places);
  return { terminal, engines, languagesOf, version, signal: stopping.signal };
}

async function main(): Promise<number> {
  const terminal = terminalFor({ color: false });
  const { language } = terminal;
  if (asked && !chosenDevice) {
    const parameters = { asked: printable(asked), known: deviceChoices.join(', ') };
    terminal.writeError(`${say(DEVICE_WORDING.unknown, language, parameters)}\n`);
    return exitCodes.wrong;
  }
  try {
    return await runProgram(process.argv.slice(2), {
      version,
      language,
      handlers: {
        score: (paths, { images = [], ...options }) =>
          score({ paths, images, ...options }, contextFor(options)),
        explain: (paths, { images = [], ...options }) =>
          explain({ paths, images, ...options }, contextFor(options)),
        suggest: (paths, { images = [], ...options }) =>
          suggest(
            { paths, images, ...options },
            {
              ...contextFor(options),
              bundled: loadBundledVocabulary(__dirname),
              cacheFolder: defaultCacheFolder(),
            },
          ),
        evolve: (paths, { images = [], ...options }) =>
          evolveOrSearch(
            { paths, images, ...options },
            {
              ...contextFor(options),
              bundled: loadBundledVocabulary(__dirname),
              cacheFolder: defaultCacheFolder(),
              environment: process.env,
            },
          ),
        blindspots: (paths, { images = [], ...options }) =>
          blindspots({ paths, images, ...options }, contextFor(options)),
        slots: (paths, { images = [], ...options }) =>
          slots({ paths, images, ...options }, contextFor(options)),
        where: (paths, { images = [], picture, ...options }) =>
          where({ paths, images, pictures: picture, ...options }, contextFor(options)),
        attention: (paths, { images = [], ...options }) =>
          attention({ paths, images, ...options }, contextFor(options)),
        health: (paths, { images = [], ...options }) =>
          health({ paths, images, ...options }, contextFor(options)),
        test: (paths, { images = [], ...options }) =>
          test({ paths, images, ...options }, { ...contextFor(options), rules: loadBiasRules(__dirname) }),
        // Without a server whatever has no option for one: `server: ''` keeps the environment's from being asked.
        tokens: (paths, options) => tokens({ paths, ...options }, contextFor({ ...options, server: '' })),
        read: (paths, options) => read({ paths, ...options }, contextFor({ ...options, server: '' })),
        generate: (paths, { images = [], ...options }) =>
          generate({ paths, images, ...options }, { ...contextFor(options), environment: process.env }),
        generated: (paths, { images = [], ...options }) =>
          generated({ paths, images, ...options }, contextFor(options)),
        audit: (paths, { images = [], ...options }) =>
          auditCommand(
            { paths, images, ...options },
            { ...contextFor(options), environment: process.env, rules: loadBiasRules(__dirname) },
          ),
        generators: (options) => generators(contextFor({ ...options, server: '' })),
        find: (text, pictures, options) =>
          find({ text, pictures, ...options }, contextFor({ ...options, server: '' })),
        convert: (paths, options) => convert({ paths, ...options }, contextFor({ ...options, server: '' })),
        lint: (paths, options) =>
          lint(
            { paths, ...options },
            { ...contextFor({ ...options, server: '' }), rules: loadBiasRules(__dirname) },
          ),
        device: (options) => device(options, contextFor({ ...options, server: '' })),
        cache: (options) =>
          cache(options, {
            ...contextFor({ ...options, server: '' }),
            cacheFolder: defaultCacheFolder(),
          }),
        mcp: (request) => mcp(request, __dirname, contextFor({ color: false, server: '' })),
        models: (request, options) =>
          models(request, {
            ...contextFor({ ...options, server: '' }),
            places,
            memoFolder: join(defaultCacheFolder(), checkedFilesFolder),
            publishedScores: join(modelsFolder, publishedScoresFile),
            environment: process.env,
          }),
      },
      write: (text) => process.stdout.write(text),
      writeError: (text) => process.stderr.write(text),
    });
  } catch (error) {
    if (stopping.signal.aborted) {
      process.stderr.write(`${say(CLI_WORDING.stopped, language)}\n`);
      return exitCodes.stopped;
    }
    if (error instanceof EngineError) {
      process.stderr.write(`${printable(errorText(error, { language, face: 'terminal' }))}\n`);
      return exitCodes.wrong;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.writeError(
      `${problemText({ code: 'unexpected-error', parameters: { detail } }, { language, face: 'terminal' })}\n`,
    );
    return exitCodes.wrong;
  } finally {
    engines.dispose();
  }
}

const stop = (): void => stopping.abort();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    engines.dispose();
    // The reader has seen enough, as `head` does.
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    // Or the disk is full that the output goes to: what stands there is not all of it.
    if (stream === process.stdout) {
      const { language } = terminalFor({ color: false });
      const reason = systemReason(error, language);
      process.stderr.write(`${say(CLI_WORDING.outputFailed, language, { reason })}\n`);
    }
    process.exit(exitCodes.wrong);
  });
}
void main().then((code) => {
  process.exitCode = code;
});
