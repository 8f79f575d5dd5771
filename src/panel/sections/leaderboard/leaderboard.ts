import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { picturesIn, type ScoresMessage } from '../../../protocol/panel/scores';
import type { RevealMessage } from '../../../protocol/panel/shell';
import { cosine, count, difference, differenceInterval, percent, rankText } from '../../../words/numbers';
import { axisOf, dotPlaces, firstSpell, type Plot } from './dotPlot';
import { dotPlotStyles, dotPlotView } from './dotPlotView';
import { icons } from '../../icons';
import { rowOrders, type LeaderRow, type RowOrder } from '../../leaderRows';
import { ask, change, remember } from '../../panelEvents';
import { rowText } from '../../rowTexts';
import { theme, unseen } from '../../theme';
import { fold, leaderboardName, togglePin } from '../../uiState';
import { scrollToShow, visibleRange } from '../../windowing';
import type { Say } from '../../wording';

/** Below this width, in its own font, a row has a second line for its text; the styles below say it too. */
const narrowEms = 52;
/** Of a row beside its lines of text: the plot and the room around, in pixels. */
const rowRest = 24;
const lineHeight = 1.4;

const orderNames = { rank: 'orderRank', file: 'orderFile', name: 'orderName' } as const;

/** Done with: the leaderboard may be made anew, when its tab or its section was closed meanwhile. */
const revealed = new WeakSet<RevealMessage>();

