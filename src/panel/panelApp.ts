import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { checkpointLabel, shortHash } from '../core/score/export/exportedFile';
import {
  maxIncomingBytes,
  maxIncomingFiles,
  maxIncomingTotalBytes,
  type HostMessage,
  type LeanMessage,
  type PanelHistoryEntry,
  type PanelPicture,
  type ScoresMessage,
  type StatusMessage,
  type WelcomeMessage,
} from '../protocol/panel';
import { cosine } from '../words/numbers';
import { Announcer } from './announcer';
import './checkpointCard';
import './comparison';
import './exportMenu';
import './history';
import { host } from './host';
import { icons } from './icons';
import { readIncoming } from './incoming';
import './leaderboard';
import './leanTable';
import type { Leaderboard } from './leaderboard';
import { leaderRows, listedKey, spellKeys } from './leaderRows';
import './matrix';
import type { PanelEvents } from './panelEvents';
import './pictures';
import { rankChange } from './rankChange';
import './statusLine';
import { theme } from './theme';
import { fold, openSpells, readUiState, toggle, togglePin, type UiState } from './uiState';
import { sayIn, type Say } from './wording';

type SectionName = 'pictures' | 'leaderboard' | 'comparison' | 'history' | 'matrix' | 'lean';

/** The whole panel: what the host sent, what the user folded and pinned, and the sections that show it. */
@customElement('spellwright-panel')
export class PanelApp extends LitElement {
  @state() private welcome?: WelcomeMessage;
  @state() private status: StatusMessage = { kind: 'status', phase: 'waiting' };
  @state() private pictures: readonly PanelPicture[] = [];
  @state() private scores?: ScoresMessage;
  @state() private caretSpell?: number;
  @state() private history: { readonly spell?: number; readonly entries: readonly PanelHistoryEntry[] } = {
    entries: [],
  };
  @state() private lean?: LeanMessage;
  @state() private notice?: { readonly severity: 'information' | 'error'; readonly text: string };
  @state() private dropping = false;
  @state() private ui: UiState = readUiState(host.keptState());

  @query('spellwright-leaderboard') private leaderboard?: Leaderboard;
  @query('.announcements') private announcements!: HTMLElement;

  private say: Say = sayIn('en');
  private readonly announcer = new Announcer((text) => (this.announcements.textContent = text));
  private listed?: {
    readonly scores: ScoresMessage;
    readonly kept: readonly string[];
    readonly pins: readonly string[];
  };
  private restoreScroll = true;
  private keeping?: number;
  private noticeTimer?: number;
  private pendingReveal?: number;

  override connectedCallback(): void {
    super.connectedCallback();
    host.onMessage((message) => this.receive(message));
    document.addEventListener('paste', (event) => void this.onPaste(event));
    document.addEventListener('dragover', this.onDragOver);
    document.addEventListener('dragleave', this.onDragLeave);
    document.addEventListener('drop', (event) => void this.onDrop(event));
    window.addEventListener(
      'scroll',
      () => this.keep({ scroll: { ...this.ui.scroll, page: window.scrollY } }),
      {
        passive: true,
      },
    );
    host.send({ kind: 'ready' });
  }

