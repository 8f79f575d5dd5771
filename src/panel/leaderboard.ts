import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ScoresMessage } from '../protocol/panel';
import { distinctTexts } from './distinctText';
import { icons } from './icons';
import type { LeaderRow } from './leaderRows';
import { cosine, count, percent } from './numbers';
import { tell } from './panelEvents';
import { theme, unseen } from './theme';
import { scrollToShow, visibleRange } from './windowing';
import type { Say } from './wording';

const rowHeight = 42;

/** Spells by mean p(prompt | image), their expansions folded under them. Only the rows in view are in the document. */
@customElement('spellwright-leaderboard')
export class Leaderboard extends LitElement {
  @property({ attribute: false }) scores!: ScoresMessage;
  @property({ attribute: false }) rows: readonly LeaderRow[] = [];
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) pins: readonly string[] = [];
  @property({ attribute: false }) caretSpell?: number;
  @property({ attribute: false }) say!: Say;
  /** Where to scroll to when first shown. */
  @property({ attribute: false }) scrollTopAtFirst = 0;

  /** The row that Tab reaches. */
  @state() private active?: string;
  @state() private top = 0;
  @state() private viewport = 400;
  @query('.box') private box!: HTMLElement;

  private readonly resized = new ResizeObserver(() => {
    this.viewport = this.box.clientHeight;
  });
  private followedSpell?: number;
  private shortTexts: { readonly scores: ScoresMessage; readonly bySpell: Map<number, string[]> } | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.box);
    this.box.scrollTop = this.scrollTopAtFirst;
  }

  protected override updated(): void {
    if (this.caretSpell === this.followedSpell) return;
    this.followedSpell = this.caretSpell;
    if (this.caretSpell !== undefined) this.showSpell(this.caretSpell);
  }

  /** Brings a spell's row into view. */
  showSpell(spell: number): void {
    const index = this.rows.findIndex((row) => row.level === 1 && row.spell === spell);
    if (index >= 0) this.showIndex(index);
  }

  private showIndex(index: number): void {
    const headHeight = this.box.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    this.box.scrollTop = scrollToShow(
      this.box.scrollTop,
      this.box.clientHeight - headHeight,
      rowHeight,
      index,
    );
  }

  protected override render(): TemplateResult {
    const { rows, say } = this;
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
    const scale = Math.max(1e-9, ...this.scores.prompts.map((prompt) => prompt.high ?? prompt.mean));

    return html`
      <div
        class="box"
        role="treegrid"
        aria-label=${say('leaderboard')}
        aria-rowcount=${rows.length + 1}
        aria-describedby="keys"
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
      >
        <div class="head row" role="row" aria-rowindex="1">
          <span role="columnheader" class="rank"><span class="spoken">${say('rank')}</span></span>
          <span role="columnheader">${say('spell')}</span>
          <span
            role="columnheader"
            class="number"
            title=${say('meanProbabilityLong', { scale: percent(scale) })}
            >${say('meanProbability')}</span
          >
          <span role="columnheader" class="number cosine" title=${say('cosineLong')}>${say('cosine')}</span>
          <span role="columnheader" class="number tokens" title=${say('tokensLong')}>${say('tokens')}</span>
          <span role="columnheader"><span class="spoken">${say('comparison')}</span></span>
        </div>
        <div class="canvas" role="rowgroup" .style=${`height: ${rows.length * rowHeight}px`}>
          ${repeat(
            shown,
            ({ row }) => row.key,
            ({ row, index }) => this.renderRow(row, index, index === activeIndex, scale),
          )}
        </div>
      </div>
      <span id="keys" class="spoken">${say('leaderboardKeys')}</span>
    `;
  }

  private renderRow(row: LeaderRow, index: number, isActive: boolean, scale: number): TemplateResult {
    const { say, scores } = this;
    const prompt = row.row === undefined ? undefined : scores.prompts[row.row]!;
    const spell = scores.spells[row.spell]!;
    const name = this.names[row.spell]!;
    const pinned = this.pins.indexOf(row.key);
    const pinLabel = say(pinned >= 0 ? 'unpin' : 'pin', { spell: name });
    const tab = isActive ? 0 : -1;
    const interval =
      prompt?.low !== undefined && prompt.high !== undefined
        ? say('interval', { low: percent(prompt.low), high: percent(prompt.high) })
        : '';
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
        .style=${`transform: translateY(${index * rowHeight}px)`}
        @click=${() => this.jump(row)}
        @focus=${() => (this.active = row.key)}
      >
        <span class="rank number" role="rowheader" title=${row.tied ? say('tied') : nothing}>
          ${
            row.expandable
              ? html`<span
                  class="fold ${row.expanded ? 'open' : ''}"
                  @click=${(event: Event) => this.fold(row, event)}
                  >${icons.chevron}</span
                >`
              : nothing
          }
          <span
            >${prompt ? html`${row.tied ? html`<span aria-hidden="true">=</span>` : nothing}${row.rank}` : '–'}</span
          >
          ${row.tied ? html`<span class="spoken">${say('tied')}</span>` : nothing}
        </span>
        <span class="what" role="gridcell" title=${prompt?.text ?? nothing}>
          <span class="label">${this.renderLabel(row, name, prompt?.text)}</span>
          ${
            prompt
              ? html`<span class="bar" title=${interval || nothing}>
                  <span class="fill" .style=${`width: ${(100 * prompt.mean) / scale}%`}></span>
                  ${
                    prompt.low !== undefined && prompt.high !== undefined
                      ? html`<span
                          class="whisker"
                          .style=${`left: ${(100 * prompt.low) / scale}%; width: ${(100 * (prompt.high - prompt.low)) / scale}%`}
                        ></span>`
                      : nothing
                  }
                </span>`
              : html`<span class="muted small">${say('noPrompt')}</span>`
          }
          ${
            row.level === 1 && spell.sampled
              ? html`<span class="spoken">${this.expansionCount(row)}</span>`
              : nothing
          }
        </span>
        <span class="number mean" role="gridcell"
          >${prompt ? percent(prompt.mean) : ''}${interval ? html`<span class="spoken">, ${interval}</span>` : nothing}</span
        >
        <span class="number muted cosine" role="gridcell">${prompt ? cosine(prompt.meanCosine) : ''}</span>
        <span class="number muted tokens ${lost ? 'lost' : ''}" role="gridcell" title=${lost || nothing}
          >${prompt?.tokens ?? ''}${lost ? html`<span class="spoken">. ${lost}</span>` : nothing}</span
        >
        <span class="pincell" role="gridcell">
          ${
            prompt
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

  private renderLabel(row: LeaderRow, name: string, text = ''): TemplateResult {
    if (row.level === 2) return html`<span class="clip">${this.shortText(row)}</span>`;
    const expansions = row.expandable
      ? html`<span class="badge">${this.expansionCount(row)}</span>`
      : nothing;
    return html`<b class="clip">${name}</b>${expansions}<span class="muted clip text">${text}</span>`;
  }

  private expansionCount(row: LeaderRow): string {
    const spell = this.scores.spells[row.spell]!;
    return spell.sampled
      ? this.say('sampled', { count: spell.rows.length, total: count(spell.total, this.say('endlessly')) })
      : this.say('expansions', { count: spell.rows.length });
  }

  /** An expansion differs from its siblings in a few words; the rest would push them out of sight. */
  private shortText(row: LeaderRow): string {
    if (this.shortTexts?.scores !== this.scores)
      this.shortTexts = { scores: this.scores, bySpell: new Map() };
    const { rows } = this.scores.spells[row.spell]!;
    let texts = this.shortTexts.bySpell.get(row.spell);
    if (!texts) {
      texts = distinctTexts(rows.map((each) => this.scores.prompts[each]!.text));
      this.shortTexts.bySpell.set(row.spell, texts);
    }
    return texts[rows.indexOf(row.row!)]!;
  }

  private readonly onScroll = (): void => {
    this.top = this.box.scrollTop;
    tell(this, 'scrolled', { leaderboard: this.top });
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const from = Number(
      (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index ?? NaN,
    );
    const row = this.rows[from];
    if (!row || event.altKey || event.metaKey) return;
    const onRow = (event.target as HTMLElement).matches('.row');
    const page = Math.max(1, Math.floor(this.viewport / rowHeight) - 2);
    const go: Record<string, () => unknown> = {
      ArrowDown: () => this.focusRow(from + 1),
      ArrowUp: () => this.focusRow(from - 1),
      PageDown: () => this.focusRow(from + page),
      PageUp: () => this.focusRow(from - page),
      Home: () => this.focusRow(0),
      End: () => this.focusRow(this.rows.length - 1),
      ArrowRight: () =>
        row.expandable && !row.expanded
          ? tell(this, 'fold', { key: row.key })
          : row.expanded && this.focusRow(from + 1),
      ArrowLeft: () => {
        if (row.expanded) tell(this, 'fold', { key: row.key });
        else if (row.level === 2) this.focusRow(from - row.position);
      },
      ...(onRow && {
        Enter: () => this.jump(row),
        ' ': () => (row.expandable ? tell(this, 'fold', { key: row.key }) : this.jump(row)),
        p: () => row.row !== undefined && tell(this, 'pin', { key: row.key }),
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
    tell(this, 'jump', { spell: row.spell });
  }

  private fold(row: LeaderRow, event: Event): void {
    event.stopPropagation();
    tell(this, 'fold', { key: row.key });
  }

  private pin(row: LeaderRow, event: Event): void {
    event.stopPropagation();
    tell(this, 'pin', { key: row.key });
  }

  static override styles = [
    theme,
    css`
      .box {
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
        grid-template-columns:
          40px minmax(0, 1fr) calc(4.8 * var(--em)) calc(4.4 * var(--em)) calc(3.3 * var(--em))
          24px;
        padding: 0 4px 0 0;
      }

      .canvas > .row {
        cursor: pointer;
        height: ${rowHeight}px;
        inset: 0 0 auto;
        position: absolute;
      }

      .head {
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
        justify-content: flex-end;
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
        gap: 5px;
        grid-template-columns: minmax(0, 1fr);
      }

      .level2 .what {
        padding-left: 12px;
      }

      .level2 .rank {
        color: var(--muted);
      }

      .head .number {
        justify-self: end;
      }

      .label {
        align-items: baseline;
        display: flex;
        gap: 8px;
      }

      .label b {
        flex: 0 1 auto;
      }

      .label .text {
        flex: 1 1 0;
        min-width: 3em;
      }

      .badge {
        background: var(--vscode-badge-background);
        border-radius: 8px;
        color: var(--vscode-badge-foreground);
        flex: none;
        font-size: 0.78em;
        padding: 0 6px;
      }

      .small {
        font-size: 0.85em;
      }

      .bar {
        background: var(--track);
        border-radius: 2px;
        display: block;
        height: 5px;
        position: relative;
      }

      .fill {
        background: var(--measure);
        border-radius: 2px;
        display: block;
        forced-color-adjust: none;
        height: 100%;
        transition: width 160ms ease-out;
      }

      .level2 .fill {
        opacity: 0.75;
      }

      .whisker {
        border: 1px solid var(--vscode-foreground);
        border-width: 0 1px;
        height: 9px;
        position: absolute;
        top: -2px;
      }

      .whisker::before {
        background: var(--vscode-foreground);
        content: '';
        forced-color-adjust: none;
        height: 1px;
        inset: 4px 0 auto;
        position: absolute;
      }

      .mean {
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
        width: 20px;
      }

      .row:hover .pin,
      .row:focus .pin,
      .pin:focus-visible,
      .pin.pinned {
        opacity: 1;
      }

      :host-context(.vscode-high-contrast) .bar,
      :host-context(.vscode-high-contrast) .badge {
        outline: 1px solid var(--vscode-contrastBorder);
      }

      /* In a narrow panel the spell keeps its room; what is not shown is still read out. */
      @media (max-width: 600px) {
        .label b {
          max-width: 60%;
        }

        .badge {
          ${unseen}
        }
      }

      @media (max-width: 460px) {
        .row {
          grid-template-columns: 40px minmax(0, 1fr) calc(4.8 * var(--em)) calc(4.4 * var(--em)) 24px;
        }

        .head .number {
          white-space: normal;
        }

        .tokens {
          ${unseen}
        }
      }

      @media (max-width: 340px) {
        .row {
          grid-template-columns: 40px minmax(0, 1fr) calc(4.8 * var(--em)) 24px;
        }

        .cosine {
          ${unseen}
        }
      }
    `,
  ];
}
