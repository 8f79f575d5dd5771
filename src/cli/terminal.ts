import { styleText } from 'node:util';
import { languageOf, type Language } from '../words/words';

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green';

/** Where the program writes, and what that place can show. */
export class Terminal {
  readonly language: Language;
  /** Columns of the standard output; undefined in a pipe, where lines may have any length. */
  readonly width: number | undefined;
  readonly #color: { readonly out: boolean; readonly err: boolean };

  constructor(
    private readonly stdout: NodeJS.WriteStream,
    private readonly stderr: NodeJS.WriteStream,
    environment: NodeJS.ProcessEnv,
    options: { readonly color: boolean },
  ) {
    this.language = languageOf(
      environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || systemLocale(),
    );
    this.width = stdout.isTTY ? stdout.columns : undefined;
    const wanted = options.color && !environment.NO_COLOR && environment.TERM !== 'dumb';
    this.#color = { out: wanted && stdout.isTTY, err: wanted && stderr.isTTY };
  }

  /** True when someone watches: a progress bar makes sense. */
  get watched(): boolean {
    return this.stderr.isTTY;
  }

  /** Resolves when the text has been taken, so that the end of the program cannot cut it off. */
  write(text: string): Promise<void> {
    const shown = this.stdout.isTTY ? withoutSteering(text) : text;
    return new Promise((resolve) => this.stdout.write(shown, () => resolve()));
  }

  writeError(text: string): void {
    this.stderr.write(withoutSteering(text));
  }

  /** Colours for the standard output. */
  readonly out = (style: Style, text: string): string => paint(this.#color.out, style, text);

  /** Colours for the error output. */
  readonly err = (style: Style, text: string): string => paint(this.#color.err, style, text);
}

/** Control signs but those that this program writes itself: line ends, colours, and the progress line that is written over. */
const STEERING = /\x1b(?!\[(?:\d+(?:;\d+)*m|K))|(?![\t\n\r\x1b])\p{Cc}/gu;

/** The last guard, behind `printable`: whatever slips through to a screen moves no cursor, sets no title and rings no bell. */
function withoutSteering(text: string): string {
  return text.replace(STEERING, '\ufffd');
}

/** `validateStream` off: whether to colour is decided here, for each stream. */
function paint(color: boolean, style: Style, text: string): string {
  return color ? styleText(style, text, { validateStream: false }) : text;
}

function systemLocale(): string {
  return Intl.DateTimeFormat().resolvedOptions().locale;
}
