import * as vscode from 'vscode';

/**
 * `appendText` with spaces at which a line may break: VS Code's own writes every one as a space that holds words together,
 * so a narrow hover cuts sentences in the middle of a word. Where spaces mean something to Markdown they stay so. With spaces,
 * "<" would begin a tag, which is swallowed, and "&" an entity.
 */
export function appendPlain(markdown: vscode.MarkdownString, text: string): vscode.MarkdownString {
  const { value } = new vscode.MarkdownString().appendText(text.replace(/&/g, '&amp;').replace(/</g, '&lt;'));
  return markdown.appendMarkdown(value.replace(/(?<!^(?:\d+[.)])?|&nbsp;)&nbsp;(?!&nbsp;)/gm, ' '));
}
