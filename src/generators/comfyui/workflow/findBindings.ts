import { chooseSampling } from '../../../core/infotext/graph/chooseSampling';
import type { Node } from '../../../core/infotext/graph/graph';
import { reachable, type Sampling, type Setting } from '../../../core/infotext/graph/samplers';
import { textsWithoutSampler } from '../../../core/infotext/graph/textsWithoutSampler';
import { Walk, type Walked } from '../../../core/infotext/graph/walk';
import { textOf } from '../../../core/infotext/looseJson';
import type { GraphText } from '../../../core/infotext/pictureRecord';
import type { Steps } from '../../../core/steps';
import { bindingAt, bindingOf } from './bindingOf';
import type { Binding, BindingRule, Bindings, Slot, WorkflowRemark } from './bindings';
import { placeholdersOf, titledOf } from './explicitBindings';
import type { Workflow } from './workflow';

/**
 * Where prompt, negative prompt, seed and settings go in a workflow of the user's own: placeholders first, then titles, then
 * from what is saved backwards. A node a step. What is not sure is not bound: the candidates are told instead.
 */
export function* findBindings(workflow: Workflow): Steps<Bindings> {
  const finder = new Finder(workflow);
  yield;
  yield* finder.explicit();
  finder.behindSampler();
  yield;
  yield* finder.sameSeeds();
  return finder.result();
}

/** Rules of settings that do not stand at the sampler. */
const RULES: Readonly<Partial<Record<Slot, BindingRule>>> = {
  width: 'latent',
  height: 'latent',
  batch: 'latent',
  model: 'model',
};
const SETTINGS = [
  'seed',
  'steps',
  'cfg',
  'guidance',
  'sampler',
  'scheduler',
  'width',
  'height',
  'batch',
  'model',
] as const satisfies readonly (Slot & Setting)[];
/** What a pass that goes on where another stopped must have in common with it. */
const CONTINUED = ['seed', 'steps', 'cfg', 'sampler', 'scheduler'] as const satisfies readonly (Slot &
  Setting)[];

class Finder {
  private readonly graph;
  private readonly walk;
  /** What the picture is made of: other nodes change nothing. */
  private readonly nodes: readonly Node[];
  private readonly distances;
  private readonly found = new Map<string, Binding>();
  private readonly bound = new Set<Slot>();
  private readonly remarks: WorkflowRemark[] = [];
  private candidates: readonly GraphText[] = [];

  constructor({ graph }: Workflow) {
    this.graph = graph;
    this.walk = new Walk(graph);
    this.distances = reachable(graph);
    this.nodes = [...graph.nodes.values()].filter(({ id }) => this.distances.has(id));
  }

  /** A node a step. */
  *explicit(): Steps<void> {
    for (const rule of [placeholdersOf, (node: Node) => titledOf(node, this.walk)]) {
      const bindings: Binding[] = [];
      for (const node of this.nodes) {
        bindings.push(...rule(node).filter(({ slot }) => !this.bound.has(slot)));
        yield;
      }
      this.add(bindings);
      for (const { slot } of bindings) this.bound.add(slot);
    }
  }

  /** What the explicit rules left open. */
  behindSampler(): void {
    const { samplings, chosen, reason } = chooseSampling(this.graph, this.walk, this.distances);
    if (!chosen) return this.withoutSampler();
    const others = samplings.filter((sampling) => sampling !== chosen);
    if (reason === 'several' && !this.bound.has('prompt'))
      this.remark('workflow-several-samplers', { id: chosen.sampler.id });
    this.settings(chosen, others);
    this.text(
      'prompt',
      chosen.positive,
      others.map(({ positive }) => positive),
    );
    this.negative(chosen, others);
    this.clipSkip();
  }

  /** Seeds of other nodes that held the same value, such as those of details that are drawn anew. */
  *sameSeeds(): Steps<void> {
    const [first] = [...this.found.values()].filter(({ slot }) => slot === 'seed');
    if (!first || first.rule === 'placeholder' || first.rule === 'title') return;
    for (const node of this.nodes) {
      for (const input of ['seed', 'noise_seed'])
        if (textOf(node.inputs[input]) === first.value)
          this.add([bindingOf({ node, input, value: node.inputs[input]! }, 'seed', 'same-value')]);
      yield;
    }
  }

  result(): Bindings {
    const bindings = [...this.found.values()];
    const has = (slot: Slot): boolean => bindings.some((binding) => binding.slot === slot);
    if (!has('prompt'))
      this.remark('workflow-prompt-unbound', { nodes: this.candidates.map(({ id }) => id).join(', ') });
    if (!has('seed')) this.remark('workflow-seed-unbound');
    const batch = bindings.find(({ slot }) => slot === 'batch');
    if (batch && Number(batch.value) > 1) this.remark('workflow-batch', { count: Number(batch.value) });
    return { bindings, remarks: this.remarks, candidates: this.candidates };
  }

  private remark(code: WorkflowRemark['code'], parameters: WorkflowRemark['parameters'] = {}): void {
    this.remarks.push({ code, parameters });
  }

