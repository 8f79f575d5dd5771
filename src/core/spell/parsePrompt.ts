import { blankSpans } from './comments';
import { parseNodes } from './parseNodes';
import type { Dialect, Prompt, Span, SyntaxDiagnostic } from './spell';

/**
 * Reads one prompt of a file.
 * @param text the file with the dialect's comments blanked.
 * @param span narrowed to what is not white space.
 */
export function parsePrompt(
  text: string,
  span: Span,
  dialect: Dialect,
): {
  readonly prompt: Prompt;
  /** Where dynamicprompts sees a comment. */
  readonly comments: readonly Span[];
  readonly diagnostics: readonly SyntaxDiagnostic[];
} {
  const written = text.slice(span.start, span.end);
  const leading = written.length - written.trimStart().length;
  const trimmed = written.trim();
  const start = span.start + leading;
  const end = start + trimmed.length;
  const { nodes, slots, comments, diagnostics } = parseNodes(text, start, end, dialect, true);
  const source = blankSpans(
    trimmed,
    comments.map((comment) => ({ start: comment.start - start, end: comment.end - start })),
  );
  const prompt: Prompt =
    source.trim() === ''
      ? { span: { start, end: start }, source: '', slots: [], nodes: [] }
      : { span: { start, end }, source, ...(comments.length > 0 && { comments }), slots, nodes };
  return { prompt, comments, diagnostics };
}
