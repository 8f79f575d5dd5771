import {
  isBoolean,
  isIndex,
  isKind,
  isNumber,
  isText,
  list,
  oneOf,
  optional,
  record,
  type GuardsOf,
} from './guards';

/** Which option of each slot of a spell every picture takes. See `SlotTest` of core. */
export interface SlotsMessage {
  readonly kind: 'slots';
  /** Its place in the file; absent while there are no scores. */
  readonly spell?: number;
  readonly checkpoint?: { readonly id: string; readonly hash: string };
  readonly differentPictures: number;
  /** Not all combinations were scored. */
  readonly sampled: boolean;
  readonly slots: readonly PanelSlot[];
}

export interface PanelSlot {
  readonly written: string;
  readonly outcome: 'clear' | 'open' | 'too-few';
  readonly options: readonly PanelOption[];
  /** The first of them. */
  readonly pictures: readonly PanelSlotPicture[];
  /** Rows are winners, columns runners-up. Absent with two options, or too many. */
  readonly seconds?: readonly (readonly number[])[];
  readonly named?: PanelNamed;
}

export interface PanelOption {
  readonly label: string;
  readonly wins: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly probability: number;
}

export interface PanelSlotPicture {
  /** As they are written in the file. */
  readonly paths: readonly string[];
  /** Indices in `options`. */
  readonly winner: number;
  readonly second: number;
  readonly probability: number;
  readonly secondProbability: number;
}

export interface PanelNamed {
  readonly pictures: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
  /** Rows are what the names say, columns winners. Absent with too many options. */
  readonly confusion?: readonly (readonly number[])[];
}

/** The section is to be looked at: somebody asked for it by a command. */
export interface ShowSlotsMessage {
  readonly kind: 'show-slots';
}

const isTable = list(list(isIndex));

const isSlot = record<PanelSlot>({
  written: isText,
  outcome: oneOf('clear', 'open', 'too-few'),
  options: list(
    record<PanelOption>({
      label: isText,
      wins: isNumber,
      share: isNumber,
      low: isNumber,
      high: isNumber,
      probability: isNumber,
    }),
  ),
  pictures: list(
    record<PanelSlotPicture>({
      paths: list(isText),
      winner: isIndex,
      second: isIndex,
      probability: isNumber,
      secondProbability: isNumber,
    }),
  ),
  seconds: optional(isTable),
  named: optional(
    record<PanelNamed>({
      pictures: isIndex,
      right: isIndex,
      low: isNumber,
      high: isNumber,
      confusion: optional(isTable),
    }),
  ),
});

export const slotsHostMessages: GuardsOf<SlotsMessage | ShowSlotsMessage> = {
  slots: record<SlotsMessage>({
    kind: isKind('slots'),
    spell: optional(isIndex),
    checkpoint: optional(record<NonNullable<SlotsMessage['checkpoint']>>({ id: isText, hash: isText })),
    differentPictures: isIndex,
    sampled: isBoolean,
    slots: list(isSlot),
  }),
  'show-slots': record<ShowSlotsMessage>({ kind: isKind('show-slots') }),
};
