import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelPicture } from '../../../protocol/panel/pictures';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** The reference pictures as thumbnails; the browser itself draws and decodes only those in view. */
@customElement('spellwright-pictures')
export class Pictures extends LitElement {
  @property({ attribute: false }) pictures: readonly PanelPicture[] = [];
  @property({ attribute: false }) say!: Say;

  /** The picture that Tab reaches. */
  @state() private active = 0;

  protected override render(): TemplateResult {
    const { say } = this;
    const active = Math.min(this.active, this.pictures.length - 1);
    const failed = this.pictures.filter((picture) => picture.failure !== undefined);
    return html`
      <ul role="list" aria-label=${say('pictures')} aria-describedby="keys" @keydown=${this.onKey}>
        ${repeat(
          this.pictures,
          (picture) => picture.path,
          (picture, index) => this.renderPicture(picture, index, index === active),
        )}
        <li>
          <button class="add" @click=${() => ask(this, { kind: 'pick-pictures' })} title=${say('addHint')}>
            ${icons.add}<span class="spoken">${say('addPictures')}</span>
          </button>
        </li>
      </ul>
      <span id="keys" class="spoken">${say('pictureKeys')}</span>
      ${
        failed.length > 0
          ? html`<div class="failures">
              <b>${icons.warning} ${say('picturesFailed', { count: failed.length })}</b>
              <ul>
                ${failed.map(({ failure }) => html`<li>${failure}</li>`)}
              </ul>
            </div>`
          : nothing
      }
    `;
  }

  private renderPicture(picture: PanelPicture, index: number, isActive: boolean): TemplateResult {
    const { say } = this;
    const tab = isActive ? 0 : -1;
    const open = say('openPicture', { picture: picture.path });
    const remove = say('removePicture', { picture: picture.path });
    return html`
      <li data-index=${index} @focusin=${() => (this.active = index)}>
        <button
          class="thumb ${picture.failure === undefined ? '' : 'failed'}"
          tabindex=${tab}
          title=${picture.failure ?? (picture.src === undefined ? picture.path : nothing)}
          data-preview=${picture.failure === undefined ? (picture.src ?? nothing) : nothing}
          data-preview-name=${picture.path}
          aria-label=${open}
          @click=${() => ask(this, { kind: 'open-picture', path: picture.path })}
        >
          ${
            picture.src === undefined || picture.failure !== undefined
              ? icons.picture
              : html`<img src=${picture.src} alt="" loading="lazy" decoding="async" width="64" height="64" />`
          }
        </button>
        <button
          class="remove"
          tabindex=${tab}
          title=${remove}
          aria-label=${remove}
          @click=${() => ask(this, { kind: 'remove-picture', path: picture.path })}
        >
          ${icons.close}
        </button>
      </li>
    `;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const from = Number(
      (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index ?? NaN,
    );
    if (Number.isNaN(from)) return;
    const last = this.pictures.length - 1;
    const to = {
      ArrowRight: from + 1,
      ArrowDown: from + 1,
      ArrowLeft: from - 1,
      ArrowUp: from - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.active = Math.max(0, Math.min(last, to));
      this.focusActive();
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      ask(this, { kind: 'remove-picture', path: this.pictures[from]!.path });
    }
  };

  private focusActive(): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`[data-index="${this.active}"] .thumb`)?.focus();
    });
  }

  static override styles = [
    theme,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        list-style: none;
        margin: 0;
        max-height: 216px;
        overflow: auto;
        padding: 2px;
      }

      li {
        flex: none;
        position: relative;
      }

      .thumb,
      .add {
        align-items: center;
        background: var(--track);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        color: var(--muted);
        cursor: pointer;
        display: flex;
        height: 64px;
        justify-content: center;
        overflow: hidden;
        padding: 0;
        width: 64px;
      }

      .thumb:focus-visible,
      .add:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 0;
      }

      .add {
        background: none;
        border: 1px dashed var(--muted);
      }

      .add:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }

      .failed {
        border: 1px solid var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
      }

      img {
        display: block;
        height: 100%;
        object-fit: cover;
        width: 100%;
      }

      .remove {
        align-items: center;
        background: var(--background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        color: var(--vscode-foreground);
        cursor: pointer;
        display: flex;
        height: 20px;
        justify-content: center;
        opacity: 0;
        padding: 0;
        position: absolute;
        right: 2px;
        top: 2px;
        width: 20px;
      }

      li:hover .remove,
      li:focus-within .remove {
        opacity: 0.92;
      }

      .remove:hover {
        background: var(--vscode-toolbar-hoverBackground), var(--background);
      }

      .failures {
        font-size: 0.92em;
        margin-top: 8px;
      }

      .failures svg {
        color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
        vertical-align: -3px;
      }

      .failures ul {
        display: block;
        padding-left: 20px;
      }

      .failures li {
        overflow-wrap: anywhere;
      }
    `,
  ];
}
