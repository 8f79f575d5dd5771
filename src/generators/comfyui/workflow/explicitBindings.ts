import { textInput, type Walk } from '../../../core/infotext/graph/walk';
import type { Node } from '../../../core/infotext/graph/graph';
import { bindingAt, bindingOf } from './bindingOf';
import type { Binding, Slot } from './bindings';

/** Names of a slot between the signs of a placeholder, in small letters without blanks and underscores. */
const NAMED: Readonly<Record<string, Slot>> = {
  prompt: 'prompt',
  positive: 'prompt',
  positiveprompt: 'prompt',
  negative: 'negative',
  negativeprompt: 'negative',
  seed: 'seed',
  noiseseed: 'seed',
  steps: 'steps',
  cfg: 'cfg',
  cfgscale: 'cfg',
  guidance: 'guidance',
  sampler: 'sampler',
  samplername: 'sampler',
  scheduler: 'scheduler',
  width: 'width',
  height: 'height',
  model: 'model',
  checkpoint: 'model',
};
const PLACEHOLDER = /%([a-z][a-z_ ]{1,20})%|\$\{([a-z][a-z_ ]{1,20})\}|\{\{\s?([a-z][a-z_ ]{1,20})\s?\}\}/gi;
/** Longer texts are no template of anybody's. */
const MAX_TEMPLATE = 20_000;
/** ComfyUI fills in `%width%` and the like there by itself. */
const FILE_NAMES = 'filename_prefix';

export function slotNamed(name: string): Slot | undefined {
  const plain = name.toLowerCase().replace(/[_\s]/g, '');
  return Object.hasOwn(NAMED, plain) ? NAMED[plain] : undefined;
}

/** A text with its placeholders filled in; those that `fill` has nothing for stay. */
export function filledIn(text: string, fill: (slot: Slot) => string | undefined): string {
  return text.replace(PLACEHOLDER, (whole: string, ...names: (string | undefined)[]) => {
    const slot = slotNamed(names.slice(0, 3).find((name) => name !== undefined) ?? '');
    return (slot && fill(slot)) ?? whole;
  });
}

/** Slots whose placeholders stand in the values of a node. */
export function placeholdersOf(node: Node): Binding[] {
  return Object.entries(node.inputs).flatMap(([input, value]) => {
    if (typeof value !== 'string' || input === FILE_NAMES || value.length > MAX_TEMPLATE) return [];
    const slots = new Set<Slot>();
    filledIn(value, (slot) => void slots.add(slot));
    return [...slots].map((slot) => bindingOf({ node, input, value }, slot, 'placeholder'));
  });
}

const POSITIVE = /^\s*positive prompt/i;
const NEGATIVE = /^\s*negative prompt/i;
/** Krita's node for a parameter: `prompt (positive)`. */
const KRITA = 'ETN_Parameter';
const PLAIN_INPUTS = ['value', 'int', 'float', 'number', 'Value', 'Number', 'INT', 'FLOAT'];
const TITLED: Readonly<Partial<Record<Slot, readonly string[]>>> = {
  seed: ['seed', 'noise_seed'],
  steps: ['steps'],
  cfg: ['cfg'],
  guidance: ['guidance'],
  sampler: ['sampler_name'],
  scheduler: ['scheduler'],
  width: ['width'],
  height: ['height'],
  model: ['ckpt_name', 'unet_name'],
};

/** What a node's title says that it is for. */
export function titledOf(node: Node, walk: Walk): Binding[] {
  if (node.type === KRITA) return kritaParameter(node);
  const title = node.title ?? '';
  const side = POSITIVE.test(title) ? 'prompt' : NEGATIVE.test(title) ? 'negative' : undefined;
  if (side) return titledText(node, side, walk);
  const slot = slotNamed(title.trim());
  const inputs = slot && TITLED[slot];
  const input = inputs && [...inputs, ...PLAIN_INPUTS].find((name) => Object.hasOwn(node.inputs, name));
  const place = input === undefined ? undefined : walk.place(node, input);
  return slot && place ? [bindingOf(place, slot, 'title')] : [];
}

function titledText(node: Node, slot: Slot, walk: Walk): Binding[] {
  const input = textInput(node);
  const parts = input === undefined ? [] : walk.text(node, input).parts;
  return parts.length === 1 ? [bindingAt(parts[0]!, slot, 'title')] : [];
}

function kritaParameter(node: Node): Binding[] {
  const { type, name, default: value } = node.inputs;
  const slot =
    type === 'prompt (positive)'
      ? 'prompt'
      : type === 'prompt (negative)'
        ? 'negative'
        : slotNamed(typeof name === 'string' ? name : '');
  return slot && value !== undefined ? [bindingOf({ node, input: 'default', value }, slot, 'title')] : [];
}
