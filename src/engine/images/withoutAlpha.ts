/**
 * The colour of pixels as if they were opaque, as Pillow's `convert('RGB')` gives it.
 * @param data interleaved, `pixels * 4` bytes, colour not premultiplied; overwritten
 * @returns interleaved RGB, `pixels * 3` bytes
 */
export function withoutAlpha(data: Uint8Array, pixels: number): Uint8Array {
  const rgb = data.subarray(0, pixels * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from]!;
    rgb[to + 1] = data[from + 1]!;
    rgb[to + 2] = data[from + 2]!;
  }
  return rgb;
}
