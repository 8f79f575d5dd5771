import {
  isList,
  isObject,
  parseLooseJson,
  textOf,
  type Json,
  type JsonObject,
} from '../../core/infotext/looseJson';
import { tellsOfMemory } from '../../core/outOfMemory';
import { GeneratorError } from '../generatorError';
import { outOfMemory, shortened } from '../refusal';
import { named } from '../wishes';
import type { ComfyLists } from './comfyLists';
import { rangeOf } from './comfyLists';
import type { ComfyFailure } from './comfyMessages';
import type { ExactNode } from './workflow/workflow';

/** What a server said against one input of one node. */
export interface NodeFault {
  readonly node: string;
  readonly type: string;
  readonly input: string;
  /** Its own word: `value_not_in_list`. */
  readonly code: string;
  readonly detail: string;
  readonly received: string;
  /** What it would have taken; undefined where it keeps a long list to itself. */
  readonly options?: readonly string[];
}

/** The faults of `node_errors`, which an answer that says yes may have, too. */
export function nodeFaults(errors: Json | undefined): NodeFault[] {
  if (!isObject(errors)) return [];
  return Object.entries(errors).flatMap(([node, said]) => {
    if (!isObject(said) || !isList(said.errors)) return [];
    const type = textOf(said.class_type) ?? '';
    return said.errors.filter(isObject).map((error) => faultOf(node, type, error));
  });
}

function faultOf(node: string, type: string, error: JsonObject): NodeFault {
  const extra = isObject(error.extra_info) ? error.extra_info : {};
  const details = textOf(error.details) ?? '';
  const options = rangeOf(extra.input_config)?.options;
  return {
    node,
    type,
    input: textOf(extra.input_name) ?? '',
    code: textOf(error.type) ?? '',
    detail: shortened([textOf(error.message) ?? '', details].filter(Boolean).join(': ')),
    received: textOf(extra.received_value) ?? '',
    ...(options && { options }),
  };
}

/** Inputs that name a file of the server's. */
const FILES =
  /(?:^|_)(?:ckpt|unet|vae|clip|lora|model|control_net|gguf|style_model|upscale)(?:_\w{1,20})?$|_name\d?$/i;

/**
 * Why a server did not take a graph; undefined where its answer is no such refusal.
 * @param nodes as they were sent
 * @throws what `lists` throws
 */
export async function graphRefusal(
  text: string,
  nodes: Readonly<Record<string, ExactNode>>,
  url: string,
  lists: ComfyLists,
  signal?: AbortSignal,
): Promise<GeneratorError | undefined> {
  const json = parseLooseJson(text);
  if (!isObject(json) || !isObject(json.error)) return undefined;
  const fault = nodeFaults(json.node_errors)[0];
  if (fault) return faultError(fault, url, lists, signal);
  const [message, details] = [textOf(json.error.message) ?? '', textOf(json.error.details) ?? ''];
  // `Node ID '#12'`
  const id = /'#([^']{1,100})'/.exec(details)?.[1];
  const type = id !== undefined && Object.hasOwn(nodes, id) ? nodes[id]!.class_type : '';
  if (type !== '' && /does not exist|not found|missing_node/i.test(`${message} ${textOf(json.error.type)}`))
    return new GeneratorError('generator-node-missing', { url, node: id!, type });
  return new GeneratorError('generator-graph-refused', {
    url,
    node: id ?? '',
    type,
    input: '',
    detail: shortened([message, details].filter(Boolean).join(': ')),
  });
}

async function faultError(
  fault: NodeFault,
  url: string,
  lists: ComfyLists,
  signal: AbortSignal | undefined,
): Promise<GeneratorError> {
  const { node, type, input, detail, received } = fault;
  if (fault.code !== 'value_not_in_list')
    return new GeneratorError('generator-graph-refused', { url, node, type, input, detail });
  lists.forget();
  const options = fault.options ?? (await lists.options(type, input, signal)) ?? [];
  if (input === 'sampler_name')
    return new GeneratorError('generator-sampler-unknown', { url, sampler: received, ...named(options) });
  if (input === 'scheduler')
    return new GeneratorError('generator-scheduler-unknown', { url, scheduler: received, ...named(options) });
  if (FILES.test(input))
    return new GeneratorError('generator-model-missing', { url, model: received, ...named(options) });
  return new GeneratorError('generator-graph-refused', { url, node, type, input, detail });
}

/** Why a request ended without a picture. */
export function failureError(failure: ComfyFailure, url: string): GeneratorError {
  if (failure.kind === 'interrupted') return new GeneratorError('generator-interrupted', { url });
  const { node, type, message, exception } = failure;
  const detail = shortened(message || exception);
  // torch calls it OutOfMemoryError; its message names the device.
  if (/OutOfMemory/i.test(exception) || tellsOfMemory(message) || /allocation on device/i.test(message))
    return outOfMemory(url, detail);
  return new GeneratorError('generator-node-failed', { url, node, type, detail });
}
