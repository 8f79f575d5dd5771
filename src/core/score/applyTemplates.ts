/** A prompt inside each template of its file: the texts that CLIP reads. */
export interface FilledTemplate {
  readonly text: string;
  /** UTF-16 offset of the prompt in `text`. */
  readonly start: number;
}

/** Puts a prompt in place of the `{}` of each template; with no template it stands alone. */
export function applyTemplates(prompt: string, templates: readonly string[]): FilledTemplate[] {
  if (templates.length === 0) return [{ text: prompt, start: 0 }];
  return templates.map((template) => ({
    text: template.split('{}').join(prompt),
    start: template.indexOf('{}'),
  }));
}

/**
 * Where a prompt is cut off, from where its filled template is cut off.
 * @returns offset in the prompt, 0 … `length`; `length` when only the template's own tail is lost
 */
export function lostInPrompt(lostFrom: number, filled: FilledTemplate, length: number): number {
  return Math.min(Math.max(lostFrom - filled.start, 0), length);
}