  private receive(message: HostMessage): void {
    switch (message.kind) {
      case 'welcome':
        this.welcome = message;
        this.say = sayIn(message.language);
        document.documentElement.lang = message.language;
        this.keep({ uri: message.uri });
        return;
      case 'status':
        this.status = message;
        return;
      case 'pictures':
        this.pictures = message.pictures;
        return;
      case 'scores':
        this.announceChange(message);
        this.scores = message;
        return;
      case 'forget':
        this.scores = undefined;
        return;
      case 'caret':
        this.caretSpell = message.spell;
        return;
      case 'history':
        this.history = message;
        return;
      case 'lean':
        this.lean = message;
        return;
      case 'reveal':
        this.pendingReveal = message.spell;
        this.requestUpdate();
        return;
      case 'notice':
        this.showNotice(message.severity, message.text);
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (this.restoreScroll && changed.has('scores') && this.scores) {
      this.restoreScroll = false;
      window.scrollTo(0, this.ui.scroll.page);
    }
    if (this.pendingReveal !== undefined && this.leaderboard) {
      const spell = this.pendingReveal;
      this.pendingReveal = undefined;
      void this.leaderboard.updateComplete.then(() => {
        this.leaderboard?.scrollIntoView({ block: 'nearest' });
        this.leaderboard?.showSpell(spell);
      });
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.welcome) return nothing;
    const { say, scores, status } = this;
    const hasScores = scores !== undefined && scores.columns.length > 0 && scores.prompts.length > 0;
    return html`
      <main
        @jump=${(event: Told<'jump'>) => host.send({ kind: 'jump', ...event.detail })}
        @pin=${(event: Told<'pin'>) => this.keep({ pins: togglePin(this.pins(), event.detail.key) })}
        @pins-changed=${(event: Told<'pins-changed'>) => this.keep({ pins: event.detail.pins })}
        @fold=${({ detail: { key } }: Told<'fold'>) => this.keep(fold(this.ui, key, this.openSpells().has(key)))}
        @matrix-kind=${(event: Told<'matrix-kind'>) => this.keep({ matrix: event.detail.kind })}
        @scrolled=${(event: Told<'scrolled'>) => this.keep({ scroll: { ...this.ui.scroll, ...event.detail } })}
        @choose-model=${(event: Told<'choose-model'>) => host.send({ kind: 'choose-model', ...event.detail })}
        @dismiss-note=${this.onDismissNote}
        @pick-pictures=${() => host.send({ kind: 'pick-pictures' })}
        @remove-picture=${(event: Told<'remove-picture'>) => host.send({ kind: 'remove-picture', ...event.detail })}
        @open-picture=${(event: Told<'open-picture'>) => host.send({ kind: 'open-picture', ...event.detail })}
        @restore=${(event: Told<'restore'>) => host.send({ kind: 'restore', ...event.detail })}
        @export=${(event: Told<'export'>) => host.send({ kind: 'export', ...event.detail })}
        @retry=${() => host.send({ kind: 'retry' })}
        @cancel=${() => host.send({ kind: 'cancel' })}
      >
        ${this.renderHeader(hasScores)}
        <spellwright-status .status=${status} .hasScores=${hasScores} .say=${say}></spellwright-status>
        ${
          this.welcome.firstRunNote && scores?.checkpoint.bundled
            ? html`<spellwright-checkpoint-card
                .offer=${this.welcome.offer}
                .say=${say}
              ></spellwright-checkpoint-card>`
            : nothing
        }
        ${this.renderPictures()} ${this.renderNoSpells()} ${hasScores ? this.renderScores(scores) : nothing}
        ${this.renderLean()}
      </main>
      <div class="announcements spoken" role="status" aria-live="polite"></div>
      ${
        this.notice
          ? html`<div
              class="toast ${this.notice.severity}"
              role=${this.notice.severity === 'error' ? 'alert' : 'status'}
            >
              <span>${this.notice.text}</span>
              <button class="icon" aria-label=${say('dismiss')} @click=${() => (this.notice = undefined)}>
                ${icons.close}
              </button>
            </div>`
          : nothing
      }
      ${this.dropping ? html`<div class="drop" aria-hidden="true"><span>${say('dropHere')}</span></div>` : nothing}
    `;
  }

  private renderHeader(hasScores: boolean): TemplateResult {
    const { say, scores } = this;
    const file = decodeURIComponent(this.welcome!.uri.split('/').at(-1) ?? '');
    return html`<header>
      <h1 class="clip">${file}</h1>
      ${
        scores
          ? html`<button
              class="checkpoint muted clip"
              title=${say('checkpoint', { id: scores.checkpoint.id, hash: scores.checkpoint.hash })}
              aria-label=${say('chooseModel', { checkpoint: checkpointLabel(scores.checkpoint) })}
              @click=${() => host.send({ kind: 'choose-model' })}
            >
              ${scores.checkpoint.id} <code>${shortHash(scores.checkpoint.hash)}</code>
            </button>`
          : nothing
      }
      <spellwright-export .disabled=${!hasScores} .say=${say}></spellwright-export>
    </header>`;
  }

  private renderPictures(): TemplateResult {
    const { say, status, pictures } = this;
    if (pictures.length === 0) {
      if (status.phase !== 'no-images') return html``;
      return html`<section class="empty">
        <h2>${say('noPicturesTitle')}</h2>
        <p>${say('noPictures')}</p>
        <vscode-button @click=${() => host.send({ kind: 'pick-pictures' })}
          >${say('addPictures')}</vscode-button
        >
        <p class="muted small">${say('addHint')}</p>
      </section>`;
    }
    return this.renderSection(
      'pictures',
      say('pictures'),
      html`<spellwright-pictures .pictures=${pictures} .say=${say}></spellwright-pictures
        >${this.renderNearDuplicates()}`,
      String(pictures.length),
    );
  }

  private renderNearDuplicates(): TemplateResult | typeof nothing {
    const groups = this.scores?.groups ?? [];
    const different = new Set(groups).size;
    if (different === groups.length) return nothing;
    return html`<p class="muted small">
      ${this.say('nearDuplicates', { pictures: groups.length, different })}
    </p>`;
  }

  private renderNoSpells(): TemplateResult | typeof nothing {
    if (this.status.phase !== 'no-spells') return nothing;
    return html`<section class="empty">
      <h2>${this.say('noSpellsTitle')}</h2>
      <p>${this.say('noSpells')}</p>
    </section>`;
  }

  private renderScores(scores: ScoresMessage): TemplateResult {
    const { say, ui } = this;
    const rows = leaderRows(scores, this.openSpells());
    const pins = this.pins();
    const names = scores.spells.map((_, spell) => this.spellName(scores, spell));
    const pictures = new Map(this.pictures.map((picture) => [picture.path, picture]));
    const historySpell = this.history.spell === undefined ? undefined : names[this.history.spell];
    const sampled = scores.spells.filter((spell) => spell.sampled);
    const texts = scores.prompts.filter(({ sameAs }, row) => sameAs === row).length;
    return html`
      ${this.renderSection(
        'leaderboard',
        say('leaderboard'),
        html`<spellwright-leaderboard
            .scores=${scores}
            .rows=${rows}
            .names=${names}
            .pins=${pins}
            .caretSpell=${this.caretSpell}
            .say=${say}
            .scrollTopAtFirst=${ui.scroll.leaderboard}
          ></spellwright-leaderboard
          >${
            sampled.length > 0
              ? html`<p class="muted small">${say('sampledNote', { count: sampled.length })}</p>`
              : nothing
          }${texts === 1 ? html`<p class="muted small">${say('onePrompt')}</p>` : nothing}`,
        String(scores.spells.length),
      )}
      ${
        historySpell === undefined
          ? nothing
          : this.renderSection(
              'history',
              say('history', { spell: historySpell }),
              html`<spellwright-history .entries=${this.history.entries} .say=${say}></spellwright-history>`,
            )
      }
      ${this.renderSection(
        'comparison',
        say('comparison'),
        html`<spellwright-comparison
          .scores=${scores}
          .pins=${pins}
          .names=${names}
          .pictures=${pictures}
          .say=${say}
        ></spellwright-comparison>`,
        checkpointLabel(scores.checkpoint),
      )}
      ${this.renderSection(
        'matrix',
        say('matrix'),
        html`<spellwright-matrix
          .scores=${scores}
          .rows=${rows}
          .names=${names}
          .pictures=${pictures}
          .kind=${ui.matrix}
          .caretSpell=${this.caretSpell}
          .say=${say}
          .scrollAtFirst=${{ top: ui.scroll.matrixTop, left: ui.scroll.matrixLeft }}
        ></spellwright-matrix>`,
        `${rows.length} × ${scores.columns.length}`,
      )}
    `;
  }

  /** As the leaderboard lists them: of prompts that read the same only the first is there. */
  private pins(): readonly string[] {
    const { scores, ui } = this;
    if (!scores) return ui.pins;
    // One list as long as nothing changes: a new one would have the comparison worked out anew.
    if (this.listed?.scores !== scores || this.listed.kept !== ui.pins) {
      const pins = [...new Set(ui.pins.map((key) => listedKey(scores, key)))];
      this.listed = { scores, kept: ui.pins, pins };
    }
    return this.listed.pins;
  }

  private openSpells(): ReadonlySet<string> {
    return openSpells(this.ui, spellKeys(this.scores?.spells ?? []));
  }

  private renderLean(): TemplateResult | typeof nothing {
    const { say, lean } = this;
    if (!lean?.checkpoint) return nothing;
    const { id, hash } = lean.checkpoint;
    return this.renderSection(
      'lean',
      say('lean'),
      html`<spellwright-leans .lean=${lean} .say=${say}></spellwright-leans>`,
      `${id} ${shortHash(hash)}`,
    );
  }

  private renderSection(
    name: SectionName,
    title: string,
    content: TemplateResult,
    remark = '',
  ): TemplateResult {
    const open = !this.ui.closedSections.includes(name);
    return html`<details
      .open=${open}
      @toggle=${(event: Event) => {
        const isOpen = (event.target as HTMLDetailsElement).open;
        if (isOpen === this.ui.closedSections.includes(name)) {
          this.keep({ closedSections: toggle(this.ui.closedSections, name) });
        }
      }}
    >
      <summary>
        <span class="chevron">${icons.chevron}</span>
        <h2 class="clip">${title}</h2>
        <span class="muted number">${remark}</span>
      </summary>
      ${open ? html`<div class="content">${content}</div>` : nothing}
    </details>`;
  }

  private spellName(scores: ScoresMessage, spell: number): string {
    return scores.spells[spell]!.name ?? this.say('unnamedSpell', { number: spell + 1 });
  }

  private announceChange(next: ScoresMessage): void {
    const change = rankChange(this.scores, next, this.caretSpell);
    if (!change) return;
    const parameters = {
      spell: this.spellName(next, change.spell),
      cosine: cosine(next.spells[change.spell]!.meanCosine),
    };
    this.announcer.say(
      change.kind === 'leader'
        ? this.say('leaderChanged', parameters)
        : this.say('rankChanged', { ...parameters, rank: change.rank, count: next.spells.length }),
    );
  }

  /** Changes what is kept through a reload. Written to VS Code a little later, because scrolling changes it often. */
  private keep(change: Partial<UiState>): void {
    const onlyScroll = Object.keys(change).every((key) => key === 'scroll');
    const next = { ...this.ui, ...change };
    if (onlyScroll) Object.assign(this.ui, change);
    else this.ui = next;
    this.keeping ??= window.setTimeout(() => {
      this.keeping = undefined;
      host.keep(this.ui);
    }, 200);
  }

  /** The card goes with the focus in it, which moves on to what does the same later. */
  private readonly onDismissNote = (): void => {
    host.send({ kind: 'dismiss-note' });
    this.renderRoot.querySelector<HTMLElement>('button.checkpoint')?.focus();
  };

  private showNotice(severity: 'information' | 'error', text: string): void {
    this.notice = { severity, text };
    window.clearTimeout(this.noticeTimer);
    // Errors stay until they are dismissed: somebody has to do something about them.
    if (severity === 'information') {
      this.noticeTimer = window.setTimeout(() => (this.notice = undefined), 5000);
    }
  }

  private async onPaste(event: ClipboardEvent): Promise<void> {
    if (event.clipboardData) await this.take(event, event.clipboardData);
  }

  private async onDrop(event: DragEvent): Promise<void> {
    this.dropping = false;
    if (event.dataTransfer) await this.take(event, event.dataTransfer);
  }

  private async take(event: Event, transfer: DataTransfer): Promise<void> {
    event.preventDefault();
    const { files, uris, tooLarge, tooMuch, tooMany } = await readIncoming(transfer);
    if (uris.length > 0) host.send({ kind: 'add-uris', uris });
    if (files.length > 0) host.send({ kind: 'add-files', files });
    if (tooLarge.length > 0) {
      const limit = maxIncomingBytes / 1024 / 1024;
      this.showNotice('error', tooLarge.map((file) => this.say('tooLarge', { file, limit })).join(' '));
    } else if (tooMuch > 0) {
      const limit = maxIncomingTotalBytes / 1024 / 1024;
      this.showNotice('error', this.say('tooMuch', { count: tooMuch, limit }));
    } else if (tooMany) this.showNotice('error', this.say('tooMany', { limit: maxIncomingFiles }));
  }

  private readonly onDragOver = (event: DragEvent): void => {
    const types = event.dataTransfer?.types ?? [];
    if (!types.some((type) => /^(Files|text\/uri-list|application\/vnd\.code\.uri-list)$/i.test(type)))
      return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = 'copy';
    this.dropping = true;
  };

  private readonly onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.dropping = false;
  };

