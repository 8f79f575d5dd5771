import type { ExportFormat } from '../protocol/panel/scores';
import type { MatrixKind } from './heat';
import type { ScrollState } from './uiState';

/** What the panel's elements tell the panel. */
export interface PanelEvents {
  jump: { readonly spell: number };
  pin: { readonly key: string };
  'pins-changed': { readonly pins: readonly string[] };
  fold: { readonly key: string };
  'matrix-kind': { readonly kind: MatrixKind };
  scrolled: Partial<ScrollState>;
  'choose-model': { readonly model?: string };
  'dismiss-note': null;
  'pick-pictures': null;
  'remove-picture': { readonly path: string };
  'open-picture': { readonly path: string };
  restore: { readonly entry: number };
  export: { readonly format: ExportFormat; readonly to: 'file' | 'clipboard' };
}

/** Tells the panel, across shadow roots. */
export function tell<K extends keyof PanelEvents>(from: EventTarget, type: K, detail: PanelEvents[K]): void {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}
