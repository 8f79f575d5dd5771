import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelFoundPicture } from '../../../protocol/panel/library';
import { cosine } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Pictures with their cosines. Where some can be chosen, `chosen` fires with the paths of those that are. */
@customElement('spellwright-found')
export class FoundPictures extends LitElement {
  @property({ attribute: false }) pictures: readonly PanelFoundPicture[] = [];
  /** What the list is of, for those who do not see it. */
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) chosen?: ReadonlySet<string>;
  @property({ attribute: false }) say!: Say;

  /** The picture that Tab reaches. */
  @state() private active = 0;

  protected override render(): TemplateResult {
    const active = Math.max(0, Math.min(this.active, this.pictures.length - 1));
    return html`<ul
        role="list"
        aria-label=${this.label}
        aria-describedby=${this.chosen ? 'keys' : nothing}
        @keydown=${this.onKey}
      >
        ${repeat(
          this.pictures,
          ({ path }) => path,
          (picture, index) => this.renderPicture(picture, index, index === active),
        )}
      </ul>
      ${this.chosen ? html`<span id="keys" class="spoken">${this.say('findKeys')}</span>` : nothing}`;
  }

  private renderPicture(picture: PanelFoundPicture, index: number, isActive: boolean): TemplateResult {
    const { say, chosen } = this;
    const { path, src, cosine: value, isReference } = picture;
    const isChosen = chosen?.has(path) ?? false;
    const canChoose = chosen !== undefined && !isReference;
    const parameters = { picture: path, cosine: cosine(value) };
    const opens = say('libraryPicture', parameters);
    const label = canChoose ? say('findChosen', parameters) : opens;
    return html`<li data-index=${index} @focusin=${() => (this.active = index)}>
      <button
        class="thumb ${isChosen ? 'chosen' : ''}"
        tabindex=${isActive ? 0 : -1}
        data-preview=${src}
        data-preview-name=${path}
        aria-label=${chosen && isReference ? `${label}, ${say('findIsReference')}` : label}
        aria-pressed=${canChoose ? String(isChosen) : nothing}
        @click=${() => (canChoose ? this.choose(path) : this.open(path))}
        @dblclick=${() => this.open(path)}
      >
        <img src=${src} alt="" loading="lazy" decoding="async" width="72" height="72" />
        ${isChosen ? html`<span class="mark">${icons.check}</span>` : nothing}
      </button>
      <span class="muted number" aria-hidden="true">${cosine(value)}</span>
      ${chosen && isReference ? html`<span class="muted small" aria-hidden="true">${icons.pin}</span>` : nothing}
    </li>`;
  }

  private choose(path: string): void {
    const next = new Set(this.chosen);
    if (!next.delete(path)) next.add(path);
    this.dispatchEvent(new CustomEvent('chosen', { detail: next }));
  }

  private open(path: string): void {
    ask(this, { kind: 'open-found', path });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const from = Number((event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index);
    if (Number.isNaN(from)) return;
    const last = this.pictures.length - 1;
    const to = {
      ...{ ArrowRight: from + 1, ArrowDown: from + 1, ArrowLeft: from - 1, ArrowUp: from - 1 },
      ...{ Home: 0, End: last },
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.active = Math.max(0, Math.min(last, to));
      void this.updateComplete.then(() =>
        this.renderRoot.querySelector<HTMLElement>(`[data-index="${this.active}"] button`)?.focus(),
      );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.open(this.pictures[from]!.path);
    }
  };

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        list-style: none;
        margin: 0;
        padding: 2px;
      }

      li {
        align-items: center;
        display: flex;
        flex-direction: column;
        font-size: 0.85em;
        gap: 1px;
      }

      .thumb {
        background: var(--track);
        border: 2px solid transparent;
        border-radius: 4px;
        cursor: pointer;
        height: 76px;
        overflow: hidden;
        padding: 0;
        position: relative;
        width: 76px;
      }

      .thumb:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 0;
      }

      .chosen {
        border-color: var(--vscode-focusBorder);
      }

      .mark {
        background: var(--background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 50%;
        color: var(--vscode-foreground);
        display: flex;
        position: absolute;
        right: 3px;
        top: 3px;
      }

      img {
        display: block;
        height: 100%;
        object-fit: cover;
        width: 100%;
      }
    `,
  ];
}
