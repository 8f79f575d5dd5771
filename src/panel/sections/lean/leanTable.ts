import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LeanMessage, PanelLean } from '../../../protocol/panel/lean';
import { signedLeanText } from '../../../words/numbers';
import { intervalBarStyles } from '../../intervalBarStyles';
import { tableStyles } from '../../tableStyles';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Bars reach their ends at this size at least, so that small leans look small. */
const leastScale = 2;

/** How far the checkpoint leans for each person word: a number with its interval, and the same as a bar around 0. */
@customElement('spellwright-leans')
export class LeanTable extends LitElement {
  @property({ attribute: false }) lean!: LeanMessage;
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult {
    const { say, lean } = this;
    const scale = Math.max(leastScale, ...lean.words.flatMap(({ low, high }) => [-low, high]));
    return html`
      ${lean.measuring ? html`<p class="muted" role="status">${say('leanMeasuring')}</p>` : nothing}
      ${
        lean.words.length === 0
          ? nothing
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">${say('leanWord')}</th>
                  <th scope="col">${say('leanSide')}</th>
                  <th scope="col" class="number">${say('leanSize')}</th>
                  <td aria-hidden="true">
                    <div class="ends"><span>${say('leanMen')}</span><span>${say('leanWomen')}</span></div>
                  </td>
                </tr>
              </thead>
              <tbody>
                ${lean.words.map((word) => this.renderWord(word, scale))}
              </tbody>
            </table>`
      }
      <p class="muted small">${say('leanNote')}</p>
    `;
  }

  private renderWord({ word, asked, size, low, high, shown }: PanelLean, scale: number): TemplateResult {
    const { say } = this;
    const at = (value: number): string => `${(50 * (1 + value / scale)).toFixed(2)}%`;
    return html`<tr>
      <th scope="row">
        ${word}${asked === undefined ? nothing : html` <span class="muted">${say('leanAsked', { asked })}</span>`}
      </th>
      <td>
        ${shown ? say(size > 0 ? 'leanWomen' : 'leanMen') : html`<span class="muted">${say('leanUnclear')}</span>`}
      </td>
      <td class="number">
        ${signedLeanText(size)}
        <span class="muted"
          >${say('leanInterval', { low: signedLeanText(low), high: signedLeanText(high) })}</span
        >
      </td>
      <td aria-hidden="true">
        <div class="bar">
          <span class="middle"></span>
          <span
            class="interval ${shown ? 'clear' : ''}"
            .style=${`left: ${at(low)}; width: ${at(high - low - scale)}`}
          ></span>
          <span class="value ${shown ? '' : 'unclear'}" .style=${`left: ${at(size)}`}></span>
        </div>
      </td>
    </tr>`;
  }

  static override styles = [
    theme,
    tableStyles,
    intervalBarStyles,
    css`
      /* Japanese would break anywhere, into a column one character wide. */
      td:nth-child(2) {
        min-width: 5em;
      }

      td:last-child {
        padding-right: 0;
        width: 32%;
      }

      .ends {
        color: var(--muted);
        display: flex;
        justify-content: space-between;
      }

      .value {
        margin-left: -2px;
      }

      .value.unclear {
        background: var(--muted);
      }

      .interval.clear {
        background: var(--measure);
      }

      p {
        margin: 6px 0;
      }

      /* The numbers say the same. */
      @media (max-width: 520px) {
        tr > td:last-child {
          display: none;
        }
      }
    `,
  ];
}
