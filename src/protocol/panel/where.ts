import { heatMethods, type HeatMethod } from '../../core/why/heat';
import type { HeatGrid } from '../../core/why/heatGrid';
import type { Guard } from '../rpc';
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

/** Where a phrase is in the pictures: what could be looked for, what is, and what was found last. */
export interface WhereMessage {
  readonly kind: 'where';
  /** The selection of the editor, or the phrase at its caret; absent where there is none. */
  readonly phrase?: string;
  /** While it is looked for: pictures. */
  readonly progress?: { readonly done: number; readonly total: number };
  /** Why it could not be looked for, in the user's language. */
  readonly error?: string;
  readonly found?: PanelWhere;
  /** What fits the place that was asked for last. */
  readonly fitting?: PanelFitting;
}

export interface PanelWhere {
  readonly phrase: string;
  /** The first word of the phrase that was not read, where it is too long. */
  readonly lostFrom?: string;
  readonly method: HeatMethod;
  readonly windows: boolean;
  readonly checkpoint: { readonly id: string; readonly hash: string };
  /** Other phrases that each place was held against. */
  readonly rivals: number;
  readonly pictures: readonly PanelHeat[];
  /** Pictures of the file that were not looked at. */
  readonly left: number;
  /** Sentences, in the user's language. */
  readonly failures: readonly string[];
  /** Text or pictures have changed since. */
  readonly stale: boolean;
}

/** The map of one picture. Lists are by cell of the grid. */
export interface PanelHeat {
  /** `PanelPicture.path`. */
  readonly path: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly grid: HeatGrid;
  /** How much of the picture the checkpoint sees, 0 to 1. */
  readonly seen: number;
  /** 0 to 1. */
  readonly values: Float32Array;
  readonly contrast: Float32Array;
  readonly evidence: Float32Array;
  readonly presence: number;
  readonly isFound: boolean;
}

export interface PanelFitting {
  /** `PanelPicture.path`. */
  readonly path: string;
  /** Of the place, in the picture's pixels. */
  readonly x: number;
  readonly y: number;
  /** The best first. */
  readonly phrases: readonly { readonly phrase: string; readonly probability: number }[];
  /** Of all neutral texts together. */
  readonly neutral: number;
}

/** The section is to be looked at, and to look for this phrase: somebody asked for it by a command. */
export interface ShowWhereMessage {
  readonly kind: 'show-where';
  readonly phrase?: string;
}

export type WherePanelMessage =
  | {
      readonly kind: 'where-find';
      readonly phrase: string;
      readonly method: HeatMethod;
      readonly windows: boolean;
      /** Pictures to look at: the first of the file. */
      readonly pictures: number;
    }
  | { readonly kind: 'where-stop' }
  /** Which phrases fit a place of a picture, in its pixels. */
  | { readonly kind: 'where-fit'; readonly path: string; readonly x: number; readonly y: number };

const isValues: Guard<Float32Array> = (value): value is Float32Array => value instanceof Float32Array;

const isGrid = record<HeatGrid>({
  seen: record<HeatGrid['seen']>({ left: isNumber, top: isNumber, right: isNumber, bottom: isNumber }),
  rows: isIndex,
  columns: isIndex,
});

const isHeatRecord = record<PanelHeat>({
  path: isText,
  width: isIndex,
  height: isIndex,
  grid: isGrid,
  seen: isNumber,
  values: isValues,
  contrast: isValues,
  evidence: isValues,
  presence: isNumber,
  isFound: isBoolean,
});

const isHeat: Guard<PanelHeat> = (value): value is PanelHeat => {
  if (!isHeatRecord(value)) return false;
  const { grid, values, contrast, evidence } = value;
  return [values, contrast, evidence].every((each) => each.length === grid.rows * grid.columns);
};

const isFound = record<PanelWhere>({
  phrase: isText,
  lostFrom: optional(isText),
  method: oneOf(...heatMethods),
  windows: isBoolean,
  checkpoint: record<PanelWhere['checkpoint']>({ id: isText, hash: isText }),
  rivals: isIndex,
  pictures: list(isHeat),
  left: isIndex,
  failures: list(isText),
  stale: isBoolean,
});

const isFitting = record<PanelFitting>({
  path: isText,
  x: isNumber,
  y: isNumber,
  phrases: list(record<PanelFitting['phrases'][number]>({ phrase: isText, probability: isNumber })),
  neutral: isNumber,
});

export const whereHostMessages: GuardsOf<WhereMessage | ShowWhereMessage> = {
  where: record<WhereMessage>({
    kind: isKind('where'),
    phrase: optional(isText),
    progress: optional(record<NonNullable<WhereMessage['progress']>>({ done: isIndex, total: isIndex })),
    error: optional(isText),
    found: optional(isFound),
    fitting: optional(isFitting),
  }),
  'show-where': record<ShowWhereMessage>({ kind: isKind('show-where'), phrase: optional(isText) }),
};

type Of<K extends WherePanelMessage['kind']> = Extract<WherePanelMessage, { kind: K }>;

export const wherePanelMessages: GuardsOf<WherePanelMessage> = {
  'where-find': record<Of<'where-find'>>({
    kind: isKind('where-find'),
    phrase: isText,
    method: oneOf(...heatMethods),
    windows: isBoolean,
    pictures: isIndex,
  }),
  'where-stop': record<Of<'where-stop'>>({ kind: isKind('where-stop') }),
  'where-fit': record<Of<'where-fit'>>({ kind: isKind('where-fit'), path: isText, x: isNumber, y: isNumber }),
};
