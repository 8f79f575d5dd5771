import { graphOf } from './graph/graph';
import { isObject, parseLooseJson } from './looseJson';
import type { PicturePorts } from './pictureRecord';
import { textsOfPicture } from './readPicture';

/** EXIF's values say whose they are. */
const LABEL = /^\s*(?:prompt|workflow|extra_?data)\s*:/i;

/**
 * The text of the ComfyUI graph in API form that a picture was made of, as it lies there; undefined where there is none.
 * Seeds keep their digits.
 */
export function workflowOfPicture(bytes: Uint8Array, ports: PicturePorts): string | undefined {
  for (const { text } of textsOfPicture(bytes, ports)) {
    const graph = text.replace(LABEL, '').trim();
    const json = graph.startsWith('{') && graph.includes('class_type') ? parseLooseJson(graph) : undefined;
    if (isObject(json) && graphOf(json)) return graph;
  }
  return undefined;
}
