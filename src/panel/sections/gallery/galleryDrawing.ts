import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { PanelDrawing } from '../../../protocol/panel/gallery';
import { durationText } from '../../../words/generate';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Pixels of the longest side. */
const previewSize = 128;

/** The picture that is drawn just then, how far it is, and a way to stop. */
@customElement('spellwright-gallery-drawing')
export class GalleryDrawing extends LitElement {
  @property({ attribute: false }) run!: PanelDrawing;
  @property({ attribute: false }) language: 'en' | 'ja' = 'en';
  @property({ attribute: false }) say!: Say;

  @query('canvas') private canvas?: HTMLCanvasElement;

  protected override updated(changed: PropertyValues<this>): void {
    const { preview } = this.run;
    if (changed.has('run') && preview && preview !== changed.get('run')?.preview) void this.paint(preview);
  }

  /** From bytes onto a canvas: the page's policy loads no picture that is not a file. */
  private async paint(preview: Uint8Array): Promise<void> {
    let bitmap: ImageBitmap;
    try {
      bitmap = await createImageBitmap(new Blob([new Uint8Array(preview)]));
    } catch {
      return; // half of a picture, or none: the next one comes soon
    }
    const { canvas } = this;
    if (canvas && preview === this.run.preview) {
      const scale = Math.min(1, previewSize / Math.max(bitmap.width, bitmap.height));
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      canvas.hidden = false;
    }
    bitmap.close();
  }

  protected override render(): TemplateResult {
    const { say, run } = this;
    const { phase, done, total, text, seed, fraction, isQueued, left } = run;
    const whole = phase === 'stopping' ? say('galleryStopping') : say('galleryDrawing', { done, total });
    const time =
      left === undefined || phase === 'stopping'
        ? undefined
        : say('galleryLeft', { time: durationText(left, this.language) });
    return html`<div class="drawing">
      <canvas role="img" aria-label=${say('galleryPreview')} hidden></canvas>
      <div class="facts">
        <p>${whole}${time === undefined ? nothing : html` <span class="muted">${time}</span>`}</p>
        <progress aria-label=${whole} max=${Math.max(1, total)} value=${done + (fraction ?? 0)}></progress>
        ${
          text === undefined
            ? nothing
            : html`<p class="muted clip" title=${text}>${say('galleryNow', { text, seed: seed ?? '' })}</p>`
        }
        ${isQueued ? html`<p class="muted">${say('galleryQueued')}</p>` : nothing}
        ${
          fraction === undefined
            ? nothing
            : html`<progress
                class="one"
                aria-label=${say('galleryPictureProgress')}
                max="1"
                value=${fraction}
              ></progress>`
        }
      </div>
      <vscode-button
        secondary
        ?disabled=${phase === 'stopping'}
        @click=${() => ask(this, { kind: 'gallery-cancel' })}
        >${say('galleryCancel')}</vscode-button
      >
    </div>`;
  }

  static override styles = [
    theme,
    css`
      .drawing {
        align-items: start;
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--track)));
        border-radius: 4px;
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        margin-bottom: 8px;
        padding: 8px;
      }

      canvas {
        border-radius: 4px;
        flex: none;
      }

      canvas[hidden] {
        display: none;
      }

      .facts {
        flex: 1 1 160px;
        min-width: 0;
      }

      p {
        margin: 0 0 4px;
      }

      progress {
        display: block;
        margin-bottom: 4px;
        max-width: 320px;
        width: 100%;
      }

      .one {
        height: 6px;
      }
    `,
  ];
}
