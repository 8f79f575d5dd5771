import assert from 'node:assert/strict';
import type * as workflowSteps from '../../steps/workflowSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';
import { findBindings } from '../../../src/generators/comfyui/workflow/findBindings';
import { readWorkflow } from '../../../src/generators/comfyui/workflow/workflow';

type Make = (
  id: number,
  length: number,
) => { readonly class_type: string; readonly inputs: object; readonly _meta?: object };

const graph = (make: Make, length: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length }, (_, id) => [id, make(id, length)])));
const back = (id: number, length: number): [string, number] => [String((id + 1) % length), 0];
const save = (id: number, other: ReturnType<Make>): ReturnType<Make> =>
  id === 0 ? { class_type: 'SaveImage', inputs: { images: ['1', 0] } } : other;

/** Graphs that are made to cost as much as can be. */
const hostile: Readonly<Record<string, Make>> = {
  'samplers in a ring': (id, n) => ({
    class_type: 'KSampler',
    inputs: {
      seed: 1,
      steps: 2,
      positive: back(id, n),
      negative: back(id, n),
      latent_image: back(id, n),
      model: back(id, n),
    },
  }),
  'a chain as long as the graph': (id, n) =>
    save(id, { class_type: 'Reroute', inputs: { any: back(id, n) } }),
  'texts that double at each node': (id, n) =>
    save(id, {
      class_type: id === 1 ? 'KSampler' : 'StringConcatenate',
      inputs: { seed: 1, positive: back(id, n), string_a: back(id, n), string_b: back(id, n) },
    }),
  'placeholders and titles everywhere': (id, n) =>
    save(id, {
      class_type: 'CLIPTextEncode',
      inputs: { text: '%prompt% ${seed} {{negative}} %', next: back(id, n) },
      _meta: { title: 'Positive Prompt' },
    }),
  'signs of placeholders that never close': (id, n) =>
    save(id, { class_type: 'X', inputs: { text: '%a${b{{c'.repeat(5), next: back(id, n) } }),
  'titles that lead through one chain': (id, n) =>
    save(id, { class_type: 'PrimitiveInt', inputs: { value: back(id, n) }, _meta: { title: 'seed' } }),
};

describe('hostile workflows', function () {
  this.timeout(60_000);
  let meter: Meter<typeof workflowSteps>;
  before(() => (meter = new Meter('test/steps/workflowSteps.ts')));
  after(() => meter.stop());

  for (const [what, make] of Object.entries(hostile))
    it(`take steps in proportion to their nodes: ${what}`, () =>
      assertProportional((length) => {
        const text = graph(make, length);
        return meter.count((module) => module.fillWorkflow(text));
      }, 100));

  it('are looked at a node a step, so that the editor is not held', () => {
    const steps = findBindings(readWorkflow(graph(hostile['a chain as long as the graph']!, 2_000)));
    let turns = 0;
    while (steps.next().done !== true) turns++;
    assert.ok(turns > 2 * 2_000);
  });

  it('of 100,000 nodes are refused', () => {
    const node: Make = () => ({ class_type: 'A', inputs: {} });
    assert.throws(() => readWorkflow(graph(node, 100_000)), /workflow-too-large/);
  });
});
