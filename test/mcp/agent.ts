import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';

export const cli = resolve(__dirname, '../../dist/cli.js');

export interface Answered {
  readonly isError: boolean;
  /** What a model reads. */
  readonly text: string;
  /** By its schema, which the client has checked; empty where there is an error. */
  readonly structured: Readonly<Record<string, never>>;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
}

/** An agent at the built program, through the protocol's own client. */
export class Agent {
  private constructor(
    readonly client: Client,
    readonly transport: StdioClientTransport,
  ) {}

  /** @param words behind `spellwright mcp` */
  static async arrive(
    words: readonly string[],
    { cwd, environment = {} }: { readonly cwd: string; readonly environment?: Record<string, string> },
  ): Promise<Agent> {
    assert.ok(existsSync(cli), 'build first: npm run build');
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [cli, 'mcp', ...words],
      cwd,
      env: { PATH: process.env.PATH ?? '', XDG_CACHE_HOME: join(cwd, '.cache'), ...environment },
      stderr: 'pipe',
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    await client.listTools(); // from then on the client checks answers by their schemas
    return new Agent(client, transport);
  }

  async ask(name: string, input: object, options: AskOptions = {}): Promise<Answered> {
    const result = await this.client.callTool(
      { name, arguments: input as Record<string, unknown> },
      undefined,
      options,
    );
    const [content] = result.content as { readonly text: string }[];
    return {
      isError: result.isError === true,
      text: content!.text,
      structured: (result.structuredContent ?? {}) as Answered['structured'],
    };
  }

  leave(): Promise<void> {
    return this.client.close();
  }
}
