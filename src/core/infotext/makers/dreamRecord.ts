import { seedOf } from '../looseJson';
import { defined, pairsOf, sizeOf, type Found } from '../recordParts';
import { withoutBrackets } from './toolRecords';

/** Longer lines were no commands. */
const MAX_LENGTH = 50_000;
/** InvokeAI 1's options: a letter and its value. */
const OPTION = /(?:^|\s)-{1,2}([A-Za-z_]{1,30})[ =]?(-?[\w.]{1,60})?/g;

/** InvokeAI 1 wrote the line of its command: `"a cat [dog]" -s 50 -S 123 -W 512 -H 512 -C 7.5 -A k_lms`. */
export function dreamRecord(source: string, whole: string): Found | undefined {
  const text = whole.slice(0, MAX_LENGTH);
  const quoted = /^\s*"((?:\\.|[^"\\])*)"/s.exec(text);
  const [prompt, rest] = quoted
    ? [quoted[1]!.replace(/\\(["\\])/g, '$1'), text.slice(quoted[0].length)]
    : splitAtOptions(text);
  const options = new Map(
    [...rest.slice(0, 5000).matchAll(OPTION)].map(([, name = '', value = '']) => [name, value]),
  );
  const of = (...names: readonly string[]): string | undefined =>
    names.map((name) => options.get(name)).find(Boolean);
  if (!quoted && options.size === 0) return undefined;
  const seed = seedOf(of('S', 'seed'));
  return defined({
    source,
    maker: 'invokeai',
    dialect: 'invokeai',
    ...withoutBrackets(prompt),
    seed,
    parameters: pairsOf([
      ['Steps', of('s', 'steps')],
      ['Sampler', of('A', 'm', 'sampler')],
      ['CFG scale', of('C', 'cfg_scale')],
      ['Seed', seed],
      ['Size', sizeOf(of('W', 'width'), of('H', 'height'))],
      ['Denoising strength', of('f', 'strength')],
    ]),
    rank: 'tool',
  } satisfies Found);
}

function splitAtOptions(text: string): [string, string] {
  const at = text.search(/\s-[sSWHCA]\s?-?[\w.]/);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}
