/** Tokens that a generator encodes together, begin and end tokens not counted. */
export const CHUNK_LENGTH = 75;
/** How far back the web UI looks for a comma to end a chunk after: its setting "Prompt word wrap length limit". */
const COMMA_BACKTRACK = 20;
/** A run of fewer tokens is not cut by ComfyUI. */
const WHOLE_BELOW = 8;

/**
 * The chunks in which stable-diffusion-webui encodes a prompt (`tokenize_line` in `modules/sd_hijack_clip.py`), without
 * what fills them up. A full chunk ends after its last comma where that is among its last 20 tokens.
 * @param parts ids of each piece without begin and end, `break` for each `BREAK`
 * @param comma the id of "," at the end of a word
 */
export function a1111Chunks(
  parts: readonly (readonly number[] | 'break')[],
  comma: number | undefined,
): number[][] {
  const chunks: number[][] = [];
  let chunk: number[] = [];
  let lastComma = -1;
  const next = (rest: number[] = []): void => {
    chunks.push(chunk);
    chunk = rest;
    lastComma = -1;
  };
  for (const part of parts) {
    if (part === 'break') {
      next();
      continue;
    }
    for (const id of part) {
      if (id === comma) lastComma = chunk.length;
      else if (
        chunk.length === CHUNK_LENGTH &&
        lastComma >= 0 &&
        chunk.length - lastComma <= COMMA_BACKTRACK
      ) {
        next(chunk.splice(lastComma + 1));
      }
      if (chunk.length === CHUNK_LENGTH) next();
      chunk.push(id);
    }
  }
  if (chunk.length > 0 || chunks.length === 0) next();
  return chunks;
}

/**
 * The segments in which ComfyUI encodes a prompt (`tokenize_with_weights` in `comfy/sd1_clip.py`), without what fills them
 * up: text between weights is a group, and one of fewer than 8 tokens goes to the next segment whole.
 */
export function comfyuiChunks(groups: readonly (readonly number[])[]): number[][] {
  const chunks: number[][] = [];
  let chunk: number[] = [];
  for (const group of groups) {
    const isCut = group.length >= WHOLE_BELOW;
    for (let at = 0; at < group.length;) {
      const room = CHUNK_LENGTH - chunk.length;
      if (group.length - at <= room) {
        for (; at < group.length; at++) chunk.push(group[at]!);
        continue;
      }
      if (isCut) for (const end = at + room; at < end; at++) chunk.push(group[at]!);
      chunks.push(chunk);
      chunk = [];
    }
  }
  return [...chunks, chunk];
}
