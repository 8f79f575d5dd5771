import { css, html, nothing, type TemplateResult } from 'lit';
import type { DotPlaces, Whisker } from './dotPlot';

/** A row's mean cosine as a dot, beside the line of the first. For the eye alone: the row says the same in numbers. */
export function dotPlotView({ dot, first, whisker }: DotPlaces, title: string): TemplateResult {
  return html`<span class="plot" aria-hidden="true" title=${title || nothing}>
    ${first === undefined ? nothing : html`<span class="first" .style=${`left: ${share(first)}`}></span>`}
    ${whisker === undefined ? nothing : whiskerView(whisker)}
    <span class="dot" .style=${`left: ${share(dot)}`}></span>
  </span>`;
}

function whiskerView({ from, to, cutLeft, cutRight }: Whisker): TemplateResult {
  const ends = `${cutLeft ? 'cut-left' : ''} ${cutRight ? 'cut-right' : ''}`;
  return html`<span
    class="whisker ${ends}"
    .style=${`left: ${share(from)}; width: ${share(to - from)}`}
  ></span>`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(2)}%`;
}

export const dotPlotStyles = css`
  .plot {
    background: linear-gradient(var(--track), var(--track)) center / 100% 1px no-repeat;
    display: block;
    forced-color-adjust: none;
    height: 11px;
    position: relative;
  }

  .plot span {
    position: absolute;
  }

  .first {
    background: var(--vscode-foreground);
    bottom: -1px;
    margin-left: -0.5px;
    top: -1px;
    width: 1px;
  }

  .whisker {
    background: linear-gradient(var(--muted), var(--muted)) center / 100% 1px no-repeat;
    bottom: 1px;
    top: 1px;
  }

  .whisker::before,
  .whisker::after {
    background: var(--muted);
    bottom: 0;
    content: '';
    position: absolute;
    top: 0;
    width: 1px;
  }

  .whisker::before {
    left: 0;
  }

  .whisker::after {
    right: 0;
  }

  /* An arrow head in place of the end: it goes on. */
  .whisker.cut-left::before {
    clip-path: polygon(100% 0, 100% 100%, 0 50%);
    width: 6px;
  }

  .whisker.cut-right::after {
    clip-path: polygon(0 0, 0 100%, 100% 50%);
    width: 6px;
  }

  .dot {
    background: var(--measure);
    border-radius: 50%;
    box-shadow: 0 0 0 1px var(--background);
    height: 7px;
    margin-left: -3.5px;
    top: 2px;
    transition: left 160ms ease-out;
    width: 7px;
  }

  .level2 .dot {
    background: var(--background);
    border: 2px solid var(--measure);
  }
`;
