/**
 * What may compute pictures' embeddings besides the processor: an execution provider of ONNX Runtime. Texts stay on the
 * processor: what they share is computed once there, and a key press waits for little more than a word.
 */
export const accelerators = ['webgpu', 'directml', 'coreml', 'cuda'] as const;
export type Accelerator = (typeof accelerators)[number];

/** What a user may ask for. `auto` takes the first of the platform's that gives the processor's numbers. */
export const deviceChoices = ['cpu', 'auto', ...accelerators] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

/**
 * Why an accelerator is not used: it could not be started, the process ended while it was tried or twice while it worked, its numbers are not the
 * processor's, it broke off at work, or nothing can be kept, so that a trial which ends the process would be repeated.
 */
export const deviceRefusals = ['unavailable', 'crashed', 'differs', 'failed', 'unkept'] as const;
export type DeviceRefusalReason = (typeof deviceRefusals)[number];

export interface DeviceRefusal {
  readonly device: Accelerator;
  readonly reason: DeviceRefusalReason;
  /** In the runtime's own words; of `differs` the distance of the embeddings. */
  readonly detail: string;
}

/**
 * Why no accelerator is tried whatever is asked for: the checkpoint is an ONNX export, nothing can be kept on disk, a
 * server computes, or WebAssembly does.
 */
export const deviceExclusions = ['export', 'unkept', 'server', 'wasm'] as const;
export type DeviceExclusion = (typeof deviceExclusions)[number];

/** When what computes pictures is chosen: at the first picture, now, or now without what was refused before. */
export const deviceChoosings = ['later', 'now', 'anew'] as const;
export type DeviceChoosing = (typeof deviceChoosings)[number];

/** What computes pictures of one checkpoint. */
export interface DeviceState {
  readonly asked: DeviceChoice;
  /** Undefined until the first picture is to be computed. */
  readonly pictures?: 'cpu' | 'server' | Accelerator;
  /** Set where the processor computes by WebAssembly, since there is no native code for this machine. */
  readonly runtime?: 'wasm';
  /** Host of the server that computes them. */
  readonly server?: string;
  /** Absent where the processor was asked for, and where accelerators are tried. */
  readonly excluded?: DeviceExclusion;
  /** The distance of its embeddings to the processor's, the largest of the pictures that were compared. */
  readonly difference?: number;
  readonly refused: readonly DeviceRefusal[];
}
