import { MAX_ALL_TEXT, MAX_BYTES_READ, MAX_TEXT, MAX_TEXTS } from './limits';
import type { PictureKind, PicturePorts, PictureProblem } from './pictureRecord';

/** A text that lies in a picture file or beside it. */
export interface PictureText {
  /** As `PictureRecord.source`. */
  readonly source: string;
  /** The name it has there, in lower case: `parameters`, `usercomment`. */
  readonly key: string;
  readonly text: string;
}

/** What a container's reader fills. */
export class TextCollection {
  readonly texts: PictureText[] = [];
  readonly problems: PictureProblem[] = [];
  width: number | undefined;
  height: number | undefined;
  /** Its pixels, or their alpha, are kept bit by bit. */
  isLossless = false;
  private left = MAX_ALL_TEXT;
  private bytes = MAX_BYTES_READ;

  constructor(
    readonly kind: PictureKind,
    private readonly ports: PicturePorts,
  ) {}

  /** Takes a text, unless there are too many. */
  add(place: string, name: string, text: string): void {
    const source = `${place}${place.endsWith(':') ? '' : ' '}${name.slice(0, 80)}`;
    if (this.texts.length >= MAX_TEXTS)
      return this.report({ code: 'too-many-records', source: this.kind, limit: MAX_TEXTS });
    if (text.length > MAX_TEXT || text.length > this.left)
      return this.report({ code: 'record-too-large', source, limit: MAX_TEXT });
    this.left -= text.length;
    this.texts.push({ source, key: name.toLowerCase(), text });
  }

  /** Whether so many bytes may still be decoded: directories and items may all point to the same ones. */
  mayRead(source: string, length: number): boolean {
    this.bytes -= Math.min(length, MAX_TEXT);
    if (length <= MAX_TEXT && this.bytes >= 0) return true;
    this.report({ code: 'record-too-large', source, limit: MAX_TEXT });
    return false;
  }

  /** Inflates what a chunk holds; undefined, and reported, where that is not to be had. */
  inflate(source: string, bytes: Uint8Array): Uint8Array | undefined {
    if (this.left <= 0) return undefined;
    const inflated = this.ports.inflate(bytes, Math.min(MAX_TEXT, this.left));
    if (inflated === 'too-large') {
      this.left -= MAX_TEXT; // the work was done
      this.report({ code: 'record-too-large', source, limit: MAX_TEXT });
      return undefined;
    }
    if (inflated === undefined) this.report({ code: 'record-unreadable', source });
    return inflated;
  }

  damaged(): void {
    this.report({ code: 'picture-damaged', source: this.kind });
  }

  report(problem: PictureProblem): void {
    const isKnown = this.problems.some(
      ({ code, source }) => code === problem.code && source === problem.source,
    );
    if (!isKnown && this.problems.length < 50) this.problems.push(problem);
  }
}
