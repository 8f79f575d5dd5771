import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  GalleryDetailsMessage,
  GalleryDrawingMessage,
  GalleryMessage,
  PanelDrawn,
  PanelStandingOfVariant,
  ShowGalleryMessage,
} from '../../../protocol/panel/gallery';
import { host } from '../../host';
import { icons } from '../../icons';
import { ask, change } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import './galleryComparison';
import './galleryDrawing';
import './galleryGrid';
import './galleryPicture';
import './galleryVerdict';
import { drawnTable, foundTable, type GalleryTable } from './galleryRows';

/** Under which the section keeps what it shows. */
export const galleryName = 'gallery';

/** Commands that were obeyed: the section may be made anew, when its tab or it itself was closed meanwhile. */
const obeyed = new WeakSet<ShowGalleryMessage>();
const nowhere: GalleryTable = { columns: [], rows: [] };

/** The pictures that generators made of the file's spells: verdict, grid, one picture, two pictures. */
@customElement('spellwright-gallery')
export class Gallery extends LitElement {
  @property({ attribute: false }) gallery!: GalleryMessage;
  @property({ attribute: false }) details?: GalleryDetailsMessage;
  @property({ attribute: false }) drawing?: GalleryDrawingMessage;
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowGalleryMessage;
  /** Ids of the pictures that are compared, A first. */
  @property({ attribute: false }) marked: readonly string[] = [];
  @property({ attribute: false }) language: 'en' | 'ja' = 'en';
  @property({ attribute: false }) say!: Say;

  /** Of the picture that had the focus last. */
  @state() private selected?: string;

  private drawn = nowhere;
  private found = nowhere;
  private byId: ReadonlyMap<string, PanelDrawn> = new Map();
  private standings: ReadonlyMap<number, PanelStandingOfVariant> = new Map();
  private asked = '';

