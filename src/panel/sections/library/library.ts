import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LibraryMessage, PanelLibrarySpell } from '../../../protocol/panel/library';
import { cosine } from '../../../words/numbers';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import './foundPictures';

/** Of the drawing of a distribution, in pixels. */
const size = { width: 160, height: 24 };
/** Spells whose distributions are shown until somebody asks for all. */
const fewSpells = 12;

/** Distributions of the spells' cosines on one scale, and the pictures that the spell under the caret fits best and worst. */
@customElement('spellwright-library')
export class LibraryView extends LitElement {
  @property({ attribute: false }) library!: LibraryMessage;
  @property({ attribute: false }) caretSpell?: number;
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult {
    const { say, library } = this;
    const { spells, pictures, different, failed, checkpoint } = library;
    const shown = spells.find(({ spell }) => spell === this.caretSpell) ?? spells[0]!;
    return html`
      ${this.renderPictures(shown)}
      <h3>${say('libraryDistributions')}</h3>
      ${this.renderDistributions(shown)}
      <p class="muted small">
        ${say('libraryView', { pictures, different, checkpoint })}
        ${failed > 0 ? say('libraryFailed', { failed }) : nothing}
      </p>
    `;
  }

  private renderPictures({ name, text, nearest, farthest }: PanelLibrarySpell): TemplateResult {
    const { say } = this;
    return html`
      <h3>${say('libraryBest', { spell: name })}</h3>
      <p class="muted small text">${text}</p>
      <spellwright-found
        .pictures=${nearest}
        .label=${say('libraryBest', { spell: name })}
        .say=${say}
      ></spellwright-found>
      <h3>${say('libraryWorst', { spell: name })}</h3>
      <spellwright-found
        .pictures=${farthest}
        .label=${say('libraryWorst', { spell: name })}
        .say=${say}
      ></spellwright-found>
    `;
  }

  private renderDistributions(shown: PanelLibrarySpell): TemplateResult {
    const { say } = this;
    const { spells } = this.library;
    const low = Math.min(...spells.map(({ distribution }) => distribution.low));
    const high = Math.max(...spells.map(({ distribution }) => distribution.high));
    const list = (some: readonly PanelLibrarySpell[]): TemplateResult =>
      html`<ul role="list">
        ${some.map((spell) => this.renderDistribution(spell, { low, high }, spell === shown))}
      </ul>`;
    return html`
      ${list(spells.slice(0, fewSpells))}
      ${
        spells.length > fewSpells
          ? html`<details>
              <summary>${say('libraryMore', { count: spells.length })}</summary>
              ${list(spells.slice(fewSpells))}
            </details>`
          : nothing
      }
      <p class="muted small">${say('libraryAxis', { low: cosine(low), high: cosine(high) })}</p>
    `;
  }

  private renderDistribution(
    { spell, name, mean, distribution }: PanelLibrarySpell,
    axis: { readonly low: number; readonly high: number },
    isShown: boolean,
  ): TemplateResult {
    const { low, high, counts } = distribution;
    const at = (value: number): number =>
      (size.width * (value - axis.low)) / Math.max(1e-9, axis.high - axis.low);
    const most = Math.max(1, ...counts);
    const step = (high - low) / Math.max(1, counts.length);
    const label = this.say('libraryBars', {
      spell: name,
      low: cosine(low),
      high: cosine(high),
      mean: cosine(mean),
    });
    return html`<li>
      <button
        class="name clip"
        title=${name}
        aria-current=${isShown ? 'true' : nothing}
        @click=${() => ask(this, { kind: 'jump', spell })}
      >
        ${name}
      </button>
      <svg width=${size.width} height=${size.height} role="img" aria-label=${label}>
        <line class="base" x1="0" x2=${size.width} y1=${size.height - 0.5} y2=${size.height - 0.5} />
        ${counts.map((count, i) => {
          const height = (count / most) * (size.height - 2);
          const x = at(low + i * step);
          return count === 0
            ? nothing
            : svg`<rect x=${x} y=${size.height - height} width=${Math.max(0.75, at(low + (i + 1) * step) - x)} height=${height} />`;
        })}
        <line class="mean" x1=${at(mean)} x2=${at(mean)} y1="0" y2=${size.height} />
      </svg>
      <span class="number">${cosine(mean)}</span>
    </li>`;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }

      h3 {
        font-size: 1em;
        font-weight: 600;
        margin: 10px 0 4px;
      }

      p {
        margin: 4px 0;
      }

      .text {
        overflow-wrap: anywhere;
      }

      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }

      li {
        align-items: center;
        display: grid;
        gap: 8px;
        grid-template-columns: minmax(4em, 14em) 160px auto;
        justify-content: start;
        min-height: 28px;
      }

      button.name {
        background: none;
        border: 0;
        color: inherit;
        cursor: pointer;
        font: inherit;
        padding: 2px 0;
        text-align: start;
      }

      button.name:hover {
        text-decoration: underline;
      }

      button[aria-current] {
        font-weight: 600;
      }

      svg {
        display: block;
        forced-color-adjust: none;
      }

      rect {
        fill: var(--measure);
      }

      .base {
        stroke: var(--muted);
        stroke-width: 1;
      }

      .mean {
        stroke: var(--vscode-foreground);
        stroke-width: 2;
      }

      @media (forced-colors: active) {
        rect {
          fill: Highlight;
        }

        .mean,
        .base {
          stroke: CanvasText;
        }
      }
    `,
  ];
}
