import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelDrawn, PanelMaking } from '../../../protocol/panel/gallery';
import { cosine, percent } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import { seedText } from './galleryText';

/** The picture that has the focus in the grid: how it was made, how it fits, and what can be done with it. */
@customElement('spellwright-gallery-picture')
export class GalleryPicture extends LitElement {
  @property({ attribute: false }) picture!: PanelDrawn;
  /** Comes a moment after the picture. */
  @property({ attribute: false }) making?: PanelMaking;
  @property({ type: Boolean }) isMarked = false;
  @property({ attribute: false }) language: 'en' | 'ja' = 'en';
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult {
    const { say, picture, making } = this;
    const { id, src, own, closeness, nearest, failure } = picture;
    return html`<section aria-label=${say('galleryPicture', { picture: id })}>
      <h3 class="clip" title=${id}>${id}</h3>
      ${this.renderActions()}
      <div class="parts">
        ${
          src === undefined || failure !== undefined
            ? nothing
            : html`<img src=${src} alt=${id} decoding="async" data-preview=${src} data-preview-name=${id} />`
        }
        <div class="facts">
          ${failure === undefined ? nothing : html`<p class="warning">${icons.warning} ${failure}</p>`}
          <dl>
            <dt>${say('gallerySeedName')}</dt>
            <dd>${picture.seed ?? seedText(undefined, say)}</dd>
            ${own === undefined ? nothing : this.renderFact(say('galleryOwn'), percent(own))}
            ${closeness === undefined ? nothing : this.renderFact(say('galleryCloseness'), cosine(closeness))}
            ${
              nearest
                ? this.renderFact(
                    say('galleryNearest'),
                    say('galleryNearestIs', { picture: nearest.picture, cosine: cosine(nearest.cosine) }),
                  )
                : nothing
            }
          </dl>
          ${making ? this.renderMaking(making) : nothing}
        </div>
      </div>
    </section>`;
  }

  private renderActions(): TemplateResult {
    const { say, picture, making } = this;
    const { id, seed } = picture;
    return html`<div class="actions" role="group" aria-label=${say('galleryPicture', { picture: id })}>
      <button @click=${() => ask(this, { kind: 'gallery-open', id })}>${say('galleryOpen')}</button>
      <button aria-pressed=${String(this.isMarked)} @click=${() => this.mark()}>
        ${say(this.isMarked ? 'galleryCompared' : 'galleryCompare')}
      </button>
      <button ?disabled=${picture.isReference} @click=${() => ask(this, { kind: 'gallery-reference', id })}>
        ${say('galleryReference')}
      </button>
      <button
        ?disabled=${seed === undefined || making?.isThere === false}
        @click=${() => ask(this, { kind: 'gallery-copy', id, what: 'seed' })}
      >
        ${say('galleryCopySeed')}
      </button>
      <button
        ?disabled=${making?.isThere === false}
        @click=${() => ask(this, { kind: 'gallery-copy', id, what: 'parameters' })}
      >
        ${say('galleryCopyParameters')}
      </button>
      <button
        ?disabled=${making?.isThere === false}
        @click=${() => ask(this, { kind: 'gallery-prompt', id })}
      >
        ${say('galleryPrompt')}
      </button>
      <button
        ?disabled=${picture.origin === 'found'}
        title=${picture.origin === 'found' ? say('galleryNotOurs') : nothing}
        @click=${() => ask(this, { kind: 'gallery-delete', id })}
      >
        ${say('galleryDelete')}
      </button>
    </div>`;
  }

  private mark(): void {
    this.dispatchEvent(
      new CustomEvent('gallery-mark', { detail: this.picture.id, bubbles: true, composed: true }),
    );
  }

  private renderFact(name: string, value: string): TemplateResult {
    return html`<dt>${name}</dt>
      <dd>${value}</dd>`;
  }

  private renderMaking(making: PanelMaking): TemplateResult {
    const { say } = this;
    const { prompt, negative, parameters, remarks, isThere, near } = making;
    return html`
      ${remarks.map((text) => html`<p class="warning">${icons.warning} ${text}</p>`)}
      <dl>
        ${this.renderFact(say('galleryPromptThen'), prompt)}
        ${negative === undefined ? nothing : this.renderFact(say('galleryNegativeThen'), negative)}
      </dl>
      ${isThere ? nothing : html`<p class="muted">${near ?? say('galleryPromptGone')}</p>`}
      ${parameters.length > 0 ? this.renderParameters(making) : nothing}
      <p class="muted small">${this.madeText(making)}</p>
    `;
  }

  private madeText({ generator, time, seconds }: PanelMaking): string {
    const { say } = this;
    const when = time === undefined ? undefined : this.timeText(time);
    if (generator === undefined || when === undefined) return generator ?? when ?? '';
    return seconds === undefined
      ? say('galleryMade', { generator, time: when })
      : say('galleryMadeIn', { generator, time: when, seconds: seconds.toFixed(1) });
  }

  private timeText(time: string): string {
    const date = new Date(time);
    return Number.isNaN(date.getTime())
      ? time
      : date.toLocaleString(this.language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  private renderParameters({ parameters }: PanelMaking): TemplateResult {
    const { say } = this;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${say('galleryParameter')}</th>
          <th scope="col">${say('galleryAsked')}</th>
          <th scope="col">${say('galleryRan')}</th>
        </tr>
      </thead>
      <tbody>
        ${parameters.map(({ name, asked, ran, differs }) => {
          return html`<tr class=${differs ? 'other' : ''}>
            <th scope="row">${name}</th>
            <td>${asked ?? html`<span class="muted">${say('galleryNotAsked')}</span>`}</td>
            <td>
              ${ran ?? html`<span class="muted">${say('galleryNotTold')}</span>`}
              ${differs ? html`<span class="warning">${icons.warning} ${say('galleryDiffers')}</span>` : nothing}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  static override styles = [
    theme,
    css`
      section {
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--track)));
        border-radius: 4px;
        margin-top: 8px;
        padding: 8px;
      }

      h3 {
        font-size: 1em;
        margin: 0 0 6px;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-bottom: 8px;
      }

      .actions button {
        background: var(--vscode-button-secondaryBackground, var(--track));
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 3px;
        color: var(--vscode-button-secondaryForeground, inherit);
        cursor: pointer;
        font: inherit;
        padding: 2px 8px;
      }

      .actions button:hover:enabled {
        background: var(--vscode-button-secondaryHoverBackground, var(--vscode-toolbar-hoverBackground));
      }

      .actions button:disabled {
        cursor: default;
        opacity: 0.5;
      }

      .parts {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
      }

      img {
        border-radius: 4px;
        flex: none;
        height: auto;
        max-height: 220px;
        max-width: min(220px, 100%);
        object-fit: contain;
      }

      .facts {
        flex: 1 1 220px;
        min-width: 0;
      }

      dl {
        display: grid;
        gap: 2px 12px;
        grid-template-columns: minmax(0, auto) minmax(0, 1fr);
        margin: 0 0 6px;
      }

      dt {
        color: var(--muted);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      p {
        margin: 0 0 4px;
      }

      .warning svg {
        color: var(--vscode-editorWarning-foreground, currentColor);
        height: 13px;
        vertical-align: -2px;
      }

      table {
        border-collapse: collapse;
        margin-bottom: 4px;
      }

      th,
      td {
        font-weight: normal;
        overflow-wrap: anywhere;
        padding: 1px 14px 1px 0;
        text-align: left;
        vertical-align: top;
      }

      th {
        white-space: nowrap;
      }

      thead th {
        color: var(--muted);
      }

      .other td {
        font-weight: 600;
      }
    `,
  ];
}
