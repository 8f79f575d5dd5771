import { planChecks } from '../check/plan';
import { finish, type Steps } from '../steps';
import { blankSpans, findComments } from './comments';
import { parseFrontMatter } from './frontMatter';
import { parseParameters } from './infotext';
import { MAX_DIAGNOSTICS } from './parseNodes';
import { foreignSigns } from './foreignSigns';
import { findJsonPrompts } from './jsonPrompts';
import { parsePrompt, type PromptKind } from './parsePrompt';
import { splitSteps, type Block } from './splitBlocks';
import type {
  Dialect,
  FrontMatter,
  Prompt,
  Span,
  Spell,
  SpellFile,
  SyntaxCode,
  SyntaxDiagnostic,
} from './spell';

/**
 * Reads a spell file (docs/spell-language.md). Every text is a spell file: what is wrong with it is in `diagnostics`, ordered by place
 * (the first 1000), and the rest is read all the same. Takes time linear in the length of the text.
 */
export function parseSpellFile(text: string, options: ParseOptions = {}): SpellFile {
  return finish(parseSteps(text, options));
}

export interface ParseOptions {
  readonly defaultDialect?: Dialect;
}

/** `parseSpellFile` in short steps, for a thread that must not be held. */
export function* parseSteps(text: string, options: ParseOptions = {}): Steps<SpellFile> {
  const { frontMatter, end, diagnostics } = yield* parseFrontMatter(text, text.startsWith('\ufeff') ? 1 : 0);
  const dialect = frontMatter.dialect?.value ?? options.defaultDialect ?? 'a1111';
  const json = findJsonPrompts(text, end);
  yield;
  const comments = findComments(text, end, dialect, json);
  yield;
  const blocks = yield* splitSteps(text, blankSpans(text, comments), comments, json, end);
  // A spell has one negative prompt: the labels of further lines are not part of it.
  const labels = blocks.flatMap(({ negatives, asides }) => [...negatives.slice(1), ...asides]);
  yield;
  const reader = new SpellReader(text, blankSpans(text, inOrder([...comments, ...labels])), {
    dialect,
    comments,
    json,
  });
  const spells: Spell[] = [];
  for (const block of blocks) {
    const spell = yield* reader.read(block, spells.length);
    if (spell !== undefined) spells.push(spell);
    yield;
  }
  return {
    text,
    dialect,
    frontMatter,
    spells,
    comments: [...comments, ...reader.comments].sort((a, b) => a.start - b.start),
    diagnostics: [...diagnostics, ...reader.diagnostics, ...expectedNames(frontMatter, spells)]
      .sort((a, b) => a.span.start - b.span.start)
      .slice(0, MAX_DIAGNOSTICS),
  };
}

/** Spells that expectations name and that are not there. */
function expectedNames(frontMatter: FrontMatter, spells: readonly Spell[]): SyntaxDiagnostic[] {
  const { expect = [] } = frontMatter;
  if (expect.length === 0) return [];
  const { problems } = planChecks({ frontMatter, spells }, [
    { origin: 'front-matter', expectations: expect },
  ]);
  return problems.map(({ code, span, parameters }) => ({ code, severity: 'error', span, parameters }));
}

