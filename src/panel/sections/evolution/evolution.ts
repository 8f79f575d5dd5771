import '@vscode-elements/elements/dist/vscode-button/index.js';
import {
  css,
  html,
  LitElement,
  nothing,
  svg,
  type PropertyValues,
  type SVGTemplateResult,
  type TemplateResult,
} from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type {
  EvolutionMessage,
  PanelEvolution,
  ShowEvolutionMessage,
} from '../../../protocol/panel/evolution';
import { cosine, difference } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { lineChartStyles } from '../../lineChartStyles';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import { chartOf, type ChartPoint, type SeriesName } from './chart';
import { worthTexts } from './endText';

const height = 180;
const margins = { left: 56, right: 12, top: 10, bottom: 22 };
/** With more points than this each mark would cover the next. */
const mostMarks = 40;

const seriesWords = {
  'best-seen': 'evolveBestSeen',
  'median-seen': 'evolveMedianSeen',
  'best-unseen': 'evolveBestUnseen',
} as const satisfies Record<SeriesName, string>;

/** Commands that were obeyed: the section may be made anew, when its tab or it itself was closed meanwhile. */
const obeyed = new WeakSet<ShowEvolutionMessage>();

/** What is searched for, how it goes round by round, and what became of it. */
@customElement('spellwright-evolution')
export class EvolutionView extends LitElement {
  @property({ attribute: false }) evolution!: EvolutionMessage;
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowEvolutionMessage;
  @property({ attribute: false }) say!: Say;

  @state() private width = 400;
  /** What was written in the field; undefined while it is the next one. */
  @state() private seed?: number;

