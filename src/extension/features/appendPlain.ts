import * as vscode from 'vscode';
import { unsteered } from '../../core/plainText';

/** What makes an address of a text that no brackets stand around. */
const ADDRESS_SIGNS = /@|:(?=\/\/)|(?<=www)\.|(?<=mailto|xmpp):/gi;

/**
 * `appendText` with spaces at which a line may break: VS Code's own writes every one as a space that holds words together,
 * so a narrow hover cuts sentences in the middle of a word. Where spaces mean something to Markdown they stay so. With spaces,
 * "<" would begin a tag, which is swallowed, and "&" an entity; an address would be a link.
 */
export function appendPlain(markdown: vscode.MarkdownString, text: string): vscode.MarkdownString {
  const withoutTags = unsteered(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const { value } = new vscode.MarkdownString().appendText(withoutTags);
  return markdown.appendMarkdown(
    value.replace(/(?<!^(?:\d+[.)])?|&nbsp;)&nbsp;(?!&nbsp;)/gm, ' ').replace(ADDRESS_SIGNS, '\\$&'),
  );
}
