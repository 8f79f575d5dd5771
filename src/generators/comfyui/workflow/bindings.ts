import type { GraphNode, GraphText } from '../../../core/infotext/pictureRecord';

/** What a request sets in a workflow. */
export const SLOTS = [
  'prompt',
  'negative',
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
  'clipSkip',
] as const;
export type Slot = (typeof SLOTS)[number];

/** How a binding was found, the surest first. */
export type BindingRule =
  /** The user named it. */
  | 'user'
  /** `%prompt%`, `${prompt}` or `{{prompt}}` stands there. */
  | 'placeholder'
  /** The node's title says it, or its type does (`ETN_Parameter`). */
  | 'title'
  /** The sampler nearest to what is saved has it, or is given it by a guider, noise, sigmas or a plain value. */
  | 'sampler'
  /** From the sampler back to the text. */
  | 'conditioning'
  /** From the sampler back to the empty latent. */
  | 'latent'
  /** From the sampler back to what loads the model. */
  | 'model'
  /** It held the same value as one that was found, in another pass. */
  | 'same-value'
  /** No sampler is there: the text or seed of what generates. */
  | 'no-sampler';

/** An input of a node that a request sets. */
export interface Binding extends GraphNode {
  readonly slot: Slot;
  readonly input: string;
  readonly rule: BindingRule;
  /** As it stands in the workflow; empty where another node feeds it. */
  readonly value: string;
}

/** Something of a workflow that the user should know before a picture is made. */
export interface WorkflowRemark {
  readonly code:
    /** No text was found that surely is the prompt: nothing can be made before the user names one. `nodes`. */
    | 'workflow-prompt-unbound'
    /** No seed was found: each picture would be the same. */
    | 'workflow-seed-unbound'
    /** The negative prompt does nothing; `reason`: `zeroed`, `cfg-1`, `none` (there is no place for one), `shared` (it is the prompt's own), `several` (no single text was found). */
    | 'workflow-negative-unused'
    /** Between prompt and picture something changes it; `reason` as `Approximation`. */
    | 'workflow-prompt-changed'
    /** Several samplers with different texts: the one of node `id` is taken. */
    | 'workflow-several-samplers'
    /** An encoder has several texts that differ: all are set to the prompt. `id`. */
    | 'workflow-texts-differ'
    /** It begins with a picture, whose size the result has. */
    | 'workflow-size-fixed'
    /** It makes `count` pictures at once: one is made instead, as each has its own seed. */
    | 'workflow-batch';
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface Bindings {
  readonly bindings: readonly Binding[];
  readonly remarks: readonly WorkflowRemark[];
  /** Texts among which the user may choose the prompt, where it was not sure. */
  readonly candidates: readonly GraphText[];
}

/** Whether a picture can be made: there is a place for the prompt and one for the seed. */
export function isComplete({ bindings }: Pick<Bindings, 'bindings'>): boolean {
  return ['prompt', 'seed'].every((needed) => bindings.some(({ slot }) => slot === needed));
}
