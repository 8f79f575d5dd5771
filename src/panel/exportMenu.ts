import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ExportFormat } from '../protocol/panel/scores';
import { icons } from './icons';
import { ask } from './panelEvents';
import { theme } from './theme';
import type { Say } from './wording';

const formats: readonly { readonly format: ExportFormat; readonly label: string }[] = [
  { format: 'csv', label: 'CSV' },
  { format: 'json', label: 'JSON' },
  { format: 'markdown', label: 'Markdown' },
];

/** A menu button: each format, to a file or to the clipboard. */
@customElement('spellwright-export')
export class ExportMenu extends LitElement {
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) say!: Say;

  @state() private open = false;

  protected override render(): TemplateResult {
    const { say } = this;
    return html`
      <button
        class="icon"
        aria-haspopup="menu"
        aria-expanded=${String(this.open)}
        aria-label=${say('export')}
        title=${say('export')}
        ?disabled=${this.disabled}
        @click=${() => this.setOpen(!this.open)}
        @keydown=${this.onButtonKey}
      >
        ${icons.export}
      </button>
      ${
        this.open
          ? html`<div
              class="menu"
              role="menu"
              aria-label=${say('export')}
              @keydown=${this.onMenuKey}
              @focusout=${this.onLeave}
            >
              ${(['file', 'clipboard'] as const).map(
                (to) =>
                  html`${to === 'clipboard' ? html`<hr role="separator" />` : nothing}
                  ${formats.map(
                    ({ format, label }) =>
                      html`<button
                        role="menuitem"
                        tabindex="-1"
                        @click=${() => {
                          this.setOpen(false);
                          ask(this, { kind: 'export', format, to });
                        }}
                      >
                        ${say(to === 'file' ? 'exportSave' : 'exportCopy', { format: label })}
                      </button>`,
                  )}`,
              )}
            </div>`
          : nothing
      }
    `;
  }

  private setOpen(open: boolean): void {
    this.open = open;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(open ? '[role=menuitem]' : 'button')?.focus();
    });
  }

  private readonly onButtonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    this.setOpen(true);
  };

  private readonly onMenuKey = (event: KeyboardEvent): void => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const from = items.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.setOpen(false);
    }
  };

  private readonly onLeave = (event: FocusEvent): void => {
    if (!this.renderRoot.contains(event.relatedTarget as Node | null)) this.open = false;
  };

  static override styles = [
    theme,
    css`
      :host {
        display: inline-block;
        position: relative;
      }

      button[disabled] {
        cursor: default;
        opacity: 0.4;
      }

      .menu {
        background: var(--vscode-menu-background);
        border: 1px solid var(--vscode-menu-border, var(--vscode-contrastBorder, transparent));
        border-radius: 5px;
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
        color: var(--vscode-menu-foreground);
        display: grid;
        padding: 4px;
        position: absolute;
        right: 0;
        top: 100%;
        width: max-content;
        z-index: 10;
      }

      [role='menuitem'] {
        background: none;
        border: 0;
        border-radius: 3px;
        color: inherit;
        cursor: pointer;
        font: inherit;
        padding: 3px 12px;
        text-align: left;
      }

      [role='menuitem']:hover,
      [role='menuitem']:focus {
        background: var(--vscode-menu-selectionBackground);
        color: var(--vscode-menu-selectionForeground);
        outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
        outline-offset: -1px;
      }

      hr {
        border: 0;
        border-top: 1px solid var(--vscode-menu-separatorBackground);
        margin: 4px 0;
        width: 100%;
      }
    `,
  ];
}
