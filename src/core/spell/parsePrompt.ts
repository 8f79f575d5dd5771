import { parseNodes } from './parseNodes';
import type { Dialect, Prompt, Span, SyntaxDiagnostic } from './spell';

export interface PromptKind {
  readonly dialect: Dialect;
  /** It is text as it stands: no slots, no signs. */
  readonly isVerbatim?: boolean;
  readonly isNegative?: boolean;
  /** Of the sampler. */
  readonly steps?: number;
}

/**
 * Reads one prompt of a file.
 * @param text the file with comments blanked.
 * @param span narrowed to what is not white space.
 * @param comments those of the file: what of ComfyUI's leaves nothing behind is taken out when the prompt is expanded
 */
export function parsePrompt(
  text: string,
  span: Span,
  { dialect, isVerbatim = false, isNegative = false, steps }: PromptKind,
  comments: readonly Span[] = [],
): { readonly prompt: Prompt; readonly diagnostics: readonly SyntaxDiagnostic[] } {
  const source = text.slice(span.start, span.end);
  const leading = source.length - source.trimStart().length;
  const trimmed = source.trim();
  const start = span.start + leading;
  const end = start + trimmed.length;
  const cuts = comments.filter((comment) => comment.start >= start && comment.end <= end);
  const { nodes, slots, diagnostics } = isVerbatim
    ? parseNodes(text, start, end, 'plain', false)
    : parseNodes(text, start, end, dialect, true);
  return {
    prompt: {
      span: { start, end },
      source: trimmed,
      slots,
      nodes,
      ...(isVerbatim && { isVerbatim }),
      ...(isNegative && { isNegative }),
      ...(steps !== undefined && { steps }),
      ...(cuts.length > 0 && { cuts }),
    },
    diagnostics,
  };
}
