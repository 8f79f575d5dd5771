import { deviceDetails, deviceLine } from '../words/device';
import { exitCodes, type CommandContext } from './commands';
import { printable } from './table';
import { errorText } from '../words/problemText';
import { EngineError } from '../core/engineError';
import type { explainFormats } from './explain';

export interface DeviceArguments {
  readonly model?: string;
  /** Without what was refused before. */
  readonly again?: boolean;
  readonly format: (typeof explainFormats)[number];
}

/**
 * `spellwright device`: what computes pictures, after it was compared with the processor.
 * @returns 0; 1 where a device was asked for and the processor does the work
 */
export async function device(
  { model, again, format }: DeviceArguments,
  { terminal, engines, signal }: CommandContext,
): Promise<number> {
  const { language } = terminal;
  try {
    const engine = await engines.for(model, process.cwd());
    const state = await engine.device(again ? 'anew' : 'now', { signal });
    const lines = [deviceLine(state, language), ...deviceDetails(state, language)];
    await terminal.write(
      format === 'json'
        ? `${JSON.stringify({ schema: 1, ...state }, null, 2)}\n`
        : lines.map((line) => `${printable(line)}\n`).join(''),
    );
    return state.asked !== 'cpu' && state.pictures === 'cpu' ? exitCodes.findings : exitCodes.done;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EngineError)) throw error;
    terminal.writeError(`${printable(errorText(error, { language, face: 'terminal' }))}\n`);
    return exitCodes.wrong;
  }
}