/** Spans in order, none inside of another. */
function inOrder(spans: Span[]): Span[] {
  let end = 0;
  return spans
    .sort((a, b) => a.start - b.start)
    .filter((span) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
}

class SpellReader {
  readonly diagnostics: SyntaxDiagnostic[] = [];
  /** Of dynamicprompts, which only the reading of a prompt finds. */
  readonly comments: Span[] = [];
  private readonly names = new Set<string>();

  private readonly dialect: Dialect;
  /** Those that leave nothing behind. */
  private readonly cuts: readonly Span[];
  private readonly json: ReadonlyMap<number, number>;
  private cut = 0;

  /** @param text the file with comments blanked. */
  constructor(
    source: string,
    private readonly text: string,
    of: { readonly dialect: Dialect; readonly comments: readonly Span[]; readonly json: readonly Span[] },
  ) {
    this.dialect = of.dialect;
    this.cuts =
      of.dialect === 'comfyui' ? of.comments.filter(({ start }) => source.startsWith('/*', start)) : [];
    this.json = new Map(of.json.map(({ start, end }) => [start, end]));
  }

  /** The spell of a block; none when a paragraph holds only comments. */
  *read(block: Block, index: number): Steps<Spell | undefined> {
    const body = this.text.slice(block.body.start, block.body.end);
    if (block.heading === undefined && body.trim() === '') return undefined;
    const parametersAt = block.parameters ?? block.body.end;
    const [label] = block.negatives;
    const parameters =
      block.parameters === undefined ? undefined : this.parameters(block.parameters, block.body.end);
    const steps = stepsOf(parameters);
    const positive = yield* this.prompt(
      { start: block.body.start, end: label?.start ?? parametersAt },
      { steps },
    );
    const negative =
      label && (yield* this.prompt({ start: label.end, end: parametersAt }, { isNegative: true, steps }));
    const isComment = block.heading === undefined && label === undefined && parametersAt === block.body.end;
    if (isComment && positive.source === '') return undefined;
    this.checkName(block);
    if (block.joined > 1) this.reportParagraphs('infotext-joined', block.joined, parameters!.span);
    if (block.apart > 0) this.reportParagraphs('infotext-apart', block.apart, parameters!.span);
    if (positive.source === '') {
      this.report({
        code: 'spell-empty',
        severity: 'warning',
        span: block.heading?.span ?? { start: block.span.start, end: label?.end ?? block.span.end },
        parameters: {},
      });
    }
    return {
      index,
      ...(block.heading?.name && { name: block.heading.name }),
      span: block.span,
      positive,
      ...(negative && { negative }),
      ...(parameters !== undefined && { parameters }),
    };
  }

  private reportParagraphs(code: SyntaxCode, count: number, { start }: Span): void {
    this.report({ code, severity: 'information', span: { start, end: start + 1 }, parameters: { count } });
  }

  private *prompt(span: Span, kind: Omit<PromptKind, 'dialect'>): Steps<Prompt> {
    while (this.cut < this.cuts.length && this.cuts[this.cut]!.end <= span.start) this.cut++;
    let last = this.cut;
    while (last < this.cuts.length && this.cuts[last]!.start < span.end) last++;
    const start = span.end - this.text.slice(span.start, span.end).trimStart().length;
    const isVerbatim = this.json.get(start) === start + this.text.slice(start, span.end).trim().length;
    const { prompt, comments, diagnostics } = parsePrompt(
      this.text,
      span,
      { dialect: this.dialect, isVerbatim, ...kind },
      this.cuts.slice(this.cut, last),
    );
    for (const comment of comments) this.comments.push(comment);
    for (const diagnostic of diagnostics) this.report(diagnostic);
    for (const sign of yield* foreignSigns(prompt, this.dialect)) {
      const { dialect } = sign;
      this.report({
        code: 'dialect-foreign',
        severity: 'information',
        span: sign.span,
        parameters: { dialect },
      });
    }
    return prompt;
  }

  private parameters(start: number, end: number): Spell['parameters'] {
    const written = this.text.slice(start, end);
    const text = written.trim();
    const from = start + written.length - written.trimStart().length;
    return { span: { start: from, end: from + text.length }, values: parseParameters(text) };
  }

  private checkName(block: Block): void {
    const name = block.heading?.name;
    if (name === undefined) return;
    if (this.names.has(name.value)) {
      this.report({
        code: 'spell-name-duplicate',
        severity: 'warning',
        span: name.span,
        parameters: { name: name.value },
      });
    }
    this.names.add(name.value);
  }

  private report(diagnostic: SyntaxDiagnostic): void {
    if (this.diagnostics.length < MAX_DIAGNOSTICS) this.diagnostics.push(diagnostic);
  }
}

function stepsOf(parameters: Spell['parameters']): number | undefined {
  const steps = Number(parameters?.values.get('Steps'));
  return Number.isInteger(steps) && steps > 0 ? steps : undefined;
}
