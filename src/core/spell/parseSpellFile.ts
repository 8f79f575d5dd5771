import { finish, type Steps } from '../steps';
import { blankSpans, findComments } from './comments';
import { parseFrontMatter } from './frontMatter';
import { parseParameters } from './infotext';
import { MAX_DIAGNOSTICS } from './parseNodes';
import { parsePrompt } from './parsePrompt';
import { splitBlocks, type Block } from './splitBlocks';
import type { Dialect, Prompt, Span, Spell, SpellFile, SyntaxDiagnostic } from './spell';

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
  const comments = findComments(text, end, dialect);
  yield;
  const blocks = splitBlocks(text, comments, end);
  // A spell has one negative prompt: the labels of further lines are not part of it.
  const labels = blocks.flatMap((block) => block.negatives.slice(1));
  const blanks = [...comments, ...labels].sort((a, b) => a.start - b.start);
  yield;
  const reader = new SpellReader(blankSpans(text, blanks), dialect);
  const spells: Spell[] = [];
  for (const block of blocks) {
    const spell = reader.read(block, spells.length);
    if (spell !== undefined) spells.push(spell);
    yield;
  }
  return {
    text,
    dialect,
    frontMatter,
    spells,
    comments,
    diagnostics: [...diagnostics, ...reader.diagnostics]
      .sort((a, b) => a.span.start - b.span.start)
      .slice(0, MAX_DIAGNOSTICS),
  };
}

class SpellReader {
  readonly diagnostics: SyntaxDiagnostic[] = [];
  private readonly names = new Set<string>();

  /** @param text the file with comments blanked. */
  constructor(
    private readonly text: string,
    private readonly dialect: Dialect,
  ) {}

  /** The spell of a block; none when a paragraph holds only comments. */
  read(block: Block, index: number): Spell | undefined {
    const body = this.text.slice(block.body.start, block.body.end);
    if (block.heading === undefined && body.trim() === '') return undefined;
    const parametersAt = block.parameters ?? block.body.end;
    const [label] = block.negatives;
    const positive = this.prompt({
      start: block.body.start,
      end: label?.start ?? parametersAt,
    });
    const negative = label && this.prompt({ start: label.end, end: parametersAt });
    this.checkName(block);
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
      ...(block.parameters !== undefined && {
        parameters: this.parameters(block.parameters, block.body.end),
      }),
    };
  }

  private prompt(span: Span): Prompt {
    const { prompt, diagnostics } = parsePrompt(this.text, span, this.dialect);
    for (const diagnostic of diagnostics) this.report(diagnostic);
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
