import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { compare, type Comparison, type Side } from '../../../core/score/compare';
import type { JudgeMessage } from '../../../protocol/panel/judge';
import type { PanelPicture } from '../../../protocol/panel/pictures';
import type { ScoresMessage } from '../../../protocol/panel/scores';
import { cosine, difference, differenceInterval } from '../../../words/numbers';
import { icons } from '../../icons';
import { sideOfKey } from '../../leaderRows';
import { change } from '../../panelEvents';
import { theme } from '../../theme';
import { judgeText, oddsText, verdictText } from './verdict';
import { wordDifference, type ComparedPart } from './wordDifference';
import type { Say } from '../../wording';

/** Two pinned rows side by side: their words, the verdict, and the difference on every picture. */
@customElement('spellwright-comparison')
export class ComparisonView extends LitElement {
  @property({ attribute: false }) scores!: ScoresMessage;
  @property({ attribute: false }) pins: readonly string[] = [];
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) pictures: ReadonlyMap<string, PanelPicture> = new Map();
  /** What a second checkpoint says. */
  @property({ attribute: false }) judge?: JudgeMessage;
  @property({ attribute: false }) say!: Say;

  private sides: readonly Side[] = [];
  private result?: Comparison;
  private words?: { a: ComparedPart[]; b: ComparedPart[] };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('scores') && !changed.has('pins')) return;
    // A pin whose row is gone for now is kept: the user may be in the middle of an edit.
    this.sides = this.pins
      .map((key) => sideOfKey(this.scores, key))
      .filter((side): side is Side => side !== undefined);
    const [a, b] = this.sides;
    if (a === undefined || b === undefined) {
      this.result = this.words = undefined;
      return;
    }
    this.result = compare({ ...this.scores, logitScale: this.scores.checkpoint.logitScale }, a, b);
    this.words = wordDifference(this.textOf(a), this.textOf(b));
  }

  protected override render(): TemplateResult {
    const { say, result, words } = this;
    const [a, b] = this.sides;
    if (!result || !words || a === undefined || b === undefined) {
      return html`
        ${a === undefined ? nothing : html`<div class="sides">${this.renderSide('A', a, undefined)}</div>`}
        <p class="muted">${say(a === undefined ? 'pinNone' : 'pinOneMore')}</p>
      `;
    }
    const { verdict, remark } = verdictText(result, say);
    return html`
      <div class="sides">${this.renderSide('A', a, words.a)} ${this.renderSide('B', b, words.b)}</div>
      <div class="summary">
        <p class="verdict">${verdict}</p>
        ${remark === undefined ? nothing : html`<p class="muted">${remark}</p>`} ${this.renderJudge(a, b)}
        <p class="number">
          <span class="muted">${say('meanDifference')}</span> <b>${difference(result.cosine)}</b>
          ${
            result.interval
              ? html`<span class="muted interval"
                  >${say('interval', { interval: differenceInterval(result.interval) })}</span
                >`
              : nothing
          }
        </p>
        <p class="muted">${oddsText(result.logOdds, say)}</p>
        ${
          result.interval && result.pairs > 1
            ? html`<p class="muted">${say('pairs', { pairs: result.pairs })}</p>`
            : nothing
        }
        <p class="actions">
          <button
            class="icon"
            title=${say('swap')}
            aria-label=${say('swap')}
            @click=${() => change(this, ({ pins }) => ({ pins: [...pins].reverse() }))}
          >
            ${icons.swap}
          </button>
          <button
            class="icon"
            title=${say('clearPins')}
            aria-label=${say('clearPins')}
            @click=${() => change(this, () => ({ pins: [] }))}
          >
            ${icons.close}
          </button>
        </p>
      </div>
      <h4 class="muted">${this.perPicture()}</h4>
      ${this.renderDifferences(result)}
    `;
  }

  private renderJudge(a: Side, b: Side): TemplateResult | typeof nothing {
    const text = judgeText(this.judge, [a, b], this.say);
    return text === undefined ? nothing : html`<p>${text}</p>`;
  }

  /** A side as a spell stands for its best text. */
  private rowOf(side: Side): number {
    return 'row' in side ? side.row : this.scores.spells[side.spell]!.best!;
  }

  private textOf(side: Side): string {
    return this.scores.prompts[this.rowOf(side)]!.text;
  }

  /** What is compared: two spells by what they are ranked by, anything else by the mean cosine of its text. */
  private cosineOf(side: Side): number {
    const spells = this.sides.every((each) => 'spell' in each);
    return 'spell' in side && spells
      ? this.scores.spells[side.spell]!.meanCosine
      : this.scores.prompts[this.rowOf(side)]!.meanCosine;
  }

  /** The difference above is not the mean of those below where a spell has texts to choose from. */
  private perPicture(): string {
    const chosen = this.sides.some((side) => 'spell' in side && this.scores.spells[side.spell]!.texts > 1);
    return this.say(chosen ? 'perPictureBest' : 'perPicture');
  }

  private renderSide(
    letter: 'A' | 'B',
    side: Side,
    parts: readonly ComparedPart[] | undefined,
  ): TemplateResult {
    const prompt = this.scores.prompts[this.rowOf(side)]!;
    const label = this.say('wordsOnly', { side: letter });
    return html`<section class="side ${letter}" aria-label=${letter}>
      <header>
        <b class="letter">${letter}</b> <b class="clip">${this.names[prompt.spell]}</b>
        <span class="number" title=${this.say('cosine')}>${cosine(this.cosineOf(side))}</span>
      </header>
      <p>
        ${(parts ?? [{ text: prompt.text, differs: false }]).map((part) =>
          part.differs && part.text.trim() !== ''
            ? html`<mark title=${label}>${part.text}</mark>`
            : part.text,
        )}
      </p>
    </section>`;
  }

  /** Pictures from those that speak most for A to those that speak most for B. */
  private renderDifferences(result: Comparison): TemplateResult {
    const { say } = this;
    const largest = Math.max(1e-9, ...result.pictures.map(Math.abs));
    const order = result.pictures
      .map((value, column) => ({ value, path: this.scores.columns[column]! }))
      .sort((x, y) => y.value - x.value);
    return html`<ul class="differences" role="list" tabindex="0" aria-label=${this.perPicture()}>
      ${order.map(({ value, path }) => {
        const width = (50 * Math.abs(value)) / largest;
        const src = this.pictures.get(path)?.src;
        const label =
          value === 0
            ? say('fitsEven', { picture: path })
            : say('fits', { picture: path, difference: difference(value), winner: value > 0 ? 'A' : 'B' });
        return html`<li title=${label}>
          <span class="spoken">${label}</span>
          <span class="thumb" aria-hidden="true" data-preview=${src ?? nothing} data-preview-name=${path}
            >${src ? html`<img src=${src} alt="" loading="lazy" decoding="async" width="22" height="22" />` : nothing}</span
          >
          <span class="clip path" aria-hidden="true">${path}</span>
          <span class="axis" aria-hidden="true"
            ><span
              class="fill ${value > 0 ? 'A' : 'B'}"
              .style=${`left: ${value > 0 ? 50 : 50 - width}%; width: ${width}%`}
            ></span
          ></span>
          <span class="number" aria-hidden="true">${difference(value)}</span>
          <b class="letter" aria-hidden="true">${value === 0 ? '=' : value > 0 ? 'A' : 'B'}</b>
        </li>`;
      })}
    </ul>`;
  }

  static override styles = [
    theme,
    css`
      .sides {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
      }

      .side {
        background: var(--track);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        border-left: 3px solid var(--measure);
        padding: 6px 10px;
      }

      .side.B {
        border-left-color: var(--other);
      }

      header {
        align-items: baseline;
        display: flex;
        gap: 8px;
      }

      header .number {
        margin-left: auto;
      }

      .letter {
        color: var(--muted);
        font-size: 0.85em;
      }

      .side p {
        margin: 4px 0 0;
        max-height: 9em;
        overflow: auto;
        overflow-wrap: anywhere;
      }

      mark {
        background: color-mix(in srgb, var(--measure) 16%, transparent);
        border-radius: 2px;
        color: inherit;
        text-decoration: underline;
        text-decoration-thickness: 1px;
        text-underline-offset: 3px;
      }

      .B mark {
        background: color-mix(in srgb, var(--other) 16%, transparent);
        text-decoration-style: dashed;
      }

      /* The system's own colours for marks are made for each other, and ours would be laid over one of them. */
      @media (forced-colors: active) {
        .A mark,
        .B mark {
          background: Canvas;
          color: CanvasText;
        }
      }

      .summary {
        display: grid;
        gap: 0 8px;
        grid-template-columns: minmax(0, 1fr) auto;
        margin: 10px 0;
      }

      .summary p {
        grid-column: 1;
        margin: 0;
        text-align: left;
        white-space: normal;
      }

      .summary .actions {
        grid-area: 1 / 2;
        grid-row-end: span 3;
      }

      .interval {
        display: inline-block;
      }

      .verdict {
        font-size: 1.1em;
        font-weight: 600;
      }

      h4 {
        font-size: 0.85em;
        font-weight: normal;
        margin: 0 0 2px;
      }

      .differences {
        list-style: none;
        margin: 0;
        max-height: 300px;
        overflow: auto;
        padding: 0;
      }

      li {
        align-items: center;
        column-gap: 8px;
        contain-intrinsic-size: auto 26px;
        content-visibility: auto;
        display: grid;
        /* The names first: a bar says as much in little room. */
        grid-template-columns: 22px minmax(0, 3fr) minmax(64px, 1fr) 56px 14px;
        height: 26px;
      }

      .thumb,
      img {
        border-radius: 2px;
        display: block;
        height: 22px;
        object-fit: cover;
        width: 22px;
      }

      .path {
        font-size: 0.92em;
      }

      .axis {
        background: linear-gradient(var(--muted), var(--muted)) center / 1px 100% no-repeat;
        forced-color-adjust: none;
        height: 16px;
        position: relative;
      }

      .fill {
        background: var(--measure);
        forced-color-adjust: none;
        height: 8px;
        position: absolute;
        top: 4px;
      }

      .fill.B {
        background: repeating-linear-gradient(135deg, var(--other) 0 3px, transparent 3px 5px);
        outline: 1px solid var(--other);
        outline-offset: -1px;
      }
    `,
  ];
}
