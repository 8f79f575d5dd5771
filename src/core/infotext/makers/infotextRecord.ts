import { seedOf } from '../looseJson';
import type { Maker } from '../pictureRecord';
import { readInfotext, type Infotext } from '../readInfotext';
import { defined, type Found } from '../recordParts';

/** Names of places where an infotext needs no marks to be one. */
const OWN_KEYS = new Set(['parameters']);

const CONTROLS = /[\0-\x08\x0e-\x1f]/;
/** What the web UI writes of a picture that it only made larger: there was no prompt. */
const ONLY_LARGER = /^\s*(?:Postprocess|Extras) [\w ]{1,40}: [^\n]*$/;

/** An infotext of A1111 or one of its relatives; undefined where the text is none. */
export function infotextRecord(source: string, key: string, text: string): Found | undefined {
  if (ONLY_LARGER.test(text)) return undefined;
  const infotext = withKnownNames(readInfotext(text));
  if (!infotext.isMarked && (!OWN_KEYS.has(key) || CONTROLS.test(text))) return undefined;
  const values = new Map(infotext.pairs);
  const maker = makerOf(values);
  const raw = maker === 'fooocus' ? values.get('Raw prompt') : undefined;
  const prompt = raw ?? infotext.prompt;
  const negative = raw === undefined ? infotext.negative : values.get('Raw negative prompt') || undefined;
  const baked = raw === undefined ? [] : [['Full prompt', infotext.prompt] as const];
  const seed = seedOf(values.get('Seed'));
  const isStandIn = prompt === 'unknown' && (seed === undefined || /^0+$/.test(seed));
  return defined({
    source,
    maker,
    dialect: maker === 'fooocus' ? 'comfyui' : 'a1111',
    prompt,
    negative,
    template: templateOf(infotext, values),
    seed,
    parameters: [...infotext.pairs.filter(([name]) => !/^Raw (?:negative )?prompt$/.test(name)), ...baked],
    rank: isStandIn || (prompt === '' && infotext.pairs.length === 0) ? 'empty' : 'infotext',
  } satisfies Found);
}

const KNOWN_NAMES: ReadonlyMap<string, string> = new Map(
  [
    'Steps',
    'Sampler',
    'Schedule type',
    'CFG scale',
    'Seed',
    'Size',
    'Model',
    'Model hash',
    'Denoising strength',
    'Clip skip',
  ].map((name) => [name.toLowerCase(), name]),
);

/** The names as the web UI writes them: others write `CFG Scale`. */
function withKnownNames(infotext: Infotext): Infotext {
  return {
    ...infotext,
    pairs: infotext.pairs.map(([name, value]) => [KNOWN_NAMES.get(name.toLowerCase()) ?? name, value]),
  };
}

function templateOf(infotext: Infotext, values: ReadonlyMap<string, string>): Infotext['template'] {
  if (infotext.template) return infotext.template.prompt === '' ? undefined : infotext.template;
  const prompt = values.get('Template');
  if (!prompt) return undefined;
  return defined({ prompt, negative: values.get('Negative Template') ?? values.get('Negative template') });
}

function makerOf(values: ReadonlyMap<string, string>): Maker {
  const version = values.get('Version') ?? '';
  if (/^fooocus/i.test(version)) return 'fooocus';
  if (values.has('Civitai resources') || values.has('Civitai metadata')) return 'civitai';
  if (/^(?:f\d|forge|neo|classic)/i.test(version)) return 'forge';
  if (/sd\.?next/i.test(values.get('App') ?? '') || /sd\.?next/i.test(version)) return 'sdnext';
  if (values.has('Parser') || values.has('Backend') || values.has('Pipeline')) return 'sdnext';
  if (/comfyui/i.test(version)) return 'comfyui';
  if (/easy ?diffusion/i.test(version)) return 'easydiffusion';
  return 'a1111';
}