  private readonly resized = new ResizeObserver(([entry]) => {
    this.width = Math.max(200, entry!.contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('shown') || !this.shown || obeyed.has(this.shown)) return;
    obeyed.add(this.shown);
    this.scrollIntoView({ block: 'nearest' });
  }

  private get isRunning(): boolean {
    return ['waiting', 'preparing', 'searching', 'stopping'].includes(this.evolution.phase);
  }

  protected override render(): TemplateResult {
    const { say, evolution } = this;
    const { phase, run, error } = evolution;
    return html`
      ${run ? nothing : html`<p class="muted">${say('evolveWhat')}</p>`}
      ${phase === 'failed' ? html`<p class="error" role="alert">${icons.warning} ${error}</p>` : nothing}
      ${this.isRunning ? this.renderProgress() : this.renderStart()}
      ${run?.isStale ? html`<p class="muted" role="status">${say('evolveStale')}</p>` : nothing}
      ${this.renderStopped()} ${run ? this.renderRun(run) : nothing}
    `;
  }

  private renderStopped(): TemplateResult | typeof nothing {
    const { phase, run } = this.evolution;
    if (phase !== 'stopped') return nothing;
    const round = run?.told.length ?? 0;
    const text = this.say(round === 0 ? 'evolveStoppedEarly' : 'evolveStopped', { round });
    return html`<p class="muted">${text}</p>`;
  }

  private renderProgress(): TemplateResult {
    const { say } = this;
    const { phase, progress, run } = this.evolution;
    const text = {
      waiting: () => say('evolveWaiting'),
      preparing: () => say('evolvePreparing'),
      stopping: () => say('evolveStopping'),
      searching: () => say('evolveSearching', { round: run?.told.length ?? 0, rounds: run?.rounds ?? 0 }),
    }[phase as 'waiting' | 'preparing' | 'stopping' | 'searching']();
    return html`<p class="progress">
      <span class="muted">${text}</span>
      ${
        progress && progress.total > 0
          ? html`<progress aria-label=${text} max=${progress.total} value=${progress.done}></progress>`
          : nothing
      }
      <vscode-button
        secondary
        ?disabled=${phase === 'stopping'}
        @click=${() => ask(this, { kind: 'evolution-stop' })}
        >${say('evolveStop')}</vscode-button
      >
    </p>`;
  }

  private renderStart(): TemplateResult {
    const { say } = this;
    const { population, rounds, mostPhrases, seed, canStart, run } = this.evolution;
    const next = this.seed ?? seed;
    return html`<div class="start">
        <vscode-button
          ?disabled=${!canStart}
          @click=${() => {
            ask(this, { kind: 'evolution-start', seed: next });
            this.seed = undefined;
          }}
          >${say(run ? 'evolveAgain' : 'evolveStart')}</vscode-button
        >
        <label
          >${say('evolveSeed')}
          <input
            type="number"
            min="1"
            max="999999999"
            step="1"
            .value=${String(next)}
            @change=${(event: Event) => this.writeSeed(event.target as HTMLInputElement)}
        /></label>
      </div>
      <p class="muted small">
        ${say('evolveSettings', { population, rounds, phrases: mostPhrases })}
        <button class="link" @click=${() => ask(this, { kind: 'evolution-settings' })}>
          ${say('evolveChange')}
        </button>
      </p>`;
  }

  private writeSeed(field: HTMLInputElement): void {
    const value = Number(field.value);
    if (field.value !== '' && Number.isSafeInteger(value) && value >= 1 && value <= 999_999_999)
      this.seed = value;
    else field.value = String(this.seed ?? this.evolution.seed);
  }

  private renderRun(run: PanelEvolution): TemplateResult {
    const { say } = this;
    const { told, best, from, result } = run;
    const last = told.at(-1);
    return html`
      <div class=${run.isStale ? 'stale' : ''}>
        <dl>
          <dt>${say('evolveFrom')}</dt>
          <dd>${from}</dd>
          ${
            best === undefined
              ? nothing
              : html`<dt>${say('evolveBest')}</dt>
                  <dd class="best">${best}</dd>`
          }
        </dl>
        ${this.isRunning ? nothing : this.renderWorth(run)} ${last ? this.renderChart(run) : nothing}
        ${last && !this.isRunning ? this.renderTable(run) : nothing}
        ${
          result
            ? html`<p class="muted small">
                ${say('evolveView', {
                  seed: run.seed,
                  measured: result.measured,
                  checkpoint: checkpointLabel(run.checkpoint),
                })}
              </p>`
            : nothing
        }
      </div>
    `;
  }

  /** What came of it, and the way into the file. */
  private renderWorth(run: PanelEvolution): TemplateResult {
    const { say } = this;
    const { result, canInsert, isInserted, searched } = run;
    const [number, ...remarks] = worthTexts(run, say);
    const quoted = (texts: readonly string[]): string =>
      texts.map((phrase) => say('evolveQuoted', { phrase })).join(', ');
    return html`
      ${number === undefined ? nothing : html`<p class="worth">${number}</p>`}
      ${remarks.map((text) => html`<p>${text}</p>`)}
      ${
        result && result.kept.length > 0
          ? html`<p class="small">${say('evolveKept', { phrases: quoted(result.kept) })}</p>`
          : nothing
      }
      ${
        result && result.notFound.length > 0
          ? html`<p class="small">
              ${icons.warning} ${say('evolveKeepNotFound', { phrases: quoted(result.notFound) })}
            </p>`
          : nothing
      }
      ${
        result
          ? html`<p class="muted small">
              ${say('evolveSeen', { gain: difference(result.gainSeen), pictures: searched })}
            </p>`
          : nothing
      }
      ${isInserted ? html`<p role="status">${say('evolveInserted')}</p>` : nothing}
      ${
        canInsert
          ? html`<vscode-button secondary @click=${() => ask(this, { kind: 'evolution-insert' })}
              >${say('evolveInsert')}</vscode-button
            >`
          : nothing
      }
    `;
  }

  private renderChart({ told, rounds }: PanelEvolution): TemplateResult {
    const { say, width } = this;
    const box = { ...margins, width, height };
    const { series, ticks, rounds: marked } = chartOf(told, rounds, box);
    const last = told.at(-1)!;
    const label = [
      say('evolveChart', { from: cosine(last.startSeen), seen: cosine(last.bestSeen) }),
      ...(last.bestUnseen === undefined
        ? []
        : [say('evolveChartUnseen', { from: cosine(last.startUnseen!), unseen: cosine(last.bestUnseen) })]),
    ].join(' ');
    return html`
      <svg class="chart" width=${width} height=${height} role="img" aria-label=${label}>
        ${ticks.map(
          ({ value, y }) => svg`
            <line class="grid" x1=${margins.left} x2=${width - margins.right} y1=${y} y2=${y} />
            <text x=${margins.left - 6} y=${y} text-anchor="end" dominant-baseline="middle">${cosine(value)}</text>`,
        )}
        ${marked.map(
          ({ round, x }, i) => svg`<text
            x=${x}
            y=${height - 4}
            text-anchor=${i === 0 ? 'start' : i === marked.length - 1 ? 'end' : 'middle'}
            >${i === marked.length - 1 ? `${say('evolveRoundAxis')} ${round}` : round}</text>`,
        )}
        ${series.map(
          ({ name, points }) => svg`<g class=${name} data-points=${points.length}>
            <polyline points=${points.map(({ x, y }) => `${x},${y}`).join(' ')} />
            ${points.length > mostMarks ? nothing : points.map((point) => mark(name, point))}
          </g>`,
        )}
      </svg>
      <ul class="legend" aria-hidden="true">
        ${[...series].reverse().map(
          ({ name }) =>
            html`<li>
              <svg width="36" height="12">
                <g class=${name}>
                  <polyline points="1,6 35,6" />
                  ${mark(name, { x: 18, y: 6 })}
                </g>
              </svg>
              ${say(seriesWords[name])}
            </li>`,
        )}
      </ul>
    `;
  }

  private renderTable({ told }: PanelEvolution): TemplateResult {
    const { say } = this;
    const [first] = told;
    const rows = [
      { bestSeen: first!.startSeen, medianSeen: undefined, bestUnseen: first!.startUnseen },
      ...told,
    ];
    const hasUnseen = first!.bestUnseen !== undefined;
    const cell = (value: number | undefined): TemplateResult =>
      html`<td class="number">${value === undefined ? '–' : cosine(value)}</td>`;
    return html`<details>
      <summary>${say('evolveTable')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">${say('evolveRound')}</th>
            <th scope="col" class="number">${say('evolveBestSeen')}</th>
            <th scope="col" class="number">${say('evolveMedianSeen')}</th>
            ${hasUnseen ? html`<th scope="col" class="number">${say('evolveBestUnseen')}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ bestSeen, medianSeen, bestUnseen }, round) =>
              html`<tr>
                <th scope="row" class="number">${round}</th>
                ${cell(bestSeen)} ${cell(medianSeen)} ${hasUnseen ? cell(bestUnseen) : nothing}
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
  }

  static override styles = [
    theme,
    lineChartStyles,
    css`
      :host {
        display: block;
      }

