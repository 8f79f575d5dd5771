/** What is metered of the workflows of ComfyUI. */
import { finish } from '../../src/core/steps';
import { applyBindings } from '../../src/generators/comfyui/workflow/applyBindings';
import { findBindings } from '../../src/generators/comfyui/workflow/findBindings';
import { readWorkflow } from '../../src/generators/comfyui/workflow/workflow';

/** From a text to a graph with a prompt in it. */
export function fillWorkflow(text: string): number {
  const workflow = readWorkflow(text);
  const { bindings } = finish(findBindings(workflow));
  return Object.keys(applyBindings(workflow, bindings, { prompt: 'x', seed: 1n }).nodes).length;
}
