import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type {
  GalleryPanelMessage,
  PanelDrawn,
  PanelStandingOfVariant,
  PanelVariant,
} from '../../../protocol/panel/gallery';
import { cosine, percent, rankText } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import { scrollToShow, visibleRange } from '../../windowing';
import type { Say } from '../../wording';
import { moveInGrid, type Cell } from '../matrix/gridKeys';
import { placeOf, type GalleryRow, type GalleryTable } from './galleryRows';
import { goneText, pictureText, seedText, variantText } from './galleryText';

const rowHeight = 138;
const columnWidth = 112;
const headHeight = 24;
const pictureSize = 96;

/** What the grid says of the picture that has the focus, and of the one that is to be compared. */
export interface GalleryGridEvents {
  readonly 'gallery-select': string;
  readonly 'gallery-mark': string;
}

/** Variants × seeds as small pictures. Only those in view are in the document, and so only they are loaded. */
@customElement('spellwright-gallery-grid')
export class GalleryGrid extends LitElement {
  @property({ attribute: false }) table!: GalleryTable;
  @property({ attribute: false }) variants: readonly PanelVariant[] = [];
  @property({ attribute: false }) standings: ReadonlyMap<number, PanelStandingOfVariant> = new Map();
  /** Ids of the pictures that are compared, A first. */
  @property({ attribute: false }) marked: readonly string[] = [];
  @property({ attribute: false }) label = '';
  /** Columns are seeds, the same for all rows. */
  @property({ type: Boolean }) hasSeeds = false;
  @property({ attribute: false }) say!: Say;

  /** The cell that Tab reaches. */
  @state() private active: Cell = { row: 0, column: 0 };
  @state() private scrolled = { top: 0, left: 0 };
  @state() private viewport = { width: 600, height: 430 };
  @query('.box') private box!: HTMLElement;

  private activeId?: string;
  private hadFocus = false;
  private readonly resized = new ResizeObserver(() => {
    this.viewport = { width: this.box.clientWidth, height: this.box.clientHeight };
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.box);
  }

