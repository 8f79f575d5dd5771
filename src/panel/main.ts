import { css } from 'lit';
import './panelApp';

// The editor leaves a panel's page transparent; tools that judge contrast would take that for white.
const page = css`
  body {
    background: var(--vscode-editor-background);
  }
`;

document.adoptedStyleSheets.push(page.styleSheet!);
document.body.append(document.createElement('spellwright-panel'));
