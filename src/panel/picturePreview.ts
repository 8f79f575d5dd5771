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
  /** Shown to the keyboard, not to the pointer. */
  readonly byKeys: boolean;
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
    if (source && source.dataset.previewOn !== 'space') this.show(source, true);
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
      else this.show(source, true);
    }
  }

  /**
   * The focus scrolls the page to where it goes, which is told later: what keys have shown goes along. What is pointed at
   * may have moved away: that is looked at again when all is at rest.
   */
  private onScroll(): void {
    if (this.shown?.byKeys && isInView(this.shown.source)) return this.move();
    this.hide();
    if (this.pointed?.matches(':hover')) this.later(this.pointed);
    else this.pointed = undefined;
  }

  private later(source: HTMLElement | undefined): void {
    window.clearTimeout(this.timer);
    if (source === this.shown?.source) return;
    this.timer = window.setTimeout(() => (source ? this.show(source, false) : this.hide()), delay);
  }

  private show(source: HTMLElement, byKeys: boolean): void {
    window.clearTimeout(this.timer);
    const { preview, previewName = '' } = source.dataset;
    if (!preview || !source.isConnected) return this.hide();
    const style = place(source.getBoundingClientRect());
    this.shown = { source, src: preview, name: previewName, style, byKeys };
  }

  private hide(): void {
    window.clearTimeout(this.timer);
    this.shown = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.shown) return nothing;
    const { src, name, style } = this.shown;
    return html`<figure .style=${style}>
      <img src=${src} alt=${name} @load=${this.move} />
      <figcaption class="clip">${name}</figcaption>
    </figure>`;
  }

  /** To where the source is now. The copy has its height when the picture has been read. */
  private readonly move = (): void => {
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

function isInView(source: HTMLElement): boolean {
  const { top, bottom, left, right } = source.getBoundingClientRect();
  return bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth;
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
