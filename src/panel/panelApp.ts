import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { checkpointLabel, shortHash } from '../core/score/export/exportedFile';
import type { HostMessage, PanelMessage } from '../protocol/panel';
import type { StatusMessage, WelcomeMessage } from '../protocol/panel/shell';
import { Announcer } from './announcer';
import './checkpointCard';
import './exportMenu';
import { host } from './host';
import { icons } from './icons';
import { IncomingPictures } from './incomingPictures';
import type { Told } from './panelEvents';
import { PanelView } from './panelView';
import type { Section, Shown } from './sections/section';
import { sections } from './sections/sections';
import './picturePreview';
import './statusLine';
import { tabTitles } from './tabBar';
import { theme } from './theme';
import { readUiState, tabs, toggle, turnTo, type TabName, type UiState } from './uiState';
import { sayIn, type Say } from './wording';

const usedTabs = tabs.filter((tab) => sections.some((section) => section.tab === tab));

const waiting: StatusMessage = { kind: 'status', phase: 'waiting' };

/** The whole panel: what the host sent, what the user folded and pinned, and the sections that show it. */
@customElement('spellwright-panel')
export class PanelApp extends LitElement {
  @state() private notice?: { readonly severity: 'information' | 'error'; readonly text: string };

  @query('.announcements') private announcements!: HTMLElement;

  private readonly view = new PanelView(readUiState(host.keptState()), sayIn('en'));
  private readonly incoming = new IncomingPictures(this);
  private readonly announcer = new Announcer((text) => (this.announcements.textContent = text));
  private restoreScroll = true;
  private keeping?: number;
  private noticeTimer?: number;

  override connectedCallback(): void {
    super.connectedCallback();
    host.onMessage((message) => this.receive(message));
    window.addEventListener('keydown', (event) => this.onKey(event));
    window.addEventListener('scroll', () => this.keep({ scroll: window.scrollY }), { passive: true });
    host.send({ kind: 'ready' });
  }

  say(...parameters: Parameters<Say>): string {
    return this.view.say(...parameters);
  }

  showError(text: string): void {
    this.showNotice('error', text);
  }

  private receive(message: HostMessage): void {
    for (const { announce } of sections) {
      const text = announce?.(message, this.view);
      if (text !== undefined) this.announcer.say(text);
    }
    if (message.kind === 'notice') return this.showNotice(message.severity, message.text);
    const { view } = this;
    view.received =
      message.kind === 'forget'
        ? { ...view.received, scores: undefined }
        : { ...view.received, [message.kind]: message };
    if (message.kind === 'welcome') this.welcome(message);
    for (const section of sections) {
      if (section.comesForwardAt?.includes(message.kind)) this.bringForward(section);
    }
    this.requestUpdate();
  }

  private welcome(message: WelcomeMessage): void {
    const { view } = this;
    view.say = sayIn(message.language);
    document.documentElement.lang = message.language;
    const turned = turnTo(view.ui, message.uri);
    if (turned !== view.ui) {
      // What was sent before is of another file.
      view.received = { welcome: message };
      this.restoreScroll = true;
    }
    this.keep({ ...turned, locked: message.locked });
  }

  private bringForward({ name, tab }: Section): void {
    const { closedSections } = this.view.ui;
    this.keep({ tab, closedSections: closedSections.filter((closed) => closed !== name) });
  }

  protected override updated(): void {
    if (!this.restoreScroll || !this.view.scores) return;
    this.restoreScroll = false;
    const { scroll } = this.view.ui;
    // The sections have their height when they have been drawn, each by itself.
    void Promise.all(
      Array.from(this.renderRoot.querySelectorAll('details .content > *'), (element) =>
        element instanceof LitElement ? element.updateComplete : undefined,
      ),
    ).then(() => window.scrollTo(0, scroll));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { say, received } = this.view;
    const { welcome, scores, status = waiting } = received;
    if (!welcome) return nothing;
    const hasScores = this.view.scores !== undefined;
    return html`
      <main
        @ask=${(event: Told<'ask'>) => this.obey(event.detail)}
        @change=${(event: Event) => this.onChange(event)}
        @remember=${(event: Told<'remember'>) => this.onRemember(event)}
      >
        ${this.renderHeader(hasScores)}
        <spellwright-status
          .status=${status}
          .hasScores=${hasScores}
          .isFixed=${welcome.fixedCheckpoint ?? false}
          .say=${say}
        ></spellwright-status>
        ${
          welcome.firstRunNote && scores?.checkpoint.bundled
            ? html`<spellwright-checkpoint-card
                .offer=${welcome.offer}
                .isFixed=${welcome.fixedCheckpoint ?? false}
                .say=${say}
              ></spellwright-checkpoint-card>`
            : nothing
        }
        ${this.renderEmpty(status)} ${this.renderTab()}
      </main>
      <spellwright-preview></spellwright-preview>
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
      ${this.incoming.isOver ? html`<div class="drop" aria-hidden="true"><span>${say('dropHere')}</span></div>` : nothing}
    `;
  }

