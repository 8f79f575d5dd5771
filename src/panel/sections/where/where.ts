import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import { heatMethods, presenceFloor, type HeatMethod } from '../../../core/why/heat';
import { cellArea, seenWhole } from '../../../core/why/heatGrid';
import type { PanelPicture } from '../../../protocol/panel/pictures';
import type {
  PanelFitting,
  PanelHeat,
  PanelWhere,
  ShowWhereMessage,
  WhereMessage,
} from '../../../protocol/panel/where';
import { difference, logits, percent } from '../../../words/numbers';
import { heatGradient, type CellEvent } from '../../heatOverlay';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Pictures that are looked at first, and at each wish for more. */
const picturesAtOnce = 6;

/** Done with: the section may be made anew, when its tab or it itself was closed meanwhile. */
const shownOnce = new WeakSet<ShowWhereMessage>();

const methodWords = {
  product: 'whereProduct',
  contrast: 'whereContrast',
  evidence: 'whereEvidence',
} as const satisfies Record<HeatMethod, string>;

/** Looks for a phrase in the pictures, and shows the map of each over it. Nothing is looked for before somebody asks. */
@customElement('spellwright-where')
export class Where extends LitElement {
  @property({ attribute: false }) where?: WhereMessage;
  /** By path. */
  @property({ attribute: false }) pictures: ReadonlyMap<string, PanelPicture> = new Map();
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowWhereMessage;
  @property({ attribute: false }) say!: Say;

