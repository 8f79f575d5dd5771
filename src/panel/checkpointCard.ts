import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelOffer } from '../protocol/panel/shell';
import { ask } from './panelEvents';
import { theme } from './theme';
import type { Say } from './wording';

/** What the bundled checkpoint cannot judge, and what can; shown until the user has decided. */
@customElement('spellwright-checkpoint-card')
export class CheckpointCard extends LitElement {
  @property({ attribute: false }) offer?: ModelOffer;
  /** No other checkpoint can be chosen or downloaded here. */
  @property({ type: Boolean }) isFixed = false;
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult {
    const { say, offer, isFixed } = this;
    const facts = offer && { name: offer.name, size: offer.size, licence: offer.licence };
    return html`<section aria-labelledby="title">
      <h2 id="title">${say('cardTitle')}</h2>
      <p>
        ${say(isFixed ? 'cardFixedText' : 'cardText')}
        ${facts ? say(offer.isHere ? 'cardHere' : 'cardAbsent', facts) : nothing}
      </p>
      <div class="actions">
        ${
          offer
            ? html`<vscode-button @click=${() => ask(this, { kind: 'choose-model', model: offer.id })}
                >${say(offer.isHere ? 'cardUse' : 'cardDownload', facts)}</vscode-button
              >`
            : nothing
        }
        ${
          isFixed
            ? nothing
            : html`<vscode-button secondary @click=${() => ask(this, { kind: 'choose-model' })}
                >${say('cardOthers')}</vscode-button
              >`
        }
        <vscode-button secondary @click=${() => ask(this, { kind: 'dismiss-note' })}
          >${say('notNow')}</vscode-button
        >
      </div>
    </section>`;
  }

  static override styles = [
    theme,
    css`
      section {
        background: var(--vscode-inputValidation-infoBackground);
        border: 1px solid var(--vscode-inputValidation-infoBorder);
        border-radius: 4px;
        color: var(--vscode-inputValidation-infoForeground, inherit);
        margin-bottom: 12px;
        padding: 10px 12px;
      }

      h2 {
        font-size: 1em;
        font-weight: 600;
        margin: 0 0 4px;
      }

      p {
        margin: 0 0 10px;
        max-width: 72ch;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 8px;
      }

      vscode-button {
        max-width: 100%;
      }

      vscode-button::part(base) {
        line-height: 1.4;
        padding-block: 3px;
        white-space: normal;
      }
    `,
  ];
}
