import type { AttentionReader, EmbedOptions, PictureAttentionOutcome, TextAttention } from '../core/ports';
import { applyTemplates } from '../core/score/applyTemplates';
import type { FileScore } from '../core/score/fileScore';
import type { SpellFile } from '../core/spell/spell';

/** A text as CLIP reads it. */
export interface ReadText {
  readonly text: string;
  /** Where the prompt lies in it, half-open; the rest is the template's. */
  readonly start: number;
  readonly end: number;
  /** Templates of the file: of several the first is looked at. */
  readonly templates: number;
}

/** The text that a spell stands with, as CLIP reads it; undefined for a spell without a prompt. */
export function readTextOf(file: SpellFile, score: FileScore, spell: number): ReadText | undefined {
  const scored = score.spells[spell];
  const row = scored?.best ?? scored?.rows[0];
  if (row === undefined) return undefined;
  const prompt = score.prompts[row]!.expansion.text;
  const templates = file.frontMatter.templates.map(({ value }) => value);
  const { text, start } = applyTemplates(prompt, templates)[0]!;
  return { text, start, end: start + prompt.length, templates: templates.length };
}

/** What is to be looked at: texts of spells, and one picture. */
export interface AttendRequest {
  readonly texts: readonly ReadText[];
  /** Absolute. */
  readonly picture?: string;
}

export interface Attended {
  readonly texts: readonly { readonly read: ReadText; readonly attention: TextAttention }[];
  readonly picture?: PictureAttentionOutcome;
}

/**
 * Looks at what a checkpoint reads of texts and of a picture.
 * @throws EngineError, `attention-unsupported` among them; the signal's reason
 */
export async function attend(
  { texts, picture }: AttendRequest,
  reader: AttentionReader,
  options: EmbedOptions = {},
): Promise<Attended> {
  const attentions = await reader.attendTexts(
    texts.map(({ text }) => text),
    options,
  );
  const seen = picture === undefined ? undefined : await reader.attendPicture(picture, options);
  return {
    texts: texts.map((read, i) => ({ read, attention: attentions[i]! })),
    ...(seen && { picture: seen }),
  };
}
