import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { GENERATE_KEYS, parametersOfFrontMatter } from '../judge/readParameters';
import type { Expectation } from '../check/expectation';
import { readExpectations } from '../check/readExpectations';
import type { Steps } from '../steps';
import { readYamlSteps, type YamlLimits, type YamlText } from '../yaml/readYaml';
import { nearestWord } from './nearestWord';
import type { Dialect, FrontMatter, Span, Spanned, SyntaxCode, SyntaxDiagnostic } from './spell';
import { unquotedValue } from './unquotedValue';

export const FRONT_MATTER_KEYS = [
  'images',
  'avoid',
  'lists',
  'keep',
  'template',
  'templates',
  'dialect',
  'model',
  'judge',
  'generate',
  'expect',
] as const;
export const DIALECTS: readonly Dialect[] = [
  'a1111',
  'comfyui',
  'midjourney',
  'novelai',
  'invokeai',
  'plain',
];

/** Those that take paths, several of them as a rule. */
const PATHS: ReadonlySet<string> = new Set(['images', 'avoid', 'lists']);

/** What other programs call them. */
const OTHER_KEYS: Readonly<Record<string, (typeof FRONT_MATTER_KEYS)[number]>> = {
  pictures: 'images',
  picture: 'images',
  refs: 'images',
  references: 'images',
  unwanted: 'avoid',
  negative_images: 'avoid',
  vocabulary: 'lists',
  wordlists: 'lists',
  fixed: 'keep',
  keep_phrases: 'keep',
  prompt_template: 'template',
  checkpoint: 'model',
  second_model: 'judge',
  second_judge: 'judge',
  generation: 'generate',
  parameters: 'generate',
  syntax: 'dialect',
  grammar: 'dialect',
  expects: 'expect',
  expectations: 'expect',
  tests: 'expect',
};
const OTHER_DIALECTS: Readonly<Record<string, Dialect>> = {
  automatic1111: 'a1111',
  automatic: 'a1111',
  auto1111: 'a1111',
  webui: 'a1111',
  'stable-diffusion-webui': 'a1111',
  forge: 'a1111',
  comfy: 'comfyui',
  none: 'plain',
  text: 'plain',
};

