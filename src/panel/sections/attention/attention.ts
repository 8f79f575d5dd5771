import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import { attentionHeat, hottestTimes, timesEven } from '../../../core/why/attention';
import type {
  AttentionMessage,
  PanelLayer,
  PanelReadPicture,
  PanelReadText,
  ShowAttentionMessage,
} from '../../../protocol/panel/attention';
import type { PanelPicture } from '../../../protocol/panel/pictures';
import { percent, times } from '../../../words/numbers';
import '../../heatOverlay';
import { heatGradient } from '../../heatOverlay';
import { host } from '../../host';
import { icons } from '../../icons';
import { ask, change } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import { attentionName, shownLayer, type AttentionChoice } from './attentionChoice';

/** Done with: the section may be made anew, when its tab or it itself was closed meanwhile. */
const shownOnce = new WeakSet<ShowAttentionMessage>();

/** Which words the end token reads, and which places of a picture its own token: a strip, and a map over the picture. */
@customElement('spellwright-attention')
export class AttentionView extends LitElement {
  @property({ attribute: false }) attention?: AttentionMessage;
  /** What the spell is called. */
  @property({ attribute: false }) spell = '';
  @property({ attribute: false }) pictures: ReadonlyMap<string, PanelPicture> = new Map();
  @property({ attribute: false }) choice!: AttentionChoice;
  /** Of the file that the panel shows. */
  @property({ attribute: false }) uri = '';
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowAttentionMessage;
  @property({ attribute: false }) say!: Say;