  /** What was measured with; to choose another, where there are others. */
  private renderCheckpoint(
    { id, hash }: { readonly id: string; readonly hash: string },
    isFixed: boolean,
  ): TemplateResult {
    const { say } = this.view;
    const parts = html`<span class="clip">${id}</span> <code>${shortHash(hash)}</code>`;
    const title = say('checkpoint', { id, hash });
    if (isFixed) return html`<span class="checkpoint muted" tabindex="-1" title=${title}>${parts}</span>`;
    return html`<button
      class="checkpoint muted"
      title=${title}
      aria-label=${say('chooseModel', { checkpoint: checkpointLabel({ id, hash }) })}
      @click=${() => host.send({ kind: 'choose-model' })}
    >
      ${parts}
    </button>`;
  }

  private renderBadge(isFixed: boolean): TemplateResult {
    const { say } = this.view;
    const parts = html`${icons.warning}${say('noPhotographs')}`;
    if (isFixed) return html`<span class="badge" title=${say('cardTitle')}>${parts}</span>`;
    return html`<button
      class="badge"
      title=${say('cardTitle')}
      aria-label=${say('noPhotographsLong')}
      @click=${() => host.send({ kind: 'choose-model' })}
    >
      ${parts}
    </button>`;
  }

  private renderHeader(hasScores: boolean): TemplateResult {
    const { say } = this.view;
    const { scores, welcome } = this.view.received;
    const isFixed = welcome!.fixedCheckpoint ?? false;
    const file = decodeURIComponent(
      welcome!.uri
        .split('/')
        .at(-1)!
        .replace(/^untitled:/, ''),
    );
    return html`<header>
      <h1 class="clip">${file}</h1>
      ${scores ? this.renderCheckpoint(scores.checkpoint, isFixed) : nothing}
      ${
        // The card says it as long as it stands below.
        scores?.checkpoint.bundled && !welcome!.firstRunNote ? this.renderBadge(isFixed) : nothing
      }
      <spellwright-export .disabled=${!hasScores} .say=${say}></spellwright-export>
    </header>`;
  }

  private renderEmpty({ phase }: StatusMessage): TemplateResult | typeof nothing {
    const { say } = this.view;
    if (phase === 'no-spells') {
      return html`<section class="empty">
        <h2>${say('noSpellsTitle')}</h2>
        <p>${say('noSpells')}</p>
      </section>`;
    }
    if (phase === 'never-saved') {
      return html`<section class="empty">
        <h2>${say('neverSavedTitle')}</h2>
        <p>${say('neverSaved')}</p>
        <vscode-button @click=${() => host.send({ kind: 'save' })}>${say('saveFile')}</vscode-button>
      </section>`;
    }
    if (phase !== 'no-images' || this.view.pictures.size > 0) return nothing;
    return html`<section class="empty">
      <h2>${say('noPicturesTitle')}</h2>
      <p>${say('noPictures')}</p>
      <vscode-button @click=${() => host.send({ kind: 'pick-pictures' })}
        >${say('addPictures')}</vscode-button
      >
      <p class="muted small">${say('addHint')}</p>
    </section>`;
  }

  private renderTab(): TemplateResult | typeof nothing {
    const { view } = this;
    const shown = sections.flatMap((section) => {
      const content = section.show(view);
      return content ? [{ ...section, ...content }] : [];
    });
    if (shown.length === 0) return nothing;
    const tab = this.activeTab();
    const own = shown.filter((section) => section.tab === tab);
    const attention = new Map<TabName, string>();
    for (const { tab: of, attention: text } of shown)
      if (text !== undefined) attention.set(of, [attention.get(of), text].filter(Boolean).join(' · '));
    return html`<spellwright-tabs
        .tabs=${usedTabs}
        .active=${tab}
        .attention=${attention}
        .say=${view.say}
      ></spellwright-tabs>
      <div role="tabpanel" aria-label=${view.say(tabTitles[tab])}>
        ${own.length > 0 ? own.map((section) => this.renderSection(section)) : html`<p class="muted">${view.say('tabEmpty')}</p>`}
      </div>`;
  }

