import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  AuditMessage,
  PanelAudit,
  PanelAuditBar,
  PanelAuditGroup,
  ShowAuditMessage,
} from '../../../protocol/panel/audit';
import { roundPercent, shareInterval } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Commands that were obeyed: the section may be made anew, when its tab or it itself was closed meanwhile. */
const obeyed = new WeakSet<ShowAuditMessage>();

/** What an audit comes to: shares with their intervals, what is published, and the pictures by what they were read as. */
@customElement('spellwright-audit')
export class AuditView extends LitElement {
  @property({ attribute: false }) audit!: AuditMessage;
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowAuditMessage;
  @property({ attribute: false }) say!: Say;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('shown') || !this.shown || obeyed.has(this.shown)) return;
    obeyed.add(this.shown);
    this.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { say, audit } = this;
    const { phase, result, error } = audit;
    return html`
      ${result ? nothing : html`<p class="muted">${say('auditWhat')}</p>`}
      ${phase === 'failed' ? html`<p role="alert">${icons.warning} ${error}</p>` : nothing}
      ${phase === 'stopped' ? html`<p class="muted">${say('auditStopped')}</p>` : nothing}
      ${this.renderProgress()}
      ${result?.isStale ? html`<p class="muted" role="status">${say('auditStale')}</p>` : nothing}
      ${result ? this.renderResult(result) : nothing}
    `;
  }

  private renderProgress(): TemplateResult {
    const { say } = this;
    const { phase, progress, result } = this.audit;
    if (phase !== 'drawing' && phase !== 'reading')
      return html`<p>
        <vscode-button secondary @click=${() => ask(this, { kind: 'audit-start' })}
          >${say(result ? 'auditAgain' : 'auditAsk')}</vscode-button
        >
      </p>`;
    const text = say(phase === 'drawing' ? 'auditDrawing' : 'auditReading');
    return html`<p class="progress">
      <span class="muted">${text}</span>
      ${
        progress && progress.total > 0
          ? html`<progress aria-label=${text} max=${progress.total} value=${progress.done}></progress>
              <span class="muted">${say('progress', { done: progress.done, total: progress.total })}</span>`
          : nothing
      }
      <vscode-button secondary @click=${() => ask(this, { kind: 'audit-stop' })}
        >${say('auditStop')}</vscode-button
      >
    </p>`;
  }

  private renderResult({ text, set, verdict, remarks, bars, groups }: PanelAudit): TemplateResult {
    return html`
      <p class="prompt">“${text}” <span class="muted">· ${set}</span></p>
      <p><b>${verdict}</b></p>
      ${
        bars.length === 0
          ? nothing
          : html`<ul class="bars">
              ${bars.map((bar) => this.renderBar(bar))}
            </ul>`
      }
      ${groups.map((group) => this.renderGroup(group))}
      ${remarks.map((remark) => html`<p class="muted small">${remark}</p>`)}
    `;
  }

  private renderBar({ name, kind, share, low, high }: PanelAuditBar): TemplateResult {
    const { say } = this;
    const told = say('auditShare', {
      share: share === undefined ? '–' : roundPercent(share),
      interval: shareInterval({ low, high }),
    });
    const how = say(
      kind === 'published' ? 'auditPublished' : kind === 'read' ? 'auditRead' : 'auditCorrected',
    );
    const at = (value: number): string => `${(100 * value).toFixed(1)}%`;
    return html`<li>
      <span class="name">${name} <span class="muted small">${how}</span></span>
      <span class="track" aria-hidden="true">
        <span
          class="reach ${kind}"
          .style=${`left: ${at(low)}; width: ${at(Math.max(high - low, 0.004))}`}
        ></span>
        ${share === undefined ? nothing : html`<span class="share" .style=${`left: ${at(share)}`}></span>`}
      </span>
      <span class="told">${told}</span>
    </li>`;
  }

  private renderGroup({ name, pictures }: PanelAuditGroup): TemplateResult {
    const { say } = this;
    return html`<h3>${say('auditGroup', { name, count: pictures.length })}</h3>
      <ul class="pictures">
        ${pictures.map(({ index, src, name: file, probability }) => {
          const label = say('auditPicture', {
            file,
            reading: name,
            probability: probability === undefined ? '' : roundPercent(probability),
          });
          return html`<li>
            <button
              aria-label=${label}
              title=${label}
              data-preview=${src}
              data-preview-name=${file}
              @click=${() => ask(this, { kind: 'audit-open', index })}
            >
              <img src=${src} alt="" loading="lazy" decoding="async" />
            </button>
          </li>`;
        })}
      </ul>`;
  }

  static override styles = [
    theme,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }

      p {
        margin: 6px 0;
        overflow-wrap: anywhere;
      }

      h3 {
        font-size: 1em;
        font-weight: 600;
        margin: 10px 0 4px;
      }

      .progress {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }

      .bars li {
        align-items: center;
        column-gap: 12px;
        display: grid;
        grid-template-columns: minmax(0, 14em) minmax(6em, 1fr) 10em;
        margin: 6px 0;
      }

      .track {
        background: var(--track);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        display: block;
        height: 12px;
        position: relative;
      }

      /* Told apart by their pattern too: published figures are hatched, readings alone are open. */
      .reach {
        background: var(--vscode-charts-blue);
        bottom: 2px;
        box-sizing: border-box;
        forced-color-adjust: none;
        position: absolute;
        top: 2px;
      }

      .reach.read {
        background: transparent;
        border: 2px dashed var(--vscode-charts-blue);
      }

      .reach.published {
        background: repeating-linear-gradient(45deg, var(--vscode-charts-orange) 0 3px, transparent 3px 6px);
        border: 1px solid var(--vscode-charts-orange);
      }

      .share {
        background: var(--vscode-foreground);
        bottom: -3px;
        forced-color-adjust: none;
        position: absolute;
        top: -3px;
        transform: translateX(-1px);
        width: 3px;
      }

      .told {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      @media (max-width: 420px) {
        .bars li {
          grid-template-columns: 1fr max-content;
        }

        .track {
          grid-column: 1 / -1;
          grid-row: 2;
        }
      }

      .pictures {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }

      .pictures button {
        background: var(--track);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        cursor: pointer;
        display: block;
        height: 64px;
        padding: 0;
        width: 64px;
      }

      .pictures button:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }

      .pictures img {
        display: block;
        height: 100%;
        object-fit: cover;
        width: 100%;
      }
    `,
  ];
}
