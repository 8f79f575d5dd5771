import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exitCodes } from '../../src/cli/commands';
import { runCli, tinyModel, type CliResult } from '../cli/runCli';
import { AutomaticServer } from '../generators/servers/automaticServer';
import { commit, type FakeHub } from '../models/fakeHub';
import type { Sandbox } from './sandbox';

/** Under the name of a checkpoint of which scores are published lies a tiny one, so that `verify` has work to do. */
const id = 'clip-vit-b-32';

/** What a terminal can ask for, and the exit code that says that it was done. Deleting comes last. */
const commands: readonly (readonly [words: string, exitCode: number])[] = [
  ['--version', 0],
  ['--help', 0],
  ['models list', 0],
  [`models path ${id}`, 2],
  [`models pull ${id}`, 0],
  [`models path ${id}`, 0],
  [`models verify ${id} --pictures refs`, 1],
  ['score a.spell', 0],
  [`score a.spell --model ${id}`, 0],
  ...['json', 'csv', 'markdown'].map((format) => [`score a.spell --format ${format}`, 0] as const),
  ['score broken.spell', 2],
  ['device', 0],
  ['suggest a.spell', 0],
  ['evolve a.spell --rounds 2 --population 4', 0],
  ['explain a.spell --words --pairs --shapley', 0],
  ['blindspots a.spell', 0],
  ['slots a.spell', 0],
  ['where a.spell --phrase fish --windows', 0],
  ['attention a.spell', 0],
  ['health a.spell', 0],
  ['generate drawn.spell --plan', 0],
  ['generate drawn.spell --seeds 1', 0],
  ['generated drawn.spell --from refs', 0],
  ['audit who.spell --from refs', 0],
  ['evolve drawn.spell --generate --budget 20', 0],
  ['test a.spell --pack', 0],
  ['test a.spell --format junit', 0],
  ['tokens a.spell', 0],
  ['cache', 0],
  ['find fish refs', 0],
  ['find a.spell refs --format json', 0],
  ['convert a.spell --to comfyui', 0],
  ['convert a.spell --format list', 0],
  ['read made.png refs', 1],
  ['read made.png --format json', 0],
  ['mcp', 0],
  ...['pretty', 'json', 'sarif'].map((format) => [`lint a.spell --format ${format}`, 1] as const),
  ['cache --clear', 0],
  [`models remove ${id}`, 0],
];

/** What an agent says to `mcp`: every tool has work. */
const calls: readonly (readonly [tool: string, input: object])[] = [
  ['list_checkpoints', {}],
  ['score_prompts', { spellFile: 'a.spell' }],
  ['score_prompts', { prompts: ['a fish'], pictures: ['refs'], model: id }],
  ['compare_prompts', { spellFile: 'a.spell', a: '#1', b: '#2' }],
  ['explain_prompt', { prompt: 'a red fish, a cat', pictures: ['refs/*.png'] }],
  ['suggest_words', { prompt: 'a red fish', pictures: ['refs/*.png'] }],
  ['check_wording', { file: 'a.spell' }],
  ['read_picture', { picture: 'made.png' }],
  ['expand_spell', { spellFile: 'a.spell', spell: '#2' }],
  ['generate_pictures', { spellFile: 'drawn.spell' }],
];
const client = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};
const talk = {
  lines: [
    { id: 0, method: 'initialize', params: client },
    { method: 'notifications/initialized' },
    ...calls.map(([name, input], i) => ({
      ...{ id: i + 1, method: 'tools/call' },
      params: { name, arguments: input },
    })),
  ].map((message) => JSON.stringify({ jsonrpc: '2.0', ...message })),
  answers: calls.length + 1,
};

/** Files of a sandbox in which all commands have work. */
export function workFiles(hub: FakeHub): Record<string, string | Uint8Array> {
  const names = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'model.safetensors'];
  const files = names.map((name) =>
    hub.add(name, readFileSync(path.join(tinyModel, name)), name === 'model.safetensors'),
  );
  const model = {
    ...{
      id,
      name: 'Tiny',
      repository: 'someone/tiny-clip',
      revision: commit,
      format: 'hf-clip',
      family: 'clip',
    },
    ...{ files, megabytes: 1, imageSize: 24, languages: ['en'], licence: 'MIT' },
    note: { en: 'For tests.', ja: 'テスト用。' },
  };
  const registry = JSON.stringify({ schema: 1, models: [model] });
  const picture = readFileSync('test/fixtures/checkpoints/pictures/wide.png');
  return {
    'home/.config/spellwright/models.json': registry,
    'xdg-config/spellwright/models.json': registry,
    'work/a.spell': '---\nimages: refs/*.png\n---\na fireman\n\na {red|blue} fish',
    'work/drawn.spell': '---\nimages: refs/*.png\ngenerate: {size: 16x16}\n---\na {red|blue} fish',
    'work/who.spell': 'a firefighter at work',
    'work/broken.spell': '---\nimages: refs/*.png\nmodel: nowhere\n---\na fish',
    'work/refs/CLIP.png': picture,
    'work/made.png': readFileSync('test/fixtures/metadata/d3x-at+sd-parsers__automatic1111_cropped.png'),
  };
}

export interface Ran extends CliResult {
  readonly words: string;
  /** The exit code of a command that did its work. */
  readonly expected: number;
}

/** Runs one command after another, as somebody would in a terminal. */
export async function* everyCommand(sandbox: Sandbox, hub: FakeHub): AsyncGenerator<Ran> {
  const options = {
    cwd: path.join(sandbox.folder, 'work'),
    environment: { ...sandbox.environment, HF_ENDPOINT: hub.endpoint },
  };
  const generator = await AutomaticServer.start('a1111');
  try {
    for (const [words, expected] of commands) {
      const environment = { ...options.environment, SPELLWRIGHT_GENERATOR: generator.url };
      const ran = await runCli(words.split(' '), {
        ...options,
        environment,
        ...(words === 'mcp' && { talk }),
      });
      if (words === 'mcp')
        assert.equal(ran.stdout.match(/"result":.*"isError":true|"error":/), null, ran.stdout);
      yield { words, expected, ...ran };
    }
    // Some program of the machine may answer there.
    const ran = await runCli(['generators'], options);
    yield {
      words: 'generators',
      ...ran,
      expected: ran.code === exitCodes.done ? ran.code : exitCodes.findings,
    };
  } finally {
    await generator.close();
  }
}

/** Spellwright's own cache, the hub's, which other programs share, and what `test` and `generate` were told to write; docs/privacy.md names all. */
const known =
  /^(?:(?:xdg-cache|home\/\.cache)\/(?:spellwright\/|huggingface\/hub\/)|work\/spellwright\.lock$|work\/generated\/)/;

/** What programs left where none should leave anything. */
export function leftElsewhere(sandbox: Sandbox): string[] {
  return sandbox.left().filter((name) => !known.test(name));
}

/** Names of the commands that the program's own help lists and that `everyCommand` leaves out. */
export async function forgottenCommands(sandbox: Sandbox): Promise<string[]> {
  const listed = async (words: string[]): Promise<string[]> => {
    const { stdout } = await runCli([...words, '--help'], {
      cwd: sandbox.folder,
      environment: sandbox.environment,
    });
    const names = [...stdout.split('Commands:')[1]!.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name!);
    return names.map((name) => [...words, name].join(' '));
  };
  const all = [...(await listed([])), ...(await listed(['models']))];
  const ran = [...commands.map(([words]) => words), 'generators'];
  return all.filter((name) => !ran.some((words) => words.startsWith(name)));
}
