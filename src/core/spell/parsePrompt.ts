import { parseNodes } from './parseNodes';
import type { Dialect, Prompt, Span, SyntaxDiagnostic } from './spell';

/**
 * Reads one prompt of a file.
 * @param text the file with comments blanked.
 * @param span narrowed to what is not white space.
 */
export function parsePrompt(
  text: string,
  span: Span,
  dialect: Dialect,
): { readonly prompt: Prompt; readonly diagnostics: readonly SyntaxDiagnostic[] } {
  const source = text.slice(span.start, span.end);
  const leading = source.length - source.trimStart().length;
  const trimmed = source.trim();
  const start = span.start + leading;
  const end = start + trimmed.length;
  const { nodes, slots, diagnostics } = parseNodes(text, start, end, dialect, true);
  return { prompt: { span: { start, end }, source: trimmed, slots, nodes }, diagnostics };
}
