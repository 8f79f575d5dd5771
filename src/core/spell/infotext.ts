/** A name as the web UI reads it (Python's `\w` knows every script), a colon of either width, and its value. */
const PARAMETER =
  /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{0,80})[:：][ \t]*("(?:\\.|[^\\"])*"|\{[^{}]*\}|[^,\r\n]*)(?:,|\r?\n|$)/gu;

/**
 * Reads the last lines of an A1111 infotext, "Steps: 20, Sampler: Euler a, Lora hashes: "a: 1, b: 2"": names and values,
 * quoted values unquoted as the web UI does (JSON). What is no parameter is passed over, as the web UI does.
 */
export function parseParameters(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of text.replace(LABEL, '').matchAll(PARAMETER)) {
    values.set(name.trim(), unquote(value.trim()));
  }
  return values;
}

/** Where the values of parameters stand in the same lines, quotes included, in their order; of a name the last one counts. */
export function parameterPlaces(
  text: string,
): readonly { readonly name: string; readonly start: number; readonly end: number }[] {
  const skipped = LABEL.exec(text)?.[0].length ?? 0;
  return Array.from(text.slice(skipped).matchAll(PARAMETER), (match) => {
    const [whole, name = '', value = ''] = match;
    const start = skipped + match.index + whole.indexOf(value, name.length + 1);
    return { name: name.trim(), start, end: start + value.trimEnd().length };
  });
}

/** Where neither the steps nor enough names of the web UI are known, this begins the parameters. */
export const PARAMETERS_LABEL = 'Parameters:';
const LABEL = /^Parameters:[ \t]+(?=[\p{L}\p{N}_][\p{L}\p{N}_ \-/]{0,80}[:：])/u;

function unquote(value: string): string {
  if (!/^".*"$/s.test(value)) return value;
  try {
    const unquoted: unknown = JSON.parse(value);
    return typeof unquoted === 'string' ? unquoted : value;
  } catch {
    return value;
  }
}

const STEPS = /(?:Steps|ステップ数?)[:：][ \t]*\d/y;
/** Names that the web UI writes below every picture: three of them side by side are no prompt. */
const KNOWN =
  /(?:^|,)[ \t]*(?:Steps|Sampler|Schedule type|(?:Distilled )?CFG scale|CFG|Guidance scale|Scheduler|Parser|Lora hashes|TI hashes|Created Date|Seed|Size|Model|Model hash|Denoising strength|Clip skip|Version|VAE|VAE hash|ENSD|Hires upscale|Hires upscaler|Hires steps|Face restoration|Variation seed|ステップ数?|サンプラー|シード値?|サイズ|モデル)[:：][ \t]*[^,\s]/gi;
const FEWEST = 3;
/** The line holds the prompt too: line breaks were lost. */
const AFTER_PROMPT =
  /^[^,]{0,40}[ \t]Negative prompt:|[^,|\s][ \t]+Steps: \d+, (?:Sampler|Schedule type|CFG scale|Seed|Size|Model hash|Model):/;

/** Whether the infotext's parameters begin at `at`. `end` is the end of the line. */
export function startsParameters(text: string, at: number, end: number): boolean {
  STEPS.lastIndex = at;
  if (STEPS.test(text) && STEPS.lastIndex <= end) return true;
  const line = text.slice(at, end);
  if (LABEL.test(line)) return true;
  if (!/^[\p{L}][\p{L}\p{N}_ \-/]{0,40}[:：]/u.test(line) || AFTER_PROMPT.test(line)) return false;
  return (line.match(KNOWN) ?? []).length >= FEWEST;
}

/** What the web UI and its extensions write below the parameters. */
export const BELOW_PARAMETERS =
  /(?:Time taken:|(?:Negative )?Template:|Postprocess [\w ]{2,40}:|(?:A|R|Sys|Torch active\/reserved|Used embeddings|Wildcard prompt)[:：])/y;
