import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import { fewestObservations } from '../../../core/statistics/pairedDifference';
import type {
  PanelHelp,
  PanelPrompt,
  ShowSuggestMessage,
  SuggestMessage,
  SuggestWhat,
} from '../../../protocol/panel/suggest';
import { hundredths, plainHundredths } from '../../../words/numbers';
import { icons } from '../../icons';
import { ask, change } from '../../panelEvents';
import { theme } from '../../theme';
import type { Say } from '../../wording';

/** Commands that were obeyed: the section may be made anew, when its tab or it itself was closed meanwhile. */
const obeyed = new WeakSet<ShowSuggestMessage>();

type List = 'gains' | 'hurts' | 'negative';

/** What a row does, by its list: a sign and a name, never a colour alone. */
const deeds = {
  gains: { sign: '+', name: 'suggestAdd' },
  hurts: { sign: '−', name: 'suggestRemove' },
  negative: { sign: '+', name: 'suggestAvoid' },
} as const;

interface Bounds {
  readonly low?: number;
  readonly high?: number;
}

interface Row extends Bounds {
  readonly text: string;
  readonly class?: string;
  readonly value: number;
}

/** What to try next: phrases that one click or Enter puts where they were measured, and a prompt from the pictures. */
@customElement('spellwright-suggestions')
export class Suggestions extends LitElement {
  @property({ attribute: false }) suggest!: SuggestMessage;
  /** Of the spells. */
  @property({ attribute: false }) names: readonly string[] = [];
  /** Somebody asked to see it; once for each message. */
  @property({ attribute: false }) shown?: ShowSuggestMessage;
  @property({ attribute: false }) say!: Say;

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.shown || obeyed.has(this.shown)) return;
    if (changed.has('shown')) this.scrollIntoView({ block: 'nearest' });
    const { can, running, help, prompt } = this.suggest;
    const { what } = this.shown;
    if (!can.includes(what)) return;
    obeyed.add(this.shown);
    const known = what === 'help' ? help : prompt;
    if (running?.what !== what && (!known || known.isStale)) ask(this, { kind: 'suggest-ask', what });
  }

  protected override render(): TemplateResult {
    const { say } = this;
    const { can, running, wasStopped, error, help, prompt } = this.suggest;
    return html`
      ${error === undefined ? nothing : html`<p class="error" role="alert">${icons.warning} ${error}</p>`}
      ${help || prompt || running ? nothing : html`<p class="muted">${say('suggestWhat')}</p>`}
      ${can.length === 0 && !running ? html`<p class="muted">${say('suggestNoPictures')}</p>` : nothing}
      <div class="actions">
        ${this.renderButton('help', 'suggestAskHelp')} ${this.renderButton('prompt', 'suggestAskPrompt')}
      </div>
      <div role="status">
        ${running ? this.renderProgress(running) : wasStopped ? html`<p class="muted">${say('suggestStopped')}</p>` : nothing}
      </div>
      ${this.renderAnswers(help, prompt)}
    `;
  }

  /** The newest first. */
  private renderAnswers(
    help: PanelHelp | undefined,
    prompt: PanelPrompt | undefined,
  ): readonly TemplateResult[] {
    const answers = [
      ...(help ? [this.renderHelp(help)] : []),
      ...(prompt ? [this.renderPrompt(prompt)] : []),
    ];
    return (prompt?.run ?? 0) > (help?.run ?? 0) ? answers.reverse() : answers;
  }

  private renderButton(what: SuggestWhat, name: 'suggestAskHelp' | 'suggestAskPrompt'): TemplateResult {
    const { can, running } = this.suggest;
    return html`<vscode-button
      secondary
      data-ask=${what}
      ?disabled=${!can.includes(what) || running?.what === what}
      @click=${() => ask(this, { kind: 'suggest-ask', what })}
      >${this.say(name)}</vscode-button
    >`;
  }

  private renderProgress(running: NonNullable<SuggestMessage['running']>): TemplateResult {
    const { say } = this;
    const { stage, what, steps, done, total } = running;
    const text =
      stage === 'phrases'
        ? say('suggestPhrases')
        : what === 'help'
          ? say('suggestHelping')
          : steps.length === 0
            ? say('suggestPromptingFirst')
            : say('suggestPrompting', { steps: steps.join(', ') });
    return html`<p class="muted progress">
      <span>${text}</span>
      ${
        total > 0
          ? html`<progress aria-label=${say('suggest')} max=${total} value=${done}></progress>`
          : html`<progress aria-label=${say('suggest')}></progress>`
      }
      <button class="link" @click=${() => ask(this, { kind: 'suggest-cancel' })}>${say('cancel')}</button>
    </p>`;
  }

  // ---- What would help a spell -----------------------------------------------------------------------------------

  private renderHelp(help: PanelHelp): TemplateResult {
    const { say } = this;
    const { gains, hurts, negative, isFull, measured, floor, differentPictures } = help;
    return html`<section class=${help.isStale ? 'stale' : ''}>
      <h3>${say('suggestHelpOf', { spell: this.names[help.spell] ?? '' })}</h3>
      <p class="text">${help.text}</p>
      ${this.renderNotes(help)}
      ${
        isFull
          ? html`<p>${say('suggestFull')}</p>`
          : gains.length === 0
            ? html`<p>${say('suggestNothing', { measured, floor: hundredths(floor) })}</p>`
            : this.renderRows(
                help,
                'gains',
                gains.map((each) => ({ ...each, value: each.gain })),
                'suggestGain',
              )
      }
      ${isUnsure(gains, help.differentPictures) ? html`<p class="small">${say('suggestMayBeChance')}</p>` : nothing}
      <h4>${say('suggestHurts')}</h4>
      ${
        hurts.length === 0
          ? html`<p class="muted">${say('suggestNoHurts')}</p>`
          : this.renderRows(
              help,
              'hurts',
              hurts.map((each) => ({ ...each, value: each.effect })),
              'suggestGain',
            )
      }
      <p>
        <button class="link" @click=${() => change(this, () => ({ tab: 'why' }))}>
          ${say('suggestLedger')}
        </button>
      </p>
      ${negative ? this.renderNegative(help, negative) : nothing}
      <p class="muted small">
        ${this.viewText(
          help,
          differentPictures >= fewestObservations && gains.length > 0
            ? say('suggestTogether', { measured })
            : '',
        )}
      </p>
    </section>`;
  }

  private renderNegative(
    help: PanelHelp,
    { pictures, phrases }: NonNullable<PanelHelp['negative']>,
  ): TemplateResult {
    const { say } = this;
    return html`<h4>${say('suggestNegative')}</h4>
      <p class="muted">
        ${say(phrases.length === 0 ? 'suggestNegativeNone' : 'suggestNegativeWhat', { pictures })}
      </p>
      ${
        phrases.length === 0
          ? nothing
          : this.renderRows(
              help,
              'negative',
              phrases.map((each) => ({ ...each, value: each.difference })),
              'suggestNearer',
            )
      }
      ${
        phrases.length > 0 && pictures < fewestObservations && help.differentPictures >= fewestObservations
          ? html`<p class="small">${say('suggestFew')}</p>`
          : nothing
      }`;
  }

  private renderRows(
    { run }: PanelHelp,
    list: List,
    rows: readonly Row[],
    title: 'suggestGain' | 'suggestNearer',
  ): TemplateResult {
    const { say } = this;
    const hasClass = rows.some((row) => row.class !== undefined);
    const { sign, name } = deeds[list];
    return html`<table @keydown=${this.onKey}>
      <thead>
        <tr>
          <th scope="col">${say('suggestPhrase')}</th>
          ${hasClass ? html`<th scope="col">${say('suggestClass')}</th>` : nothing}
          <th scope="col" class="number" title=${title === 'suggestGain' ? say('suggestGainLong') : nothing}>
            ${say(title)}
          </th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, index) =>
            html`<tr>
              <td>
                <button
                  class="deed"
                  data-list=${list}
                  aria-label=${say(name, { phrase: row.text })}
                  title=${say(name, { phrase: row.text })}
                  @click=${() => ask(this, { kind: 'suggest-edit', run, list, index })}
                >
                  <span class="sign" aria-hidden="true">${sign}</span><span class="phrase">${row.text}</span>
                </button>
              </td>
              ${row.class === undefined ? nothing : html`<td class="muted">${row.class}</td>`}
              <td class="number">${hundredths(row.value)}${this.intervalText(row)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** Between the rows of a list, besides Tab. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const table = event.currentTarget as HTMLElement;
    const buttons = [...table.querySelectorAll<HTMLElement>('button.deed')];
    const from = buttons.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (from < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  };

  // ---- A prompt from the pictures --------------------------------------------------------------------------------

  private renderPrompt(prompt: PanelPrompt): TemplateResult {
    const { say } = this;
    const { steps, refused, run, differentPictures } = prompt;
    const hasTies = steps.some(({ ties }) => ties.length > 0);
    const write = (where: 'below' | 'caret') => () => ask(this, { kind: 'suggest-write', run, where });
    return html`<section class=${prompt.isStale ? 'stale' : ''}>
      <h3>${say('suggestPrompt')}</h3>
      <p class="text"><code>${prompt.text}</code></p>
      <div class="actions">
        <vscode-button data-write="below" @click=${write('below')}>${say('suggestBelow')}</vscode-button>
        <vscode-button secondary data-write="caret" @click=${write('caret')}
          >${say('suggestAtCaret')}</vscode-button
        >
      </div>
      ${this.renderNotes(prompt)}
      <table>
        <thead>
          <tr>
            <th scope="col">${say('suggestPhrase')}</th>
            <th scope="col">${say('suggestClass')}</th>
            <th scope="col" class="number" title=${say('suggestGainLong')}>${say('suggestGain')}</th>
            <th scope="col" class="number total" title=${say('suggestCosineLong')}>
              ${say('suggestCosine')}
            </th>
            ${hasTies ? html`<th scope="col">${say('suggestTies')}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${steps.map(
            (step) =>
              html`<tr>
                <th scope="row" class="phrase">${step.text}</th>
                <td class="muted">${step.class}</td>
                <td class="number">${hundredths(step.gain)}${this.intervalText(step)}</td>
                <td class="number muted total">${plainHundredths(step.cosine)}</td>
                ${hasTies ? html`<td class="phrase">${step.ties.join(', ')}</td>` : nothing}
              </tr>`,
          )}
        </tbody>
      </table>
      ${hasTies ? html`<p class="small">${say('suggestSlot')}</p>` : nothing}
      ${isUnsure(steps, differentPictures) ? html`<p class="small">${say('suggestMayBeChance')}</p>` : nothing}
      ${
        refused
          ? html`<p class="muted small">
              ${say('suggestRefused', { phrase: refused.text, gain: hundredths(refused.gain) })}
            </p>`
          : nothing
      }
      <p class="muted small">
        ${this.viewText(prompt, say(differentPictures > 1 ? 'suggestJudged' : 'suggestOnePicture'))}
      </p>
    </section>`;
  }

  // ---- What both say of themselves -------------------------------------------------------------------------------

  private renderNotes({ isStale, problems, differentPictures }: PanelHelp | PanelPrompt): TemplateResult {
    const { say } = this;
    return html`${isStale ? html`<p class="note" role="status">${icons.warning} ${say('suggestStale')}</p>` : nothing}
    ${problems.map((problem) => html`<p class="note">${icons.warning} ${problem}</p>`)}
    ${differentPictures < fewestObservations ? html`<p class="small">${say('suggestFew')}</p>` : nothing}`;
  }

  private viewText(
    { checkpoint, differentPictures, phrases }: PanelHelp | PanelPrompt,
    judged: string,
  ): string {
    return this.say('suggestView', {
      checkpoint: checkpointLabel(checkpoint),
      pictures: differentPictures,
      phrases,
      judged,
    });
  }

  private intervalText({ low, high }: Bounds): TemplateResult | typeof nothing {
    if (low === undefined || high === undefined) return nothing;
    const text = this.say('leanInterval', { low: hundredths(low), high: hundredths(high) });
    return html` <span class="muted interval">${text}</span>`;
  }

  static override styles = [
    theme,
    css`
      :host {
        container-type: inline-size;
        display: block;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin: 6px 0;
      }

      section {
        border-top: 1px solid var(--line);
        margin-top: 10px;
        padding-top: 6px;
      }

      h3,
      h4 {
        font-size: 1em;
        font-weight: 600;
        margin: 6px 0 2px;
      }

      h4 {
        margin-top: 12px;
      }

      p {
        margin: 4px 0;
      }

      .text {
        overflow-wrap: anywhere;
      }

      code {
        font-family: var(--vscode-editor-font-family);
        font-size: 0.95em;
      }

      table {
        border-collapse: collapse;
        margin: 4px 0;
      }

      th,
      td {
        font-weight: normal;
        padding: 2px 16px 2px 0;
        text-align: left;
        vertical-align: baseline;
      }

      th.number,
      td.number {
        text-align: right;
      }

      thead th {
        color: var(--muted);
        font-size: 0.85em;
        white-space: nowrap;
      }

      thead th::first-letter {
        text-transform: uppercase;
      }

      .phrase {
        overflow-wrap: break-word;
      }

      .deed {
        background: none;
        border: 1px solid transparent;
        border-radius: 4px;
        color: inherit;
        align-items: baseline;
        cursor: pointer;
        display: flex;
        font: inherit;
        gap: 6px;
        margin-left: -5px;
        padding: 1px 6px 1px 4px;
        text-align: left;
      }

      .deed:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }

      .sign {
        color: var(--vscode-textLink-foreground);
        flex: none;
        font-weight: 600;
        width: 1em;
      }

      .stale td.number {
        font-style: italic;
      }

      .note {
        align-items: start;
        display: flex;
        gap: 6px;
      }

      .note svg {
        color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
        flex: none;
        height: 16px;
      }

      .progress {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }

      button.link {
        padding: 0;
      }

      /* An interval goes below its number. */
      @container (max-width: 460px) {
        th,
        td {
          padding-right: 8px;
        }

        thead th {
          white-space: normal;
        }

        .interval {
          display: block;
        }
      }

      /* The sum of the numbers before it gives way to the phrases. */
      @container (max-width: 330px) {
        th,
        td {
          padding-right: 5px;
        }

        .total {
          display: none;
        }

        .interval {
          white-space: normal;
        }

        .phrase {
          overflow-wrap: anywhere;
          min-width: 4em;
        }
      }
    `,
  ];
}

/** No interval lies above 0, on pictures enough to have some. */
function isUnsure(rows: readonly Bounds[], pictures: number): boolean {
  return pictures >= fewestObservations && rows.length > 0 && rows.every(({ low = 0 }) => low <= 0);
}
