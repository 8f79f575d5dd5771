import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StatusMessage } from '../protocol/panel/shell';
import { icons } from './icons';
import { ask } from './panelEvents';
import { speedText } from './speedText';
import { theme } from './theme';
import type { Say } from './wording';

/** Where the scoring stands, when that is anything but done: progress with cancel, or what went wrong with retry. */
@customElement('spellwright-status')
export class StatusLine extends LitElement {
  @property({ attribute: false }) status!: StatusMessage;
  @property({ type: Boolean }) hasScores = false;
  /** No other checkpoint can be chosen or downloaded here. */
  @property({ type: Boolean }) isFixed = false;
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult | typeof nothing {
    const { say, status } = this;
    switch (status.phase) {
      case 'loading':
      case 'waiting':
        return this.renderBusy(status.stuck ?? say(status.phase));
      case 'scoring':
        if (status.stuck !== undefined) return this.renderBusy(status.stuck);
        // A keystroke's scoring is over before it could be read; only the first one, and long ones, are shown.
        return this.hasScores && (status.progress?.total ?? 0) < 50
          ? nothing
          : this.renderBusy(say('scoring'));
      case 'failed':
      case 'stopped':
        return html`<div class="problem" role="alert">
          <span class="sign">${icons.warning}</span>
          <div>
            <b>${say(status.phase)}.</b> ${status.error ?? ''}
            ${this.hasScores ? html`<span class="muted">${say('staleScores')}</span>` : nothing}
          </div>
          <span class="actions"
            >${
              status.missingModel === undefined || this.isFixed
                ? nothing
                : html`<vscode-button
                    @click=${() => ask(this, { kind: 'choose-model', model: status.missingModel })}
                    >${say('downloadModel', { model: status.missingModel })}</vscode-button
                  >`
            }
            <vscode-button secondary @click=${() => ask(this, { kind: 'retry' })}
              >${say('retry')}</vscode-button
            ></span
          >
        </div>`;
      case 'closed':
        return html`<div class="note" role="status">
          <div>
            ${say('closed')}
            ${this.hasScores ? html`<span class="muted">${say('staleScores')}</span>` : nothing}
          </div>
          <vscode-button secondary @click=${() => ask(this, { kind: 'retry' })}
            >${say('openFile')}</vscode-button
          >
        </div>`;
      default:
        return nothing;
    }
  }

  private renderBusy(text: string): TemplateResult {
    const { progress } = this.status;
    const share = progress && progress.total > 0 ? (100 * progress.done) / progress.total : undefined;
    return html`<div class="busy">
      <span class="text"
        >${text}
        ${
          progress && progress.total > 0
            ? html`<span class="muted number"
                >${this.say('progress', { done: progress.done, total: progress.total })}${
                  progress.perSecond === undefined ? '' : ` · ${speedText(this.say, progress)}`
                }</span
              >`
            : nothing
        }</span
      >
      <vscode-progress-bar
        aria-label=${text}
        .value=${share}
        .indeterminate=${share === undefined}
      ></vscode-progress-bar>
      <vscode-button secondary @click=${() => ask(this, { kind: 'cancel' })}
        >${this.say('cancel')}</vscode-button
      >
    </div>`;
  }

  static override styles = [
    theme,
    css`
      .busy {
        align-items: center;
        display: grid;
        gap: 4px 12px;
        grid-template-columns: minmax(0, 1fr) auto;
        margin-bottom: 12px;
      }

      .busy vscode-progress-bar {
        grid-area: 2 / 1;
      }

      .busy vscode-button {
        grid-area: 1 / 2 / span 2;
      }

      .problem,
      .note {
        align-items: center;
        border: 1px solid var(--vscode-inputValidation-errorBorder);
        border-radius: 4px;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        margin-bottom: 12px;
        overflow-wrap: anywhere;
        padding: 8px 12px;
      }

      .problem {
        background: var(--vscode-inputValidation-errorBackground);
        color: var(--vscode-inputValidation-errorForeground, var(--vscode-editor-foreground));
      }

      .problem .muted {
        color: inherit;
      }

      .note {
        border-color: var(--line);
      }

      .note div,
      .problem div {
        flex: 1 1 16em;
        min-width: 0;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 8px;
      }

      .sign {
        display: flex;
      }
    `,
  ];
}
