import {
  isList,
  isObject,
  parseLooseJson,
  textOf,
  type Json,
  type JsonObject,
} from '../../core/infotext/looseJson';
import type { SocketMessage } from '../socket';

/** A file of the server's. */
export interface ComfyFile {
  readonly filename: string;
  readonly subfolder: string;
  /** `output`, or `temp` for what is only shown. */
  readonly type: string;
}

export type ComfyFailure =
  | { readonly kind: 'interrupted' }
  | {
      readonly kind: 'failed';
      readonly node: string;
      readonly type: string;
      readonly message: string;
      readonly exception: string;
    };

/** What a message says of one request. */
export type ComfyEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'cached'; readonly nodes: readonly string[] }
  | { readonly kind: 'executing'; readonly node: string }
  | { readonly kind: 'progress'; readonly node: string; readonly value: number; readonly max: number }
  | { readonly kind: 'executed'; readonly node: string; readonly files: readonly ComfyFile[] }
  /** A picture of a node: on the way, or a result of a node that sends instead of saving. `node` undefined where it is not said. */
  | { readonly kind: 'picture'; readonly node?: string; readonly bytes: Uint8Array }
  | { readonly kind: 'finished' }
  | ComfyFailure;

/** @returns undefined for what is unknown, unreadable, or of another request */
export function eventOf(message: SocketMessage, promptId: string): ComfyEvent | undefined {
  if (typeof message !== 'string') return pictureOf(message, promptId);
  const json = parseLooseJson(message);
  if (!isObject(json) || !isObject(json.data)) return undefined;
  return textEvent(textOf(json.type) ?? '', json.data, promptId);
}

function textEvent(type: string, data: JsonObject, promptId: string): ComfyEvent | undefined {
  if (textOf(data.prompt_id) !== promptId) return undefined;
  const node = textOf(data.node);
  switch (type) {
    case 'execution_start':
      return { kind: 'started' };
    case 'execution_cached':
      return {
        kind: 'cached',
        nodes: isList(data.nodes) ? data.nodes.flatMap((id) => textOf(id) ?? []) : [],
      };
    case 'executing':
      return node === undefined ? { kind: 'finished' } : { kind: 'executing', node };
    case 'progress':
      return progressOf(node ?? '', data.value, data.max);
    case 'executed':
      return node === undefined ? undefined : { kind: 'executed', node, files: filesOf(data.output) };
    case 'execution_success':
      return { kind: 'finished' };
    default:
      return failureOf(type, data);
  }
}

function progressOf(node: string, value: Json | undefined, max: Json | undefined): ComfyEvent | undefined {
  return typeof value === 'number' && typeof max === 'number' && max > 0
    ? { kind: 'progress', node, value, max }
    : undefined;
}

/** Of a message, or of an entry of the history's messages. */
export function failureOf(type: string, data: JsonObject): ComfyFailure | undefined {
  if (type === 'execution_interrupted') return { kind: 'interrupted' };
  if (type !== 'execution_error') return undefined;
  return {
    kind: 'failed',
    node: textOf(data.node_id) ?? '',
    type: textOf(data.node_type) ?? '',
    message: textOf(data.exception_message) ?? '',
    exception: textOf(data.exception_type) ?? '',
  };
}

/** The pictures of a node's output. Films and sounds have lists of other names. */
export function filesOf(output: Json | undefined): ComfyFile[] {
  if (!isObject(output) || !isList(output.images)) return [];
  return output.images
    .filter(isObject)
    .flatMap(({ filename, subfolder, type }) =>
      typeof filename === 'string' && filename !== ''
        ? [{ filename, subfolder: textOf(subfolder) ?? '', type: textOf(type) ?? 'output' }]
        : [],
    );
}

const [PREVIEW, PREVIEW_WITH_METADATA] = [1, 4];

/** Big-endian: an event; its format, or the length of its metadata; the picture. */
function pictureOf(message: Uint8Array, promptId: string): ComfyEvent | undefined {
  if (message.length < 8) return undefined;
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const event = view.getUint32(0);
  if (event === PREVIEW) return { kind: 'picture', bytes: message.slice(8) };
  const length = view.getUint32(4);
  if (event !== PREVIEW_WITH_METADATA || length > message.length - 8) return undefined;
  const metadata = parseLooseJson(new TextDecoder().decode(message.subarray(8, 8 + length)));
  if (!isObject(metadata) || (metadata.prompt_id !== undefined && textOf(metadata.prompt_id) !== promptId))
    return undefined;
  const node = textOf(metadata.node_id);
  return { kind: 'picture', ...(node !== undefined && { node }), bytes: message.slice(8 + length) };
}