/** A parameter on a line of its own. */
export const LONE_PARAMETER = /[\p{L}][\p{L}\p{N}_ \-/]{0,40}[:：][ \t]*\S/uy;

/** What people call the two prompts, in the languages in which they are published. The first list also stands alone on a line. */
const NEGATIVE = {
  sure: [
    'negative prompts?',
    'undesired content',
    'ネガティブ[ \\t\\u3000]?プロンプト',
    '(?:反向|负面|負面|负向|負向)提示[词詞]',
    '(?:네거티브|부정)[ \\t]?프롬프트',
    'prompt n[ée]gatif',
    'prompt negativo',
    'negativ(?:er)?[ \\t-]prompt',
    'негативный промпт',
  ],
  withColon: ['negative', 'ネガティブ'],
};
const POSITIVE = {
  sure: [
    '(?:positive )?prompt',
    '(?:ポジティブ[ \\t\\u3000]?)?プロンプト',
    '(?:正向|正面)?提示[词詞]',
    '(?:(?:포지티브|긍정)[ \\t]?)?프롬프트',
    'prompt positif',
    'prompt positivo',
    'positiv(?:er)?[ \\t-]prompt',
    '(?:позитивный )?промпт',
  ],
  withColon: ['positive', 'ポジティブ', '呪文'],
};

/**
 * A label: with a colon, also behind a bullet and in Markdown's bold; in lenticular brackets; and alone on a line, as a
 * heading as well.
 */
function label({ sure, withColon }: typeof NEGATIVE, heading: string): string {
  const alone = `(?:${sure.join('|')})`;
  const any = `(?:${[...sure, ...withColon].join('|')})`;
  const blank = '[ \\t\\u3000]*';
  const forms = [
    `${any}${blank}[:：]`,
    `\\*\\*${any}${blank}(?:[:：]${blank}\\*\\*|\\*\\*${blank}[:：])`,
    `【${alone}】${blank}[:：]?`,
    // Each blank belongs to one part only: otherwise a run of them takes time in the square of its length.
    `${heading}(?:${alone}|\\[${alone}\\]|\\*\\*${alone}${blank}[:：]?\\*\\*)(?:${blank}[:：])?${blank}$`,
  ];
  return `(?:[-*・■◆●▼]${blank})?(?:${forms.join('|')})`;
}

export const NEGATIVE_LABEL = new RegExp(label(NEGATIVE, '(?:#{2,6}[ \\t]*)?'), 'imuy');
/** `###` begins a spell; a heading of another level is a comment. */
export const POSITIVE_LABEL = new RegExp(label(POSITIVE, ''), 'imuy');

/** The heading that comes along when the tab "PNG Info" is copied. */
export const TITLE = /(?:parameters|postprocessing|extras)[ \t]*$/imy;

/** Where line breaks were lost: the label and the parameters stand inside of a line. */
const INLINE_NEGATIVE = /[ \t]Negative prompt:/;
const INLINE_PARAMETERS = /[ \t]Steps: \d+, (?:Sampler|Schedule type|CFG scale|Seed|Size|Model hash|Model):/g;

const INLINE_LABEL =
  /(?:Negative prompt:|Steps: \d+, (?:Sampler|Schedule type|CFG scale|Seed|Size|Model hash|Model):)/y;

/** Whether a label or parameters begin at `at`, behind a blank, as if line breaks had been lost. */
export function startsInline(text: string, at: number): boolean {
  INLINE_LABEL.lastIndex = at;
  return INLINE_LABEL.test(text);
}

/** Offsets in a line at which a label or parameters begin without a line break before them, in order. */
export function inlineStarts(line: string): number[] {
  const negative = INLINE_NEGATIVE.exec(line)?.index;
  const parameters = [...line.matchAll(INLINE_PARAMETERS)].at(-1)?.index;
  return [negative, parameters].flatMap((at) => (at === undefined ? [] : [at + 1])).sort((a, b) => a - b);
}