  /** One place has one meaning: what an earlier rule found stays. Placeholders may share a text. */
  private add(bindings: readonly Binding[]): void {
    for (const binding of bindings) {
      const place = JSON.stringify([binding.id, binding.input]);
      const before = this.found.get(place);
      if (!before) this.found.set(place, binding);
      else if (before.rule === 'placeholder' && binding.rule === 'placeholder')
        this.found.set(`${place} ${binding.slot}`, binding);
    }
  }

  private settings(chosen: Sampling, others: readonly Sampling[]): void {
    for (const slot of SETTINGS) {
      const place = chosen.places[slot];
      if (!place || this.bound.has(slot)) continue;
      this.add([bindingOf(place, slot, RULES[slot] ?? 'sampler')]);
    }
    for (const slot of CONTINUED) {
      const value = textOf(chosen.places[slot]?.value);
      if (value === undefined || this.bound.has(slot)) continue;
      for (const { places, sampler } of others) {
        const place = places[slot];
        const goesOn = slot === 'seed' || this.walk.plainValue(sampler, 'add_noise') === 'disable';
        if (place && goesOn && textOf(place.value) === value)
          this.add([bindingOf(place, slot, 'same-value')]);
      }
    }
    const hasSize = ['width', 'height'].some(
      (slot) => this.bound.has(slot as Slot) || chosen.places[slot as 'width'],
    );
    if (!hasSize) this.remark('workflow-size-fixed');
  }

  private negative(chosen: Sampling, others: readonly Sampling[]): void {
    const { negative, positive, cfg } = chosen;
    const unused = (reason: string): void => this.remark('workflow-negative-unused', { reason });
    if (this.bound.has('negative')) return;
    if (negative.isZero) return unused('zeroed');
    if (negative.parts.length === 0) return unused('none');
    if (isSamePlaces(negative.parts, positive.parts)) return unused('shared');
    const bound = this.text(
      'negative',
      negative,
      others.map((other) => other.negative),
    );
    if (!bound) unused('several');
    else if (Number(cfg) === 1) unused('cfg-1');
  }

  /** @returns whether there is a single text */
  private text(slot: 'prompt' | 'negative', walked: Walked, others: readonly Walked[]): boolean {
    if (this.bound.has(slot)) return true;
    const parts = singleText(walked);
    if (slot === 'prompt') {
      if (!parts) this.candidates = walked.parts;
      else this.candidates = walked.others ?? [];
      // What is told of several texts is told by there being no single one.
      const [reason] = walked.approximate.filter((each) => each !== 'combined');
      if (reason !== undefined) this.remark('workflow-prompt-changed', { reason });
    }
    if (!parts) return false;
    if (new Set(parts.map(({ text }) => text.trim()).filter(Boolean)).size > 1)
      this.remark('workflow-texts-differ', { id: parts[0]!.id });
    this.add(parts.map((part) => bindingAt(part, slot, 'conditioning')));
    const texts = new Set(parts.map(({ text }) => text.trim()));
    const same = others
      .flatMap((other) => singleText(other) ?? [])
      .filter(({ text }) => texts.has(text.trim()));
    this.add(same.map((part) => bindingAt(part, slot, 'same-value')));
    return true;
  }

  private clipSkip(): void {
    for (const node of this.nodes) {
      const value = node.inputs.stop_at_clip_layer;
      if (node.type === 'CLIPSetLastLayer' && typeof value === 'number')
        this.add([bindingOf({ node, input: 'stop_at_clip_layer', value }, 'clipSkip', 'model')]);
    }
  }

  private withoutSampler(): void {
    const { positive, negative, others, seed } = textsWithoutSampler(this.graph, this.walk, this.distances);
    const found = positive && singleText(positive);
    const isSure = others.length === 0 || this.bound.has('prompt');
    if (!isSure) this.candidates = [positive, ...others].flatMap((walked) => walked?.parts ?? []);
    if (found && isSure && !this.bound.has('prompt'))
      this.add(found.map((part) => bindingAt(part, 'prompt', 'no-sampler')));
    if (negative && !this.bound.has('negative'))
      this.add((singleText(negative) ?? []).map((part) => bindingAt(part, 'negative', 'no-sampler')));
    if (seed && this.distances.has(seed.node.id) && !this.bound.has('seed'))
      this.add([bindingOf(seed, 'seed', 'no-sampler')]);
  }
}

/** The places of one text: of one node, of an encoder of several, or of several that hold the same. Undefined for several texts. */
function singleText({ parts, together }: Walked): readonly GraphText[] | undefined {
  if (together) return together;
  const written = parts.filter(({ text }) => text.trim() !== '');
  const pool = written.length > 0 ? written : parts;
  return new Set(pool.map(({ text }) => text.trim())).size === 1 ? pool : undefined;
}

function isSamePlaces(some: readonly GraphText[], others: readonly GraphText[]): boolean {
  return some.every(({ id, input }) => others.some((other) => other.id === id && other.input === input));
}
