import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PanelSearch, SearchMessage, ShowSearchMessage } from '../../../protocol/panel/search';
import { cosine } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { lineChartStyles } from '../../lineChartStyles';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import { chartOf, type Chart } from '../evolution/chart';

const height = 180;
const margins = { left: 56, right: 12, top: 10, bottom: 22 };

/** Commands that were obeyed: the section may be made anew, when its tab or it itself was closed meanwhile. */
const obeyed = new WeakSet<ShowSearchMessage>();

/** How a search with the generator goes round by round, the closest picture so far, and what became of it. */
@customElement('spellwright-search')
export class SearchView extends LitElement {
  @property({ attribute: false }) search!: SearchMessage;
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowSearchMessage;
  @property({ attribute: false }) say!: Say;

  @state() private width = 400;

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
    return ['preparing', 'searching', 'stopping'].includes(this.search.phase);
  }

  protected override render(): TemplateResult {
    const { say, search } = this;
    const { phase, run, error } = search;
    return html`
      ${run ? nothing : html`<p class="muted">${say('searchWhat')}</p>`}
      ${error === undefined ? nothing : html`<p class="error" role="alert">${icons.warning} ${error}</p>`}
      ${this.isRunning ? this.renderProgress() : this.renderStart()}
      ${
        phase === 'stopped' || (error !== undefined && run)
          ? html`<p class="muted">${say('searchStopped')}</p>`
          : nothing
      }
      ${run ? this.renderRun(run) : nothing}
    `;
  }

  private renderProgress(): TemplateResult {
    const { say } = this;
    const { phase, run } = this.search;
    const { looked = 0, budget = this.search.budget } = run ?? {};
    const text =
      phase === 'searching'
        ? say('searchLooked', { looked, budget })
        : say(phase === 'stopping' ? 'searchStopping' : 'searchPreparing');
    return html`<p class="row">
      <span class="muted">${text}</span>
      <progress aria-label=${text} max=${budget} value=${looked}></progress>
      <vscode-button
        secondary
        ?disabled=${phase === 'stopping'}
        @click=${() => ask(this, { kind: 'search-stop' })}
        >${say('searchStop')}</vscode-button
      >
    </p>`;
  }

  private renderStart(): TemplateResult {
    const { say } = this;
    const { budget, canStart, run, generator } = this.search;
    return html`<p class="row">
        <vscode-button ?disabled=${!canStart} @click=${() => ask(this, { kind: 'search-start' })}
          >${say(run ? 'searchAgain' : 'searchStart')}</vscode-button
        >
      </p>
      <p class="muted small">
        ${say('searchSettings', { budget })}
        ${generator === undefined ? say('searchNoGenerator') : say('searchOn', { url: generator })}
        <button class="link" @click=${() => ask(this, { kind: 'search-settings' })}>
          ${say('searchChange')}
        </button>
      </p>`;
  }

  private renderRun(run: PanelSearch): TemplateResult {
    const { say } = this;
    const { from, best, picture, rounds, worth, searched, heldOut, freshSeeds, known } = run;
    return html`
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
      ${worth.map((text, i) => html`<p class=${i === 0 ? 'best' : ''}>${text}</p>`)} ${this.renderTake(run)}
      ${
        picture
          ? html`<figure>
              <img src=${picture.src} alt=${say('searchPicture', { text: picture.text })} />
              <figcaption class="muted small">
                ${say('searchClosest', { closeness: cosine(picture.closeness) })}
              </figcaption>
            </figure>`
          : nothing
      }
      ${rounds.length > 0 ? this.renderChart(run) : nothing}
      ${rounds.length > 0 && !this.isRunning ? this.renderTable(run) : nothing}
      <p class="muted small">
        ${say(heldOut > 0 ? 'searchHeldOut' : 'searchNoneHeldOut', { searched, heldOut, seeds: freshSeeds })}
        ${known === undefined ? nothing : say('searchKnown', { looked: run.looked, known })}
      </p>
    `;
  }

  private renderTake({ canTake, isTaken }: PanelSearch): TemplateResult {
    const { say } = this;
    const button = (how: 'replace' | 'insert', key: 'searchReplace' | 'evolveInsert'): TemplateResult =>
      html`<vscode-button secondary @click=${() => ask(this, { kind: 'search-take', how })}
        >${say(key)}</vscode-button
      >`;
    return html`${isTaken ? html`<p role="status">${say('searchTaken')}</p>` : nothing}
    ${
      canTake
        ? html`<p class="row">${button('replace', 'searchReplace')} ${button('insert', 'evolveInsert')}</p>`
        : nothing
    }`;
  }

  private renderChart({ rounds }: PanelSearch): TemplateResult {
    const { say, width } = this;
    const told = rounds.map(({ best, median, start }) => ({
      startSeen: start,
      bestSeen: best,
      medianSeen: median,
    }));
    const { series, ticks, rounds: marked } = chartOf(told, told.length, { ...margins, width, height });
    const last = rounds.at(-1)!;
    const label = say('searchChart', { from: cosine(last.start), best: cosine(last.best) });
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
        ${series.map(line)}
      </svg>
      <ul class="legend" aria-hidden="true">
        ${series.map(
          ({ name }) =>
            html`<li>
              <svg width="36" height="12">
                ${line({ name, points: [1, 35].map((x) => ({ round: 0, x, y: 6 })) })}
              </svg>
              ${say(name === 'best-seen' ? 'searchBest' : 'searchMedian')}
            </li>`,
        )}
      </ul>
    `;
  }

  private renderTable({ rounds }: PanelSearch): TemplateResult {
    const { say } = this;
    const heads = ['evolveRound', 'searchPictures', 'searchBest', 'searchMedian', 'searchFirst'] as const;
    return html`<details>
      <summary>${say('evolveTable')}</summary>
      <table>
        <thead>
          <tr>
            ${heads.map((key) => html`<th scope="col">${say(key)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rounds.map(
            ({ best, median, start, pictures }, i) =>
              html`<tr>
                <th scope="row">${i + 1}</th>
                <td>${pictures}</td>
                ${[best, median, start].map((value) => html`<td class="number">${cosine(value)}</td>`)}
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

      p,
      figure {
        margin: 6px 0;
      }

      .row {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 6px 12px;
      }

      img {
        display: block;
        max-height: 192px;
        max-width: 100%;
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

      .best {
        font-weight: 600;
      }

      circle {
        fill: currentColor;
      }

      th,
      td {
        font-weight: normal;
        padding: 2px 12px 2px 0;
        text-align: right;
        vertical-align: top;
      }

      summary {
        cursor: pointer;
      }
    `,
  ];
}

/** The best has dots, the median dashes. */
function line({ name, points }: Chart['series'][number]): ReturnType<typeof svg> {
  return svg`<g class=${name} data-points=${points.length}>
    <polyline points=${points.map(({ x, y }) => `${x},${y}`).join(' ')} />
    ${name === 'best-seen' ? points.map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="3" />`) : nothing}
  </g>`;
}
