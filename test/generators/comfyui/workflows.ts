import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { finish } from '../../../src/core/steps';
import type { Bindings } from '../../../src/generators/comfyui/workflow/bindings';
import { findBindings } from '../../../src/generators/comfyui/workflow/findBindings';
import { readWorkflow, type Workflow } from '../../../src/generators/comfyui/workflow/workflow';

/** Type, inputs and title of nodes by their ids. */
export type Nodes = Readonly<
  Record<string, readonly [type: string, inputs: Readonly<Record<string, unknown>>, title?: string]>
>;

/** A graph in API form. */
export function api(nodes: Nodes): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(nodes).map(([id, [class_type, inputs, title]]) => [
        id,
        { class_type, inputs, ...(title !== undefined && { _meta: { title } }) },
      ]),
    ),
  );
}

/** One sampler, between two texts and what is saved. */
export function usual(sampler: Readonly<Record<string, unknown>> = {}, more: Nodes = {}): Nodes {
  return {
    '3': [
      'KSampler',
      {
        seed: 5,
        steps: 20,
        cfg: 7.5,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['4', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
        ...sampler,
      },
    ],
    '4': ['CheckpointLoaderSimple', { ckpt_name: 'base_v1.safetensors' }],
    '5': ['EmptyLatentImage', { width: 64, height: 96, batch_size: 1 }],
    '6': ['CLIPTextEncode', { text: 'a cat', clip: ['4', 1] }],
    '7': ['CLIPTextEncode', { text: 'dog', clip: ['4', 1] }],
    '8': ['VAEDecode', { samples: ['3', 0], vae: ['4', 2] }],
    '9': ['SaveImage', { images: ['8', 0], filename_prefix: 'own' }],
    ...more,
  };
}

export function bindingsIn(workflow: Workflow): Bindings {
  return finish(findBindings(workflow));
}

/** Places and the rules that found them, by slot: `{ prompt: '6.text conditioning' }`; several with commas. */
export function placesIn(text: string): Record<string, string> {
  const places: Record<string, string> = {};
  for (const { slot, id, input, rule } of bindingsIn(readWorkflow(text)).bindings)
    places[slot] = [places[slot], `${id}.${input} ${rule}`].filter(Boolean).join(', ');
  return places;
}

export function remarksOn(text: string): string[] {
  return bindingsIn(readWorkflow(text)).remarks.map(({ code, parameters }) =>
    [code, ...Object.values(parameters)].join(' '),
  );
}

export function fixture(name: string): string {
  return readFileSync(path.join(root, 'test/fixtures/metadata', name), 'utf8');
}
