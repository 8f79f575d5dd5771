import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PanelDrawn, PanelMaking, PanelVariant } from '../../../protocol/panel/gallery';
import { icons } from '../../icons';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import { wordDifference, type ComparedPart } from '../comparison/wordDifference';
import { contrast, factsOf } from './galleryText';

/** Two pictures side by side, and what differs: words, seed, parameters, scores. */
@customElement('spellwright-gallery-comparison')
export class GalleryComparison extends LitElement {
  /** A, and B where it is chosen. */
  @property({ attribute: false }) pictures: readonly PanelDrawn[] = [];
  @property({ attribute: false }) makings: ReadonlyMap<string, PanelMaking> = new Map();
  @property({ attribute: false }) variants: readonly PanelVariant[] = [];
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult | typeof nothing {
    const { say } = this;
    const [a, b] = this.pictures;
    if (!a) return nothing;
    const words = b && wordDifference(this.textOf(a), this.textOf(b));
    return html`<section aria-label=${say('galleryComparison')}>
      <header>
        <h3>${say('galleryComparison')}</h3>
        <button
          class="icon"
          title=${say('galleryCompareOver')}
          aria-label=${say('galleryCompareOver')}
          @click=${() => this.end()}
        >
          ${icons.close}
        </button>
      </header>
      <div class="sides">
        ${this.renderSide('A', a, words?.a)} ${b ? this.renderSide('B', b, words!.b) : nothing}
      </div>
      ${b ? this.renderDifference(a, b) : html`<p class="muted">${say('galleryCompareOneMore')}</p>`}
    </section>`;
  }

  private end(): void {
    this.dispatchEvent(new CustomEvent('gallery-unmark', { bubbles: true, composed: true }));
  }

  private textOf({ variant }: PanelDrawn): string {
    return this.variants[variant]!.text;
  }

  private renderSide(
    side: 'A' | 'B',
    picture: PanelDrawn,
    parts: readonly ComparedPart[] | undefined,
  ): TemplateResult {
    const { say } = this;
    const { id, src } = picture;
    const label = say('wordsOnly', { side });
    return html`<figure class="side ${side}" aria-label=${say('gallerySide', { side, picture: id })}>
      ${src === undefined ? icons.picture : html`<img src=${src} alt=${id} decoding="async" />`}
      <figcaption>
        <b class="letter">${side}</b> <span class="clip muted" title=${id}>${id}</span>
        <p>
          ${(parts ?? [{ text: this.textOf(picture), differs: false }]).map((part) =>
            part.differs && part.text.trim() !== ''
              ? html`<mark title=${label}>${part.text}</mark>`
              : part.text,
          )}
        </p>
      </figcaption>
    </figure>`;
  }

  private renderDifference(a: PanelDrawn, b: PanelDrawn): TemplateResult {
    const { say, makings } = this;
    const { differ, alike } = contrast(
      factsOf(a, makings.get(a.id), say),
      factsOf(b, makings.get(b.id), say),
    );
    return html`${this.textOf(a) === this.textOf(b) ? html`<p>${say('gallerySameWords')}</p>` : nothing}
    ${
      differ.length === 0
        ? nothing
        : html`<table>
            <thead>
              <tr>
                <th scope="col">${say('galleryDifference')}</th>
                <th scope="col">A</th>
                <th scope="col">B</th>
              </tr>
            </thead>
            <tbody>
              ${differ.map(
                (each) =>
                  html`<tr>
                    <th scope="row">${each.name}</th>
                    <td>${each.a}</td>
                    <td>${each.b}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${
      alike.length === 0
        ? nothing
        : html`<p class="muted small">${say('galleryAlike', { names: alike.join(', ') })}</p>`
    }`;
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

      header {
        align-items: center;
        display: flex;
        justify-content: space-between;
      }

      h3 {
        font-size: 1em;
        margin: 0;
      }

      .sides {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr));
        margin: 6px 0;
      }

      figure {
        border-top: 3px solid var(--measure);
        margin: 0;
        min-width: 0;
        padding-top: 6px;
      }

      figure.B {
        border-top: 3px dashed var(--other);
      }

      img {
        border-radius: 4px;
        display: block;
        height: auto;
        max-height: 360px;
        max-width: 100%;
        object-fit: contain;
      }

      figcaption {
        margin-top: 4px;
      }

      figcaption .clip {
        display: block;
      }

      figcaption p {
        margin: 2px 0 0;
        overflow-wrap: anywhere;
      }

      mark {
        background: color-mix(in srgb, var(--measure) 16%, transparent);
        border-radius: 2px;
        color: inherit;
        text-decoration: underline;
        text-decoration-thickness: 1px;
        text-underline-offset: 3px;
      }

      .B mark {
        background: color-mix(in srgb, var(--other) 16%, transparent);
        text-decoration-style: dashed;
      }

      @media (forced-colors: active) {
        mark {
          background: Canvas;
          color: CanvasText;
        }
      }

      p {
        margin: 0 0 4px;
      }

      table {
        border-collapse: collapse;
        margin-bottom: 4px;
      }

      th,
      td {
        font-variant-numeric: tabular-nums;
        font-weight: normal;
        overflow-wrap: anywhere;
        padding: 1px 16px 1px 0;
        text-align: left;
        vertical-align: top;
      }

      thead th {
        color: var(--muted);
      }
    `,
  ];
}