  /** A tab that was kept may have lost its sections with another version. */
  private activeTab(): TabName {
    const { tab } = this.view.ui;
    return usedTabs.includes(tab) ? tab : usedTabs[0]!;
  }

  private renderSection({ name, title, remark = '', content }: ShownSection): TemplateResult {
    const open = !this.view.ui.closedSections.includes(name);
    return html`<details
      data-section=${name}
      .open=${open}
      @toggle=${(event: Event) => {
        const { closedSections } = this.view.ui;
        const isOpen = (event.target as HTMLDetailsElement).open;
        if (isOpen === closedSections.includes(name)) {
          this.keep({ closedSections: toggle(closedSections, name) });
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

  /** What the panel changed is an edit of the document, and so is taken back there. */
  private onKey(event: KeyboardEvent): void {
    const isField = event.composedPath()[0] instanceof HTMLInputElement;
    if (isField || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && (key !== 'y' || event.shiftKey)) return;
    event.preventDefault();
    host.send({ kind: 'undo', redo: key === 'y' || event.shiftKey });
  }

  private obey(message: PanelMessage): void {
    host.send(message);
    // The card goes with the focus in it, which moves on to what does the same later.
    if (message.kind === 'dismiss-note') this.renderRoot.querySelector<HTMLElement>('.checkpoint')?.focus();
  }

  /** Fields of a form tell of their changes by events of the same name. */
  private onChange(event: Event): void {
    if (event instanceof CustomEvent && typeof event.detail === 'function')
      this.keep((event as Told<'change'>).detail(this.view));
  }

  private onRemember({ detail: { section, values } }: Told<'remember'>): void {
    const { sections: kept } = this.view.ui;
    this.keep({ sections: { ...kept, [section]: { ...kept[section], ...values } } }, false);
  }

  /** Changes what is kept through a reload. Written to VS Code a little later, because scrolling changes it often. */
  private keep(change: Partial<UiState>, redraws = Object.keys(change).join() !== 'scroll'): void {
    this.view.ui = { ...this.view.ui, ...change };
    if (redraws) this.requestUpdate();
    this.keeping ??= window.setTimeout(() => {
      this.keeping = undefined;
      host.keep(this.view.ui);
    }, 200);
  }

  private showNotice(severity: 'information' | 'error', text: string): void {
    this.notice = { severity, text };
    window.clearTimeout(this.noticeTimer);
    // Errors stay until they are dismissed: somebody has to do something about them.
    if (severity === 'information') {
      this.noticeTimer = window.setTimeout(() => (this.notice = undefined), 5000);
    }
  }

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
        flex: 1 3 auto;
        font-size: 1.15em;
        font-weight: 600;
        margin: 0;
        min-width: 5em;
      }

      .checkpoint {
        background: none;
        border: 0;
        border-radius: 3px;
        display: flex;
        flex: 0 1 auto;
        font: inherit;
        font-size: 0.92em;
        gap: 4px;
        min-width: 3.5em;
        padding: 2px 4px;
      }

      .checkpoint .clip {
        flex: 0 1 auto;
        max-width: 16em;
        min-width: 0;
      }

      .checkpoint code {
        flex: none;
      }

      /* The hash gives way before the name of the file does: it stands beside what was measured too. */
      @media (max-width: 520px) {
        .checkpoint code {
          display: none;
        }
      }

      button.checkpoint,
      button.badge {
        cursor: pointer;
      }

      button.checkpoint:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }

      .badge {
        align-items: center;
        background: none;
        border: 1px solid var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
        border-radius: 9px;
        color: inherit;
        display: inline-flex;
        flex: none;
        font: inherit;
        font-size: 0.85em;
        gap: 3px;
        padding: 0 7px 0 4px;
        white-space: nowrap;
      }

      .badge svg {
        color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
        height: 12px;
      }

      button.badge:hover {
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

      [role='tabpanel'] > details:first-child {
        border-top: 0;
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
        font-size: 0.92em;
        font-weight: 700;
        margin: 0;
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

type ShownSection = Section & Shown;
