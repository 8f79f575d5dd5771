import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { PanelOption, PanelSlot, PanelSlotPicture, SlotsMessage } from '../../../protocol/panel/slots';
import { percent, roundPercent, shareInterval } from '../../../words/numbers';
import { tableStyles } from '../../tableStyles';
import { theme } from '../../theme';
import type { Say } from '../../wording';

const outcomes = { clear: 'slotClear', open: 'slotOpen', 'too-few': 'slotTooFew' } as const;

/** Of each slot: how often each option wins, which picture takes which, and what is confused with what. */
@customElement('spellwright-slots')
export class SlotList extends LitElement {
  @property({ attribute: false }) slots!: SlotsMessage;
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult {
    const { say, slots } = this;
    return html`
      ${slots.slots.length === 0 ? html`<p class="muted">${say('slotsNone')}</p>` : nothing}
      ${slots.slots.map((slot) => this.renderSlot(slot))}
      ${slots.sampled && slots.slots.length > 0 ? html`<p class="muted small">${say('slotSampled')}</p>` : nothing}
      ${
        slots.checkpoint && slots.slots.length > 0
          ? html`<p class="muted small">
              ${say('slotView', {
                pictures: slots.differentPictures,
                checkpoint: checkpointLabel(slots.checkpoint),
              })}
            </p>`
          : nothing
      }
    `;
  }

  private renderSlot(slot: PanelSlot): TemplateResult {
    const { say } = this;
    const options = [...slot.options].sort((a, b) => b.wins - a.wins || b.probability - a.probability);
    return html`<section>
      <h3><code>${slot.written}</code> <span class="muted">${say(outcomes[slot.outcome])}</span></h3>
      <table>
        <thead>
          <tr>
            <th scope="col">${say('slotOption')}</th>
            <th scope="col" class="number">${say('slotWins')}</th>
            <th scope="col" class="number">${say('slotShare')}</th>
            <th scope="col" class="number">${say('slotProbability')}</th>
          </tr>
        </thead>
        <tbody>
          ${options.map((option) => this.renderOption(option))}
        </tbody>
      </table>
      <details>
        <summary>${say('slotPictures')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">${say('slotPicture')}</th>
              <th scope="col">${say('slotFirst')}</th>
              <th scope="col">${say('slotSecond')}</th>
            </tr>
          </thead>
          <tbody>
            ${slot.pictures.map((picture) => this.renderPicture(picture, slot))}
          </tbody>
        </table>
        ${slot.seconds ? this.renderMatrix(say('slotSeconds'), slot.seconds, slot) : nothing}
        ${
          slot.named
            ? this.renderMatrix(
                say('slotConfusion', {
                  right: slot.named.right,
                  pictures: slot.named.pictures,
                  interval: shareInterval(slot.named),
                }),
                slot.named.confusion,
                slot,
              )
            : nothing
        }
      </details>
    </section>`;
  }

  private labelOf({ label }: PanelOption): string {
    return label || this.say('slotEmpty');
  }

  private renderOption(option: PanelOption): TemplateResult {
    const { wins, share, probability } = option;
    return html`<tr>
      <th scope="row">${this.labelOf(option)}</th>
      <td class="number">${Math.round(wins * 100) / 100}</td>
      <td class="number">${roundPercent(share)} <span class="muted">(${shareInterval(option)})</span></td>
      <td class="number">${percent(probability)}</td>
    </tr>`;
  }

  private renderPicture(
    { paths, winner, second, probability, secondProbability }: PanelSlotPicture,
    { options }: PanelSlot,
  ): TemplateResult {
    return html`<tr>
      <th scope="row">${paths.join(', ')}</th>
      <td>${this.labelOf(options[winner]!)} <span class="muted">${percent(probability)}</span></td>
      <td>${this.labelOf(options[second]!)} <span class="muted">${percent(secondProbability)}</span></td>
    </tr>`;
  }

  private renderMatrix(
    caption: string,
    counts: readonly (readonly number[])[] | undefined,
    { options }: PanelSlot,
  ): TemplateResult {
    if (!counts) return html`<p class="muted small">${caption}</p>`;
    return html`<p class="muted small" aria-hidden="true">${caption}</p>
      <table class="matrix" aria-label=${caption}>
        <thead>
          <tr>
            <td></td>
            ${options.map((option) => html`<th scope="col" class="number">${this.labelOf(option)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${options.map(
            (option, row) =>
              html`<tr>
                <th scope="row">${this.labelOf(option)}</th>
                ${counts[row]!.map(
                  (count, column) =>
                    html`<td class="number ${row === column ? 'same' : ''} ${count === 0 ? 'muted' : ''}">
                      ${count}
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  static override styles = [
    theme,
    tableStyles,
    css`
      section {
        margin-bottom: 14px;
      }

      h3 {
        font-size: 1em;
        font-weight: 600;
        margin: 6px 0;
        overflow-wrap: anywhere;
      }

      code {
        font-family: var(--vscode-editor-font-family, monospace);
      }

      .matrix {
        width: auto;
      }

      th,
      td {
        overflow-wrap: anywhere;
        padding-bottom: 2px;
        padding-top: 2px;
      }

      td.same {
        font-weight: 600;
      }

      summary {
        color: var(--vscode-textLink-foreground);
        cursor: pointer;
        margin: 4px 0;
      }

      p {
        margin: 6px 0;
      }
    `,
  ];
}
