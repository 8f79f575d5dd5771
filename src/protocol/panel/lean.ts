import { isBoolean, isKind, isNumber, isText, list, optional, record, type GuardsOf } from './guards';

/** How far the loaded checkpoint leans for the person words of the file; no checkpoint where there is nothing to tell. */
export interface LeanMessage {
  readonly kind: 'lean';
  readonly checkpoint?: { readonly id: string; readonly hash: string };
  /** Some words are still being measured. */
  readonly measuring: boolean;
  /** In the order of the text. */
  readonly words: readonly PanelLean[];
}

export interface PanelLean {
  /** As it was written. */
  readonly word: string;
  /** What the checkpoint was asked with, where that is another language. */
  readonly asked?: string;
  /** Positive: towards women. See `Lean` of core. */
  readonly size: number;
  readonly low: number;
  readonly high: number;
  /** It is beyond chance, and beyond what things show. */
  readonly shown: boolean;
}

const isLean = record<PanelLean>({
  word: isText,
  asked: optional(isText),
  size: isNumber,
  low: isNumber,
  high: isNumber,
  shown: isBoolean,
});

export const leanHostMessages: GuardsOf<LeanMessage> = {
  lean: record<LeanMessage>({
    kind: isKind('lean'),
    checkpoint: optional(record<NonNullable<LeanMessage['checkpoint']>>({ id: isText, hash: isText })),
    measuring: isBoolean,
    words: list(isLean),
  }),
};
