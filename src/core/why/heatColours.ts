/** Viridis (van der Walt and Smith 2015): even to the eye, and the same order to every kind of colour vision and in grey. */
const viridis = [
  ...[0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e],
  ...[0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725],
];

export type Colour = readonly [red: number, green: number, blue: number];

/** The colour of a value of 0 to 1; channels from 0 to 255. */
export function heatColour(value: number): Colour {
  const at = Math.min(1, Math.max(0, value)) * (viridis.length - 1);
  const from = Math.min(viridis.length - 2, Math.floor(at));
  const [low, high] = [channels(viridis[from]!), channels(viridis[from + 1]!)];
  const mixed = low.map((channel, i) => Math.round(channel + (high[i]! - channel) * (at - from)));
  return [mixed[0]!, mixed[1]!, mixed[2]!];
}

function channels(colour: number): Colour {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/** How much of the picture a value covers: nothing where it is 0, all that is allowed from the middle of the scale on. */
export function heatCover(value: number, opacity: number): number {
  return opacity * Math.min(1, Math.max(0, 2 * value));
}
