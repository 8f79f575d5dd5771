import { EngineError } from '../core/engineError';
import { FileError } from '../files/fileError';
import { GeneratorError } from '../generators/generatorError';
import { ModelError } from '../models/modelError';
import { generatorErrorText } from '../words/generators';
import { errorText } from '../words/problemText';
import { visible } from './answers';
import { InputError } from './schema';
import { tools } from './toolTable';
import { ToolError, type Tool, type ToolCall, type ToolContext } from './tool';

/** What becomes of a call: an answer as the tool's schema says, or why there is none and what to do. */
export type Called =
  | { readonly ok: true; readonly answer: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: string; readonly message: string };

/**
 * Calls a tool by its name with whatever an agent sent. Expected failures are in the result.
 * @throws the signal's reason, and what nobody expected
 */
export async function callTool(
  name: string,
  input: unknown,
  context: ToolContext,
  call: ToolCall,
): Promise<Called> {
  try {
    call.signal.throwIfAborted();
    const answer = await runTool(named(name), input, context, call);
    return { ok: true, answer: visible(answer as Readonly<Record<string, unknown>>) };
  } catch (error) {
    call.signal.throwIfAborted();
    const failure = failureOf(error, context);
    if (failure === undefined) throw error;
    return { ok: false, code: failure.code, message: visible(failure.message) };
  }
}

async function runTool(tool: Tool, input: unknown, context: ToolContext, call: ToolCall): Promise<unknown> {
  return tool.run(tool.input.read(input ?? {}, ''), context, call);
}

function named(name: string): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found) return found;
  const names = tools.map((tool) => tool.name).join(', ');
  throw new ToolError('tool-unknown', `There is no tool “${name.slice(0, 60)}”. There are ${names}.`);
}

function failureOf(
  error: unknown,
  { face }: ToolContext,
): { readonly code: string; readonly message: string } | undefined {
  if (error instanceof InputError) return { code: 'input-invalid', message: error.message };
  if (error instanceof ToolError) return error;
  if (error instanceof GeneratorError) return { code: error.code, message: generatorErrorText(error, 'en') };
  if (error instanceof FileError) {
    const message = `${error.path}: ${errorText(error, { language: 'en', face })}`;
    return { code: error.code, message };
  }
  if (error instanceof EngineError || error instanceof ModelError)
    return { code: error.code, message: errorText(error, { language: 'en', face }) };
  return undefined;
}
