import { Composer, isCollection, isPair, isScalar, Lexer, Parser, type Document, type Node } from 'yaml';
import { finish, type Steps } from '../steps';
import type { Span } from '../spell/spell';
import { wrongEscapes } from './wrongEscapes';
import { yamlFaultOf, type YamlFault } from './yamlFault';
import type { YamlProblemCode } from './yamlProblemCode';

/** How much of a YAML text is read. Whatever is larger is refused as a whole. */
export interface YamlLimits {
  /** UTF-16 units. */
  readonly length: number;
  /** Keys, values and signs such as `-`, `:` and `[`. */
  readonly parts: number;
}

/**
 * Levels that a collection may be nested. Nobody writes so many, and the YAML library recurses over them: it must stay far
 * from the end of the stack, where V8 ends the process if it has to compile a regular expression.
 */
export const MAX_YAML_DEPTH = 64;

/** A text with more errors is no YAML: the first ones say so. */
const MAX_ERRORS = 100;
const PARTS_IN_A_STEP = 500;
const LONGEST_KEY = 80;
const LONGEST_MESSAGE = 300;

export interface YamlProblem {
  readonly code: YamlProblemCode;
  readonly span: Span;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Of what is `invalid`. */
  readonly fault?: YamlFault;
}

export interface YamlText {
  /** What could be read of it; null when it is empty or passes a limit. Aliases are not followed. */
  readonly contents: Node | null;
  /** By kind, each kind in the order of the text. */
  readonly problems: readonly YamlProblem[];
}

/**
 * Reads a YAML 1.2 text of any origin: in time linear in its length, within limits, never throwing. Every reader of YAML
 * goes through here, because the library's own `parseDocument` overflows the stack on deep nesting and compares every key
 * of a mapping with every other.
 */
export function readYaml(text: string, limits: YamlLimits): YamlText {
  return finish(readYamlSteps(text, limits));
}

/** `readYaml` in steps, for a thread that must not be held. The last step is about a third of the work. */
export function* readYamlSteps(text: string, limits: YamlLimits): Steps<YamlText> {
  if (text.length > limits.length) {
    return refused('too-long', 0, { length: text.length, limit: limits.length });
  }
  const reading = new Reading(text, limits);
  try {
    const refusal = yield* reading.take();
    return refusal ?? withoutStacks(() => reading.end());
  } catch (error) {
    // No known text leads here.
    return refused('invalid', 0, { detail: error instanceof Error ? error.message : String(error) });
  }
}

