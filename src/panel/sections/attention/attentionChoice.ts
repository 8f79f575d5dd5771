/** Under which the section keeps what it shows. */
export const attentionName = 'attention';

/** What of the attention somebody chose to see. */
export interface AttentionChoice {
  /** It is asked for; nothing is read before. */
  readonly isOn: boolean;
  /** One layer alone, without those before it. */
  readonly isAlone: boolean;
  /** From 1; the last where they are absent, or where a tower has fewer. */
  readonly textLayer?: number;
  readonly pictureLayer?: number;
}

/** What was kept may come from another version. */
export function readChoice(kept: Readonly<Record<string, unknown>> | undefined): AttentionChoice {
  const { isOn, isAlone, textLayer, pictureLayer } = kept ?? {};
  return {
    isOn: isOn === true,
    isAlone: isAlone === true,
    ...(isLayer(textLayer) && { textLayer }),
    ...(isLayer(pictureLayer) && { pictureLayer }),
  };
}

/** The layer that is shown of those that there are, from 1. */
export function shownLayer(chosen: number | undefined, layers: number): number {
  return Math.min(chosen ?? layers, layers);
}

function isLayer(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
