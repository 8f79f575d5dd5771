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

/** Whom the generator draws where a prompt leaves that open, as the checkpoint reads the pictures. */
export interface AuditMessage {
  readonly kind: 'audit';
  readonly phase: 'idle' | 'drawing' | 'reading' | 'done' | 'stopped' | 'failed';
  /** A generator is set that can be asked. */
  readonly canAsk: boolean;
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  readonly result?: PanelAudit;
}

export interface PanelAudit {
  /** The spell's name. */
  readonly name: string;
  readonly text: string;
  readonly checkpoint: { readonly id: string; readonly hash: string };
  readonly set: string;
  /** What it comes to, in the user's language. */
  readonly verdict: string;
  /** What is to be known beside: how sure, what is published, what none of it says. */
  readonly remarks: readonly string[];
  /** The shares mean nothing, or there are none. */
  readonly isSilent: boolean;
  readonly bars: readonly PanelAuditBar[];
  readonly groups: readonly PanelAuditGroup[];
  /** The prompt in the file is another one now. */
  readonly isStale: boolean;
}

/** A share with its interval, from 0 to 1. */
export interface PanelAuditBar {
  readonly name: string;
  readonly kind: 'corrected' | 'read' | 'published';
  readonly share?: number;
  readonly low: number;
  readonly high: number;
}

/** Pictures that were read alike. */
export interface PanelAuditGroup {
  readonly name: string;
  readonly pictures: readonly PanelAuditPicture[];
}

export interface PanelAuditPicture {
  /** Place among the pictures of the audit. */
  readonly index: number;
  readonly src: string;
  readonly name: string;
  /** Of what it was read as; absent where nobody is seen. */
  readonly probability?: number;
}

/** The section is to be looked at. */
export interface ShowAuditMessage {
  readonly kind: 'show-audit';
}

export type AuditPanelMessage =
  | { readonly kind: 'audit-start' }
  | { readonly kind: 'audit-stop' }
  | { readonly kind: 'audit-open'; readonly index: number };

const isPicture = record<PanelAuditPicture>({
  index: isIndex,
  src: isText,
  name: isText,
  probability: optional(isNumber),
});

const isResult = record<PanelAudit>({
  name: isText,
  text: isText,
  checkpoint: record<PanelAudit['checkpoint']>({ id: isText, hash: isText }),
  set: isText,
  verdict: isText,
  remarks: list(isText),
  isSilent: isBoolean,
  bars: list(
    record<PanelAuditBar>({
      name: isText,
      kind: oneOf('corrected', 'read', 'published'),
      share: optional(isNumber),
      low: isNumber,
      high: isNumber,
    }),
  ),
  groups: list(record<PanelAuditGroup>({ name: isText, pictures: list(isPicture) })),
  isStale: isBoolean,
});

export const auditHostMessages: GuardsOf<AuditMessage | ShowAuditMessage> = {
  audit: record<AuditMessage>({
    kind: isKind('audit'),
    phase: oneOf('idle', 'drawing', 'reading', 'done', 'stopped', 'failed'),
    canAsk: isBoolean,
    progress: optional(record<NonNullable<AuditMessage['progress']>>({ done: isIndex, total: isIndex })),
    error: optional(isText),
    result: optional(isResult),
  }),
  'show-audit': record<ShowAuditMessage>({ kind: isKind('show-audit') }),
};

type Of<K extends AuditPanelMessage['kind']> = Extract<AuditPanelMessage, { kind: K }>;

export const auditPanelMessages: GuardsOf<AuditPanelMessage> = {
  'audit-start': record<Of<'audit-start'>>({ kind: isKind('audit-start') }),
  'audit-stop': record<Of<'audit-stop'>>({ kind: isKind('audit-stop') }),
  'audit-open': record<Of<'audit-open'>>({ kind: isKind('audit-open'), index: isIndex }),
};
