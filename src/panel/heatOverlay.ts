import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { heatColour, heatCover } from '../core/why/heatColours';
import { cellArea, cellAt, drawnOut, hottestCell, type HeatGrid } from '../core/why/heatGrid';
import { moveInGrid } from './sections/matrix/gridKeys';
import { theme } from './theme';

/** Pixels of the longer edge that a map is drawn with; the browser draws it out smoothly from there. */
const drawnEdge = 160;

/** CSS pixels: a picture that is many times as high as wide would push everything else away. */
const tallest = 480;

/** What the checkpoint never saw of a picture. */
const unseenColour = [128, 128, 128, 115] as const;

/** A place of a picture; undefined when none is pointed at any more. */
export type CellEvent = CustomEvent<{ readonly cell: number | undefined }>;

/**
 * A picture with a heat map over it. Mouse and arrow keys go from place to place, which is read out by `cellText`.
 * @fires point-cell - another place is pointed at (`CellEvent`)
 * @fires pick-cell - a place was chosen with a click, Enter or Space (`CellEvent`)
 */
@customElement('spellwright-heat-overlay')
export class HeatOverlay extends LitElement {
  /** Address of the picture; without one only the map is shown. */
  @property({ attribute: false }) src?: string;
  /** What the picture is called, and what its map says as a whole. */
  @property({ attribute: false }) name = '';
  /** Of the picture in pixels, upright. */
  @property({ attribute: false }) size: { readonly width: number; readonly height: number } = {
    width: 1,
    height: 1,
  };
  @property({ attribute: false }) grid?: HeatGrid;
  /** 0 to 1 by cell. */
  @property({ attribute: false }) values: ArrayLike<number> = [];
  /** 0 to 1: how much of the picture the hottest place covers. */
  @property({ attribute: false }) opacity = 0.7;
  /** What is said of a cell. */
  @property({ attribute: false }) cellText: (cell: number) => string = () => '';
  /** What keys do, for those who hear it. */
  @property({ attribute: false }) keys = '';
  /** Whether a place can be chosen. */
  @property({ attribute: false }) pickable = false;

  /** The place that was pointed at last. */
  @state() private cell?: number;

  @query('canvas') private canvas!: HTMLCanvasElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const cells = this.grid ? this.grid.rows * this.grid.columns : 0;
    if (changed.has('grid') && this.cell !== undefined && this.cell >= cells) this.cell = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('values') || changed.has('grid') || changed.has('opacity') || changed.has('size'))
      this.draw();
  }

  private draw(): void {
    const { grid, size, values, opacity, canvas } = this;
    const scale = drawnEdge / Math.max(size.width, size.height, 1);
    canvas.width = Math.max(1, Math.round(size.width * scale));
    canvas.height = Math.max(1, Math.round(size.height * scale));
    const context = canvas.getContext('2d');
    if (!grid || !context) return;
    const image = context.createImageData(canvas.width, canvas.height);
    drawnOut(grid, values, size, canvas.width, canvas.height).forEach((value, i) => {
      const pixel = Number.isNaN(value)
        ? unseenColour
        : [...heatColour(value), 255 * heatCover(value, opacity)];
      image.data.set(pixel, 4 * i);
    });
    context.putImageData(image, 0, 0);
  }

  protected override render(): TemplateResult {
    const { src, name, size, grid, cell, keys, pickable } = this;
    const text = cell === undefined ? '' : this.cellText(cell);
    return html`
      <div
        class="picture ${pickable ? 'pickable' : ''}"
        role="application"
        tabindex="0"
        aria-label=${name}
        aria-description=${keys || nothing}
        .style=${`aspect-ratio: ${size.width} / ${size.height}; max-width: ${(tallest * size.width) / size.height}px`}
        @pointermove=${this.onPointer}
        @pointerleave=${() => this.point(undefined)}
        @click=${(event: MouseEvent) => this.onClick(event)}
        @keydown=${this.onKey}
        @blur=${() => this.point(undefined)}
      >
        ${src === undefined ? nothing : html`<img src=${src} alt="" decoding="async" />`}
        <canvas aria-hidden="true"></canvas>
        ${grid && cell !== undefined ? html`<span class="cell" .style=${this.boxOf(grid, cell)}></span>` : nothing}
      </div>
      <p class="text number" role="status">${text}</p>
    `;
  }

  private boxOf(grid: HeatGrid, cell: number): string {
    const { left, top, right, bottom } = cellArea(grid, cell);
    const { width, height } = this.size;
    const share = (part: number, of: number): string => `${((100 * part) / of).toFixed(3)}%`;
    return [
      `left: ${share(left, width)}`,
      `top: ${share(top, height)}`,
      `width: ${share(right - left, width)}`,
      `height: ${share(bottom - top, height)}`,
    ].join(';');
  }

  private readonly onPointer = (event: PointerEvent): void => this.point(this.cellUnder(event));

  private cellUnder(event: MouseEvent): number | undefined {
    const { left, top, width, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { grid, size } = this;
    const x = ((event.clientX - left) / width) * size.width;
    const y = ((event.clientY - top) / height) * size.height;
    return grid && cellAt(grid, x, y);
  }

  private point(cell: number | undefined): void {
    if (cell === this.cell) return;
    this.cell = cell;
    this.dispatchEvent(new CustomEvent('point-cell', { detail: { cell } }));
  }

  private onClick(event: MouseEvent): void {
    const cell = this.cellUnder(event);
    if (cell === undefined) return;
    this.point(cell);
    this.pick(cell);
  }

  private pick(cell: number): void {
    if (this.pickable) this.dispatchEvent(new CustomEvent('pick-cell', { detail: { cell } }));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const { grid, cell } = this;
    if (!grid || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (cell !== undefined) this.pick(cell);
      return;
    }
    const to = nextCell(event.key, grid, cell ?? hottestCell(this.values), cell === undefined);
    if (to === undefined) return;
    event.preventDefault();
    this.point(to);
  };

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }

      .picture {
        forced-color-adjust: none;
        overflow: hidden;
        position: relative;
        width: 100%;
      }

      .picture:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }

      .pickable {
        cursor: crosshair;
      }

      img,
      canvas {
        display: block;
        height: 100%;
        inset: 0;
        position: absolute;
        width: 100%;
      }

      /* Two colours, one of which stands out from any picture. */
      .cell {
        border: 1px solid #fff;
        outline: 1px solid #000;
        pointer-events: none;
        position: absolute;
      }

      .text {
        font-size: 0.92em;
        margin: 2px 0 0;
        min-height: 2.8em;
        text-align: left;
        white-space: normal;
      }
    `,
  ];
}

/** Colours of the scale from 0 to 1 as a CSS gradient, for a legend. */
export function heatGradient(): string {
  const stops = Array.from({ length: 10 }, (_, i) => `rgb(${heatColour(i / 9).join(' ')})`);
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** Where a key leads from a cell; the first one leads to the hottest place. */
function nextCell(
  key: string,
  { rows, columns }: HeatGrid,
  from: number,
  isFirst: boolean,
): number | undefined {
  const at = { row: Math.floor(from / columns), column: from % columns };
  const to = moveInGrid(key, false, at, rows, columns, rows);
  return to && (isFirst ? from : to.row * columns + to.column);
}
