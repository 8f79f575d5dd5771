import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { change } from './panelEvents';
import { theme } from './theme';
import type { TabName } from './uiState';
import type { Say } from './wording';

/** Keys of their names. */
export const tabTitles = { scores: 'tabScores', why: 'tabWhy', pictures: 'tabPictures' } as const;

/** Chooses which sections are shown. */
@customElement('spellwright-tabs')
export class TabBar extends LitElement {
  /** Those that have sections. */
  @property({ attribute: false }) tabs: readonly TabName[] = [];
  @property({ attribute: false }) active!: TabName;
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
            ${this.say(tabTitles[tab])}
          </button>`,
      )}
    </div>`;
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
        font: inherit;
        min-height: 28px;
        padding: 2px 8px;
      }

      [role='tab']:hover {
        color: var(--vscode-foreground);
      }

      [role='tab'][aria-selected='true'] {
        border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder));
        color: var(--vscode-foreground);
        forced-color-adjust: none;
      }
    `,
  ];
}
