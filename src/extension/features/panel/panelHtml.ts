export interface PanelAssets {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Address of `dist/panel.js`, as the webview can load it. */
  readonly script: string;
  /** Fresh for every page, not guessable. */
  readonly nonce: string;
}

/**
 * The panel's page. It loads one script by its nonce and pictures from the folders that the webview may read; nothing
 * else: no remote address, no inline script, no inline style (elements bring theirs as constructed style sheets).
 */
export function panelHtml({ cspSource, script, nonce }: PanelAssets): string {
  const policy = `default-src 'none'; img-src ${cspSource}; script-src 'nonce-${nonce}'; style-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Spellwright</title>
    <script type="module" nonce="${nonce}" src="${script}"></script>
  </head>
  <body></body>
</html>
`;
}
