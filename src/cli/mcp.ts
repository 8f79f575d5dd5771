import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { ServeOptions } from '../mcp/serveTools';
import { AGENTS_WORDING } from '../words/agents';
import { say } from '../words/words';
import { exitCodes, type CommandContext } from './commands';
import { printable } from './table';

export interface McpArguments {
  readonly allow?: readonly string[];
  readonly model?: string;
}

/** A bundle of its own, so that no other command reads the protocol's code. */
interface McpBundle {
  serveTools(options: ServeOptions): Promise<void>;
}

/**
 * `spellwright mcp`: tools for agents on standard input and output, until the input ends.
 * @param distFolder the folder of the bundles
 */
export async function mcp(
  { allow = [], model }: McpArguments,
  distFolder: string,
  { terminal, version, signal }: CommandContext,
): Promise<number> {
  for (const folder of allow) {
    const isFolder = await stat(resolve(folder)).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder) continue;
    terminal.writeError(`${printable(say(AGENTS_WORDING.noSuchFolder, terminal.language, { folder }))}\n`);
    return exitCodes.wrong;
  }
  const { serveTools } = createRequire(__filename)(join(distFolder, 'mcp.js')) as McpBundle;
  await serveTools({
    ...{ allow, version, distFolder, signal },
    ...(model !== undefined && { model }),
    tell: (line) => terminal.writeError(`${printable(line)}\n`),
  });
  return exitCodes.done;
}
