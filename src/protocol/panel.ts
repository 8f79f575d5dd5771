/**
 * Every message between the extension host and the panel.
 *
 * The host sends what is so, the panel sends what the user wants; nobody waits for an answer, because the answer to
 * "add this picture" is a changed file, and that arrives as any other change does. So plain messages are enough here,
 * where the engine needs calls. Each is checked on arrival: a restored panel may be older than its host.
 */
import { blindSpotsHostMessages, blindSpotsPanelMessages } from './panel/blindSpots';
import { attentionHostMessages, attentionPanelMessages } from './panel/attention';
import { auditHostMessages, auditPanelMessages } from './panel/audit';
import { searchHostMessages, searchPanelMessages } from './panel/search';
import { evolutionHostMessages, evolutionPanelMessages } from './panel/evolution';
import { galleryHostMessages, galleryPanelMessages } from './panel/gallery';
import { isText } from './panel/guards';
import { healthHostMessages, healthPanelMessages } from './panel/health';
import { historyHostMessages, historyPanelMessages } from './panel/history';
import { judgeHostMessages, judgePanelMessages } from './panel/judge';
import { leanHostMessages } from './panel/lean';
import { ledgerHostMessages, ledgerPanelMessages } from './panel/ledger';
import { libraryHostMessages, libraryPanelMessages } from './panel/library';
import { picturesHostMessages, picturesPanelMessages } from './panel/pictures';
import { scoresHostMessages, scoresPanelMessages } from './panel/scores';
import { shellHostMessages, shellPanelMessages } from './panel/shell';
import { slotsHostMessages } from './panel/slots';
import { suggestHostMessages, suggestPanelMessages } from './panel/suggest';
import { whereHostMessages, wherePanelMessages } from './panel/where';
import { isRecord, type Guard } from './rpc';

/** What the host says of each part of the panel. */
const hostMessages = {
  ...shellHostMessages,
  ...picturesHostMessages,
  ...scoresHostMessages,
  ...historyHostMessages,
  ...judgeHostMessages,
  ...leanHostMessages,
  ...ledgerHostMessages,
  ...slotsHostMessages,
  ...blindSpotsHostMessages,
  ...whereHostMessages,
  ...attentionHostMessages,
  ...healthHostMessages,
  ...auditHostMessages,
  ...evolutionHostMessages,
  ...searchHostMessages,
  ...libraryHostMessages,
  ...suggestHostMessages,
  ...galleryHostMessages,
};

/** What each part of the panel asks for. */
const panelMessages = {
  ...shellPanelMessages,
  ...picturesPanelMessages,
  ...scoresPanelMessages,
  ...historyPanelMessages,
  ...judgePanelMessages,
  ...ledgerPanelMessages,
  ...blindSpotsPanelMessages,
  ...wherePanelMessages,
  ...attentionPanelMessages,
  ...healthPanelMessages,
  ...auditPanelMessages,
  ...evolutionPanelMessages,
  ...searchPanelMessages,
  ...libraryPanelMessages,
  ...suggestPanelMessages,
  ...galleryPanelMessages,
};

type Guarded<G> = G extends Guard<infer M> ? M : never;

export type HostMessage = Guarded<(typeof hostMessages)[keyof typeof hostMessages]>;
export type PanelMessage = Guarded<(typeof panelMessages)[keyof typeof panelMessages]>;

/** Reads what the host sent; undefined when it is none of its messages. */
export function readHostMessage(value: unknown): HostMessage | undefined {
  return read<HostMessage>(hostMessages, value);
}

/** Reads what the panel sent; undefined when it is none of its messages. */
export function readPanelMessage(value: unknown): PanelMessage | undefined {
  return read<PanelMessage>(panelMessages, value);
}

function read<M>(guards: Readonly<Record<string, Guard<M>>>, value: unknown): M | undefined {
  if (!isRecord(value) || typeof value.kind !== 'string' || !Object.hasOwn(guards, value.kind))
    return undefined;
  return guards[value.kind]!(value) ? (value as M) : undefined;
}

/** What a kept panel state says of the panel that it belongs to; undefined when the state is none of ours. */
export function readPanelState(
  state: unknown,
): { readonly uri: string; readonly isLocked: boolean } | undefined {
  if (!isRecord(state) || !isText(state.uri) || state.uri === '') return undefined;
  return { uri: state.uri, isLocked: state.locked === true };
}
