import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icons } from './icons';
import { change } from './panelEvents';
import { theme } from './theme';
import type { TabName } from './uiState';
import type { Say } from './wording';

/** Keys of their names. */
export const tabTitles = {
  scores: 'tabScores',
  why: 'tabWhy',
  improve: 'tabImprove',
  pictures: 'tabPictures',
} as const;

/** Chooses which sections are shown. */
@customElement('spellwright-tabs')
export class TabBar extends LitElement {
  /** Those that have sections. */
  @property({ attribute: false }) tabs: readonly TabName[] = [];
  @property({ attribute: false }) active!: TabName;
  /** What is to be known of a tab that is not shown. */
  @property({ attribute: false }) attention: ReadonlyMap<TabName, string> = new Map();
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult {
    return html`<div role="tablist" aria-label=${this.say('tabs')} @keydown=${this.onKey}>
      ${this.tabs.map(
        (tab) =>
          html`<button
            role="tab"
            data-tab=${tab}
            aria-selected=${String(tab === this.active)}
            tabindex=${tab === this.active ? 0 : -1}
            @click=${() => this.choose(tab)}
          >
            ${this.say(tabTitles[tab])}${this.renderAttention(tab)}
          </button>`,
      )}
    </div>`;
  }

  private renderAttention(tab: TabName): TemplateResult | typeof nothing {
    const text = this.attention.get(tab);
    if (text === undefined || tab === this.active) return nothing;
    return html`<span class="attention" title=${text}
      >${icons.warning}<span class="spoken">${text}</span></span
    >`;
  }

  private choose(tab: TabName): void {
    change(this, () => ({ tab }));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const last = this.tabs.length - 1;
    const from = this.tabs.indexOf(this.active);
    const to = {
      ArrowRight: from === last ? 0 : from + 1,
      ArrowLeft: from === 0 ? last : from - 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = to === undefined ? undefined : this.tabs[to];
    if (tab === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.choose(tab);
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`[data-tab="${tab}"]`)?.focus();
    });
  };

  static override styles = [
    theme,
    css`
      [role='tablist'] {
        border-bottom: 1px solid var(--line);
        display: flex;
        gap: 4px;
        margin-bottom: 6px;
      }

      [role='tab'] {
        background: none;
        border: 0;
        border-bottom: 2px solid transparent;
        color: var(--muted);
        cursor: pointer;
        /* An operating system's high contrast would underline all of them. */
        forced-color-adjust: none;
        font: inherit;
        min-height: 28px;
        padding: 2px 8px;
      }

      .attention {
        color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
        margin-left: 5px;
        vertical-align: -2px;
      }

      [role='tab']:hover {
        color: var(--vscode-foreground);
      }

      [role='tab'][aria-selected='true'] {
        border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder));
        color: var(--vscode-foreground);
      }
    `,
  ];
}
