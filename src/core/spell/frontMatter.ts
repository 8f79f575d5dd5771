import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Steps } from '../steps';
import { readYamlSteps, type YamlLimits, type YamlText } from '../yaml/readYaml';
import type { Dialect, FrontMatter, Span, Spanned, SyntaxCode, SyntaxDiagnostic } from './spell';

export const FRONT_MATTER_KEYS = ['images', 'template', 'templates', 'dialect', 'model'] as const;
export const DIALECTS: readonly Dialect[] = ['a1111', 'comfyui', 'plain'];

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
  const block = findBlock(text, start);
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
  private readonly templates: Spanned<string>[] = [];
  private readonly keys: Spanned<string>[] = [];
  private dialect: Spanned<Dialect> | undefined;
  private model: Spanned<string> | undefined;

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
        templates: this.templates,
        ...(this.dialect && { dialect: this.dialect }),
        ...(this.model && { model: this.model }),
        keys: this.keys,
      },
      end: span.end,
      diagnostics: this.diagnostics,
    };
  }

  private *readYaml(): Steps<void> {
    const { yaml } = this.block;
    const { contents: root, problems } = yield* readBlock(this.text.slice(yaml.start, yaml.end));
    for (const { code, span, parameters } of problems) {
      const start = Math.min(yaml.start + span.start, yaml.end);
      const end = Math.min(Math.max(yaml.start + span.end, start + 1), yaml.end);
      this.report(`yaml-${code}`, 'error', { start, end }, parameters);
    }
    if (root === null) return;
    if (!isMap(root)) {
      if (problems.length === 0) {
        this.report('yaml-invalid', 'error', this.spanOf(root), {
          detail: 'expected lines such as "images: [cat.jpg]"',
        });
      }
      return;
    }
    for (const { key, value } of root.items) {
      if (isScalar(key) && typeof key.value === 'string') this.readKey(key.value, key, value as Node | null);
    }
  }

  private readKey(key: string, keyNode: Node, value: Node | null): void {
    const keySpan = this.spanOf(keyNode);
    this.keys.push({ value: key, span: keySpan });
    switch (key) {
      case 'images':
        this.images.push(...this.strings(key, keySpan, value));
        break;
      case 'template':
      case 'templates':
        for (const template of this.strings(key, keySpan, value)) {
          if (template.value.includes('{}')) this.templates.push(template);
          else this.report('template-without-slot', 'warning', template.span, { template: template.value });
        }
        break;
      case 'model':
        this.model = this.single(key, keySpan, value);
        break;
      case 'dialect': {
        const name = this.single(key, keySpan, value);
        if (name === undefined) break;
        const dialect = DIALECTS.find((known) => known === name.value.toLowerCase());
        if (dialect !== undefined) this.dialect = { value: dialect, span: name.span };
        else {
          this.report('dialect-unknown', 'error', name.span, {
            dialect: name.value,
            known: DIALECTS.join(', '),
          });
        }
        break;
      }
      default:
        this.report('front-matter-unknown-key', 'warning', keySpan, {
          key,
          known: FRONT_MATTER_KEYS.join(', '),
        });
    }
  }

  /** One string or a list of strings; `key:` with nothing after it is an empty list, as while it is being typed. */
  private strings(key: string, keySpan: Span, value: Node | null): Spanned<string>[] {
    if (isNothing(value)) return [];
    const items = isSeq(value) ? (value.items as Node[]) : [value];
    return items.flatMap(
      (item) => this.string(item) ?? this.wrongType(key, item ?? keySpan, 'string-or-list') ?? [],
    );
  }

  private single(key: string, keySpan: Span, value: Node | null): Spanned<string> | undefined {
    if (isNothing(value)) return undefined;
    return this.string(value) ?? this.wrongType(key, value ?? keySpan, 'string');
  }

  private string(node: Node | null): Spanned<string> | undefined {
    if (!isScalar(node) || typeof node.value !== 'string') return undefined;
    return { value: node.value, span: this.spanOf(node) };
  }

  private wrongType(key: string, at: Node | Span, expected: string): undefined {
    const span = 'start' in at ? at : this.spanOf(at);
    this.report('front-matter-wrong-type', 'error', span, { key, expected });
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
