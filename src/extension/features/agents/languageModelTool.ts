import * as vscode from 'vscode';
import { callTool } from '../../../tools/callTool';
import type { Tool, ToolContext } from '../../../tools/tool';
import { TOOL_WORDING } from '../../../words/agents';
import { say, type Language } from '../../../words/words';
import { confirmation } from './confirmation';

/** The tools of all extensions share their names. */
export function languageModelToolName({ name }: Pick<Tool, 'name'>): string {
  return `spellwright_${name}`;
}

/** A tool as the editor's language models are handed it. What it cannot do it throws, as a message for the model. */
export function languageModelTool(
  tool: Tool,
  context: ToolContext,
  language: Language,
  /** Of the user's generator; undefined where they have none. */
  generatorAddress: () => string | undefined,
): vscode.LanguageModelTool<object> {
  return {
    prepareInvocation() {
      const asked = confirmation(tool, language, generatorAddress());
      return {
        invocationMessage: say(TOOL_WORDING[tool.name].doing, language),
        ...(asked && { confirmationMessages: asked }),
      };
    },
    async invoke({ input }, token) {
      const stop = new AbortController();
      const cancelling = token.onCancellationRequested(() => stop.abort(new vscode.CancellationError()));
      if (token.isCancellationRequested) stop.abort(new vscode.CancellationError());
      try {
        const call = { signal: stop.signal, onProgress: () => undefined };
        const called = await callTool(tool.name, input, context, call);
        if (!called.ok) throw new Error(`${called.code}: ${called.message}`);
        return new vscode.LanguageModelToolResult([
          new vscode.LanguageModelTextPart(JSON.stringify(called.answer)),
        ]);
      } finally {
        cancelling.dispose();
      }
    },
  };
}