/** The library quotes what it does not understand, however long that is. */
function shortened(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

function refused(code: YamlProblemCode, at: number, parameters: YamlProblem['parameters']): YamlText {
  return { contents: null, problems: [{ code, span: { start: at, end: at + 1 }, parameters }] };
}

/** The library makes an `Error` of each error, of which there may be as many as parts: their stacks would fill the memory. */
function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** What the lexer sends before the text of a plain or block scalar. */
const SCALAR_FOLLOWS = '\x1f';

class Reading {
  readonly #parser = new Parser();
  readonly #composer = new Composer({
    // Key by key it is quadratic: `keysTwice` looks for them.
    uniqueKeys: false,
    // Whatever a `%YAML` line or a tag asks for.
    schema: 'core',
    resolveKnownTags: false,
    logLevel: 'silent',
  });
  #document: Document.Parsed | undefined;
  #isEnded = false;
  #parts = 0;
  /** Those that are known before the nodes are made. */
  #errors = 0;
  /** The next lexeme is the text of a scalar, whatever it looks like. */
  #isScalar = false;
  #isAfterBlank = true;
  /** What the parser gets with the next lexeme, unless that is a comment: then neither. */
  #blanks: string[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: YamlLimits,
  ) {}

  /** Everything but the document's nodes; undefined unless a limit is passed. */
  *take(): Steps<YamlText | undefined> {
    // To the library, a carriage return by itself ends no line; to YAML and to editors it does.
    const text = this.text.replace(/\r(?!\n)/g, '\n');
    for (const lexeme of new Lexer().lex(text)) {
      const at = this.#offset;
      if (this.#isPart(lexeme)) {
        if (++this.#parts > this.limits.parts) return refused('too-many', at, { limit: this.limits.parts });
        if (this.#parts % PARTS_IN_A_STEP === 0) yield;
      }
      this.#takeLexeme(lexeme);
      if (this.#levels > MAX_YAML_DEPTH) return refused('too-deep', at, { limit: MAX_YAML_DEPTH });
      if (this.#errors > MAX_ERRORS) return refused('invalid', at, { detail: 'Too many errors' });
      if (this.#isEnded) break;
    }
    return undefined;
  }

  end(): YamlText {
    if (!this.#isEnded) {
      this.#parse(this.#blanks);
      for (const token of this.#parser.end()) this.#compose(this.#composer.next(token));
      this.#compose(this.#composer.end(true, this.text.length));
    }
    const contents = this.#document?.contents ?? null;
    const errors = this.#document?.errors ?? [];
    const problems: YamlProblem[] = errors.slice(0, MAX_ERRORS).map((error) => ({
      code: 'invalid',
      span: {
        start: Math.min(error.pos[0], this.text.length),
        end: Math.min(error.pos[1], this.text.length),
      },
      parameters: { detail: shortened(error.message) },
      fault: yamlFaultOf(error),
    }));
    return { contents, problems: [...problems, ...keysTwice(contents)] };
  }

  #takeLexeme(lexeme: string): void {
    const isText = this.#isScalar;
    this.#isScalar = !isText && lexeme === SCALAR_FOLLOWS;
    if (!isText && this.#isComment(lexeme)) {
      // Comments say nothing, and the parser goes through all that stand before a node for each of them.
      this.#parser.offset = this.#offset + lexeme.length;
      this.#blanks = [];
      return;
    }
    this.#isAfterBlank = !isText && isBlank(lexeme);
    if (!isText && (lexeme[0] === ' ' || lexeme[0] === '\t')) {
      this.#blanks.push(lexeme);
      return;
    }
    if (!isText) this.#errors += wrongEscapes(lexeme);
    this.#parse([...this.#blanks, lexeme]);
    this.#blanks = [];
  }

  #parse(lexemes: readonly string[]): void {
    for (const lexeme of lexemes) {
      for (const token of this.#parser.next(lexeme)) {
        if (token.type === 'error') this.#errors++;
        this.#compose(this.#composer.next(token));
      }
    }
  }

  /** Of the next lexeme. */
  get #offset(): number {
    return this.#blanks.reduce((sum, { length }) => sum + length, this.#parser.offset);
  }

  /** Collections that are open here. */
  get #levels(): number {
    const { stack } = this.#parser;
    const top = stack.at(-1);
    // The document stands below them, and a scalar may stand above them.
    return stack.length - (top && 'items' in top ? 1 : 2);
  }

  #isPart(lexeme: string): boolean {
    return !this.#isScalar && !isBlank(lexeme) && !this.#isComment(lexeme);
  }

  /** Those after the sign of a block scalar count in its length. */
  #isComment(lexeme: string): boolean {
    return this.#isAfterBlank && lexeme[0] === '#' && this.#parser.stack.at(-1)?.type !== 'block-scalar';
  }

  /** Keeps the first document; there may be no other. */
  #compose(documents: Iterable<Document.Parsed>): void {
    for (const document of documents) {
      if (this.#document === undefined) this.#document = document;
      else if (!this.#isEnded) {
        this.#isEnded = true;
        const [start] = document.range;
        this.#document.errors.push({
          name: 'YAMLParseError',
          code: 'MULTIPLE_DOCS',
          message: 'There is more than one YAML document',
          pos: [start, start + 1],
        });
      }
    }
  }
}

/** Blanks or a line end. */
function isBlank(lexeme: string): boolean {
  return lexeme[0] === ' ' || lexeme[0] === '\t' || lexeme[0] === '\n' || lexeme[0] === '\r';
}

/** Keys that their mapping has already. */
function keysTwice(root: Node | null): YamlProblem[] {
  const problems: YamlProblem[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0 && problems.length < MAX_ERRORS) {
    const node = waiting.pop();
    if (isPair(node)) waiting.push(node.value, node.key);
    if (!isCollection(node)) continue;
    const keys = new Set<unknown>();
    for (const item of node.items) {
      const key = isPair(item) ? item.key : undefined;
      if (!isScalar(key)) continue;
      if (keys.has(key.value)) problems.push(keyTwice(key.value, key.range?.[0] ?? 0, key.range?.[1] ?? 0));
      keys.add(key.value);
    }
    for (let i = node.items.length - 1; i >= 0; i--) waiting.push(node.items[i]);
  }
  return problems.slice(0, MAX_ERRORS);
}

function keyTwice(key: unknown, start: number, end: number): YamlProblem {
  return {
    code: 'key-twice',
    span: { start, end: Math.max(start + 1, end) },
    parameters: { key: String(key).slice(0, LONGEST_KEY) },
  };
}
