import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelPicture } from '../../../protocol/panel/pictures';
import type { ScoresMessage } from '../../../protocol/panel/scores';
import { cosine, percent } from '../../../words/numbers';
import { distinctTexts } from '../../distinctText';
import { moveInGrid, type Cell } from './gridKeys';
import { forward, heatTable, matrixKinds, type HeatTable, type MatrixKind, type TableRow } from './heat';
import { differentRows, type LeaderRow } from '../../leaderRows';
import { ask, change, remember } from '../../panelEvents';
import { theme } from '../../theme';
import { scrollToShow, visibleRange } from '../../windowing';
import type { Say } from '../../wording';

const rowHeight = 26;
const columnWidth = 76;
const headHeight = 46;
const widestHead = 420;

const hints = {
  promptGivenImage: 'promptGivenImageLong',
  imageGivenPrompt: 'imageGivenPromptLong',
  cosine: 'cosineMatrixLong',
} as const;

/** Under which the section keeps what it shows. */
export const matrixName = 'matrix';

/** Rows of the leaderboard × pictures, as numbers on a heat table. Only the cells in view are in the document. */
@customElement('spellwright-matrix')
export class Matrix extends LitElement {
  @property({ attribute: false }) scores!: ScoresMessage;
  @property({ attribute: false }) rows: readonly LeaderRow[] = [];
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) pictures: ReadonlyMap<string, PanelPicture> = new Map();
  @property({ attribute: false }) kind: MatrixKind = 'promptGivenImage';
  @property({ attribute: false }) caretSpell?: number;
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) scrollAtFirst: { readonly top: number; readonly left: number } = {
    top: 0,
    left: 0,
  };

  /** The cell that Tab reaches. */
  @state() private active: Cell = { row: 0, column: 0 };
  /** The cell that is pointed at, or has the focus. */
  @state() private read?: Cell;
  @state() private scrolled = { top: 0, left: 0 };
  @state() private viewport = { width: 600, height: 400 };
  @query('.box') private box!: HTMLElement;

  private table!: HeatTable;
  private headers: readonly string[] = [];
  private readonly resized = new ResizeObserver(() => {
    this.viewport = { width: this.box.clientWidth, height: this.box.clientHeight };
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.box);
    this.box.scrollTo({ top: this.scrollAtFirst.top, left: this.scrollAtFirst.left });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('scores') || changed.has('kind')) this.table = heatTable(this.scores, this.kind);
    if (changed.has('scores') || changed.has('rows') || changed.has('names'))
      this.headers = this.rowHeaders();
  }

  protected override render(): TemplateResult {
    const { rows, say } = this;
    const { columns } = this.scores;
    // Few pictures leave their room to the names.
    const free = this.viewport.width - columns.length * columnWidth;
    const headWidth = Math.max(this.viewport.width < 520 ? 110 : 190, Math.min(free, widestHead));
    const vertical = visibleRange(
      this.scrolled.top,
      this.viewport.height - headHeight,
      rowHeight,
      rows.length,
      4,
    );
    const horizontal = visibleRange(
      this.scrolled.left,
      this.viewport.width - headWidth,
      columnWidth,
      columns.length,
      3,
    );
    const active = {
      row: Math.min(this.active.row, rows.length - 1),
      column: Math.min(this.active.column, columns.length - 1),
    };
    // The cell that holds the focus stays in the document when it is scrolled away: else the focus would be lost.
    const shownRows = including(vertical.first, vertical.end, active.row);
    const shownColumns = including(horizontal.first, horizontal.end, active.column);

    return html`
      <div class="bar">
        <div class="kinds" role="radiogroup" aria-label=${say('matrixKind')} @keydown=${this.onKindKey}>
          ${matrixKinds.map(
            (kind) => html`
              <button
                role="radio"
                aria-checked=${String(kind === this.kind)}
                tabindex=${kind === this.kind ? 0 : -1}
                title=${say(hints[kind])}
                @click=${() => this.choose(kind)}
              >
                ${say(kind)}
              </button>
            `,
          )}
        </div>
      </div>
      <div class="hint muted">${say(hints[this.kind])}</div>
      <div
        class="box"
        role="grid"
        aria-label=${`${say('matrix')}, ${say(this.kind)}`}
        aria-rowcount=${rows.length + 1}
        aria-colcount=${columns.length + 1}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
        @mouseover=${this.onPoint}
        @mouseleave=${() => (this.read = undefined)}
        @focusin=${this.onPoint}
        @focusout=${() => (this.read = undefined)}
      >
        <div
          class="canvas"
          role="presentation"
          .style=${`width: ${headWidth + columns.length * columnWidth}px; height: ${headHeight + rows.length * rowHeight}px; --head: ${headWidth}px`}
        >
          <div class="head" role="row" aria-rowindex="1">
            <span class="corner muted" role="columnheader" aria-colindex="1">${say('spell')}</span>
            ${repeat(
              shownColumns,
              (column) => columns[column],
              (column) => this.renderColumnHead(column),
            )}
          </div>
          ${repeat(
            shownRows,
            (index) => rows[index]!.key,
            (index) => this.renderRow(rows[index]!, index, shownColumns, active),
          )}
        </div>
      </div>
      <div class="reading" aria-hidden="true">
        ${this.read ? this.cellText(this.read) : say('matrixHint')}
      </div>
    `;
  }

  private renderColumnHead(column: number): TemplateResult {
    const path = this.scores.columns[column]!;
    const src = this.pictures.get(path)?.src;
    return html`<span
      class="column"
      role="columnheader"
      aria-colindex=${column + 2}
      title=${src ? nothing : path}
      data-preview=${src ?? nothing}
      data-preview-name=${path}
      .style=${`left: ${column * columnWidth}px`}
      >${
        src
          ? html`<img src=${src} alt=${path} decoding="async" width="40" height="40" />`
          : html`<span class="clip muted">${path}</span>`
      }</span
    >`;
  }

  private renderRow(row: LeaderRow, index: number, columns: readonly number[], active: Cell): TemplateResult {
    return html`<div
      class="row ${row.spell === this.caretSpell ? 'caret' : ''}"
      role="row"
      aria-rowindex=${index + 2}
      .style=${`top: ${headHeight + index * rowHeight}px`}
    >
      <span
        class="name clip level${row.level}"
        role="rowheader"
        aria-colindex="1"
        title=${row.row === undefined ? nothing : this.scores.prompts[row.row]!.text}
        @click=${() => ask(this, { kind: 'jump', spell: row.spell })}
        >${this.headers[index]}</span
      >
      ${repeat(
        columns,
        (column) => this.scores.columns[column],
        (column) => this.renderCell(row, index, column, active.row === index && active.column === column),
      )}
    </div>`;
  }

  private renderCell(row: LeaderRow, index: number, column: number, isActive: boolean): TemplateResult {
    const left = column * columnWidth;
    const common = { tab: isActive ? 0 : -1, place: `${index} ${column}` };
    const shown = tableRow(row);
    if (shown === undefined) {
      return html`<span
        class="cell empty"
        role="gridcell"
        aria-colindex=${column + 2}
        tabindex=${common.tab}
        data-cell=${common.place}
        .style=${`left: ${left}px`}
        >–</span
      >`;
    }
    const best = this.table.isBest(shown, column);
    return html`<span
      class="cell ${best ? 'best' : ''}"
      role="gridcell"
      aria-colindex=${column + 2}
      aria-label=${this.cellText({ row: index, column })}
      tabindex=${common.tab}
      data-cell=${common.place}
      data-preview=${this.pictures.get(this.scores.columns[column]!)?.src ?? nothing}
      data-preview-name=${this.scores.columns[column]!}
      data-preview-on="space"
      .style=${`left: ${left}px; --heat: ${Math.round(100 * this.table.heat(shown, column))}%`}
      >${best ? html`<i>◆ </i>` : nothing}${this.number(shown, column)}</span
    >`;
  }

  private number(row: TableRow, column: number): string {
    const value = this.table.value(row, column);
    return this.kind === 'cosine' ? cosine(value) : percent(value);
  }

  private cellText({ row: index, column }: Cell): string {
    const row = this.rows[index] && tableRow(this.rows[index]);
    const picture = this.scores.columns[column];
    if (row === undefined || picture === undefined) return '';
    const at = row.row * this.scores.columns.length + column;
    const text = this.say(row.level === 1 ? 'spellCell' : 'cell', {
      what: this.spokenHeader(index),
      picture,
      forward: percent(forward(this.scores, row, column)),
      backward: percent(this.scores.imageGivenPrompt[at]!),
      cosine: cosine(this.scores.cosine[at]!),
    });
    if (!this.table.isBest(row, column)) return text;
    if (this.kind === 'imageGivenPrompt') return `${text}, ${this.say('bestOfRow')}`;
    return `${text}, ${this.say(row.level === 1 ? 'bestSpellOfColumn' : 'bestOfColumn')}`;
  }

  /** Out of its column an expansion needs the name of its spell. */
  private spokenHeader(index: number): string {
    const row = this.rows[index]!;
    return row.level === 1 ? this.headers[index]! : `${this.names[row.spell]} ${this.headers[index]}`;
  }

  private rowHeaders(): string[] {
    const { prompts } = this.scores;
    const short = new Map<number, string>();
    for (const head of this.rows.filter((row) => row.expanded)) {
      const rows = differentRows(this.scores, head.spell);
      distinctTexts(
        rows.map((row) => prompts[row]!.text),
        this.say('nothing'),
      ).forEach((text, index) => short.set(rows[index]!, text));
    }
    return this.rows.map((row) => (row.level === 1 ? this.names[row.spell]! : short.get(row.row!)!));
  }

  private readonly onScroll = (): void => {
    this.scrolled = { top: this.box.scrollTop, left: this.box.scrollLeft };
    remember(this, matrixName, this.scrolled);
  };

  private readonly onPoint = (event: Event): void => {
    const cell = cellOf(event.target);
    this.read = cell;
    if (cell && event.type === 'focusin') this.active = cell;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const from = cellOf(event.target);
    if (!from || event.altKey || event.metaKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      ask(this, { kind: 'jump', spell: this.rows[from.row]!.spell });
      return;
    }
    const page = Math.max(1, Math.floor((this.viewport.height - headHeight) / rowHeight) - 1);
    const to = moveInGrid(event.key, event.ctrlKey, from, this.rows.length, this.scores.columns.length, page);
    if (!to) return;
    event.preventDefault();
    this.active = to;
    const headWidth = this.box.querySelector<HTMLElement>('.corner')!.offsetWidth;
    this.box.scrollTo({
      top: scrollToShow(this.box.scrollTop, this.box.clientHeight - headHeight, rowHeight, to.row),
      left: scrollToShow(this.box.scrollLeft, this.box.clientWidth - headWidth, columnWidth, to.column),
    });
    void this.updateComplete.then(() => {
      this.box
        .querySelector<HTMLElement>(`[data-cell="${to.row} ${to.column}"]`)
        ?.focus({ preventScroll: true });
    });
  };

  private readonly onKindKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const kind = matrixKinds.at((matrixKinds.indexOf(this.kind) + step) % matrixKinds.length)!;
    this.choose(kind);
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('[role=radio][tabindex="0"]')?.focus();
    });
  };

  private choose(kind: MatrixKind): void {
    change(this, ({ ui: { sections } }) => ({
      sections: { ...sections, [matrixName]: { ...sections[matrixName], kind } },
    }));
  }

  static override styles = [
    theme,
    css`
      .bar {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
      }

      .kinds {
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--track)));
        border-radius: 5px;
        display: inline-flex;
        max-width: 100%;
        overflow: hidden;
      }

      .kinds button {
        background: none;
        border: 0;
        color: var(--muted);
        cursor: pointer;
        font: inherit;
        font-size: 0.92em;
        padding: 2px 9px;
        word-break: keep-all;
      }

      .kinds button + button {
        border-left: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--track)));
      }

      .kinds button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }

      .kinds [aria-checked='true'] {
        background: var(--vscode-inputOption-activeBackground);
        box-shadow: inset 0 0 0 1px var(--vscode-inputOption-activeBorder, transparent);
        color: var(--vscode-inputOption-activeForeground, inherit);
        font-weight: 600;
        forced-color-adjust: none;
      }

      .hint {
        font-size: 0.85em;
        margin: 4px 0 6px;
      }

      .box {
        max-height: min(60vh, 620px);
        overflow: auto;
        overflow-anchor: none;
      }

      .canvas {
        contain: layout style;
        position: relative;
      }

      .head {
        background: var(--background);
        height: ${headHeight}px;
        left: 0;
        position: sticky;
        top: 0;
        width: 100%;
        z-index: 2;
      }

      .corner,
      .name {
        background: var(--background);
        left: 0;
        padding: 0 8px 0 2px;
        position: sticky;
        width: var(--head);
        z-index: 1;
      }

      .corner {
        display: flex;
        align-items: end;
        font-size: 0.85em;
        height: 100%;
        padding-bottom: 4px;
      }

      .column {
        align-items: center;
        display: flex;
        height: 100%;
        justify-content: center;
        margin-left: var(--head);
        position: absolute;
        top: 0;
        width: ${columnWidth}px;
      }

      .column .clip {
        font-size: 0.8em;
      }

      img {
        border-radius: 3px;
        object-fit: cover;
      }

      .row {
        contain: layout style;
        height: ${rowHeight}px;
        left: 0;
        position: absolute;
        width: 100%;
      }

      .name {
        cursor: pointer;
        display: block;
        height: 100%;
        line-height: ${rowHeight}px;
      }

      .name.level2 {
        color: var(--muted);
        padding-left: 12px;
      }

      .caret .name {
        box-shadow: inset 2px 0 var(--vscode-focusBorder);
        padding-left: 8px;
      }

      .cell {
        background: color-mix(in srgb, var(--measure) calc(var(--heat) * 0.38), transparent);
        font-size: 0.9em;
        font-variant-numeric: tabular-nums;
        height: ${rowHeight - 1}px;
        line-height: ${rowHeight - 1}px;
        margin-left: var(--head);
        overflow: hidden;
        padding-right: 6px;
        position: absolute;
        text-align: right;
        top: 0;
        white-space: nowrap;
        width: ${columnWidth - 1}px;
      }

      /* On the heat, a theme's own text colour may be too faint: away from the ground, whichever that is. */
      :host-context(.vscode-dark) .cell {
        color: color-mix(in srgb, var(--vscode-foreground), white);
      }

      :host-context(.vscode-light) .cell {
        color: color-mix(in srgb, var(--vscode-foreground), black);
      }

      .cell.best {
        font-weight: 700;
      }

      .cell i {
        font-size: 0.7em;
        font-style: normal;
        left: 5px;
        position: absolute;
      }

      .cell.empty {
        color: var(--muted);
      }

      .cell:hover {
        box-shadow: inset 0 0 0 1px var(--vscode-contrastActiveBorder, var(--muted));
      }

      .cell:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: -2px;
      }

      /* No fills in high contrast: the length of the line below the number says the same. */
      :host-context(.vscode-high-contrast) .cell {
        background: none;
        border-bottom: 2px solid var(--vscode-contrastBorder);
        border-image: linear-gradient(
            to right,
            var(--vscode-contrastBorder) var(--heat),
            transparent var(--heat)
          )
          1;
      }

      .reading {
        border-top: 1px solid var(--line);
        color: var(--muted);
        font-size: 0.9em;
        font-variant-numeric: tabular-nums;
        min-height: 3.2em;
        padding-top: 5px;
      }
    `,
  ];
}

function including(first: number, end: number, extra: number): number[] {
  const list = Array.from({ length: end - first }, (_, offset) => first + offset);
  return extra >= 0 && (extra < first || extra >= end) ? [...list, extra] : list;
}

function tableRow({ level, spell, row }: LeaderRow): TableRow | undefined {
  return row === undefined ? undefined : { level, spell, row };
}

function cellOf(target: EventTarget | null): Cell | undefined {
  const place = (target as HTMLElement)
    .closest<HTMLElement>('[data-cell]')
    ?.dataset.cell?.split(' ')
    .map(Number);
  return place ? { row: place[0]!, column: place[1]! } : undefined;
}