  /** What was written in the field; undefined while it follows the editor. */
  @state() private written?: string;
  @state() private method: HeatMethod = 'product';
  @state() private windows = false;
  @state() private opacity = 0.7;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('shown') || !this.shown || shownOnce.has(this.shown)) return;
    shownOnce.add(this.shown);
    this.scrollIntoView({ block: 'nearest' });
    if (this.shown.phrase === undefined) return;
    this.written = this.shown.phrase;
    this.find(picturesAtOnce);
  }

  private get phrase(): string {
    return this.written ?? this.where?.phrase ?? '';
  }

  private find(pictures: number, phrase = this.phrase): void {
    const { method, windows } = this;
    if (phrase.trim() !== '') ask(this, { kind: 'where-find', phrase, method, windows, pictures });
  }

  protected override render(): TemplateResult {
    const { say, where } = this;
    return html`
      ${this.renderForm()}
      ${where?.error === undefined ? nothing : html`<p class="error" role="alert">${icons.warning} ${where.error}</p>`}
      ${this.renderProgress()}
      ${where?.found ? this.renderFound(where.found, where) : html`<p class="muted">${say('whereNone')}</p>`}
    `;
  }

  private renderForm(): TemplateResult {
    const { say } = this;
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault();
        this.find(picturesAtOnce);
      }}
    >
      <label class="phrase"
        >${say('wherePhrase')}
        <input
          type="text"
          .value=${this.phrase}
          maxlength="1000"
          @input=${(event: Event) => this.write((event.target as HTMLInputElement).value)}
        />
      </label>
      <button class="find" ?disabled=${this.phrase.trim() === ''}>${say('whereFind')}</button>
      <label
        >${say('whereMethod')}
        <select
          @change=${(event: Event) => (this.method = (event.target as HTMLSelectElement).value as HeatMethod)}
        >
          ${heatMethods.map(
            (method) =>
              html`<option value=${method} ?selected=${method === this.method}>
                ${say(methodWords[method])}
              </option>`,
          )}
        </select>
      </label>
      <label title=${say('whereWindowsLong')}
        ><input
          type="checkbox"
          .checked=${this.windows}
          @change=${(event: Event) => (this.windows = (event.target as HTMLInputElement).checked)}
        />
        ${say('whereWindows')}</label
      >
    </form>`;
  }

  /** An empty field follows the editor again. */
  private write(text: string): void {
    this.written = text === '' ? undefined : text;
  }

  private renderProgress(): TemplateResult | typeof nothing {
    const { say, where } = this;
    const { progress } = where ?? {};
    if (!progress) return nothing;
    return html`<p class="muted state" role="status">
      <span>${say('whereLooking', progress)}</span>
      <progress aria-hidden="true" max=${Math.max(1, progress.total)} value=${progress.done}></progress>
      <button class="link" @click=${() => ask(this, { kind: 'where-stop' })}>${say('cancel')}</button>
    </p>`;
  }

  private renderFound(found: PanelWhere, { progress, fitting }: WhereMessage): TemplateResult {
    const { say } = this;
    const { phrase, pictures, left, failures, stale, checkpoint, rivals, method } = found;
    const count = pictures.filter(({ isFound }) => isFound).length;
    return html`
      <p class="result" role="status">
        <b>${say('whereFoundIn', { phrase, found: count, pictures: pictures.length })}</b>
        ${stale ? html`<span class="muted">${say('whereStale')}</span>` : nothing}
      </p>
      ${
        found.lostFrom === undefined
          ? nothing
          : html`<p class="error">${icons.warning} ${say('whereLost', { word: found.lostFrom })}</p>`
      }
      <div class="legend">
        <span aria-hidden="true">${say('whereCold')}</span>
        <span class="scale" aria-hidden="true" .style=${`background-image: ${heatGradient()}`}></span>
        <span aria-hidden="true">${say('whereHot')}</span>
        <label
          >${say('whereOpacity')}
          <input
            type="range"
            min="0"
            max="100"
            .value=${String(Math.round(this.opacity * 100))}
            @input=${(event: Event) => (this.opacity = Number((event.target as HTMLInputElement).value) / 100)}
        /></label>
      </div>
      <ul class="pictures ${progress ? 'stale' : ''}" role="list">
        ${repeat(
          pictures,
          ({ path }) => path,
          (picture) => this.renderPicture(picture, fitting?.path === picture.path ? fitting : undefined),
        )}
      </ul>
      ${
        left > 0
          ? html`<vscode-button
              secondary
              ?disabled=${progress !== undefined}
              @click=${() => this.find(pictures.length + failures.length + picturesAtOnce, phrase)}
              >${say('whereMore', { count: Math.min(left, picturesAtOnce), left })}</vscode-button
            >`
          : nothing
      }
      ${failures.map((failure) => html`<p class="error">${icons.warning} ${failure}</p>`)}
      <p class="muted small">
        ${say('whereAmong', { rivals, method: say(methodWords[method]) })}
        ${say('whereFloor', { floor: logits(presenceFloor) })}
        ${say('whereView', { checkpoint: checkpointLabel(checkpoint) })}
      </p>
    `;
  }

  private renderPicture(heat: PanelHeat, fitting: PanelFitting | undefined): TemplateResult {
    const { say } = this;
    const { path, width, height, grid, values, presence, isFound } = heat;
    const verdict = say(isFound ? 'whereFound' : 'whereNotFound', { presence: logits(presence) });
    const result =
      heat.seen < seenWhole ? `${verdict} · ${say('whereSeen', { share: percent(heat.seen) })}` : verdict;
    return html`<li>
      <spellwright-heat-overlay
        .src=${this.pictures.get(path)?.src}
        .name=${say('wherePicture', { picture: path, result })}
        .keys=${say('whereKeys')}
        .size=${{ width, height }}
        .grid=${grid}
        .values=${values}
        .opacity=${this.opacity}
        .pickable=${this.where?.progress === undefined}
        .cellText=${(cell: number) => this.cellText(heat, cell)}
        @pick-cell=${({ detail: { cell } }: CellEvent) => this.pick(heat, cell)}
      ></spellwright-heat-overlay>
      <p class="caption"><span class="clip" title=${path}>${path}</span></p>
      <p class="caption ${isFound ? '' : 'muted'}">${result}</p>
      ${fitting ? this.renderFitting(fitting) : nothing}
    </li>`;
  }

  private cellText({ grid, values, contrast, evidence }: PanelHeat, cell: number): string {
    return this.say('whereCell', {
      row: Math.floor(cell / grid.columns) + 1,
      column: (cell % grid.columns) + 1,
      heat: percent(values[cell]!),
      fit: percent(contrast[cell]!),
      brought: difference(evidence[cell]!),
    });
  }

  private pick({ path, grid }: PanelHeat, cell: number | undefined): void {
    if (cell === undefined) return;
    const { left, top, right, bottom } = cellArea(grid, cell);
    ask(this, { kind: 'where-fit', path, x: (left + right) / 2, y: (top + bottom) / 2 });
  }

  private renderFitting({ x, y, phrases, neutral }: PanelFitting): TemplateResult {
    const { say } = this;
    const entry = (text: string, probability: number): TemplateResult =>
      html`<li><span class="number">${percent(probability)}</span> ${text}</li>`;
    return html`<div class="fitting" role="status">
      <p>${say('whereFits', { x: Math.round(x), y: Math.round(y) })}</p>
      <ol role="list">
        ${phrases.map(({ phrase, probability }) => entry(phrase, probability))}
        ${entry(say('whereNeutral'), neutral)}
      </ol>
    </div>`;
  }

  static override styles = [
    theme,
    css`
      form,
      .legend,
      .state {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 6px 12px;
        margin: 4px 0;
      }

      label {
        align-items: center;
        display: inline-flex;
        gap: 6px;
        max-width: 100%;
      }

      select {
        min-width: 0;
      }

      .phrase {
        flex: 1 1 16em;
      }

      .phrase input {
        flex: 1 1 auto;
        min-width: 6em;
      }

      input[type='text'],
      select {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--line)));
        border-radius: 2px;
        color: var(--vscode-input-foreground);
        font: inherit;
        padding: 3px 6px;
      }

      input[type='range'] {
        accent-color: var(--measure);
        width: 8em;
      }

      .find {
        background: var(--vscode-button-background);
        border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
        border-radius: 2px;
        color: var(--vscode-button-foreground);
        cursor: pointer;
        font: inherit;
        padding: 3px 12px;
      }

      .find:disabled {
        cursor: default;
        opacity: 0.5;
      }

      button.link {
        padding: 0;
        text-decoration: underline;
      }

      .scale {
        background-origin: border-box;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        forced-color-adjust: none;
        height: 12px;
        width: 120px;
      }

      .pictures {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr));
        list-style: none;
        margin: 8px 0;
        padding: 0;
      }

      .stale {
        opacity: 0.6;
      }

      .caption,
      .fitting p {
        margin: 0;
      }

      .caption {
        display: flex;
        font-size: 0.92em;
      }

      .fitting {
        border-top: 1px solid var(--line);
        font-size: 0.92em;
        margin-top: 4px;
        padding-top: 4px;
      }

      .fitting ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }

      .fitting li {
        overflow-wrap: anywhere;
      }

      .fitting .number {
        display: inline-block;
        min-width: 4.5em;
      }

      .result {
        margin: 6px 0;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
