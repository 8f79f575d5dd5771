import path from 'node:path';
import { FileError } from '../files/fileError';
import { writeNewFile } from '../files/putInPlace';
import { readPictureFile } from '../files/readPictureFile';
import { readTextFile } from '../files/readTextFile';
import type { GivenWorkflow } from '../generators/comfyui/comfyGenerator';
import { writeBindings } from '../generators/comfyui/workflow/storedBindings';
import { workflowPlaces, workflowText } from '../tasks/givenWorkflow';
import { GENERATE_WORDING } from '../words/generate';
import { workflowRemarkText } from '../words/generators';
import { systemReason } from '../words/systemReason';
import { say, type Parameters } from '../words/words';
import type { CommandContext } from './commands';
import { shownPath } from './problems';
import { printable } from './table';

export interface WorkflowArguments {
  /** ComfyUI's, in API form, or a picture that one made. */
  readonly workflow?: string;
  /** Which of its places take what; found, and written there, where the file is missing. */
  readonly bindings?: string;
}

/**
 * The user's own workflow, and where its places are: said, and kept for corrections.
 * @throws GeneratorError, FileError
 */
export async function givenWorkflow(
  { workflow: named, bindings: kept }: WorkflowArguments,
  terminal: CommandContext['terminal'],
): Promise<GivenWorkflow | undefined> {
  if (named === undefined) return undefined;
  const write = (text: string): void => terminal.writeError(`${printable(text)}\n`);
  const tell = (key: keyof typeof GENERATE_WORDING, parameters: Parameters): void =>
    write(say(GENERATE_WORDING[key], terminal.language, parameters));
  const text = workflowText(await readPictureFile(path.resolve(named)));
  const stored = kept === undefined ? undefined : await textOrNone(path.resolve(kept));
  const given: GivenWorkflow = { workflow: text, ...(stored !== undefined && { bindings: stored }) };
  const { bindings, remarks } = workflowPlaces(given);
  for (const { slot, id, type, input } of bindings) tell('binding', { slot, id, type, input });
  for (const remark of remarks) write(workflowRemarkText(remark, terminal.language));
  if (stored === undefined && kept !== undefined) {
    const file = path.resolve(kept);
    try {
      await writeNewFile(file, new TextEncoder().encode(writeBindings(bindings)));
      tell('bindingsWritten', { file: shownPath(file) });
    } catch (error) {
      // What was found is said above, and drawn with all the same.
      tell('folder', { folder: shownPath(file), reason: systemReason(error, terminal.language) });
    }
  }
  return given;
}

/** @throws FileError of a file that is there and can't be read */
async function textOrNone(file: string): Promise<string | undefined> {
  try {
    return await readTextFile(file);
  } catch (error) {
    if (error instanceof FileError && error.code === 'file-missing') return undefined;
    throw error;
  }
}