  static override styles = [
    theme,
    css`
      :host {
        display: block;
        margin: 0 auto;
        max-width: 1180px;
        padding: 10px 14px 32px;
      }

      @media (max-width: 460px) {
        :host {
          padding-inline: 0;
        }
      }

      header {
        align-items: center;
        display: flex;
        gap: 10px;
        margin-bottom: 8px;
      }

      h1 {
        flex: 1 1 auto;
        font-size: 1.15em;
        font-weight: 600;
        margin: 0;
        min-width: 5em;
      }

      .checkpoint {
        background: none;
        border: 0;
        border-radius: 3px;
        cursor: pointer;
        flex: 0 1 auto;
        font: inherit;
        font-size: 0.92em;
        padding: 2px 4px;
      }

      .checkpoint:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }

      code {
        font-family: var(--vscode-editor-font-family);
        font-size: 0.95em;
      }

      details {
        border-top: 1px solid var(--line);
        padding: 2px 0;
      }

      summary {
        align-items: center;
        cursor: pointer;
        display: flex;
        gap: 4px;
        list-style: none;
        margin-left: -6px;
        min-height: 28px;
      }

      summary h2 {
        font-size: 0.85em;
        font-weight: 700;
        letter-spacing: 0.02em;
        margin: 0;
        text-transform: uppercase;
      }

      summary .number {
        font-size: 0.85em;
        margin-left: 6px;
      }

      .chevron {
        display: flex;
      }

      details[open] .chevron {
        transform: rotate(90deg);
      }

      .content {
        padding: 2px 0 12px;
      }

      .small {
        font-size: 0.92em;
      }

      .content p.small {
        margin: 6px 0 0;
      }

      .empty {
        margin: 24px auto;
        max-width: 46ch;
        text-align: center;
      }

      .empty h2 {
        font-size: 1.15em;
        font-weight: 600;
        margin: 0 0 6px;
      }

      .empty p {
        margin: 0 0 14px;
      }

      .empty p.small {
        margin-top: 14px;
      }

      .toast {
        align-items: start;
        background: var(--vscode-inputValidation-infoBackground);
        border: 1px solid var(--vscode-inputValidation-infoBorder);
        border-radius: 4px;
        color: var(--vscode-inputValidation-infoForeground, inherit);
        display: flex;
        gap: 8px;
        justify-content: space-between;
        margin-bottom: 10px;
        padding: 6px 6px 6px 10px;
      }

      .toast {
        bottom: 12px;
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
        left: 50%;
        margin: 0;
        max-width: min(92%, 560px);
        width: max-content;
        overflow-wrap: anywhere;
        position: fixed;
        transform: translateX(-50%);
        z-index: 20;
      }

      .toast.error {
        background: var(--vscode-inputValidation-errorBackground);
        border-color: var(--vscode-inputValidation-errorBorder);
        color: var(--vscode-inputValidation-errorForeground, inherit);
      }

      .drop {
        background: color-mix(in srgb, var(--background) 80%, transparent);
        display: grid;
        font-size: 1.2em;
        inset: 0;
        padding: 12px;
        pointer-events: none;
        position: fixed;
        z-index: 30;
      }

      .drop span {
        align-items: center;
        border: 2px dashed var(--vscode-focusBorder);
        border-radius: 8px;
        display: flex;
        justify-content: center;
      }
    `,
  ];
}

type Told<K extends keyof PanelEvents> = CustomEvent<PanelEvents[K]>;
