/** A LoRA that a prompt names, as the AUTOMATIC1111 family writes it. */
export interface LoraTag {
  readonly name: string;
  /** Of the model and of the text encoder. */
  readonly strength: number;
  readonly textStrength: number;
}

const TAG = /<lora:([^:<>]{1,200})(?::([^:<>]{0,20}))?(?::([^:<>]{0,20}))?[^<>]{0,100}>/gi;

/** The LoRA tags of a text; a strength that is no number is 1. */
export function loraTags(text: string): LoraTag[] {
  return [...text.matchAll(TAG)].map(([, name, model, encoder]) => {
    const strength = numberOf(model) ?? 1;
    return { name: name!.trim(), strength, textStrength: numberOf(encoder) ?? strength };
  });
}

/** The text without them, and without the comma that stood between. */
export function withoutLoraTags(text: string): string {
  return text
    .replace(TAG, '')
    .replace(/,\s*(?=,)/g, '')
    .replace(/^[\s,]+|[\s,]+$/g, '');
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text?.trim() || NaN);
  return Number.isFinite(number) ? number : undefined;
}