/** Spells by mean cosine, their different texts folded under them. Only the rows in view are in the document. */
@customElement('spellwright-leaderboard')
export class Leaderboard extends LitElement {
  @property({ attribute: false }) scores!: ScoresMessage;
  @property({ attribute: false }) rows: readonly LeaderRow[] = [];
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) pins: readonly string[] = [];
  @property({ attribute: false }) caretSpell?: number;
  /** The spell to bring into view, once for each message. */
  @property({ attribute: false }) reveal?: RevealMessage;
  @property({ attribute: false }) order: RowOrder = 'rank';
  @property({ attribute: false }) filter = '';
  @property({ attribute: false }) say!: Say;
  /** Where to scroll to when first shown. */
  @property({ attribute: false }) scrollTopAtFirst = 0;

  /** The row that Tab reaches. */
  @state() private active?: string;
  @state() private top = 0;
  @state() private viewport = 400;
  /** Of the text, in pixels. */
  @state() private em = 13;
  /** Of text in each row. */
  @state() private lines = 1;
  @query('.box') private box!: HTMLElement;

  private readonly resized = new ResizeObserver(() => {
    this.viewport = this.box.clientHeight;
    this.em = parseFloat(getComputedStyle(this).fontSize);
    this.lines = this.box.clientWidth < narrowEms * this.em ? 2 : 1;
  });
  private followedSpell?: number;
  /** The row that stays in view when the rows change places, and how far below the edge if it is to stay just there. */
  private anchor?: { readonly key: string; readonly offset?: number };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.box);
    this.box.scrollTop = this.scrollTopAtFirst;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('rows');
    if (!this.hasUpdated || before === undefined) return;
    const focused = this.shadowRoot?.activeElement?.closest<HTMLElement>('[data-index]');
    const row = focused
      ? before[Number(focused.dataset.index)]
      : before.find(({ level, spell }) => level === 1 && spell === this.followedSpell);
    const offset = row && before.indexOf(row) * this.rowHeight - this.box.scrollTop;
    const isInView = offset !== undefined && offset > -this.rowHeight && offset < this.box.clientHeight;
    this.anchor = row && isInView ? { key: row.key, ...(focused && { offset }) } : undefined;
  }

  private get rowHeight(): number {
    return Math.ceil(this.lines * lineHeight * this.em) + rowRest;
  }

  /** What somebody looks at stays, wherever its new rank is. */
  private keepAnchor(): void {
    const { anchor } = this;
    this.anchor = undefined;
    const index = anchor ? this.rows.findIndex(({ key }) => key === anchor.key) : -1;
    if (index < 0) return;
    if (anchor!.offset === undefined) this.showIndex(index);
    else this.box.scrollTop = index * this.rowHeight - anchor!.offset;
  }

  /** Somebody is at work in it: nothing moves under the hand. */
  private get isUsed(): boolean {
    return this.matches(':hover') || this.shadowRoot?.activeElement !== null;
  }

  protected override updated(): void {
    this.keepAnchor();
    if (this.caretSpell !== this.followedSpell) {
      this.followedSpell = this.caretSpell;
      if (this.caretSpell !== undefined && !this.isUsed) this.showSpell(this.caretSpell);
    }
    if (this.reveal && !revealed.has(this.reveal)) {
      revealed.add(this.reveal);
      this.scrollIntoView({ block: 'nearest' });
      this.showSpell(this.reveal.spell);
    }
  }

  /** Brings a spell's row into view. */
  private showSpell(spell: number): void {
    const index = this.rows.findIndex((row) => row.level === 1 && row.spell === spell);
    if (index >= 0) this.showIndex(index);
  }

  private showIndex(index: number): void {
    const headHeight = this.box.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    this.box.scrollTop = scrollToShow(
      this.box.scrollTop,
      this.box.clientHeight - headHeight,
      this.rowHeight,
      index,
    );
  }

  protected override render(): TemplateResult {
    const { rows, say, rowHeight } = this;
    const range = visibleRange(this.top, this.viewport, rowHeight, rows.length, 6);
    const activeIndex = Math.max(
      0,
      rows.findIndex((row) => row.key === this.active),
    );
    const shown = rows
      .slice(range.first, range.end)
      .map((row, offset) => ({ row, index: range.first + offset }));
    // The row that holds the focus stays in the document when it is scrolled away: else the focus would be lost.
    const focused = rows[activeIndex];
    if (focused && (activeIndex < range.first || activeIndex >= range.end)) {
      shown.push({ row: focused, index: activeIndex });
    }
    const plot = { axis: axisOf(rows), first: firstSpell(this.scores) };
    const characters = {
      rank: rows.reduce((most, { rank, ranks }) => Math.max(most, rankText(rank, ranks).length), 1),
      fits: 2 * String(picturesIn(this.scores)).length + 1,
    };

    return html`
      ${this.renderBar()}
      <div
        class="box"
        role="treegrid"
        aria-label=${say('leaderboard')}
        aria-rowcount=${rows.length + 1}
        aria-describedby="keys"
        .style=${`--rank: ${characters.rank}; --fits: ${characters.fits}; --row: ${rowHeight}px; --lines: ${this.lines}`}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
      >
        <div class="head row" role="row" aria-rowindex="1">
          <span role="columnheader" class="rank"><span class="spoken">${say('rank')}</span></span>
          <span role="columnheader">${say('spell')}</span>
          <span
            role="columnheader"
            class="number"
            title=${say('cosineLong', { low: cosine(plot.axis.low), high: cosine(plot.axis.high) })}
            >${say('cosine')}</span
          >
          <span role="columnheader" class="number share" title=${say('probabilityLong')}
            >${say('spellProbability')}</span
          >
          <span role="columnheader" class="number fits" title=${say('fitsBestLong')}>${say('fitsBest')}</span>
          <span role="columnheader" class="number tokens" title=${say('tokensLong')}>${say('tokens')}</span>
          <span role="columnheader"><span class="spoken">${say('comparison')}</span></span>
        </div>
        <div class="canvas" role="rowgroup" .style=${`height: ${rows.length * rowHeight}px`}>
          ${repeat(
            shown,
            ({ row }) => row.key,
            ({ row, index }) => this.renderRow(row, index, index === activeIndex, plot),
          )}
        </div>
      </div>
      <span id="keys" class="spoken">${say('leaderboardKeys')}</span>
      ${this.renderNote()}
    `;
  }

  /** Which rows are listed, and in which order. */
  private renderBar(): TemplateResult | typeof nothing {
    const { say, filter, rows } = this;
    if (this.scores.prompts.length < 2) return nothing;
    return html`<div class="bar">
      <input
        type="search"
        placeholder=${say('filter')}
        aria-label=${say('filter')}
        .value=${filter}
        @input=${(event: Event) => this.choose({ filter: (event.target as HTMLInputElement).value })}
        @keydown=${this.onFilterKey}
      />
      <select
        aria-label=${say('order')}
        title=${say('order')}
        @change=${(event: Event) => this.choose({ order: (event.target as HTMLSelectElement).value })}
      >
        ${rowOrders.map(
          (order) =>
            html`<option value=${order} ?selected=${order === this.order}>${say(orderNames[order])}</option>`,
        )}
      </select>
      <span class="muted small" role="status"
        >${filter.trim() === '' ? '' : rows.length > 0 ? say('filtered', { count: rows.length }) : say('filteredNone', { filter })}</span
      >
    </div>`;
  }

  private choose(choice: Readonly<Record<string, string>>): void {
    change(this, ({ ui: { sections } }) => ({
      sections: { ...sections, [leaderboardName]: { ...sections[leaderboardName], ...choice } },
    }));
  }

  private readonly onFilterKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.filter !== '') {
      event.preventDefault();
      this.choose({ filter: '' });
    } else if (event.key === 'ArrowDown' && this.rows.length > 0) {
      event.preventDefault();
      this.focusRow(0);
    }
  };

  /** What the marks mean, where there are any. */
  private renderNote(): TemplateResult | typeof nothing {
    const { say, scores } = this;
    const rows = this.rows.filter(({ row }) => row !== undefined);
    if (rows.length < 2) return nothing;
    if (rows.every(({ ranks }) => ranks === undefined))
      return html`<p class="muted small note">${say('fewDifferent')}</p>`;
    const best = rows.filter(({ ranks }) => ranks?.first === 1);
    return html`<p class="muted small note">
      ${firstSpell(scores) ? say('dotPlotNote') : nothing}
      ${
        best.some(({ ranks }) => ranks!.last === 1)
          ? html`<span class="legend"><span class="mark sure"></span> ${say('surelyBest')}</span>`
          : nothing
      }
      ${
        best.some(({ ranks }) => ranks!.last > 1)
          ? html`<span class="legend"><span class="mark"></span> ${say('maybeBest')}</span>`
          : nothing
      }
    </p>`;
  }

  private renderRow(row: LeaderRow, index: number, isActive: boolean, plot: Plot): TemplateResult {
    const { say, scores } = this;
    const prompt = row.row === undefined ? undefined : scores.prompts[row.row]!;
    const spell = scores.spells[row.spell]!;
    const name = this.names[row.spell]!;
    const pinned = this.pins.indexOf(row.key);
    const pinLabel = say(pinned >= 0 ? 'unpin' : 'pin', { spell: name });
    const tab = isActive ? 0 : -1;
    const behind = row.level === 1 ? this.behindText(row) : '';
    const note = this.countNote(row);
    const lost =
      prompt?.lostFrom === undefined ? '' : say('lostWords', { words: prompt.text.slice(prompt.lostFrom) });
    return html`
      <div
        class="row level${row.level} ${row.spell === this.caretSpell ? 'caret' : ''}"
        role="row"
        tabindex=${tab}
        data-index=${index}
        aria-level=${row.level}
        aria-rowindex=${index + 2}
        aria-posinset=${row.position}
        aria-setsize=${row.siblings}
        aria-expanded=${row.expandable ? String(row.expanded) : nothing}
        aria-current=${row.spell === this.caretSpell && row.level === 1 ? 'true' : nothing}
        .style=${`transform: translateY(${index * this.rowHeight}px)`}
        @click=${() => this.jump(row)}
        @focus=${() => (this.active = row.key)}
      >
        ${this.renderRank(row, prompt !== undefined)}
        <span
          class="what"
          role="gridcell"
          title=${prompt === undefined ? nothing : [prompt.text, note].filter(Boolean).join('\n')}
        >
          <span class="label">${this.renderLabel(row, name, note)}</span>
          ${
            prompt
              ? dotPlotView(dotPlaces(plot, row, spell), behind)
              : html`<span class="muted small">${say('noPrompt')}</span>`
          }
        </span>
        <span class="number cosine" role="gridcell" title=${(prompt && this.chosenText(row)) || nothing}
          >${prompt ? cosine(row.meanCosine) : ''}${behind ? html`<span class="spoken">, ${behind}</span>` : nothing}</span
        >
        <span class="number muted share" role="gridcell" title=${this.amongText(row, name)}
          >${prompt ? percent(row.mean) : ''}</span
        >
        <span class="number muted fits" role="gridcell"
          >${prompt ? `${row.fitsBest}/${picturesIn(scores)}` : ''}</span
        >
        <span class="number muted tokens ${lost ? 'lost' : ''}" role="gridcell" title=${lost || nothing}
          >${prompt?.tokens ?? ''}${lost ? html`<span class="spoken">. ${lost}</span>` : nothing}</span
        >
        <span class="pincell" role="gridcell">
          ${prompt ? this.renderActions(row, name, tab) : nothing}
          ${
            prompt && scores.library === undefined
              ? html`<button
                  class="icon pin ${pinned >= 0 ? 'pinned' : ''}"
                  tabindex=${tab}
                  title=${pinLabel}
                  aria-label=${pinLabel}
                  aria-pressed=${String(pinned >= 0)}
                  @click=${(event: Event) => this.pin(row, event)}
                >
                  ${pinned >= 0 ? html`<b aria-hidden="true">${'AB'[pinned]}</b>` : icons.pin}
                </button>`
              : nothing
          }
        </span>
      </div>
    `;
  }

  private renderRank(row: LeaderRow, isRanked: boolean): TemplateResult {
    const { say } = this;
    const { rank, ranks } = row;
    const mark =
      isRanked && ranks?.first === 1 ? say(ranks.last === 1 ? 'surelyBest' : 'maybeBest') : undefined;
    const range =
      isRanked && ranks
        ? say(ranks.first === ranks.last ? 'rankSure' : 'rankRange', { rank: ranks.first, ...ranks })
        : undefined;
    return html`<span
      class="rank number"
      role="rowheader"
      title=${[mark, range].filter(Boolean).join('; ') || nothing}
    >
      ${
        row.expandable
          ? html`<span
              class="fold ${row.expanded ? 'open' : ''}"
              @click=${(event: Event) => this.fold(row, event)}
              >${icons.chevron}</span
            >`
          : nothing
      }
      ${mark ? html`<span class="mark ${ranks?.last === 1 ? 'sure' : ''}" aria-hidden="true"></span>` : nothing}
      <span>${isRanked ? rankText(rank, ranks) : '–'}</span>
      ${mark ? html`<span class="spoken">, ${mark}</span>` : nothing}
      ${range ? html`<span class="spoken">, ${range}</span>` : nothing}
    </span>`;
  }

  private renderLabel(row: LeaderRow, name: string, note: string): TemplateResult {
    const text = rowText(this.scores, row).map(({ text, differs }) =>
      differs ? html`<strong>${text}</strong>` : text,
    );
    const badge = note ? html`<span class="badge">${note}</span> ` : nothing;
    if (row.level === 2) return html`<span class="text">${text}</span> ${badge}`;
    return html`<b class="name">${name}</b> ${badge}<span class="muted text">${text}</span>`;
  }

  private renderActions(row: LeaderRow, name: string, tab: number): TemplateResult {
    const copy = this.say('copyPrompt', { spell: name });
    const keep = this.say('keepOptions', { spell: name });
    return html`<span class="actions">
      ${
        this.hasSlots(row)
          ? html`<button
              class="icon keep"
              tabindex=${tab}
              title=${keep}
              aria-label=${keep}
              @click=${(event: Event) => this.keep(row, event)}
            >
              ${icons.keep}
            </button>`
          : nothing
      }
      <button
        class="icon copy"
        tabindex=${tab}
        title=${copy}
        aria-label=${copy}
        @click=${(event: Event) => this.copy(row, event)}
      >
        ${icons.copy}
      </button>
    </span>`;
  }

  /** The id of an expansion names what it chose. */
  private hasSlots({ row }: LeaderRow): boolean {
    return row !== undefined && this.scores.prompts[row]!.id !== '';
  }

  private copy(row: LeaderRow, event?: Event): void {
    event?.stopPropagation();
    if (row.row !== undefined)
      ask(this, { kind: 'copy-prompt', spell: row.spell, id: this.scores.prompts[row.row]!.id });
  }

  private keep(row: LeaderRow, event?: Event): void {
    event?.stopPropagation();
    if (row.row !== undefined && this.hasSlots(row))
      ask(this, { kind: 'keep-options', spell: row.spell, id: this.scores.prompts[row.row]!.id });
  }

  /** How many prompts the row stands for, where it is more than one. */
  private countNote(row: LeaderRow): string {
    if (row.variants > 1) return this.say('variants', { count: row.variants });
    return row.expandable ? this.expansionCount(row) : '';
  }

  private behindText(row: LeaderRow): string {
    const { behind } = this.scores.spells[row.spell]!;
    if (behind?.low === undefined || behind.high === undefined) return '';
    return this.say('behindFirst', {
      difference: difference(behind.difference),
      interval: differenceInterval({ low: behind.low, high: behind.high }),
    });
  }

  /** A spell of several texts is ranked by less than its best text shows. */
  private chosenText(row: LeaderRow): string {
    const { texts, chosenCosine, meanCosine } = this.scores.spells[row.spell]!;
    if (row.level === 2 || texts < 2) return '';
    return this.say('cosineChosen', { chosen: cosine(chosenCosine), cosine: cosine(meanCosine) });
  }

  private amongText(row: LeaderRow, name: string): string {
    const { spells } = this.scores;
    if (row.level === 2) return this.say('amongTexts', { count: spells[row.spell]!.texts, spell: name });
    return this.say('amongSpells', { count: spells.filter(({ best }) => best !== undefined).length });
  }

  private expansionCount(row: LeaderRow): string {
    const spell = this.scores.spells[row.spell]!;
    const number = spell.rows.length;
    if (spell.sampled)
      return this.say('sampled', {
        count: number,
        total: count(spell.total ?? Infinity, this.say('endlessly')),
      });
    return spell.texts < number
      ? this.say('expansionsDifferent', { count: number, texts: spell.texts })
      : this.say('expansions', { count: number });
  }

  private readonly onScroll = (): void => {
    this.top = this.box.scrollTop;
    remember(this, leaderboardName, { top: this.top });
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const from = Number(
      (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index ?? NaN,
    );
    const row = this.rows[from];
    if (!row || event.altKey) return;
    const onRow = (event.target as HTMLElement).matches('.row');
    const isCopying = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'c';
    if (isCopying && (getSelection()?.isCollapsed ?? true)) {
      event.preventDefault();
      return this.copy(row);
    }
    if (event.metaKey) return;
    const page = Math.max(1, Math.floor(this.viewport / this.rowHeight) - 2);
    const go: Record<string, () => unknown> = {
      ArrowDown: () => this.focusRow(from + 1),
      ArrowUp: () => this.focusRow(from - 1),
      PageDown: () => this.focusRow(from + page),
      PageUp: () => this.focusRow(from - page),
      Home: () => this.focusRow(0),
      End: () => this.focusRow(this.rows.length - 1),
      ArrowRight: () =>
        row.expandable && !row.expanded ? this.fold(row) : row.expanded && this.focusRow(from + 1),
      ArrowLeft: () => {
        if (row.expanded) this.fold(row);
        else if (row.level === 2) this.focusRow(from - row.position);
      },
      ...(onRow && {
        Enter: () => this.jump(row),
        ' ': () => (row.expandable ? this.fold(row) : this.jump(row)),
        p: () => row.row !== undefined && this.pin(row),
        k: () => this.keep(row),
      }),
    };
    const action = Object.hasOwn(go, event.key) && !event.ctrlKey ? go[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  };

  private focusRow(index: number): void {
    const target = Math.max(0, Math.min(this.rows.length - 1, index));
    this.active = this.rows[target]?.key;
    this.showIndex(target);
    void this.updateComplete.then(() => {
      this.box.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus({ preventScroll: true });
    });
  }

  private jump(row: LeaderRow): void {
    ask(this, { kind: 'jump', spell: row.spell });
  }

  /** @param event that is not to reach the row, where it was made on a button in it */
  private fold({ key }: LeaderRow, event?: Event): void {
    event?.stopPropagation();
    change(this, (view) => fold(view.ui, key, view.isOpen(key)));
  }

  /** @param event as for `fold` */
  private pin({ key }: LeaderRow, event?: Event): void {
    event?.stopPropagation();
    change(this, ({ pins }) => ({ pins: togglePin(pins, key) }));
  }

  static override styles = [
    theme,
    dotPlotStyles,
    css`
      .box {
        container-type: inline-size;
        max-height: min(55vh, 560px);
        overflow: auto;
        overflow-anchor: none;
      }

      .canvas {
        position: relative;
      }

      .row {
        align-items: center;
        column-gap: 6px;
        display: grid;
        --em: var(--vscode-font-size, 13px);
        /* As wide as the longest number of the column in the widest common font: each row is a grid of its own. */
        --rank-column: calc(32px + var(--rank) * 0.63 * var(--em));
        --cosine-column: calc(4.8 * var(--em));
        --share-column: calc(4.5 * var(--em));
        --fits-column: calc(max(2.6, var(--fits) * 0.63) * var(--em));
        --tokens-column: calc(3.6 * var(--em));
        --buttons-column: 24px;
        grid-template-columns:
          var(--rank-column) minmax(0, 1fr) var(--cosine-column) var(--share-column) var(--fits-column)
          var(--tokens-column) var(--buttons-column);
        padding: 0 4px 0 0;
      }

      .canvas > .row {
        cursor: pointer;
        height: var(--row);
        inset: 0 0 auto;
        position: absolute;
      }

      .head {
        align-items: end;
        background: var(--background);
        color: var(--muted);
        font-size: 0.85em;
        padding-bottom: 2px;
        position: sticky;
        top: 0;
        z-index: 1;
      }

      .canvas > .row:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }

      .caret {
        background: var(--vscode-list-inactiveSelectionBackground);
      }

      .caret .muted {
        color: inherit;
      }

      .caret.level1::before {
        background: var(--vscode-focusBorder);
        content: '';
        forced-color-adjust: none;
        inset: 0 auto 0 0;
        position: absolute;
        width: 2px;
      }

      .canvas > .row:focus-visible {
        outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
      }

      .rank {
        align-items: center;
        display: flex;
        gap: 5px;
        justify-content: flex-end;
      }

      /* Hollow for what may be the best, filled for what is. A form, so that it needs no colour. */
      .mark {
        border: 1px solid currentcolor;
        display: inline-block;
        flex: none;
        height: 6px;
        transform: rotate(45deg);
        width: 6px;
      }

      .mark.sure {
        background: currentcolor;
        forced-color-adjust: none;
      }

      .legend {
        white-space: nowrap;
      }

      .legend .mark {
        margin: 0 3px 1px 2px;
      }

      p.note {
        font-size: 0.92em;
        margin: 6px 0 0;
      }

      .fold {
        display: flex;
        margin-right: auto;
        padding: 4px 0 4px 2px;
      }

      .fold.open svg {
        transform: rotate(90deg);
      }

      .what {
        display: grid;
        gap: 3px;
        grid-template-columns: minmax(0, 1fr);
      }

      .level2 .label {
        padding-left: 12px;
      }

      .level2 .rank {
        color: var(--muted);
      }

      .head .number {
        justify-self: end;
        white-space: normal;
        word-break: keep-all;
      }

      /* The name, then what tells the text from the others, in as many lines as there are. */
      .label {
        -webkit-box-orient: vertical;
        display: -webkit-box;
        -webkit-line-clamp: var(--lines);
        max-height: calc(var(--lines) * 1.4em);
        overflow: hidden;
        overflow-wrap: anywhere;
      }

      .name {
        margin-right: 4px;
      }

      .text strong {
        color: var(--vscode-foreground);
        font-weight: normal;
      }

      .level2 .text strong {
        font-weight: 600;
      }

      .level2 .text {
        color: var(--muted);
      }

      .caret .text,
      .caret .text strong {
        color: inherit;
      }

      .badge {
        background: var(--vscode-badge-background);
        border-radius: 8px;
        color: var(--vscode-badge-foreground);
        display: inline-block;
        font-size: 0.78em;
        margin-right: 4px;
        padding: 0 6px;
      }

      .bar {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        margin-bottom: 4px;
      }

      .bar input,
      .bar select {
        background: var(--vscode-input-background);
        border: 1px solid
          var(--vscode-input-border, var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent)));
        border-radius: 2px;
        color: var(--vscode-input-foreground);
        font: inherit;
        height: 24px;
        padding: 0 6px;
      }

      .bar input {
        flex: 0 1 15em;
        min-width: 6em;
      }

      .bar input::placeholder {
        color: var(--vscode-input-placeholderForeground);
        opacity: 1;
      }

      .bar select {
        background: var(--vscode-dropdown-background);
        border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
        color: var(--vscode-dropdown-foreground);
        padding: 0 2px;
      }

      /* In the room below the numbers of a row with two lines of text, beside them in a row with one: over no word. */
      .actions {
        bottom: 0;
        display: flex;
        opacity: 0;
        position: absolute;
        right: 28px;
      }

      .row:hover .actions,
      .row:focus .actions,
      .actions:focus-within {
        opacity: 1;
      }

      /* A row that is not pointed at gives all of its width to clicks on the row itself. */
      .row:not(:hover, :focus, :focus-within) .actions {
        pointer-events: none;
      }

      .small {
        font-size: 0.85em;
      }

      .cosine {
        font-weight: 600;
      }

      .lost {
        color: inherit;
        text-decoration: underline wavy var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow))
          1px;
        text-underline-offset: 2px;
      }

      .pin {
        opacity: 0;
      }

      .pin.pinned {
        background: var(--vscode-badge-background);
        color: var(--vscode-badge-foreground);
        height: 20px;
        margin: 2px;
        width: 20px;
      }

      .row:hover .pin,
      .row:focus .pin,
      .pin:focus-visible,
      .pin.pinned {
        opacity: 1;
      }

      @container (min-width: 52em) {
        .row {
          --buttons-column: 72px;
        }

        .pincell {
          display: flex;
          justify-content: flex-end;
        }

        .actions {
          position: static;
        }
      }

      :host-context(.vscode-high-contrast) .badge {
        outline: 1px solid var(--vscode-contrastBorder);
      }

      /* Where there is little room for this font, the spell keeps it; what is not shown is still read out. */
      @container (max-width: 41em) {
        .row {
          grid-template-columns:
            var(--rank-column) minmax(0, 1fr) var(--cosine-column) var(--share-column)
            var(--fits-column) var(--buttons-column);
        }

        .badge,
        .tokens {
          ${unseen}
        }
      }

      @container (max-width: 32.5em) {
        .row {
          grid-template-columns:
            var(--rank-column) minmax(0, 1fr) var(--cosine-column) var(--share-column)
            var(--buttons-column);
        }

        .fits {
          ${unseen}
        }
      }

      @container (max-width: 25em) {
        .row {
          grid-template-columns: var(--rank-column) minmax(0, 1fr) var(--cosine-column) var(--buttons-column);
        }

        .share {
          ${unseen}
        }
      }
    `,
  ];
}
