import { svg, type SVGTemplateResult } from 'lit';

/**
 * The panel's few icons, drawn on a 16 × 16 grid in the colour of the text. Drawn here because a font of icons would
 * be one more file to load, in every shadow root, through a content security policy that needs nothing of the kind.
 */
function icon(content: SVGTemplateResult): SVGTemplateResult {
  return svg`<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${content}</svg>`;
}

export const icons = {
  add: icon(svg`<path d="M8 3v10M3 8h10" />`),
  check: icon(svg`<path d="M3.5 8.5l3 3 6-7" />`),
  close: icon(svg`<path d="M4 4l8 8M12 4l-8 8" />`),
  chevron: icon(svg`<path d="M6 4l4 4-4 4" />`),
  pin: icon(svg`<path d="M5.5 2.5h5M6.5 2.5v4l-2 2.5h7l-2-2.5v-4M8 9v4.5" />`),
  pinned: icon(
    svg`<path fill="currentColor" d="M6.5 2.5v4l-2 2.5h7l-2-2.5v-4z" /><path d="M5.5 2.5h5M8 9v4.5" />`,
  ),
  copy: icon(svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1" /><path d="M10.5 3.5v-1h-8v8h1" />`),
  keep: icon(svg`<path d="M6 2.5c-2 0-2 1-2 2.5s0 2-1.5 3C4 9 4 9.5 4 11s0 2.5 2 2.5M7.5 8.5l2 2 4-5" />`),
  swap: icon(svg`<path d="M3 6h9M9.5 3.5L12 6M13 10H4M6.5 12.5L4 10" />`),
  export: icon(svg`<path d="M8 2.5v7M5 6.5l3 3 3-3M3 11v2.5h10V11" />`),
  warning: icon(svg`<path d="M8 2.5L14 13.5H2zM8 6.5v3.5M8 11.7v.1" />`),
  picture: icon(
    svg`<rect x="2.5" y="3" width="11" height="10" rx="1" /><path d="M3 11.5l3-3 2 2 2.5-3 3 3.5" /><circle cx="6" cy="6" r=".8" />`,
  ),
};
