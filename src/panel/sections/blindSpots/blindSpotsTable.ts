import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type {
  BlindSpotsMessage,
  PanelBlindSpots,
  PanelSight,
  ShowBlindSpotsMessage,
} from '../../../protocol/panel/blindSpots';
import { roundPercent, shareInterval } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { intervalBarStyles } from '../../intervalBarStyles';
import { tableStyles } from '../../tableStyles';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** What is seen is told by a sign and a word, never by colour alone. */
const signs = { sees: '●', 'prefers-wrong': '✕', 'cannot-tell': '○', 'too-few': '?' } as const;
const sights = {
  sees: 'sightSees',
  'prefers-wrong': 'sightPrefersWrong',
  'cannot-tell': 'sightCannotTell',
  'too-few': 'sightTooFew',
} as const;
const kinds = {
  colour: 'kindColour',
  object: 'kindObject',
  number: 'kindNumber',
  side: 'kindSide',
  size: 'kindSize',
  material: 'kindMaterial',
  style: 'kindStyle',
} as const;

/** Commands that were obeyed: the section may be made anew, when its tab or it itself was closed meanwhile. */
const obeyed = new WeakSet<ShowBlindSpotsMessage>();

/** How often the true text wins against wrong ones, by kind of word, as numbers and as a bar around chance. */
@customElement('spellwright-blind-spots')
export class BlindSpotsTable extends LitElement {
  @property({ attribute: false }) spots!: BlindSpotsMessage;
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowBlindSpotsMessage;
  @property({ attribute: false }) say!: Say;

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.shown || obeyed.has(this.shown) || !this.spots.canTest) return;
    obeyed.add(this.shown);
    if (changed.has('shown')) this.scrollIntoView({ block: 'nearest' });
    const { phase, table } = this.spots;
    if (phase !== 'testing' && (!table || table.isStale)) ask(this, { kind: 'blind-spots-test' });
  }

  protected override render(): TemplateResult {
    const { say, spots } = this;
    const { phase, table, error } = spots;
    return html`
      ${phase === 'failed' ? html`<p class="error" role="alert">${icons.warning} ${error}</p>` : nothing}
      ${phase === 'testing' ? this.renderProgress() : nothing}
      ${table ? this.renderTable(table) : phase === 'testing' ? nothing : html`<p class="muted">${say('blindSpotsWhat')}</p>`}
      ${phase === 'tested' && !table ? html`<p class="muted">${say('blindSpotsNothing')}</p>` : nothing}
      ${phase === 'testing' || (table && !table.isStale) ? nothing : this.renderButton(table !== undefined)}
    `;
  }

  private renderProgress(): TemplateResult {
    const { say } = this;
    const { progress } = this.spots;
    return html`<p class="muted" role="status">
      <span>${say('blindSpotsTesting')}</span>
      ${
        progress && progress.total > 0
          ? html`<progress
              aria-label=${say('blindSpotsTesting')}
              max=${progress.total}
              value=${progress.done}
            ></progress>`
          : nothing
      }
      <button class="link" @click=${() => ask(this, { kind: 'blind-spots-cancel' })}>${say('cancel')}</button>
    </p>`;
  }

  private renderButton(isAgain: boolean): TemplateResult {
    return html`<vscode-button
      secondary
      ?disabled=${!this.spots.canTest}
      @click=${() => ask(this, { kind: 'blind-spots-test' })}
      >${this.say(isAgain ? 'blindSpotsAgain' : 'blindSpotsTest')}</vscode-button
    >`;
  }

  private renderTable(table: PanelBlindSpots): TemplateResult {
    const { say } = this;
    const has = (which: PanelSight['sight']): boolean => table.kinds.some(({ sight }) => sight === which);
    return html`
      ${table.isStale ? html`<p class="muted" role="status">${say('blindSpotsStale')}</p>` : nothing}
      <div class=${table.isStale ? 'stale' : ''}>
        <p class="text">${table.text}</p>
        ${
          table.kinds.length === 0
            ? html`<p class="muted">${say('blindSpotsNoWords')}</p>`
            : html`<table>
                <thead>
                  <tr>
                    <th scope="col">${say('sightKind')}</th>
                    <th scope="col">${say('sightHere')}</th>
                    <th scope="col" class="number">${say('sightShare')}</th>
                    <td aria-hidden="true"></td>
                    <th scope="col">${say('sightWords')}</th>
                  </tr>
                </thead>
                <tbody>
                  ${table.kinds.map((sight) => this.renderKind(sight))}
                </tbody>
              </table>`
        }
        ${has('cannot-tell') ? html`<p class="small">${say('sightAdvice')}</p>` : nothing}
        ${has('prefers-wrong') ? html`<p class="small">${say('sightIsItTrue')}</p>` : nothing}
        <p class="muted small">
          ${say('sightView', {
            pictures: table.differentPictures,
            checkpoint: checkpointLabel(table.checkpoint),
          })}
        </p>
      </div>
    `;
  }

  private renderKind({ kind, sight, share, low, high, words }: PanelSight): TemplateResult {
    const { say } = this;
    const at = (value: number): string => `${(100 * value).toFixed(1)}%`;
    return html`<tr>
      <th scope="row">${say(kinds[kind])}</th>
      <td class="sight"><span aria-hidden="true">${signs[sight]}</span> ${say(sights[sight])}</td>
      <td class="number">
        ${roundPercent(share)} <span class="muted">(${shareInterval({ low, high })})</span>
      </td>
      <td aria-hidden="true">
        <div class="bar">
          <span class="interval" .style=${`left: ${at(low)}; width: ${at(high - low)}`}></span>
          <span class="middle"></span>
          <span class="value" .style=${`left: ${at(share)}`}></span>
        </div>
      </td>
      <td>
        <ul>
          ${words.map(
            (each) =>
              html`<li
                title=${each.wrong.map((wrong) => `${wrong.text}: ${roundPercent(wrong.share)}`).join('\n')}
              >
                ${each.word} <span class="muted">${roundPercent(each.share)}</span>
              </li>`,
          )}
        </ul>
      </td>
    </tr>`;
  }

  static override styles = [
    theme,
    tableStyles,
    intervalBarStyles,
    css`
      /* Japanese would break within a word. */
      th {
        word-break: keep-all;
      }

      .sight {
        white-space: nowrap;
      }

      .text {
        overflow-wrap: anywhere;
      }

      .stale .bar {
        opacity: 0.5;
      }

      .bar {
        margin-top: 3px;
        width: 90px;
      }

      .value {
        margin-left: -4px;
      }

      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }

      li {
        display: inline-block;
        margin-right: 10px;
      }

      p {
        margin: 6px 0;
      }

      /* The numbers say the same. */
      @media (max-width: 560px) {
        tr > td:nth-child(4) {
          display: none;
        }
      }
    `,
  ];
}
