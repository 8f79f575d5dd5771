import type { PanelMessage } from '../protocol/panel';
import type { PanelView } from './panelView';
import type { UiState } from './uiState';

/** What changes of what the panel keeps, from what it shows now. */
export type Change = (view: PanelView) => Partial<UiState>;

/** What the panel's elements tell the panel. */
interface PanelEvents {
  ask: PanelMessage;
  change: Change;
  remember: { readonly section: string; readonly values: Readonly<Record<string, unknown>> };
}

export type Told<K extends keyof PanelEvents> = CustomEvent<PanelEvents[K]>;

/** Asks the extension host for something. */
export function ask(from: EventTarget, message: PanelMessage): void {
  tell(from, 'ask', message);
}

/** Changes what is kept, and draws the panel anew. */
export function change(from: EventTarget, how: Change): void {
  tell(from, 'change', how);
}

/** Keeps values of a section beside those that it keeps already, without drawing anything: for scrolling. */
export function remember(
  from: EventTarget,
  section: string,
  values: Readonly<Record<string, unknown>>,
): void {
  tell(from, 'remember', { section, values });
}

/** Across shadow roots. */
function tell<K extends keyof PanelEvents>(from: EventTarget, type: K, detail: PanelEvents[K]): void {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}
