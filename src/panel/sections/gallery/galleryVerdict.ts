import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { GalleryMessage, PanelStandingOfVariant } from '../../../protocol/panel/gallery';
import { behindText, cosine, percent, rankText } from '../../../words/numbers';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import { basisText, verdictTexts } from './galleryText';

/** Of more variants the first are shown, and the rest when somebody asks. */
const shownAtFirst = 8;

/** Which variant came out closer to the reference pictures, how sure that is, and whether the scores foretold it. */
@customElement('spellwright-gallery-verdict')
export class GalleryVerdict extends LitElement {
  @property({ attribute: false }) gallery!: GalleryMessage;
  @property({ attribute: false }) say!: Say;

  @state() private showsAll = false;

  protected override render(): TemplateResult | typeof nothing {
    const { say, gallery } = this;
    const { verdict } = gallery;
    if (!verdict) return nothing;
    const [first, ...others] = verdictTexts(gallery, say);
    return html` <p class="verdict">${first}</p>
      ${others.map((text) => html`<p>${text}</p>`)} ${this.renderStandings(verdict.standings)}
      <p class="muted small">${basisText(gallery, say)}</p>`;
  }

  private renderStandings(standings: readonly PanelStandingOfVariant[]): TemplateResult | typeof nothing {
    const { say } = this;
    if (standings.length === 0) return nothing;
    const order = standings.toSorted(
      (a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || (b.own ?? 0) - (a.own ?? 0),
    );
    const shown = this.showsAll ? order : order.slice(0, shownAtFirst);
    const hasCloseness = standings.some(({ closeness }) => closeness !== undefined);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${say('galleryStandings')}>
        <table>
          <thead>
            <tr>
              ${hasCloseness ? html`<th scope="col">${say('galleryRank')}</th>` : nothing}
              <th scope="col">${say('galleryVariant')}</th>
              ${
                hasCloseness
                  ? html`<th scope="col" class="number">${say('galleryCloseness')}</th>
                      <th scope="col" class="number">${say('galleryBehind')}</th>`
                  : nothing
              }
              <th scope="col" class="number">${say('galleryOwn')}</th>
              <th scope="col" class="number">${say('galleryPictures')}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((standing) => this.renderStanding(standing, hasCloseness))}
          </tbody>
        </table>
      </div>
      ${
        shown.length < order.length
          ? html`<button class="link" @click=${() => (this.showsAll = true)}>
              ${say('galleryAllVariants', { count: order.length })}
            </button>`
          : nothing
      }`;
  }

  private renderStanding(
    { variant, rank, ranks, closeness, behind, own, pictures }: PanelStandingOfVariant,
    hasCloseness: boolean,
  ): TemplateResult {
    const interval =
      behind?.low === undefined || behind.high === undefined
        ? undefined
        : { low: behind.low, high: behind.high };
    const { text } = this.gallery.variants[variant]!;
    return html`<tr>
      ${hasCloseness ? html`<td>${rank === undefined ? '–' : rankText(rank, ranks)}</td>` : nothing}
      <th scope="row" class="text">${text}</th>
      ${
        hasCloseness
          ? html`<td class="number">${closeness === undefined ? '–' : cosine(closeness)}</td>
              <td class="number">
                ${behindText(behind && { difference: behind.difference, ...(interval && { interval }) })}
              </td>`
          : nothing
      }
      <td class="number">${own === undefined ? '–' : percent(own)}</td>
      <td class="number">${pictures}</td>
    </tr>`;
  }

  static override styles = [
    theme,
    css`
      p {
        margin: 0 0 4px;
      }

      .verdict {
        font-size: 1.1em;
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .scroll {
        max-height: 280px;
        overflow: auto;
      }

      table {
        border-collapse: collapse;
        margin: 4px 0;
      }

      th,
      td {
        font-variant-numeric: tabular-nums;
        font-weight: normal;
        padding: 2px 14px 2px 0;
        text-align: left;
        vertical-align: top;
        white-space: nowrap;
      }

      th.number,
      td.number {
        text-align: right;
      }

      thead th {
        color: var(--muted);
      }

      .text {
        min-width: 9em;
        overflow-wrap: anywhere;
        white-space: normal;
      }

      button.link {
        margin-bottom: 4px;
        padding: 0;
      }
    `,
  ];
}
