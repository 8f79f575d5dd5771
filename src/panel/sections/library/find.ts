import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FindBy, FindMessage, PanelFound, ShowFindMessage } from '../../../protocol/panel/library';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { speedText } from '../../speedText';
import { theme } from '../../theme';
import type { Say } from '../../wording';
import './foundPictures';

/** Commands that were obeyed: the section may be made anew, when its tab or it itself was closed meanwhile. */
const obeyed = new WeakSet<ShowFindMessage>();

/** Where is searched and for what, how far the search is, and what it found. */
@customElement('spellwright-find')
export class FindView extends LitElement {
  @property({ attribute: false }) find!: FindMessage;
  /** Of the spell under the caret. */
  @property({ attribute: false }) spellName?: string;
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowFindMessage;
  @property({ attribute: false }) say!: Say;

  @state() private text = '';
  @state() private chosen: ReadonlySet<string> = new Set();

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('find')?.found;
    const names = (found?: PanelFound): string =>
      (found?.nearest ?? []).map(({ path, isReference }) => `${path}\0${isReference}`).join('\0');
    if (changed.has('find') && names(before) !== names(this.find.found)) this.chosen = new Set();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('shown') || !this.shown || obeyed.has(this.shown)) return;
    obeyed.add(this.shown);
    this.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { say, find } = this;
    const { phase, found, error } = find;
    return html`
      ${found ? nothing : html`<p class="muted">${say('findWhat')}</p>`} ${this.renderWhere()}
      ${this.renderWish()} ${phase === 'searching' ? this.renderProgress() : nothing}
      ${
        phase === 'failed'
          ? html`<p class="error" role="alert">${icons.warning} ${error ?? say('findFailed')}</p>`
          : nothing
      }
      ${phase === 'stopped' ? html`<p class="muted">${say('findStopped')}</p>` : nothing}
      ${found ? this.renderFound(found) : phase === 'done' ? html`<p>${say('findNone')}</p>` : nothing}
    `;
  }

  private renderWhere(): TemplateResult {
    const { say } = this;
    const { folder, own } = this.find;
    return html`<p class="row">
      <span class="where"
        >${
          folder !== undefined
            ? say('findIn', { folder })
            : own > 0
              ? say('findInOwn', { count: own })
              : nothing
        }</span
      >
      <vscode-button secondary @click=${() => ask(this, { kind: 'find-where', own: false })}
        >${say('findChoose')}</vscode-button
      >
      ${
        folder !== undefined && own > 0
          ? html`<vscode-button secondary @click=${() => ask(this, { kind: 'find-where', own: true })}
              >${say('findTakeOwn')}</vscode-button
            >`
          : nothing
      }
    </p>`;
  }

  private renderWish(): TemplateResult {
    const { say, text } = this;
    const isEmpty = text.trim() === '';
    return html`<p class="row">
        <input
          type="search"
          placeholder=${say('findText')}
          aria-label=${say('findText')}
          .value=${text}
          @input=${(event: Event) => (this.text = (event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key === 'Enter' && !event.isComposing && !isEmpty) this.start('text');
          }}
        />
        <vscode-button ?disabled=${isEmpty} @click=${() => this.start('text')}
          >${say('findByText')}</vscode-button
        >
        <vscode-button secondary ?disabled=${isEmpty} @click=${() => this.start('name')}
          >${say('findByName')}</vscode-button
        >
      </p>
      <p class="row">
        <vscode-button secondary @click=${() => this.start('spell')}
          >${say('findBySpell')}${this.spellName === undefined ? '' : ` (${this.spellName})`}</vscode-button
        >
      </p>`;
  }

  private start(by: FindBy): void {
    ask(this, { kind: 'find-start', by, ...(by !== 'spell' && { text: this.text }) });
  }

  private renderProgress(): TemplateResult {
    const { say } = this;
    const { progress, visited } = this.find;
    const parts = progress
      ? [say('progress', { done: progress.done, total: progress.total }), speedText(say, progress)]
      : visited === undefined
        ? []
        : [say('findVisited', { names: visited })];
    return html`<p class="row">
      <span>${say('findSearching')}</span>
      <progress
        aria-label=${say('findSearching')}
        max=${progress?.total ?? nothing}
        value=${progress?.done ?? nothing}
      ></progress>
      <span class="muted number">${parts.filter(Boolean).join(' · ')}</span>
      <vscode-button secondary @click=${() => ask(this, { kind: 'find-stop' })}
        >${say('findStop')}</vscode-button
      >
    </p>`;
  }

  private renderFound(found: PanelFound): TemplateResult {
    const { say, chosen } = this;
    const { text, folder, checkpoint, pictures, different, failed, nearest, remarks } = found;
    const parameters = { text, checkpoint, pictures, different, count: nearest.length };
    const title =
      folder === undefined ? say('findFoundOwn', parameters) : say('findFound', { ...parameters, folder });
    const isStale = this.find.phase === 'searching';
    const canChoose = nearest.some(({ isReference }) => !isReference);
    return html`<div class=${isStale ? 'stale' : ''}>
      <p class="small" role="status">${title} ${failed > 0 ? say('libraryFailed', { failed }) : nothing}</p>
      ${remarks.map((remark) => html`<p class="small">${icons.warning} ${remark}</p>`)}
      <spellwright-found
        .pictures=${nearest}
        .label=${title}
        .chosen=${canChoose ? chosen : undefined}
        .say=${say}
        @chosen=${(event: CustomEvent<ReadonlySet<string>>) => (this.chosen = event.detail)}
      ></spellwright-found>
      ${
        canChoose
          ? html`<p class="row">
              <vscode-button
                ?disabled=${chosen.size === 0}
                @click=${() => ask(this, { kind: 'find-take', paths: [...chosen] })}
                >${say('findTake', { count: chosen.size })}</vscode-button
              >
            </p>`
          : nothing
      }
    </div>`;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }

      p {
        margin: 6px 0;
      }

      .row {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 6px 10px;
      }

      .where {
        overflow-wrap: anywhere;
      }

      .stale {
        opacity: 0.7;
      }

      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
        border-radius: 2px;
        color: var(--vscode-input-foreground);
        flex: 1 1 16em;
        font: inherit;
        min-width: 0;
        padding: 4px 6px;
      }

      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
      }
    `,
  ];
}
