import { isIndex, isKind, isNumber, isText, list, optional, record, type GuardsOf } from './guards';

/** The last edits of the spell under the caret, oldest first. */
export interface HistoryMessage {
  readonly kind: 'history';
  readonly spell?: number;
  readonly entries: readonly PanelHistoryEntry[];
}

export interface PanelHistoryEntry {
  readonly id: number;
  /** First line of the spell's text as it was. */
  readonly label: string;
  /** What the spell was ranked by. */
  readonly meanCosine: number;
  /** What measured it. */
  readonly checkpoint: { readonly id: string; readonly hash: string };
  /** Entries of one basis were measured by the same checkpoint against the same pictures: only they may be compared. */
  readonly basis: number;
}

/** Put the text of a history entry back. */
export interface RestoreMessage {
  readonly kind: 'restore';
  readonly entry: number;
}

export const isHistoryEntry = record<PanelHistoryEntry>({
  id: isIndex,
  label: isText,
  meanCosine: isNumber,
  checkpoint: record<PanelHistoryEntry['checkpoint']>({ id: isText, hash: isText }),
  basis: isIndex,
});

export const historyHostMessages: GuardsOf<HistoryMessage> = {
  history: record<HistoryMessage>({
    kind: isKind('history'),
    spell: optional(isIndex),
    entries: list(isHistoryEntry),
  }),
};

export const historyPanelMessages: GuardsOf<RestoreMessage> = {
  restore: record<RestoreMessage>({ kind: isKind('restore'), entry: isIndex }),
};
