import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { theme } from './theme';

/** Milliseconds that the pointer rests on a picture before it is shown larger, and may be away before that ends. */
const delay = 250;
/** Room between a picture and its larger copy, and around that, in pixels. */
const gap = 6;
/** Longest side of the larger copy, in pixels. */
const size = 320;

interface Shown {
  readonly source: HTMLElement;
  readonly src: string;
  readonly name: string;
  readonly style: string;
}

/**
 * A picture larger, beside the small one that is pointed at or has the focus. Such a one says `data-preview` (the address)
 * and `data-preview-name`; with `data-preview-on="space"` the keyboard shows it by the space bar, not by the focus.
 * It stays while the pointer is on it, and Escape puts it away.
 */
@customElement('spellwright-preview')
export class PicturePreview extends LitElement {
  @state() private shown?: Shown;

  private timer?: number;
  private pointed?: HTMLElement;
  private focused?: Element;
  private readonly listeners: Readonly<Record<string, (event: Event) => void>> = {
    // Not mouseover and focusin: what moves within a shadow root is not told outside of it.
    mousemove: (event) => this.onPoint(event),
    keyup: () => this.onFocus(),
    keydown: (event) => this.onKey(event as KeyboardEvent),
    scroll: () => this.onScroll(),
    blur: () => this.hide(),
  };

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [name, listener] of Object.entries(this.listeners))
      window.addEventListener(name, listener, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const [name, listener] of Object.entries(this.listeners))
      window.removeEventListener(name, listener, true);
  }

  private onPoint(event: Event): void {
    const pointed = event.composedPath().includes(this) ? this.shown?.source : sourceOf(event.composedPath());
    const source =
      pointed?.dataset.previewOn === 'space' && pointed !== this.shown?.source ? undefined : pointed;
    if (source === this.pointed) return;
    this.pointed = source;
    this.later(source);
  }

  /** Keys move the focus. */
  private onFocus(): void {
    const focused = activeElement();
    if (focused === this.focused) return;
    this.focused = focused;
    const source = focused && sourceOf([focused]);
    if (source && source.dataset.previewOn !== 'space') this.show(source);
    else this.hide();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.shown) {
      event.stopPropagation();
      this.hide();
    } else if (event.key === ' ') {
      const source = sourceOf(event.composedPath());
      if (source?.dataset.previewOn !== 'space') return;
      event.preventDefault();
      this.focused = activeElement();
      if (this.shown?.source === source) this.hide();
      else this.show(source);
    }
  }

  /** What is pointed at may have moved away: that is looked at again when all is at rest. */
  private onScroll(): void {
    this.hide();
    if (this.pointed?.matches(':hover')) this.later(this.pointed);
    else this.pointed = undefined;
  }

  private later(source: HTMLElement | undefined): void {
    window.clearTimeout(this.timer);
    if (source === this.shown?.source) return;
    this.timer = window.setTimeout(() => (source ? this.show(source) : this.hide()), delay);
  }

  private show(source: HTMLElement): void {
    window.clearTimeout(this.timer);
    const { preview, previewName = '' } = source.dataset;
    if (!preview || !source.isConnected) return this.hide();
    this.shown = { source, src: preview, name: previewName, style: place(source.getBoundingClientRect()) };
  }

  private hide(): void {
    window.clearTimeout(this.timer);
    this.shown = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.shown) return nothing;
    const { src, name, style } = this.shown;
    return html`<figure .style=${style}>
      <img src=${src} alt=${name} @load=${this.onLoad} />
      <figcaption class="clip">${name}</figcaption>
    </figure>`;
  }

  /** The copy has its height when the picture has been read. */
  private readonly onLoad = (): void => {
    const { shown } = this;
    const figure = this.renderRoot.querySelector('figure');
    if (!shown || !figure) return;
    const { width, height } = figure.getBoundingClientRect();
    figure.style.cssText = place(shown.source.getBoundingClientRect(), width, height);
  };

  static override styles = [
    theme,
    css`
      figure {
        background: var(--vscode-editorHoverWidget-background, var(--background));
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, var(--line)));
        border-radius: 4px;
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
        color: var(--vscode-editorHoverWidget-foreground, inherit);
        margin: 0;
        max-width: calc(100vw - 12px);
        padding: 6px;
        position: fixed;
        width: max-content;
        z-index: 25;
      }

      img {
        display: block;
        margin: 0 auto;
        max-height: min(${size}px, 60vh);
        max-width: min(${size}px, calc(100vw - 26px));
        min-height: 32px;
        min-width: 96px;
        object-fit: contain;
      }

      figcaption {
        font-size: 0.92em;
        margin-top: 3px;
        max-width: ${size}px;
        text-align: center;
      }
    `,
  ];
}

function sourceOf(path: readonly EventTarget[]): HTMLElement | undefined {
  return path.find(
    (each): each is HTMLElement => each instanceof HTMLElement && each.dataset.preview !== undefined,
  );
}

/** What has the focus, in whichever shadow root. */
function activeElement(): Element | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active ?? undefined;
}

/** Below its source, or above where there is more room; inside of the page. */
function place(source: DOMRect, width = size, height = size): string {
  const below = window.innerHeight - source.bottom - gap;
  const isBelow = below >= height || below >= source.top;
  const top = isBelow ? source.bottom + gap : source.top - gap - height;
  const left = Math.min(source.left, window.innerWidth - width - gap);
  const highest = Math.max(gap, window.innerHeight - height - gap);
  return `left: ${Math.max(gap, left)}px; top: ${Math.min(highest, Math.max(gap, top))}px`;
}
