import assert from 'node:assert/strict';
import { plainText, unsteered } from '../../src/core/plainText';

/** As VS Code's workbench reads links in notifications, and icons in lists, lenses, tests and the status bar (1.100). */
const links = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const icons = /\$\(([A-Za-z0-9-]+)(?:~[A-Za-z]+)?\)/g;

describe('a stranger’s text where the editor makes links and icons', () => {
  const hostile = [
    '[x](command:workbench.action.closeWindow)',
    '[[x](command:a)](command:b)',
    '![x](http://nowhere/a.png "title")',
    '[x](file:///etc/passwd)',
    '$(trash) $(sync~spin)',
    '$$(trash)',
  ];

  it('stays text', () => {
    for (const text of hostile) {
      assert.ok(text.match(links) ?? text.match(icons), `${text} would be one`);
      const shown = plainText(text);
      assert.equal(shown.match(links), null, shown);
      assert.equal(shown.match(icons), null, shown);
      assert.equal(shown.replaceAll('\u2060', ''), text, 'nothing of it is lost');
    }
  });

  it('is as it was where it makes none', () => {
    for (const text of [
      'a (cat:1.2), [dog], {a|b}, $5 (cheap)',
      '`a` <b> ]]> =1+1 ::error::',
      '呪文（猫）\n2',
    ])
      assert.equal(plainText(text), text);
  });

  it('turns no letters about and steers no terminal', () => {
    assert.equal(plainText('a\u202egnp.exe\u2066'), 'a\ufffdgnp.exe\ufffd');
    assert.equal(
      unsteered('\x1b[2J\x1b]0;title\x07\x9b1m\tend\r\n'),
      '\ufffd[2J\ufffd]0;title\ufffd\ufffd1m\tend\r\n',
    );
  });
});