      p {
        margin: 6px 0;
      }

      .progress,
      .start {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 6px 12px;
      }

      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--line));
        color: var(--vscode-input-foreground);
        font: inherit;
        padding: 2px 4px;
        width: 8em;
      }

      dl {
        display: grid;
        gap: 2px 12px;
        grid-template-columns: auto 1fr;
        margin: 8px 0;
      }

      dt {
        color: var(--muted);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      .best,
      .worth {
        font-weight: 600;
      }

      .stale svg {
        opacity: 0.6;
      }

      .best-unseen {
        color: var(--other);
      }

      .best-unseen polyline {
        stroke-dasharray: 2 3;
      }

      .mark {
        fill: currentColor;
      }

      .hollow {
        fill: var(--background);
        stroke: currentColor;
        stroke-width: 1.5;
      }

      table {
        border-collapse: collapse;
        margin: 4px 0;
      }

      th,
      td {
        font-weight: normal;
        padding: 2px 12px 2px 0;
        vertical-align: top;
      }

      thead th.number {
        color: var(--muted);
        max-width: 11em;
        white-space: normal;
        /* Japanese would break within a word. */
        word-break: keep-all;
      }

      summary {
        cursor: pointer;
      }
    `,
  ];
}

/** Of each line its own: a dot, a hollow square, a diamond. */
function mark(name: SeriesName, { x, y }: Pick<ChartPoint, 'x' | 'y'>): SVGTemplateResult {
  if (name === 'best-seen') return svg`<circle class="mark" cx=${x} cy=${y} r="3" />`;
  if (name === 'median-seen')
    return svg`<rect class="hollow" x=${x - 2.5} y=${y - 2.5} width="5" height="5" />`;
  return svg`<path class="mark" d="M ${x} ${y - 4.5} l 4.5 4.5 l -4.5 4.5 l -4.5 -4.5 z" />`;
}
