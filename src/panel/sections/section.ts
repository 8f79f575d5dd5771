import type { TemplateResult } from 'lit';
import type { HostMessage } from '../../protocol/panel';
import type { PanelView } from '../panelView';
import type { TabName } from '../uiState';

/** A part of the panel that folds. The panel knows it by its entry in `sections.ts` only. */
export interface Section {
  /** Under which it is kept whether it is folded, and what it keeps itself; never shown. */
  readonly name: string;
  readonly tab: TabName;
  /** Messages at which it comes forward. */
  readonly comesForwardAt?: readonly HostMessage['kind'][];
  /** What is read out when a message comes, while the view still shows what was before. */
  readonly announce?: (message: HostMessage, view: PanelView) => string | undefined;
  /** undefined while there is nothing to show. */
  readonly show: (view: PanelView) => Shown | undefined;
}

export interface Shown {
  readonly title: string;
  /** Beside the title: a count, a checkpoint. */
  readonly remark?: string;
  /** What somebody who looks at another tab should know of: stands as a sign on this one's tab, and is read out there. */
  readonly attention?: string;
  readonly content: TemplateResult;
}
