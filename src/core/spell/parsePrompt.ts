import { blankSpans } from './comments';
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
 * @param text the file with the dialect's comments blanked.
 * @param span narrowed to what is not white space.
 * @param ofFile comments of the file: what of ComfyUI's leaves nothing behind is taken out when the prompt is expanded
 */
export function parsePrompt(
  text: string,
  span: Span,
  { dialect, isVerbatim = false, isNegative = false, steps }: PromptKind,
  ofFile: readonly Span[] = [],
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
  const cuts = ofFile.filter((comment) => comment.start >= start && comment.end <= end);
  const { nodes, slots, comments, diagnostics } = isVerbatim
    ? parseNodes(text, start, end, 'plain', false)
    : parseNodes(text, start, end, dialect, true);
  const source = blankSpans(
    trimmed,
    comments.map((comment) => ({ start: comment.start - start, end: comment.end - start })),
  );
  const kind = {
    ...(isVerbatim && { isVerbatim }),
    ...(isNegative && { isNegative }),
    ...(steps !== undefined && { steps }),
  };
  const prompt: Prompt =
    source.trim() === ''
      ? { span: { start, end: start }, source: '', slots: [], nodes: [], ...kind }
      : {
          span: { start, end },
          source,
          ...(comments.length > 0 && { comments }),
          ...(cuts.length > 0 && { cuts }),
          slots,
          nodes,
          ...kind,
        };
  return { prompt, comments, diagnostics };
}
