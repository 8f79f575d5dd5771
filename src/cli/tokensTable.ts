import { shortHash, type ExportedFile } from '../core/score/export/exportedFile';
import { CLI_WORDING } from '../words/cli';
import { say } from '../words/words';
import { printable, tableLines } from './table';
import type { Terminal } from './terminal';

/** Token counts of every prompt of a file, in file order, with what the model does not read. */
export function tokensTable({ path, file, score }: ExportedFile, terminal: Terminal): string {
  if (file === undefined || score === undefined) return '';
  const words = (key: keyof typeof CLI_WORDING): string => say(CLI_WORDING[key], terminal.language);
  const { id, hash, contextLength } = score.checkpoint;
  const anyLost = score.prompts.some(({ lostFrom }) => lostFrom !== undefined);
  const [head, ...body] = tableLines(
    [
      { title: words('tokens'), align: 'right' },
      { title: words('spell'), align: 'left', widest: 24 },
      { title: words('prompt'), align: 'left', flexible: true },
      ...(anyLost ? [{ title: words('lost'), align: 'left', widest: 24 } as const] : []),
    ],
    score.prompts.map(({ tokenCount, spell, expansion, lostFrom }) => [
      `${tokenCount}/${contextLength}`,
      file.spells[spell]!.name?.value ?? `#${spell + 1}`,
      expansion.text.slice(0, lostFrom),
      ...(anyLost ? [lostFrom === undefined ? '' : expansion.text.slice(lostFrom)] : []),
    ]),
    terminal.width,
  );
  const lines = [
    terminal.out('bold', printable(path)),
    terminal.out('dim', `${printable(id)} (${shortHash(hash)})`),
    terminal.out('dim', head!),
    ...body.map((line, i) =>
      score.prompts[i]!.lostFrom === undefined ? line : terminal.out('yellow', line),
    ),
  ];
  return `${lines.join('\n')}\n\n`;
}
