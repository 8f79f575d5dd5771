import assert from 'node:assert/strict';
import { panelHtml } from '../../src/extension/features/panel/panelHtml';

describe('the page of the panel', () => {
  const page = panelHtml({
    cspSource: 'https://own.example',
    script: 'https://own.example/panel.js',
    nonce: 'abc',
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];

  it('lets nothing load but its own script, style and pictures', () => {
    assert.deepEqual(policy?.split('; ').sort(), [
      "default-src 'none'",
      'img-src https://own.example',
      "script-src 'nonce-abc'",
      'style-src https://own.example',
    ]);
  });

  it('has one script, which bears the nonce, and no attribute that is a script or a style', () => {
    assert.deepEqual(page.match(/<script[^>]*>/g), [
      '<script type="module" nonce="abc" src="https://own.example/panel.js">',
    ]);
    assert.doesNotMatch(page, /\s(on\w+|style)=/);
  });
});
