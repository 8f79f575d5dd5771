import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { PanelHistoryEntry } from '../../../protocol/panel/history';
import { cosine } from '../../../words/numbers';
import { historyLine } from './historyLine';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

const height = 44;
const margin = 8;

/** The mean cosine of the edited spell over its last edits; each point puts its text back. */
@customElement('spellwright-history')
export class History extends LitElement {
  @property({ attribute: false }) entries: readonly PanelHistoryEntry[] = [];
  @property({ attribute: false }) say!: Say;

  /** Entry that Tab reaches, and whose text is read out below; the newest until another is chosen. */
  @state() private active?: number;
  @state() private width = 400;

  private readonly resized = new ResizeObserver(([entry]) => {
    // Hidden, as while the section unfolds, it has no width yet.
    this.width = Math.max(4 * margin, entry!.contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override render(): TemplateResult {
    const { entries, say } = this;
    if (entries.length === 0) return html`<p class="muted">${say('historyNone')}</p>`;
    const { points, runs, changes } = historyLine(entries, this.width, height, margin);
    const activeIndex = this.activeIndex();
    const slot = points.length > 1 ? points[1]!.x - points[0]!.x : 2 * margin;
    return html`
      <svg
        width=${this.width}
        height=${height}
        role="group"
        aria-label=${say('historyHint')}
        @keydown=${this.onKey}
      >
        ${changes.map((x) => svg`<line class="change" x1=${x} x2=${x} y1="0" y2=${height} />`)}
        ${runs.map((run) => svg`<polyline points=${run.map(({ x, y }) => `${x},${y}`).join(' ')} />`)}
        ${points.map(
          ({ x, y, entry }, index) => svg`<g
            role="button"
            class=${index === activeIndex ? 'active' : ''}
            tabindex=${index === activeIndex ? 0 : -1}
            data-index=${index}
            aria-label=${`${this.entryText(index)} ${entry.label} ${index === entries.length - 1 ? say('historyCurrent') : say('historyRestore')}`}
            @click=${() => this.restore(index)}
            @mouseenter=${() => (this.active = entry.id)}
            @focus=${() => (this.active = entry.id)}
          >
            <rect x=${x - slot / 2} y="0" width=${slot} height=${height} />
            <circle cx=${x} cy=${y} r=${index === activeIndex ? 4 : 2.5} />
          </g>`,
        )}
      </svg>
      <div class="reading muted" aria-hidden="true">
        <span>${this.entryText(activeIndex)}</span>
        <span>${activeIndex === entries.length - 1 ? say('historyCurrent') : say('historyRestore')}</span>
      </div>
      <div class="text" aria-hidden="true">${entries[activeIndex]!.label}</div>
    `;
  }

  private activeIndex(): number {
    const index = this.entries.findIndex((entry) => entry.id === this.active);
    return index >= 0 ? index : this.entries.length - 1;
  }

  private entryText(index: number): string {
    const entry = this.entries[index]!;
    return this.say('historyEntry', {
      number: index + 1,
      count: this.entries.length,
      cosine: cosine(entry.meanCosine),
      checkpoint: checkpointLabel(entry.checkpoint),
    });
  }

  private restore(index: number): void {
    if (index < this.entries.length - 1) ask(this, { kind: 'restore', entry: this.entries[index]!.id });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const from = this.activeIndex();
    const last = this.entries.length - 1;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const index = Math.max(0, Math.min(last, to));
      this.active = this.entries[index]!.id;
      void this.updateComplete.then(() => {
        this.renderRoot.querySelector<SVGElement>(`[data-index="${index}"]`)?.focus();
      });
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.restore(from);
    }
  };

  static override styles = [
    theme,
    css`
      :host {
        display: block;
        min-height: 4em;
      }

      p {
        margin: 4px 0;
      }

      svg {
        display: block;
        max-width: 100%;
        overflow: visible;
      }

      polyline {
        fill: none;
        stroke: var(--measure);
        stroke-width: 1.5;
      }

      .change {
        stroke: var(--muted);
        stroke-dasharray: 2 3;
      }

      rect {
        fill: transparent;
      }

      circle {
        fill: var(--measure);
        stroke: var(--background);
        stroke-width: 1;
      }

      g {
        cursor: pointer;
        outline: none;
      }

      g:focus-visible circle {
        stroke: var(--vscode-focusBorder);
        stroke-width: 3;
      }

      .reading {
        display: flex;
        flex-wrap: wrap;
        font-size: 0.9em;
        font-variant-numeric: tabular-nums;
        gap: 0 12px;
        justify-content: space-between;
      }

      .text {
        max-height: 6em;
        overflow: auto;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
    `,
  ];
}