  /** Pictures come and go: the focus stays with its picture, or where that was. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('table')) return;
    this.hadFocus = this.renderRoot?.contains(this.focused ?? null) ?? false;
    const { rows, columns } = this.table;
    const place = placeOf(this.table, this.activeId);
    this.active = place ?? {
      row: Math.max(0, Math.min(this.active.row, rows.length - 1)),
      column: Math.max(0, Math.min(this.active.column, columns.length - 1)),
    };
  }

  protected override updated(): void {
    if (!this.hadFocus) return;
    this.hadFocus = false;
    if (this.focused === null) this.cellAt(this.active)?.focus({ preventScroll: true });
  }

  private get focused(): Element | null {
    return (this.renderRoot as ShadowRoot | undefined)?.activeElement ?? null;
  }

  private cellAt({ row, column }: Cell): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`);
  }

  private get headWidth(): number {
    const free = this.viewport.width - this.table.columns.length * columnWidth;
    return Math.max(this.viewport.width < 520 ? 104 : 170, Math.min(free, 320));
  }

  protected override render(): TemplateResult {
    const { say, active, headWidth } = this;
    const { rows, columns } = this.table;
    const vertical = visibleRange(
      this.scrolled.top,
      this.viewport.height - headHeight,
      rowHeight,
      rows.length,
      1,
    );
    const horizontal = visibleRange(
      this.scrolled.left,
      this.viewport.width - headWidth,
      columnWidth,
      columns.length,
      1,
    );
    // The cell that holds the focus stays in the document when it is scrolled away: else the focus would be lost.
    const shownRows = including(vertical, active.row);
    const shownColumns = including(horizontal, active.column);
    return html`<div
      class="box"
      role="grid"
      aria-label=${this.label}
      aria-rowcount=${rows.length + 1}
      aria-colcount=${columns.length + 1}
      @scroll=${this.onScroll}
      @keydown=${this.onKey}
      @focusin=${this.onFocus}
    >
      <div
        class="canvas"
        role="presentation"
        .style=${`width: ${headWidth + columns.length * columnWidth}px; height: ${headHeight + rows.length * rowHeight}px; --head: ${headWidth}px`}
      >
        <div class="head muted" role="row" aria-rowindex="1">
          <span class="corner" role="columnheader" aria-colindex="1">${say('galleryVariant')}</span>
          ${repeat(
            shownColumns,
            (column) => column,
            (column) =>
              html`<span
                class="column clip"
                role="columnheader"
                aria-colindex=${column + 2}
                .style=${`left: ${column * columnWidth}px`}
                >${this.columnText(columns[column]!)}</span
              >`,
          )}
        </div>
        ${repeat(
          shownRows,
          (index) => rows[index]!.key,
          (index) => this.renderRow(rows[index]!, index, shownColumns),
        )}
      </div>
    </div>`;
  }

  private columnText(column: string): string {
    const { say } = this;
    if (!this.hasSeeds) return say('galleryNumber', { number: column });
    return column === '' ? say('gallerySeedUnknown') : say('gallerySeed', { seed: column });
  }

  private renderRow(row: GalleryRow, index: number, columns: readonly number[]): TemplateResult {
    const { say } = this;
    const variant = this.variants[row.variant]!;
    const standing = this.hasSeeds && row.line === 0 ? this.standings.get(row.variant) : undefined;
    return html`<div
      class="row"
      role="row"
      aria-rowindex=${index + 2}
      .style=${`top: ${headHeight + index * rowHeight}px`}
    >
      <div class="name" role="rowheader" aria-colindex="1" title=${variantText(variant, say)}>
        ${
          standing?.rank === undefined
            ? nothing
            : html`<span class="standing"
                ><b>#${rankText(standing.rank, standing.ranks)}</b>
                ${standing.closeness === undefined ? nothing : cosine(standing.closeness)}</span
              >`
        }
        <span class="text">${variant.text}</span>
        ${variant.isGone ? html`<span class="muted gone">${goneText(variant, say)}</span>` : nothing}
        ${row.line > 0 && this.hasSeeds ? html`<span class="muted">${say('galleryEarlier')}</span>` : nothing}
      </div>
      ${repeat(
        columns,
        (column) => column,
        (column) => this.renderCell(row.cells[column], variant, { row: index, column }),
      )}
    </div>`;
  }

  private renderCell(
    picture: PanelDrawn | undefined,
    variant: PanelVariant,
    { row, column }: Cell,
  ): TemplateResult {
    const { say } = this;
    const side = picture && this.sideOf(picture.id);
    const isActive = row === this.active.row && column === this.active.column;
    const label = picture
      ? pictureText(picture, variant, side, say)
      : say('galleryNoPicture', {
          variant: variantText(variant, say),
          seed: this.columnText(this.table.columns[column]!),
        });
    return html`<div
      class="cell ${picture ? '' : 'empty'}"
      role="gridcell"
      aria-colindex=${column + 2}
      tabindex=${isActive ? 0 : -1}
      data-cell="${row} ${column}"
      data-picture=${picture?.id ?? nothing}
      data-preview=${picture?.src ?? nothing}
      data-preview-name=${picture?.id ?? nothing}
      data-preview-on="space"
      .style=${`left: ${column * columnWidth}px`}
      @dblclick=${picture ? () => ask(this, { kind: 'gallery-open', id: picture.id }) : nothing}
    >
      <span class="spoken">${label}</span>
      ${picture ? this.renderPicture(picture, side) : html`<span aria-hidden="true">–</span>`}
    </div>`;
  }

  private renderPicture(picture: PanelDrawn, side: string | undefined): TemplateResult {
    const { src, failure, closeness, own, differs, isReference } = picture;
    return html`<span class="frame" aria-hidden="true"
        >${
          src === undefined || failure !== undefined
            ? failure === undefined
              ? icons.picture
              : icons.warning
            : html`<img src=${src} alt="" decoding="async" width=${pictureSize} height=${pictureSize} />`
        }${side === undefined ? nothing : html`<b class="mark side">${side}</b>`}${
          isReference ? html`<span class="mark reference">★</span>` : nothing
        }${differs ? html`<span class="mark differs">${icons.warning}</span>` : nothing}</span
      ><span class="figures" aria-hidden="true"
        >${
          this.hasSeeds ? nothing : html`<span class="clip muted">${seedText(picture, this.say)}</span>`
        }<span
          ><b>${closeness === undefined ? '' : cosine(closeness)}</b>
          <span class="muted">${own === undefined ? '' : percent(own)}</span></span
        ></span
      >`;
  }

  private sideOf(id: string): string | undefined {
    const at = this.marked.indexOf(id);
    return at < 0 ? undefined : at === 0 ? 'A' : 'B';
  }

  private readonly onScroll = (): void => {
    this.scrolled = { top: this.box.scrollTop, left: this.box.scrollLeft };
  };

  private readonly onFocus = (event: Event): void => {
    const cell = cellOf(event.target);
    if (!cell) return;
    this.active = cell;
    this.activeId = this.table.rows[cell.row]?.cells[cell.column]?.id;
    if (this.activeId !== undefined) this.tell('gallery-select', this.activeId);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const from = cellOf(event.target);
    if (!from || event.altKey || event.metaKey) return;
    const { rows, columns } = this.table;
    const page = Math.max(1, Math.floor((this.viewport.height - headHeight) / rowHeight));
    const to = moveInGrid(event.key, event.ctrlKey, from, rows.length, columns.length, page);
    if (to) {
      event.preventDefault();
      this.moveTo(to);
      return;
    }
    const id = rows[from.row]?.cells[from.column]?.id;
    if (id === undefined || event.ctrlKey) return;
    const wish = wishOf(event.key, id);
    if (wish) {
      event.preventDefault();
      ask(this, wish);
    } else if (event.key.toLowerCase() === 'c') {
      event.preventDefault();
      this.tell('gallery-mark', id);
    }
  };

  private moveTo(to: Cell): void {
    this.active = to;
    this.box.scrollTo({
      top: scrollToShow(this.box.scrollTop, this.box.clientHeight - headHeight, rowHeight, to.row),
      left: scrollToShow(this.box.scrollLeft, this.box.clientWidth - this.headWidth, columnWidth, to.column),
    });
    void this.updateComplete.then(() => this.cellAt(to)?.focus({ preventScroll: true }));
  }

  private tell<K extends keyof GalleryGridEvents>(type: K, detail: GalleryGridEvents[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  static override styles = [
    theme,
    css`
      .box {
        max-height: min(64vh, 640px);
        overflow: auto;
        overflow-anchor: none;
      }

      .canvas {
        contain: layout style;
        position: relative;
      }

      .head {
        background: var(--background);
        font-size: 0.85em;
        height: ${headHeight}px;
        left: 0;
        line-height: ${headHeight}px;
        position: sticky;
        top: 0;
        width: 100%;
        z-index: 2;
      }

      .corner,
      .name {
        background: var(--background);
        left: 0;
        position: sticky;
        width: var(--head);
        z-index: 1;
      }

      .corner {
        display: block;
        height: 100%;
      }

      .column {
        margin-left: var(--head);
        padding: 0 4px;
        position: absolute;
        text-align: center;
        top: 0;
        width: ${columnWidth}px;
      }

      .row {
        border-top: 1px solid var(--line);
        contain: layout style;
        height: ${rowHeight}px;
        left: 0;
        position: absolute;
        width: 100%;
      }

      .name {
        display: flex;
        flex-direction: column;
        font-size: 0.92em;
        gap: 2px;
        height: ${rowHeight - 1}px;
        overflow: hidden;
        padding: 6px 8px 4px 0;
      }

      .standing,
      .name .muted {
        flex: none;
        font-variant-numeric: tabular-nums;
      }

      .text {
        display: -webkit-box;
        flex: 0 1 auto;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 5;
        overflow: hidden;
        overflow-wrap: anywhere;
      }

      .cell {
        align-items: center;
        display: flex;
        flex-direction: column;
        height: ${rowHeight - 3}px;
        margin-left: var(--head);
        padding: 5px 4px 0;
        position: absolute;
        top: 1px;
        width: ${columnWidth}px;
      }

      .cell.empty {
        color: var(--muted);
        justify-content: center;
      }

      .cell:focus-visible,
      .cell:focus {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: -2px;
      }

      .cell:hover {
        background: var(--vscode-list-hoverBackground, var(--track));
      }

      .frame {
        align-items: center;
        background: var(--track);
        border-radius: 4px;
        color: var(--muted);
        display: flex;
        flex: none;
        height: ${pictureSize}px;
        justify-content: center;
        overflow: hidden;
        position: relative;
        width: ${pictureSize}px;
      }

      img {
        display: block;
        object-fit: cover;
      }

      .mark {
        align-items: center;
        background: var(--background);
        border: 1px solid var(--vscode-contrastBorder, var(--line));
        border-radius: 4px;
        color: var(--vscode-foreground);
        display: flex;
        font-size: 0.85em;
        height: 18px;
        justify-content: center;
        min-width: 18px;
        padding: 0 3px;
        position: absolute;
      }

      .side {
        left: 3px;
        top: 3px;
      }

      .reference {
        right: 3px;
        top: 3px;
      }

      .differs {
        bottom: 3px;
        color: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
        right: 3px;
      }

      .differs svg {
        height: 13px;
      }

      .figures {
        display: flex;
        flex-direction: column;
        font-size: 0.85em;
        font-variant-numeric: tabular-nums;
        line-height: 1.25;
        max-width: 100%;
        padding-top: 2px;
        text-align: center;
        white-space: nowrap;
      }
    `,
  ];
}

/** What a key asks for of the picture that has the focus. */
function wishOf(key: string, id: string): GalleryPanelMessage | undefined {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case 'Enter':
      return { kind: 'gallery-open', id };
    case 'r':
      return { kind: 'gallery-reference', id };
    case 'p':
      return { kind: 'gallery-prompt', id };
    case 'Delete':
    case 'Backspace':
      return { kind: 'gallery-delete', id };
    default:
      return undefined;
  }
}

function including(
  { first, end }: { readonly first: number; readonly end: number },
  extra: number,
): number[] {
  const list = Array.from({ length: end - first }, (_, offset) => first + offset);
  return extra >= 0 && (extra < first || extra >= end) ? [...list, extra] : list;
}

function cellOf(target: EventTarget | null): Cell | undefined {
  const place = (target as HTMLElement)
    .closest<HTMLElement>('[data-cell]')
    ?.dataset.cell?.split(' ')
    .map(Number);
  return place ? { row: place[0]!, column: place[1]! } : undefined;
}