export interface ParsedFrontMatter {
  readonly frontMatter: FrontMatter;
  /** Where the prompts start. */
  readonly end: number;
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

/** Far more than a list of pictures needs; keeps a hostile block from holding the editor. */
export const FRONT_MATTER_LIMITS: YamlLimits = { length: 65_536, parts: 20_000 };
const FENCE = /---[ \t]*(?:\r\n|\r|\n|$)/y;
const LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/y;

/**
 * Reads the YAML 1.2 block between two `---` lines at the start of a file (`start` skips a byte order mark).
 * A block that is never closed ends before the first blank line or heading, so that the prompts below stay prompts.
 */
export function* parseFrontMatter(text: string, start: number): Steps<ParsedFrontMatter> {
  const block = findBlock(text, start) ?? findBlockBelow(text, start);
  if (block === undefined) {
    return { frontMatter: { images: [], templates: [], keys: [] }, end: start, diagnostics: [] };
  }
  return yield* new FrontMatterReader(text, block).read();
}

interface Block {
  readonly span: Span;
  readonly yaml: Span;
  readonly closed: boolean;
}

function findBlock(text: string, start: number): Block | undefined {
  FENCE.lastIndex = start;
  if (!FENCE.test(text)) return undefined;
  const yamlStart = FENCE.lastIndex;
  let unclosedEnd = -1;
  for (let at = yamlStart; at < text.length;) {
    FENCE.lastIndex = at;
    if (FENCE.test(text)) {
      return { span: { start, end: FENCE.lastIndex }, yaml: { start: yamlStart, end: at }, closed: true };
    }
    LINE.lastIndex = at;
    const line = LINE.exec(text)![0];
    if (unclosedEnd < 0 && (line.trim() === '' || line.startsWith('###'))) unclosedEnd = at;
    if (line.startsWith('###')) break;
    at = LINE.lastIndex;
  }
  const end = unclosedEnd < 0 ? text.length : unclosedEnd;
  return { span: { start, end }, yaml: { start: yamlStart, end }, closed: false };
}

/** A key that YAML takes for text, as the colon is full-width or has no space behind it. */
const KEY_WITHOUT_COLON = new RegExp(
  `(${FRONT_MATTER_KEYS.join('|')})[ \\t]*(?:：[ \\t\u3000]*|:)(?=\\S)`,
  'y',
);

const KEY = new RegExp(`^[ \\t]*(?:${FRONT_MATTER_KEYS.join('|')})[ \\t]*:`, 'm');

/** A block that only blank lines and comments stand above, if it is closed and names something that we know. */
function findBlockBelow(text: string, start: number): Block | undefined {
  let at = start;
  for (;;) {
    LINE.lastIndex = at;
    const line = LINE.exec(text)![0];
    const isAbove = line.trim() === '' || (/^[ \t]*#/.test(line) && !/^###(?!#)/.test(line));
    if (line === '' || !isAbove) break;
    at = LINE.lastIndex;
  }
  const block = at > start ? findBlock(text, at) : undefined;
  const yaml = block?.closed ? text.slice(block.yaml.start, block.yaml.end) : '';
  return KEY.test(yaml) ? block : undefined;
}

let last: { readonly yaml: string; readonly read: YamlText } | undefined;

/** While prompts are typed, the block above them stays what it is: it is not read again. */
function* readBlock(yaml: string): Steps<YamlText> {
  if (last?.yaml === yaml) return last.read;
  const read = yield* readYamlSteps(yaml, FRONT_MATTER_LIMITS);
  last = { yaml, read };
  return read;
}

class FrontMatterReader {
  private readonly diagnostics: SyntaxDiagnostic[] = [];
  private readonly images: Spanned<string>[] = [];
  private readonly avoid: Spanned<string>[] = [];
  private readonly lists: Spanned<string>[] = [];
  private readonly keep: Spanned<string>[] = [];
  private readonly templates: Spanned<string>[] = [];
  private readonly keys: Spanned<string>[] = [];
  private dialect: Spanned<Dialect> | undefined;
  private model: Spanned<string> | undefined;
  private judge: Spanned<string> | undefined;
  private generate: FrontMatter['generate'];
  private expect: readonly Expectation[] | undefined;
  private yamlText = '';
  /** In `yamlText`. */
  private wrong: readonly Span[] = [];
  /** What was reported with what to write in its place. */
  private readonly mended: Span[] = [];

  constructor(
    private readonly text: string,
    private readonly block: Block,
  ) {}

  *read(): Steps<ParsedFrontMatter> {
    const { span, closed } = this.block;
    if (!closed)
      this.report('front-matter-unclosed', 'error', { start: span.start, end: span.start + 3 }, {});
    yield* this.readYaml();
    return {
      frontMatter: {
        span,
        images: this.images,
        ...(this.avoid.length > 0 && { avoid: this.avoid }),
        ...(this.lists.length > 0 && { lists: this.lists }),
        ...(this.keep.length > 0 && { keep: this.keep }),
        templates: this.templates,
        ...(this.dialect && { dialect: this.dialect }),
        ...(this.model && { model: this.model }),
        ...(this.judge && { judge: this.judge }),
        ...(this.generate && { generate: this.generate }),
        ...(this.expect && { expect: this.expect }),
        keys: this.keys,
      },
      end: span.end,
      diagnostics: this.diagnostics,
    };
  }

  private *readYaml(): Steps<void> {
    const { yaml } = this.block;
    this.yamlText = this.text.slice(yaml.start, yaml.end);
    const { contents: root, problems } = yield* readBlock(this.yamlText);
    this.wrong = problems.map(({ span }) => span);
    if (isMap(root)) {
      for (const { key, value } of root.items) {
        if (isScalar(key) && typeof key.value === 'string')
          this.readKey(key.value, key, value as Node | null);
      }
    } else if (root !== null && problems.length === 0) {
      const span = this.spanOf(root);
      if (!this.isColonWrong(span)) this.report('front-matter-no-keys', 'error', span, {});
    }
    for (const { code, span, parameters, fault } of problems) {
      const start = Math.min(yaml.start + span.start, yaml.end);
      const end = Math.min(Math.max(yaml.start + span.end, start + 1), yaml.end);
      // What can be mended is told once.
      if (this.mended.some((place) => place.start <= start && start <= place.end)) continue;
      this.report(
        code === 'invalid' ? `yaml-${fault ?? 'other'}` : `yaml-${code}`,
        'error',
        { start, end },
        parameters,
      );
    }
  }

  private readKey(key: string, keyNode: Node, value: Node | null): void {
    const keySpan = this.spanOf(keyNode);
    this.keys.push({ value: key, span: keySpan });
    switch (key) {
      case 'images':
      case 'avoid':
      case 'lists':
      case 'keep':
        this[key].push(...this.strings(key, keySpan, value));
        break;
      case 'template':
      case 'templates':
        for (const template of this.strings(key, keySpan, value)) {
          if (template.value.includes('{}')) this.templates.push(template);
          else this.report('template-without-slot', 'warning', template.span, { template: template.value });
        }
        break;
      case 'generate':
        this.generate = this.parameters(key, keySpan, value);
        break;
      case 'expect': {
        const read = readExpectations(value, this.block.yaml.start, keySpan);
        this.expect = read.expectations;
        for (const { code, span, parameters } of read.problems) this.report(code, 'error', span, parameters);
        break;
      }
      case 'model':
      case 'judge':
        this[key] = this.single(key, keySpan, value);
        break;
      case 'dialect': {
        const name = this.single(key, keySpan, value);
        if (name === undefined) break;
        const dialect = DIALECTS.find((known) => known === name.value.toLowerCase());
        if (dialect !== undefined) this.dialect = { value: dialect, span: name.span };
        else {
          const meant = nearestWord(name.value, DIALECTS, OTHER_DIALECTS);
          this.report(meant ? 'dialect-slip' : 'dialect-unknown', 'error', name.span, {
            dialect: name.value,
            ...(meant ? { fix: meant } : { known: DIALECTS.join(', ') }),
          });
        }
        break;
      }
      default: {
        if (this.isColonWrong(keySpan)) break;
        const meant = nearestWord(key, FRONT_MATTER_KEYS, OTHER_KEYS);
        this.report(meant ? 'front-matter-key-slip' : 'front-matter-unknown-key', 'warning', keySpan, {
          key,
          ...(meant ? { fix: meant } : { known: FRONT_MATTER_KEYS.join(', ') }),
        });
      }
    }
  }

  /** Whether what YAML takes for text, or for a key, is a key of ours with a wrong colon; then it is reported. */
  private isColonWrong({ start, end }: Span): boolean {
    KEY_WITHOUT_COLON.lastIndex = start;
    const found = KEY_WITHOUT_COLON.exec(this.text);
    if (!found || KEY_WITHOUT_COLON.lastIndex > end) return false;
    const [written, key] = found;
    this.mended.push({ start, end });
    this.report('front-matter-colon', 'error', { start, end: start + written.length }, { fix: `${key}: ` });
    return true;
  }

  /** One string or a list of strings; `key:` with nothing after it is an empty list, as while it is being typed. */
  private strings(key: string, keySpan: Span, value: Node | null): Spanned<string>[] {
    if (isNothing(value) || this.isUnquoted(key, value, false)) return [];
    const items = isSeq(value) ? (value.items as Node[]) : [value];
    const inList = isSeq(value) && value.flow === true;
    return items.flatMap((item) =>
      item !== value && this.isUnquoted(key, item, inList)
        ? []
        : (this.string(item) ?? this.wrongType(key, item ?? keySpan) ?? []),
    );
  }

  /** Names and values, each as it is written: a seed has more digits than a number holds. */
  private parameters(key: string, keySpan: Span, value: Node | null): FrontMatter['generate'] {
    if (isNothing(value)) return undefined;
    if (!isMap(value)) return this.wrongType(key, value ?? keySpan);
    const told = value.items.flatMap(({ key: name, value: item }) => {
      if (!isScalar(name) || !isScalar(item)) return [];
      const written = typeof item.value === 'string' ? item.value : (item.source ?? '');
      return [{ name: { value: String(name.value), span: this.spanOf(name) }, value: written }];
    });
    const { unread } = parametersOfFrontMatter(
      Object.fromEntries(told.map(({ name, value: written }) => [name.value, written])),
    );
    for (const { name, value: written } of told)
      if (unread.includes(name.value))
        this.report('generate-unread', 'warning', name.span, {
          name: name.value,
          value: written,
          known: GENERATE_KEYS.join(', '),
        });
    return told;
  }

  private single(key: string, keySpan: Span, value: Node | null): Spanned<string> | undefined {
    if (isNothing(value) || this.isUnquoted(key, value, false)) return undefined;
    return this.string(value) ?? this.wrongType(key, value ?? keySpan);
  }

  /** Whether a value is text that YAML takes for something else; then it is reported. */
  private isUnquoted(key: string, value: Node | null, inList: boolean): boolean {
    const { yaml } = this.block;
    const place = value && unquotedValue(this.yamlText, value, this.wrong, inList);
    if (!place) return false;
    const written = this.yamlText.slice(place.start, place.end);
    // Several without a list around them.
    const parts = PATHS.has(key) && !inList ? written.split(/,\s+/) : [written];
    const quoted = parts.map((part) => JSON.stringify(part)).join(', ');
    const span = { start: yaml.start + place.start, end: yaml.start + place.end };
    this.mended.push(span);
    this.report('front-matter-unquoted', 'error', span, {
      text: written,
      sign: /^[*!@`%]|[[{:]/.exec(written)?.[0] ?? '',
      fix: parts.length > 1 ? `[${quoted}]` : quoted,
    });
    return true;
  }

  private string(node: Node | null): Spanned<string> | undefined {
    if (!isScalar(node) || typeof node.value !== 'string') return undefined;
    return { value: node.value, span: this.spanOf(node) };
  }

  private wrongType(key: string, at: Node | Span): undefined {
    const span = 'start' in at ? at : this.spanOf(at);
    const isNumber = isScalar(at) && (typeof at.value === 'number' || typeof at.value === 'boolean');
    const fix = isNumber ? { fix: JSON.stringify(this.text.slice(span.start, span.end)) } : undefined;
    this.report('front-matter-wrong-type', 'error', span, { key, ...fix });
    return undefined;
  }

  private spanOf(node: Node): Span {
    const base = this.block.yaml.start;
    const [start, end] = node.range ?? [0, 0];
    return { start: base + start, end: base + end };
  }

  private report(
    code: SyntaxCode,
    severity: SyntaxDiagnostic['severity'],
    span: Span,
    parameters: Record<string, string | number>,
  ): void {
    this.diagnostics.push({ code, severity, span, parameters });
  }
}

function isNothing(node: Node | null): node is null {
  return node === null || (isScalar(node) && !isAlias(node) && node.value === null);
}