  /** Of the places of the picture, in the layer that is shown; the same array while it stays the same. */
  private heat: readonly number[] = [];
  private timesEven: ArrayLike<number> = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What is no part of the page any more has nobody to ask.
    host.send({ kind: 'attention-watch', isOn: false });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.choice.isOn) ask(this, { kind: 'attention-watch', isOn: true });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('attention') && !changed.has('choice')) return;
    const layer = this.layerOf(this.attention?.picture, this.choice.pictureLayer);
    this.timesEven = timesEven(layer ?? []);
    this.heat = Array.from(this.timesEven, attentionHeat);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { shown, choice } = this;
    if (shown && !shownOnce.has(shown)) {
      shownOnce.add(shown);
      this.scrollIntoView({ block: 'nearest' });
      if (!choice.isOn) return this.choose({ isOn: true });
    }
    const before = changed.get('choice');
    if (choice.isOn && (changed.has('uri') || (changed.has('choice') && !before?.isOn)))
      ask(this, { kind: 'attention-watch', isOn: true });
  }

  protected override render(): TemplateResult {
    const { say, attention, choice } = this;
    if (!choice.isOn)
      return html`<p>${say('attentionWhat')}</p>
        <vscode-button @click=${() => this.choose({ isOn: true })}>${say('attentionShow')}</vscode-button>`;
    const { text, picture, checkpoint, phase } = attention ?? {};
    const isStale = phase !== 'ready';
    return html`
      ${this.renderState(attention)}
      ${
        text || picture
          ? html`<div class=${isStale ? 'stale' : ''} aria-busy=${String(isStale)}>
              ${this.renderKinds()} ${text ? this.renderText(text) : nothing}
              ${picture ? this.renderPicture(picture) : nothing}
            </div>`
          : nothing
      }
      ${phase === 'ready' && !text ? html`<p class="muted">${say('attentionNone')}</p>` : nothing}
      ${
        checkpoint
          ? html`<p class="muted small">
              ${say('attentionNotCause', { checkpoint: checkpointLabel(checkpoint) })}
            </p>`
          : nothing
      }
      <button class="link" @click=${this.turnOff}>${say('attentionHide')}</button>
    `;
  }

  /** Takes its place whether it says something or not: nothing moves with every key. */
  private renderState(attention: AttentionMessage | undefined): TemplateResult {
    const { phase = 'waiting', error } = attention ?? {};
    if (phase === 'failed') return html`<p class="error" role="alert">${icons.warning} ${error}</p>`;
    const key = { reading: 'attentionReading', waiting: 'ledgerWaiting', off: 'ledgerWaiting' } as const;
    return html`<p class="muted state">
      ${phase === 'ready' ? nothing : html`<span>${this.say(key[phase])}</span>`}
      ${
        phase === 'reading'
          ? html`<button class="link" @click=${this.turnOff}>${this.say('cancel')}</button>`
          : nothing
      }
    </p>`;
  }

  private renderKinds(): TemplateResult {
    const { say, choice } = this;
    const kind = (isAlone: boolean, text: string): TemplateResult =>
      html`<label
        ><input
          type="radio"
          name="kind"
          ?checked=${choice.isAlone === isAlone}
          @change=${() => this.choose({ isAlone })}
        />
        ${text}</label
      >`;
    return html`<fieldset>
      <legend class="spoken">${say('attentionKind')}</legend>
      ${kind(false, say('attentionRollout'))} ${kind(true, say('attentionAlone'))}
    </fieldset>`;
  }

  private renderText({ words, layers, templates, isCut }: PanelReadText): TemplateResult {
    const { say, choice } = this;
    const shares = this.layerOf({ layers }, choice.textLayer) ?? [];
    const entries = [
      { text: say('attentionBegin'), isMark: true },
      ...words.map(({ text }) => ({ text, isMark: false })),
      { text: say('attentionEnd'), isMark: true },
    ];
    const most = Math.max(...shares.slice(1, -1), 0.01);
    return html`<h3>${say('attentionText', { spell: this.spell })}</h3>
      ${this.renderSlider('textLayer', layers.length, say('attentionTextLayer'))}
      <ul class="strip" aria-label=${say('attentionText', { spell: this.spell })}>
        ${entries.map(({ text, isMark }, i) => {
          const share = shares[i] ?? 0;
          const height = `height: ${(100 * Math.min(1, share / most)).toFixed(1)}%`;
          return html`<li class=${isMark ? 'mark' : ''}>
            <span class="bar" aria-hidden="true"><span .style=${height}></span></span>
            <span class="word">${text}</span>
            <span class="share">${percent(share)}</span>
          </li>`;
        })}
      </ul>
      ${isCut ? html`<p class="muted small">${say('attentionCut', { word: words.at(-1)?.text ?? '' })}</p>` : nothing}
      ${templates > 1 ? html`<p class="muted small">${say('attentionTemplate', { templates })}</p>` : nothing}`;
  }

  private renderPicture(picture: PanelReadPicture): TemplateResult {
    const { say, attention, choice, heat, timesEven } = this;
    const { path, layers, rows, columns, width, height, seen, hasOwnToken } = picture;
    const shares = this.layerOf(picture, choice.pictureLayer) ?? [];
    const total = shares.reduce((sum, share) => sum + share, 0);
    const title = say(hasOwnToken ? 'attentionPicture' : 'attentionPictureByQuery', {
      picture: path,
      total: percent(total),
      places: rows * columns,
    });
    const ofQuery = choice.isAlone ? 'attentionQueryAlone' : 'attentionQueryRolledOut';
    const cellText = (cell: number): string =>
      say('attentionCell', {
        row: Math.floor(cell / columns) + 1,
        column: (cell % columns) + 1,
        share: percent(shares[cell] ?? 0),
        times: times(timesEven[cell] ?? 0),
      });
    return html`<h3>${title}</h3>
      ${
        (attention?.pictures.length ?? 0) > 1
          ? html`<label
              >${say('attentionWhich')}
              <select
                @change=${(event: Event) =>
                  ask(this, { kind: 'attention-picture', path: (event.target as HTMLSelectElement).value })}
              >
                ${attention!.pictures.map(
                  (each) => html`<option value=${each} ?selected=${each === path}>${each}</option>`,
                )}
              </select></label
            >`
          : nothing
      }
      ${
        layers.length > 1
          ? this.renderSlider('pictureLayer', layers.length, say('attentionPictureLayer'))
          : html`<p class="muted small">${say(hasOwnToken ? 'attentionOnlyLayer' : ofQuery)}</p>`
      }
      <spellwright-heat-overlay
        .src=${this.pictures.get(path)?.src}
        .name=${title}
        .size=${{ width, height }}
        .grid=${{ seen, rows, columns }}
        .values=${heat}
        .cellText=${cellText}
        .keys=${say('attentionKeys')}
      ></spellwright-heat-overlay>
      <div class="legend small muted">
        <span>${say('attentionEven')}</span>
        <span class="scale" .style=${`background: ${heatGradient()}`}></span>
        <span>${say('attentionHottest', { times: hottestTimes })}</span>
      </div>`;
  }

  private renderSlider(of: 'textLayer' | 'pictureLayer', layers: number, label: string): TemplateResult {
    const { say, choice } = this;
    const layer = shownLayer(choice[of], layers);
    const text = say(choice.isAlone ? 'attentionLayerAlone' : 'attentionLayers', { layer, layers });
    return html`<div class="slider">
      <input
        type="range"
        min="1"
        max=${layers}
        step="1"
        .value=${String(layer)}
        aria-label=${label}
        aria-valuetext=${text}
        @input=${(event: Event) => this.choose({ [of]: Number((event.target as HTMLInputElement).value) })}
      />
      <span class="muted">${text}</span>
    </div>`;
  }

  private layerOf(
    read: { readonly layers: readonly PanelLayer[] } | undefined,
    chosen: number | undefined,
  ): readonly number[] | undefined {
    const layer = read?.layers[shownLayer(chosen, read.layers.length) - 1];
    return this.choice.isAlone ? layer?.own : layer?.rollout;
  }

  private choose(choice: Partial<AttentionChoice>): void {
    change(this, ({ ui: { sections } }) => ({
      sections: { ...sections, [attentionName]: { ...sections[attentionName], ...choice } },
    }));
  }

  private readonly turnOff = (): void => {
    ask(this, { kind: 'attention-watch', isOn: false });
    this.choose({ isOn: false });
  };

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }

      fieldset {
        border: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        margin: 0;
        padding: 0;
      }

      input[type='radio'],
      input[type='range'] {
        accent-color: var(--vscode-focusBorder);
      }

      input[type='range'] {
        height: 26px;
        margin: 4px 0;
      }

      label {
        align-items: center;
        display: inline-flex;
        gap: 5px;
        max-width: 100%;
        min-height: 26px;
      }

      select {
        min-height: 26px;
        min-width: 0;
      }

      h3 {
        font-size: 1em;
        font-weight: 600;
        margin: 12px 0 2px;
      }

      .slider {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
      }

      .strip {
        align-items: end;
        display: flex;
        flex-wrap: wrap;
        gap: 8px 4px;
        list-style: none;
        margin: 6px 0;
        padding: 0;
      }

      .strip li {
        align-items: center;
        display: flex;
        flex-direction: column;
        min-width: 3.4em;
      }

      .bar {
        align-items: end;
        background: var(--track);
        border-radius: 2px;
        display: flex;
        forced-color-adjust: none;
        height: 44px;
        overflow: hidden;
        width: 22px;
      }

      .bar span {
        background: var(--measure);
        width: 100%;
      }

      /* Begin and end are no words: told by stripes and slant, not by colour alone. */
      .mark .bar span {
        background: repeating-linear-gradient(135deg, var(--muted) 0 3px, transparent 3px 5px);
      }

      .mark .word {
        color: var(--muted);
        font-style: italic;
      }

      .word {
        max-width: 16em;
        overflow-wrap: anywhere;
        text-align: center;
      }

      .share {
        color: var(--muted);
        font-size: 0.85em;
        font-variant-numeric: tabular-nums;
      }

      .stale .share {
        font-style: italic;
      }

      spellwright-heat-overlay {
        margin: 6px 0 2px;
        max-width: 380px;
      }

      .legend {
        align-items: center;
        display: flex;
        gap: 8px;
        max-width: 380px;
      }

      .scale {
        border: 1px solid var(--line);
        flex: 1;
        forced-color-adjust: none;
        height: 10px;
      }

      .state {
        display: flex;
        gap: 10px;
        min-height: 1.4em;
      }

      button.link {
        padding: 0;
      }

      p {
        margin: 6px 0;
      }

      select {
        background: var(--vscode-dropdown-background);
        border: 1px solid var(--vscode-dropdown-border, var(--line));
        color: var(--vscode-dropdown-foreground);
        font: inherit;
        max-width: 100%;
        min-width: 0;
      }
    `,
  ];
}
