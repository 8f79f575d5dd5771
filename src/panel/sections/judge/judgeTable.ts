import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { shortHash } from '../../../core/score/export/exportedFile';
import type {
  JudgeMessage,
  PanelJudgedRow,
  PanelJudgement,
  PanelPlace,
  ShowJudgeMessage,
} from '../../../protocol/panel/judge';
import { cosine, rankText } from '../../../words/numbers';
import { host } from '../../host';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { tableStyles } from '../../tableStyles';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Done with: the section may be made anew, when its tab or it itself was closed meanwhile. */
const shownOnce = new WeakSet<ShowJudgeMessage>();

/** Two checkpoints' ranks and cosines side by side, and where they agree: in sentences, and by a sign at each row. */
@customElement('spellwright-judge')
export class JudgeTable extends LitElement {
  @property({ attribute: false }) judge!: JudgeMessage;
  /** Of the file that the panel shows. */
  @property({ attribute: false }) uri = '';
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowJudgeMessage;
  /** No other checkpoint can be chosen or downloaded here. */
  @property({ type: Boolean }) isFixed = false;
  @property({ attribute: false }) say!: Say;

  /** Spells whose texts are shown. */
  @state() private open: ReadonlySet<number> = new Set();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What is no part of the page any more has nobody to ask.
    host.send({ kind: 'judge-watch', isOn: false });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) ask(this, { kind: 'judge-watch', isOn: true });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('uri')) ask(this, { kind: 'judge-watch', isOn: true });
    if (!this.shown || shownOnce.has(this.shown)) return;
    shownOnce.add(this.shown);
    this.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { say, judge } = this;
    const { phase, table } = judge;
    if (phase === 'none')
      return html`<p class="muted">${say('judgeWhat')}</p>
        <p class="muted small">${say('judgeMatchAndLiking')}</p>
        ${this.renderButton('judgeChoose', () => this.choose())}`;
    return html`${this.renderState()}
    ${table ? this.renderTable(table, table.isStale || phase !== 'judged') : nothing}`;
  }

  private renderState(): TemplateResult | typeof nothing {
    const { say, judge } = this;
    const { phase, name = '', progress, error, missingModel, table } = judge;
    const other = this.renderButton('judgeOther', () => this.choose());
    switch (phase) {
      case 'failed':
        return html`<p class="error" role="alert">${icons.warning} ${error}</p>
          <p class="buttons">
            ${
              missingModel === undefined
                ? this.renderButton('judgeAgain', () => ask(this, { kind: 'judge-again' }))
                : this.renderButton('judgeDownload', () => this.choose(missingModel), { model: missingModel })
            }
            ${other}
          </p>`;
      case 'same':
        return html`<p role="status">${say('judgeSame', { name })}</p>
          ${other}`;
      case 'library':
        return html`<p class="muted" role="status">${say('judgeLibrary', { name })}</p>`;
      case 'stopped':
        return html`<p class="muted" role="status">${say('judgeStopped', { name })}</p>
          <p class="buttons">
            ${this.renderButton('judgeGoOn', () => ask(this, { kind: 'judge-again' }))} ${other}
          </p>`;
      case 'judged':
        return nothing;
      default:
        return html`<p class="muted" role="status">
          <span>${phase === 'judging' ? say('judgeJudging', { name }) : say('judgeWaiting')}</span>
          ${table ? html`<span>${say('judgeStale')}</span>` : nothing}
          ${
            progress && progress.total > 0
              ? html`<progress
                  aria-label=${say('judgeJudging', { name })}
                  max=${progress.total}
                  value=${progress.done}
                ></progress>`
              : nothing
          }
          ${
            phase === 'judging'
              ? html`<button class="link" @click=${() => ask(this, { kind: 'judge-cancel' })}>
                  ${say('cancel')}
                </button>`
              : nothing
          }
        </p>`;
    }
  }

  private renderButton(
    key: 'judgeChoose' | 'judgeOther' | 'judgeAgain' | 'judgeGoOn' | 'judgeDownload',
    pressed: () => void,
    parameters: Readonly<Record<string, string>> = {},
  ): TemplateResult | typeof nothing {
    if (this.isFixed && key !== 'judgeAgain' && key !== 'judgeGoOn') return nothing;
    return html`<vscode-button secondary @click=${pressed}>${this.say(key, parameters)}</vscode-button>`;
  }

  private choose(model?: string): void {
    ask(this, { kind: 'judge-choose', ...(model !== undefined && { model }) });
  }

  private renderTable(table: PanelJudgement, isStale: boolean): TemplateResult {
    const { say } = this;
    const { first, second, sentences, rows, more } = table;
    const ofTexts = rows[0]?.row !== undefined;
    const isCompared = rows.some(({ same }) => same !== undefined);
    const [verdict, ...rest] = sentences;
    return html`<div class=${isStale ? 'stale' : ''} aria-busy=${String(isStale)}>
      ${verdict === undefined ? html`<p>${say('judgeNothing')}</p>` : html`<p class="verdict">${verdict}</p>`}
      ${
        rest.length > 0
          ? html`<ul class="sentences">
              ${rest.map((text) => html`<li>${text}</li>`)}
            </ul>`
          : nothing
      }
      ${this.renderTaste(table)}
      <table>
        <thead>
          <tr>
            <th scope="col">${say(ofTexts ? 'judgeText' : 'judgeSpell')}</th>
            <th scope="col" class="number">${say('judgeOf', { name: first.name })}</th>
            <th scope="col" class="number">${say('judgeOf', { name: second.name })}</th>
            ${
              isCompared
                ? html`<th scope="col" class="order" title=${say('judgeOrderLong')}>${say('judgeOrder')}</th>`
                : nothing
            }
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.renderRow(row, isCompared))}
        </tbody>
      </table>
      ${more > 0 ? html`<p class="muted small">${say('judgeMore', { count: more })}</p>` : nothing}
      ${isCompared ? html`<p class="muted small">${say('judgeOrderLong')}</p>` : nothing}
      <p class="muted small">
        ${say('judgeView', {
          pictures: table.differentPictures,
          first: first.name,
          firstHash: shortHash(first.hash),
          second: second.name,
          secondHash: shortHash(second.hash),
        })}
        <button class="link" @click=${() => this.choose()}>${say('judgeOther')}</button>
      </p>
    </div>`;
  }

  private renderTaste({ first, second }: PanelJudgement): TemplateResult {
    const { say } = this;
    const text =
      first.isOfTaste && second.isOfTaste
        ? say('judgeTasteBoth')
        : first.isOfTaste
          ? say('judgeTasteSecond', { taste: first.name, match: second.name })
          : second.isOfTaste
            ? say('judgeTasteSecond', { taste: second.name, match: first.name })
            : say('judgeMatchAndLiking');
    return html`<p class="muted small">${text}</p>`;
  }

  private renderRow(row: PanelJudgedRow, isCompared: boolean): TemplateResult {
    const isOpen = this.open.has(row.spell);
    return html`<tr>
        <th scope="row">
          ${
            row.texts
              ? html`<button
                  class="fold"
                  aria-expanded=${String(isOpen)}
                  aria-label=${this.say('judgeTexts', { spell: row.name })}
                  @click=${() => this.toggle(row.spell)}
                >
                  <span class="chevron ${isOpen ? 'open' : ''}">${icons.chevron}</span>
                </button>`
              : nothing
          }${row.name}
        </th>
        ${this.renderPlace(row.first)} ${this.renderPlace(row.second)}
        ${isCompared ? html`<td class="order">${this.renderOrder(row)}</td>` : nothing}
      </tr>
      ${
        row.texts && isOpen
          ? row.texts.map(
              (text) =>
                html`<tr class="text">
                  <th scope="row">${text.name}</th>
                  ${this.renderPlace(text.first)} ${this.renderPlace(text.second)}
                  ${isCompared ? html`<td></td>` : nothing}
                </tr>`,
            )
          : nothing
      }`;
  }

  private renderPlace({ rank, ranks, cosine: value }: PanelPlace): TemplateResult {
    return html`<td class="number"><b>${rankText(rank, ranks)}</b> ${cosine(value)}</td>`;
  }

  private renderOrder({ same = 0, opposed = 0 }: PanelJudgedRow): TemplateResult {
    const { say } = this;
    const one = (sign: string, count: number, words: string): TemplateResult | typeof nothing =>
      count === 0
        ? nothing
        : html`<span class=${sign === '≠' ? 'opposed' : ''} title=${words}
            ><span aria-hidden="true">${sign} ${count}</span><span class="spoken">${words}</span></span
          > `;
    if (same + opposed === 0)
      return html`<span class="muted" title=${say('judgeUnsure')}
        ><span aria-hidden="true">?</span><span class="spoken">${say('judgeUnsure')}</span></span
      >`;
    return html`${one('≠', opposed, say('judgeOpposedOrder', { count: opposed }))}${one(
      '=',
      same,
      say('judgeSameOrder', { count: same }),
    )}`;
  }

  private toggle(spell: number): void {
    const open = new Set(this.open);
    if (!open.delete(spell)) open.add(spell);
    this.open = open;
  }

  static override styles = [
    theme,
    tableStyles,
    css`
      tbody tr {
        border-top: 1px solid var(--track);
      }

      tbody th {
        min-width: 5em;
        overflow-wrap: anywhere;
        width: 50%;
      }

      thead th {
        overflow-wrap: anywhere;
        vertical-align: bottom;
      }

      thead th.number {
        white-space: normal;
      }

      /* Where there is little room, the cosine stands below the rank. */
      td.number {
        white-space: normal;
        word-spacing: 5px;
      }

      td.number b {
        display: inline-block;
        font-weight: 600;
        white-space: nowrap;
      }

      .order {
        padding-right: 0;
        white-space: nowrap;
      }

      .opposed {
        font-weight: 600;
      }

      .text th {
        color: var(--muted);
        padding-left: 20px;
      }

      .fold {
        background: none;
        border: none;
        color: inherit;
        cursor: pointer;
        font: inherit;
        line-height: 1;
        margin: -2px 0 -2px -4px;
        padding: 2px;
        vertical-align: middle;
      }

      .chevron {
        display: inline-block;
      }

      .chevron.open {
        transform: rotate(90deg);
      }

      .verdict {
        font-weight: 600;
      }

      .sentences {
        margin: 4px 0;
        padding-left: 18px;
      }

      li {
        overflow-wrap: anywhere;
      }

      .stale {
        opacity: 0.6;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }

      p {
        margin: 6px 0;
      }
    `,
  ];
}
