import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import { mostExact } from '../../../core/why/shapley';
import type {
  LedgerMessage,
  PanelLedger,
  PanelPair,
  PanelUnit,
  ShowLedgerMessage,
} from '../../../protocol/panel/ledger';
import { hundredths, plainHundredths, signedPercent } from '../../../words/numbers';
import { readingKey } from '../../../words/why';
import { host } from '../../host';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import { ledgerRows, reachOf, type LedgerRow } from './ledgerRows';

/** Pairs that are listed: the strongest. */
const shownPairs = 8;

/** Done with: the section may be made anew, when its tab or it itself was closed meanwhile. */
const shownOnce = new WeakSet<ShowLedgerMessage>();

/** What the words of a spell do to its score, strongest first: numbers with their intervals, and the same as bars around 0. */
@customElement('spellwright-ledger')
export class LedgerList extends LitElement {
  @property({ attribute: false }) ledger?: LedgerMessage;
  /** Of the file that the panel shows. */
  @property({ attribute: false }) uri = '';
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowLedgerMessage;
  @property({ attribute: false }) say!: Say;

  /** The row that Tab reaches. */
  @state() private active?: string;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What is no part of the page any more has nobody to ask.
    host.send({ kind: 'ledger-watch', isOn: false });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) ask(this, { kind: 'ledger-watch', isOn: true });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('uri')) ask(this, { kind: 'ledger-watch', isOn: true });
    if (!this.shown || shownOnce.has(this.shown)) return;
    shownOnce.add(this.shown);
    this.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { say, ledger } = this;
    const table = ledger?.table;
    return html`
      ${this.renderState(ledger)} ${table ? this.renderTable(table, ledger.phase !== 'measured') : nothing}
      ${ledger?.phase === 'measured' && !table ? html`<p class="muted">${say('ledgerNone')}</p>` : nothing}
    `;
  }

  /** Takes its place whether it says something or not: nothing moves with every key. */
  private renderState(ledger: LedgerMessage | undefined): TemplateResult {
    const { say } = this;
    const { phase = 'waiting', progress, error, table } = ledger ?? {};
    if (phase === 'failed') return html`<p class="error" role="alert">${icons.warning} ${error}</p>`;
    const text = phase === 'measured' ? '' : say(states[phase]);
    return html`<p class="muted state">
      <span>${text}</span>
      ${table && text ? html`<span>${say('ledgerStale')}</span>` : nothing}
      ${
        progress && progress.total > 0
          ? html`<progress
              aria-label=${say('ledgerMeasuring')}
              max=${progress.total}
              value=${progress.done}
            ></progress>`
          : nothing
      }
      ${
        phase === 'measuring'
          ? html`<button class="link" @click=${() => ask(this, { kind: 'ledger-cancel' })}>
              ${say('cancel')}
            </button>`
          : nothing
      }
    </p>`;
  }

  private renderTable(table: PanelLedger, isStale: boolean): TemplateResult {
    const { say } = this;
    const rows = ledgerRows(table);
    const has = {
      probability: rows.some(({ entry }) => entry.probability !== undefined),
      shapley: table.shapley !== undefined,
    };
    const active = Math.max(
      0,
      rows.findIndex(({ key }) => key === this.active),
    );
    const reach = reachOf(rows);
    return html`
      <div
        class="grid ${isStale ? 'stale' : ''}"
        role="treegrid"
        aria-label=${say('ledgerWords')}
        aria-describedby="keys"
        aria-busy=${String(isStale)}
        @keydown=${(event: KeyboardEvent) => this.onKey(event, rows)}
      >
        <div class="head row" role="row">
          <span role="columnheader">${say('ledgerWord')}</span>
          <span role="columnheader"><span class="spoken">${say('ledgerReading')}</span></span>
          <span role="columnheader" class="number" title=${say('ledgerEffectLong')}
            >${say('ledgerEffect')}</span
          >
          ${
            has.shapley
              ? html`<span role="columnheader" class="number" title=${this.shapleyText(table)}
                  >${say('ledgerShapley')}</span
                >`
              : nothing
          }
          ${
            has.probability
              ? html`<span role="columnheader" class="number p" title=${say('ledgerProbabilityLong')}
                  >${say('ledgerProbability')}</span
                >`
              : nothing
          }
        </div>
        ${repeat(
          rows,
          ({ key }) => key,
          (row, index) => this.renderRow(row, index, index === active, { reach, ...has }),
        )}
      </div>
      <span id="keys" class="spoken">${say('ledgerKeys')}</span>
      ${this.renderNotes(table)} ${this.renderActions(table)} ${this.renderPairs(table)}
      <p class="muted small">
        ${say('ledgerView', { pictures: table.differentPictures, checkpoint: checkpointLabel(table.checkpoint) })}
      </p>
    `;
  }

  private renderRow(
    row: LedgerRow,
    index: number,
    isActive: boolean,
    {
      reach,
      probability,
      shapley,
    }: { readonly reach: number; readonly probability: boolean; readonly shapley: boolean },
  ): TemplateResult {
    const { say } = this;
    const { entry, level, unit, isOpen } = row;
    const reading = readingKey(entry);
    const canOpen = level === 1 && (unit.parts ?? 0) > 1;
    return html`<div
      class="row level${level} ${entry.idle ? 'idle' : ''}"
      role="row"
      tabindex=${isActive ? 0 : -1}
      data-index=${index}
      aria-level=${level}
      aria-posinset=${row.position}
      aria-setsize=${row.siblings}
      aria-expanded=${canOpen ? String(isOpen) : nothing}
      title=${say('ledgerParts', { alone: hundredths(entry.alone), leftOut: hundredths(-entry.leftOut) })}
      @click=${() => this.select(row)}
      @focus=${() => (this.active = row.key)}
    >
      <span class="what" role="rowheader">
        ${
          canOpen
            ? html`<span
                class="fold ${isOpen ? 'open' : ''}"
                @click=${(event: Event) => {
                  event.stopPropagation();
                  this.fold(row);
                }}
                >${icons.chevron}</span
              >`
            : html`<span class="fold"></span>`
        }
        <span class="text">${entry.text}</span>
      </span>
      <span class="reading" role="gridcell">
        ${reading ? html`<span class="sign" aria-hidden="true">${signs[reading]}</span>${say(readings[reading])}` : nothing}
      </span>
      <span class="number" role="gridcell">
        ${hundredths(entry.effect)}${this.intervalText(entry)} ${this.renderBar(entry, reach)}
      </span>
      ${shapley ? html`<span class="number" role="gridcell">${this.shapleyCell(entry)}</span>` : nothing}
      ${
        probability
          ? html`<span class="number muted p" role="gridcell"
              >${entry.probability === undefined ? '' : signedPercent(entry.probability)}</span
            >`
          : nothing
      }
    </div>`;
  }

  private intervalText({ low, high }: Pick<PanelUnit, 'low' | 'high'>): TemplateResult | typeof nothing {
    if (low === undefined || high === undefined) return nothing;
    const text = this.say('leanInterval', { low: hundredths(low), high: hundredths(high) });
    return html` <span class="muted interval-text">${text}</span>`;
  }

  private renderBar({ effect, low, high, hurts, idle }: PanelUnit, reach: number): TemplateResult {
    const at = (value: number): string => `${(50 * (1 + value / reach)).toFixed(2)}%`;
    const [from, to] = effect < 0 ? [effect, 0] : [0, effect];
    return html`<span class="bar" aria-hidden="true">
      <span
        class="value ${effect < 0 ? 'below' : ''} ${hurts ? 'hurts' : ''} ${idle ? 'faint' : ''}"
        .style=${`left: ${at(from)}; width: ${at(to - from - reach)}`}
      ></span>
      <span class="zero"></span>
      ${
        low === undefined || high === undefined
          ? nothing
          : html`<span class="range" .style=${`left: ${at(low)}; width: ${at(high - low - reach)}`}></span>`
      }
    </span>`;
  }

  private shapleyCell({ shapley }: PanelUnit): TemplateResult | string {
    if (!shapley) return '';
    const { value, standardError } = shapley;
    const text =
      standardError === 0
        ? hundredths(value)
        : this.say('ledgerShapleyError', { value: hundredths(value), error: plainHundredths(standardError) });
    return html`${text}${this.intervalText(shapley)}`;
  }

  private shapleyText({ shapley }: PanelLedger): string {
    return shapley?.orders === undefined
      ? this.say('ledgerShapleyExact')
      : this.say('ledgerShapleySampled', { orders: shapley.orders });
  }

  private renderNotes(table: PanelLedger): TemplateResult {
    const { say } = this;
    const { units, all, none, unexplained, unweighed, lostWord, differentPictures } = table;
    const sum = units.reduce((total, { effect }) => total + effect, 0);
    return html`<p class="muted small">
      ${say(units.length > 2 ? 'ledgerSum' : 'ledgerSumFew', {
        all: plainHundredths(all),
        none: plainHundredths(none),
        sum: hundredths(sum),
        difference: hundredths(all - none),
        rest: hundredths(unexplained),
      })}
      ${unweighed > 0 ? say('ledgerUnweighed', { count: units.length, rest: unweighed }) : nothing}
      ${lostWord === undefined ? nothing : say('ledgerLost', { word: lostWord })}
      ${say(differentPictures < 5 ? 'ledgerFew' : 'ledgerIntervals')}
      ${table.shapley ? this.shapleyText(table) : nothing}
    </p>`;
  }

  private renderActions({ pairs, mostPaired, shapley, units }: PanelLedger): TemplateResult | typeof nothing {
    const { say } = this;
    if (units.length < 2) return nothing;
    const button = (what: 'pairs' | 'shapley', text: string, long?: string): TemplateResult =>
      html`<vscode-button
        secondary
        title=${long ?? nothing}
        @click=${() => ask(this, { kind: 'ledger-measure', what })}
        >${text}</vscode-button
      >`;
    return html`<div class="actions">
      ${pairs || mostPaired !== undefined ? nothing : button('pairs', say('ledgerMeasurePairs'))}
      ${
        shapley
          ? nothing
          : button(
              'shapley',
              say('ledgerMeasureShapley'),
              say('ledgerMeasureShapleyLong', { most: mostExact }),
            )
      }
    </div>`;
  }

  private renderPairs({ pairs, mostPaired, units }: PanelLedger): TemplateResult | typeof nothing {
    const { say } = this;
    if (mostPaired !== undefined)
      return html`<p class="muted small">${say('ledgerTooManyPairs', { most: mostPaired })}</p>`;
    if (!pairs) return nothing;
    if (pairs.length === 0) return html`<p class="muted small">${say('ledgerPairsNone')}</p>`;
    const texts = new Map(units.map(({ unit, text }) => [unit, text]));
    const name = ({ first, second }: PanelPair): string =>
      say('ledgerPair', { first: texts.get(first) ?? '', second: texts.get(second) ?? '' });
    return html`<h3>${say('ledgerPairs')}</h3>
      <ul>
        ${pairs.slice(0, shownPairs).map(
          (pair) =>
            html`<li>
              <span class="number">${hundredths(pair.together)}${this.intervalText(pair)}</span>
              <button
                class="link"
                @click=${() => ask(this, { kind: 'ledger-select', units: [pair.first, pair.second] })}
              >
                ${name(pair)}
              </button>
            </li>`,
        )}
      </ul>
      <p class="muted small">${say('ledgerPairsNote')}</p>`;
  }

  private readonly onKey = (event: KeyboardEvent, rows: readonly LedgerRow[]): void => {
    const from = Number((event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index);
    const row = rows[from];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const canOpen = row.level === 1 && (row.unit.parts ?? 0) > 1;
    const go: Record<string, () => unknown> = {
      ArrowDown: () => this.focusRow(from + 1, rows),
      ArrowUp: () => this.focusRow(from - 1, rows),
      Home: () => this.focusRow(0, rows),
      End: () => this.focusRow(rows.length - 1, rows),
      ArrowRight: () =>
        canOpen && !row.isOpen ? this.fold(row) : row.isOpen && this.focusRow(from + 1, rows),
      ArrowLeft: () => {
        if (row.isOpen) this.fold(row);
        else if (row.level === 2) this.focusRow(from - row.position, rows);
      },
      Enter: () => this.select(row),
      ' ': () => (canOpen ? this.fold(row) : this.select(row)),
    };
    const action = Object.hasOwn(go, event.key) ? go[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  };

  private focusRow(index: number, rows: readonly LedgerRow[]): void {
    const target = Math.max(0, Math.min(rows.length - 1, index));
    this.active = rows[target]?.key;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus(),
    );
  }

  private fold({ unit, isOpen }: LedgerRow): void {
    ask(this, { kind: 'ledger-unfold', unit: unit.unit, isOpen: !isOpen });
  }

  private select({ unit, entry, level }: LedgerRow): void {
    ask(this, {
      kind: 'ledger-select',
      units: [unit.unit],
      ...(level === 2 && { word: entry.unit }),
    });
  }

  static override styles = [
    theme,
    css`
      :host {
        container-type: inline-size;
        display: block;
      }

      .grid {
        display: grid;
        grid-template-columns: minmax(6em, 1fr) auto auto auto auto;
      }

      .row {
        align-items: center;
        column-gap: 14px;
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        padding: 3px 4px 3px 0;
      }

      .row[data-index] {
        cursor: pointer;
      }

      .row[data-index]:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }

      .row:focus-visible {
        outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
      }

      .head {
        align-items: end;
        color: var(--muted);
        font-size: 0.85em;
      }

      .head span::first-letter {
        text-transform: uppercase;
      }

      .what {
        align-items: start;
        display: flex;
        min-width: 0;
      }

      .level2 .what {
        padding-left: 16px;
      }

      .text {
        overflow-wrap: anywhere;
      }

      .fold {
        flex: none;
        height: 16px;
        width: 18px;
      }

      .fold.open svg {
        transform: rotate(90deg);
      }

      .idle .text,
      .idle .number {
        color: var(--muted);
        font-style: italic;
      }

      .reading {
        color: var(--muted);
        font-size: 0.92em;
        white-space: nowrap;
      }

      .sign {
        color: var(--vscode-foreground);
        display: inline-block;
        width: 1.4em;
      }

      .stale .row[data-index] .number {
        font-style: italic;
      }

      .bar {
        background: var(--track);
        border-radius: 2px;
        display: block;
        forced-color-adjust: none;
        height: 8px;
        margin-top: 2px;
        min-width: 110px;
        overflow: hidden;
        position: relative;
      }

      .bar span {
        position: absolute;
      }

      .zero {
        background: var(--muted);
        bottom: 0;
        left: 50%;
        top: 0;
        width: 1px;
      }

      .value {
        background: var(--measure);
        bottom: 0;
        top: 0;
      }

      /* What takes away is told by its side of the middle, and by stripes, not by its colour alone. */
      .value.below {
        background: repeating-linear-gradient(135deg, var(--other) 0 3px, transparent 3px 5px);
      }

      .value.faint {
        opacity: 0.45;
      }

      .range {
        background: var(--vscode-foreground);
        height: 2px;
        top: 3px;
      }

      .state {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        min-height: 1.4em;
      }

      progress {
        height: 8px;
        width: 120px;
      }

      button.link {
        overflow-wrap: anywhere;
        padding: 0;
        text-align: left;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 8px 0;
      }

      p {
        margin: 6px 0;
      }

      h3 {
        font-size: 1em;
        font-weight: 600;
        margin: 10px 0 2px;
      }

      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }

      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding: 2px 0;
      }

      /* The row's title, and the list's note, say the same. */
      @container (max-width: 640px) {
        .interval-text {
          display: block;
        }

        .row {
          column-gap: 8px;
        }

        .p {
          white-space: normal;
        }

        /* Beneath its words, which need the room. */
        .what,
        .reading {
          grid-column: 1 / 3;
        }

        .reading {
          grid-row: 2;
          padding-left: 18px;
        }

        .row[data-index] .number {
          grid-row: 1 / 3;
        }
      }
    `,
  ];
}

const states = {
  waiting: 'ledgerWaiting',
  measuring: 'ledgerMeasuring',
  stopped: 'ledgerStopped',
} as const;

/** Forms, so that no colour is needed to tell them. */
const signs = { idle: '○', hurts: '▼', mayHurt: '▽', depends: '◇' } as const;
const readings = {
  idle: 'ledgerIdle',
  hurts: 'ledgerHurts',
  mayHurt: 'ledgerMayHurt',
  depends: 'ledgerDepends',
} as const;
