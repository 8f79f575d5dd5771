import { workflowOfPicture } from '../core/infotext/workflowOfPicture';
import { finish } from '../core/steps';
import { inflate } from '../files/inflate';
import type { GivenWorkflow } from '../generators/comfyui/comfyGenerator';
import type { Bindings } from '../generators/comfyui/workflow/bindings';
import { findBindings } from '../generators/comfyui/workflow/findBindings';
import { correctedBindings } from '../generators/comfyui/workflow/storedBindings';
import { readWorkflow } from '../generators/comfyui/workflow/workflow';

/** The workflow that a file holds: a picture that ComfyUI made, or what it exports in API form. It may be neither. */
export function workflowText(bytes: Uint8Array): string {
  return workflowOfPicture(bytes, { inflate }) ?? new TextDecoder().decode(bytes);
}

/**
 * Where the prompt and all else go in a workflow: as found, and corrected by what the user chose.
 * @throws GeneratorError of `readWorkflow` and `correctedBindings`
 */
export function workflowPlaces({ workflow: text, bindings: chosen }: GivenWorkflow): Bindings {
  const workflow = readWorkflow(text);
  const found = finish(findBindings(workflow));
  return chosen === undefined ? found : correctedBindings(found, workflow, chosen);
}

/** What tells pictures of one workflow from those of another (`PlanRequest.workflow`). */
export function workflowKey({ workflow, bindings = '' }: GivenWorkflow): string {
  return `${workflow}\n${bindings}`;
}
