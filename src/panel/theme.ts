import { css } from 'lit';

/** Declarations for what is read out, not shown. */
export const unseen = css`
  clip-path: inset(50%);
  height: 1px;
  overflow: hidden;
  position: absolute;
  white-space: nowrap;
  width: 1px;
`;

/**
 * What every element of the panel shares. Colours are the theme's own variables, never ours; where a colour is all that
 * shows a value or a choice, `forced-color-adjust: none` keeps it in an operating system's high contrast.
 */
export const theme = css`
  :host {
    box-sizing: border-box;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.4;
    --muted: var(--vscode-descriptionForeground);
    --line: var(
      --vscode-editorGroup-border,
      var(--vscode-contrastBorder, var(--vscode-widget-border, transparent))
    );
    --measure: var(--vscode-charts-blue);
    --other: var(--vscode-charts-orange);
    --track: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
    --background: var(--vscode-editor-background);
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .number {
    font-variant-numeric: tabular-nums;
    text-align: right;
    white-space: nowrap;
  }

  .muted {
    color: var(--muted);
  }

  .small {
    font-size: 0.92em;
  }

  .error {
    color: var(--vscode-errorForeground);
  }

  .error svg {
    vertical-align: -3px;
  }

  .clip {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .spoken {
    ${unseen}
  }

  button.icon {
    align-items: center;
    background: none;
    border: 1px solid transparent;
    border-radius: 5px;
    color: inherit;
    cursor: pointer;
    display: inline-flex;
    flex: none;
    height: 24px;
    justify-content: center;
    padding: 0;
    width: 24px;
  }

  button.icon:hover {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }

  button.link {
    background: none;
    border: none;
    color: var(--vscode-textLink-foreground);
    cursor: pointer;
    font: inherit;
    padding: 0 4px;
  }

  button.link:hover {
    text-decoration: underline;
  }

  :focus-visible,
  button.icon:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }

  :host-context(.vscode-reduce-motion) * {
    animation: none !important;
    transition: none !important;
  }
`;
