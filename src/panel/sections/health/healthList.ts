import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { HealthMessage, PanelArea, PanelHealth } from '../../../protocol/panel/health';
import type { PanelPicture } from '../../../protocol/panel/pictures';
import { percent } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Longer edge of a picture that is shown with its crop. */
const edge = 120;

/** Pictures with something the matter, each with what the crop drops and where a word is written, and what to do. */
@customElement('spellwright-health')
export class HealthList extends LitElement {
  @property({ attribute: false }) health!: HealthMessage;
  @property({ attribute: false }) pictures: ReadonlyMap<string, PanelPicture> = new Map();
  @property({ attribute: false }) say!: Say;

  protected override render(): TemplateResult {
    const { say, health } = this;
    const { different, uncompared, writing } = health;
    const shown = health.pictures.filter(({ marks, seen }) => marks.length > 0 || seen !== undefined);
    return html`
      ${
        shown.length === 0
          ? html`<p class="muted">${say('healthNothing')}</p>`
          : html`<ul role="list">
              ${repeat(
                shown,
                ({ path }) => path,
                (picture) => this.renderPicture(picture),
              )}
            </ul>`
      }
      ${this.renderSearch()}
      ${
        uncompared === undefined
          ? nothing
          : html`<p class="muted small">
              ${say(uncompared === 'too-few' ? 'healthTooFew' : 'healthTooMany')}
            </p>`
      }
      ${
        writing.words === undefined
          ? nothing
          : html`<p class="muted small">
              ${say(writing.readable === 0 ? 'healthLookedForNone' : 'healthLooked', {
                words: writing.words,
                readable: writing.readable ?? 0,
              })}
            </p>`
      }
      <p class="muted small">${say('healthNote', { pictures: health.pictures.length, different })}</p>
    `;
  }

  private renderPicture({ path, width, height, seen, dropped, marks }: PanelHealth): TemplateResult {
    const { say } = this;
    const src = this.pictures.get(path)?.src;
    const scale = edge / Math.max(width, height);
    const size = `width: ${Math.max(8, width * scale)}px; height: ${Math.max(8, height * scale)}px`;
    const areas = marks.flatMap(({ area }) => (area ? [area] : []));
    return html`<li>
      <button
        class="picture"
        .style=${size}
        data-preview=${src ?? nothing}
        data-preview-name=${path}
        aria-label=${say('openPicture', { picture: path })}
        @click=${() => ask(this, { kind: 'open-picture', path })}
      >
        ${src === undefined ? icons.picture : html`<img src=${src} alt="" loading="lazy" decoding="async" />`}
        ${seen ? html`<span class="seen" .style=${placeOf(seen)}></span>` : nothing}
        ${areas.map((area) => html`<span class="word" .style=${placeOf(area)}></span>`)}
      </button>
      <div class="said">
        <b>${path}</b>
        <span class="muted small"
          >${width} ×
          ${height}${seen ? html` · ${say('healthUnseen', { dropped: percent(dropped) })}` : nothing}</span
        >
        ${
          marks.length === 0
            ? nothing
            : html`<ul class="marks">
                ${marks.map(
                  ({ code, sentence }) =>
                    html`<li class=${code}>
                      ${code === 'word-takes-over' ? icons.warning : nothing} ${sentence}
                    </li>`,
                )}
              </ul>`
        }
      </div>
    </li>`;
  }

  private renderSearch(): TemplateResult {
    const { say } = this;
    const { state, done, total, error, isStale } = this.health.writing;
    if (state === 'running')
      return html`<p class="search" role="status">
        <progress max=${total} value=${done} aria-label=${say('healthLooking')}></progress>
        ${say('healthLooking')} ${say('progress', { done, total })}
        <button @click=${() => ask(this, { kind: 'stop-examining' })}>${say('healthStop')}</button>
      </p>`;
    return html`<p class="search">
      <button @click=${() => ask(this, { kind: 'examine-pictures' })}>
        ${say(state === 'unasked' ? 'healthLook' : 'healthLookAgain')}
      </button>
      ${state === 'stopped' ? html`<span class="muted">${say('healthStopped')}</span>` : nothing}
      ${state === 'failed' ? html`<span>${icons.warning} ${error ?? say('healthFailed')}</span>` : nothing}
      ${isStale ? html`<span class="muted">${say('healthStale')}</span>` : nothing}
    </p>`;
  }

  static override styles = [
    theme,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }

      li {
        display: flex;
        gap: 12px;
        margin-bottom: 10px;
      }

      .picture {
        background: var(--track);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        box-sizing: content-box;
        color: var(--muted);
        cursor: pointer;
        flex: none;
        overflow: hidden;
        padding: 0;
        position: relative;
      }

      .picture:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
      }

      img {
        display: block;
        height: 100%;
        width: 100%;
      }

      .seen,
      .word {
        forced-color-adjust: none;
        pointer-events: none;
        position: absolute;
      }

      /* What lies outside of it is darkened and hatched by its shadow and outline: told without colour. */
      .seen {
        box-shadow: 0 0 0 999px rgb(0 0 0 / 60%);
        outline: 1px dashed #fff;
        outline-offset: -1px;
      }

      .word {
        border: 2px solid #fff;
        outline: 2px solid #000;
      }

      .said {
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .marks li {
        display: block;
        margin: 4px 0 0;
      }

      .marks svg {
        color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
        vertical-align: -3px;
      }

      .search button {
        background: var(--vscode-button-secondaryBackground);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 3px;
        color: var(--vscode-button-secondaryForeground);
        cursor: pointer;
        font: inherit;
        padding: 3px 10px;
      }

      .search button:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }

      .search {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }

      p {
        margin: 6px 0;
      }
    `,
  ];
}

function placeOf({ left, top, right, bottom }: PanelArea): string {
  const part = (value: number): string => `${(100 * value).toFixed(2)}%`;
  return `left: ${part(left)}; top: ${part(top)}; width: ${part(right - left)}; height: ${part(bottom - top)}`;
}