  override connectedCallback(): void {
    super.connectedCallback();
    ask(this, { kind: 'gallery-seen', isSeen: true });
    this.asked = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Out of the page, no event of its own gets through.
    host.send({ kind: 'gallery-seen', isSeen: false });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('gallery')) return;
    const { pictures, verdict } = this.gallery;
    const before = changed.get('gallery');
    if (before?.pictures !== pictures) {
      this.drawn = drawnTable(this.gallery);
      this.found = foundTable(this.gallery);
      this.byId = new Map(pictures.map((picture) => [picture.id, picture]));
    }
    this.standings = new Map(verdict?.standings.map((standing) => [standing.variant, standing]));
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.askForDetails();
    if (!changed.has('shown') || !this.shown || obeyed.has(this.shown)) return;
    obeyed.add(this.shown);
    this.scrollIntoView({ block: 'nearest' });
  }

  /** How the pictures that are looked at were made; of no others. */
  private askForDetails(): void {
    const ids = [...new Set([...this.compared.map(({ id }) => id), ...(this.one ? [this.one.id] : [])])];
    const wanted = JSON.stringify(ids);
    if (wanted === this.asked || (ids.length === 0 && this.asked === '')) return;
    this.asked = wanted;
    ask(this, { kind: 'gallery-look', ids });
  }

  private get one(): PanelDrawn | undefined {
    return this.selected === undefined ? undefined : this.byId.get(this.selected);
  }

  private get compared(): PanelDrawn[] {
    return this.marked.flatMap((id) => this.byId.get(id) ?? []);
  }

  protected override render(): TemplateResult {
    const { say, gallery } = this;
    const { phase, error, pictures, isStale } = gallery;
    const run = this.drawing?.run;
    return html`
      ${
        run
          ? html`<spellwright-gallery-drawing
              .run=${run}
              .language=${this.language}
              .say=${say}
            ></spellwright-gallery-drawing>`
          : nothing
      }
      ${
        phase === 'failed' && error !== undefined
          ? html`<p class="error" role="alert">${icons.warning} ${error}</p>`
          : nothing
      }
      ${this.renderProgress()} ${pictures.length === 0 ? this.renderEmpty() : this.renderPictures(isStale)}
    `;
  }

  private renderProgress(): TemplateResult | typeof nothing {
    const { say } = this;
    const { phase, progress, pictures } = this.gallery;
    // Pictures that are there say more than that they are looked for again.
    if (phase === 'reading' && pictures.length === 0)
      return html`<p class="muted">${say('galleryReading')}</p>`;
    if (phase === 'stopped')
      return html`<p class="progress">
        <span class="muted">${say('galleryStoppedJudging')}</span>
        <button class="link" @click=${() => ask(this, { kind: 'gallery-judge', goes: true })}>
          ${say('galleryJudge')}
        </button>
      </p>`;
    if (phase !== 'judging' || !progress || pictures.length === 0) return nothing;
    const text = say('galleryJudging', { ...progress });
    return html`<p class="progress">
      <span class="muted">${text}</span>
      <progress aria-label=${text} max=${Math.max(1, progress.total)} value=${progress.done}></progress>
      <button class="link" @click=${() => ask(this, { kind: 'gallery-judge', goes: false })}>
        ${say('galleryStopJudging')}
      </button>
    </p>`;
  }

  private renderRemarks(): TemplateResult[] {
    return this.gallery.remarks.map((text) => html`<p class="muted small">${text}</p>`);
  }

  private renderEmpty(): TemplateResult | typeof nothing {
    const { say } = this;
    const { phase, hasGenerator } = this.gallery;
    if (phase === 'reading' || phase === 'idle' || this.drawing?.run) return nothing;
    return html`<div class="empty">
      <p>${say(hasGenerator ? 'galleryNone' : 'galleryNoneUnconnected')}</p>
      <vscode-button
        @click=${() => ask(this, { kind: hasGenerator ? 'gallery-generate' : 'gallery-connect' })}
        >${say(hasGenerator ? 'galleryGenerate' : 'galleryConnect')}</vscode-button
      >
      ${this.renderRemarks()}
    </div>`;
  }

  private renderPictures(isStale: boolean): TemplateResult {
    const { say, gallery, drawn, found, one, compared } = this;
    const makings = new Map(this.details?.pictures.map((making) => [making.id, making]));
    return html`
      ${isStale ? html`<p class="muted stale" role="status">${icons.warning} ${say('galleryStale')}</p>` : nothing}
      <spellwright-gallery-verdict .gallery=${gallery} .say=${say}></spellwright-gallery-verdict>
      ${this.renderRemarks()}
      ${
        this.drawing?.run
          ? nothing
          : html`<p>
              <vscode-button
                secondary
                @click=${() =>
                  ask(this, { kind: gallery.hasGenerator ? 'gallery-generate' : 'gallery-connect' })}
                >${say(gallery.hasGenerator ? 'galleryGenerate' : 'galleryConnect')}</vscode-button
              >
            </p>`
      }
      <div
        @gallery-select=${(event: CustomEvent<string>) => (this.selected = event.detail)}
        @gallery-mark=${(event: CustomEvent<string>) => this.mark(event.detail)}
        @gallery-unmark=${() => this.keepMarked([])}
      >
        ${drawn.rows.length > 0 ? this.renderGrid(drawn, say('galleryDrawnGrid'), true) : nothing}
        ${
          found.rows.length > 0
            ? html`<h3>${say('galleryFoundGrid')}</h3>
                ${this.renderGrid(found, say('galleryFoundGrid'), false)}`
            : nothing
        }
        <p class="muted small">${say('galleryKeys')}</p>
        ${
          compared.length > 0
            ? html`<spellwright-gallery-comparison
                .pictures=${compared}
                .makings=${makings}
                .variants=${gallery.variants}
                .say=${say}
              ></spellwright-gallery-comparison>`
            : nothing
        }
        ${
          one
            ? html`<spellwright-gallery-picture
                .picture=${one}
                .making=${makings.get(one.id)}
                .isMarked=${this.marked.includes(one.id)}
                .language=${this.language}
                .say=${say}
              ></spellwright-gallery-picture>`
            : nothing
        }
      </div>
    `;
  }

  private renderGrid(table: GalleryTable, label: string, hasSeeds: boolean): TemplateResult {
    return html`<spellwright-gallery-grid
      .table=${table}
      .variants=${this.gallery.variants}
      .standings=${this.standings}
      .marked=${this.marked}
      .label=${label}
      .hasSeeds=${hasSeeds}
      .say=${this.say}
    ></spellwright-gallery-grid>`;
  }

  /** The two marked last are compared; one that is marked already is let go. */
  private mark(id: string): void {
    const marked = this.marked.filter((each) => this.byId.has(each));
    this.keepMarked(marked.includes(id) ? marked.filter((each) => each !== id) : [...marked.slice(-1), id]);
  }

  private keepMarked(marked: readonly string[]): void {
    change(this, ({ ui: { sections } }) => ({
      sections: { ...sections, [galleryName]: { ...sections[galleryName], marked } },
    }));
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }

      p {
        margin: 4px 0;
      }

      h3 {
        font-size: 1em;
        margin: 10px 0 4px;
      }

      .progress {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 6px 12px;
      }

      .stale svg,
      p.small svg {
        color: var(--vscode-editorWarning-foreground, currentColor);
        height: 13px;
        vertical-align: -2px;
      }

      .empty {
        max-width: 60ch;
      }

      button.link {
        padding: 0;
      }
    `,
  ];
}
