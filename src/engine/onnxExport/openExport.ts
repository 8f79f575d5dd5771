import path from 'node:path';
import { broken } from '../checkpoint/safetensors';
import { LazySession } from '../session';
import { ExportedImages } from './exportedImages';
import { ExportedText } from './exportedText';
import type { ExportFolder } from './exportFolder';
import { pieceName, type ExportPieces } from './exportGraphs';
import { computedLogits, type Logits } from './exportLogits';
import type { OpenGraph } from './openGraph';

export interface OpenExportOptions {
  /** Folder with the graphs of the pieces. */
  readonly entry: string;
  readonly pieces: ExportPieces;
  /** Paths of files whose quantisation scales depend on everything in a batch. */
  readonly oneAtATime: ReadonlySet<string>;
  readonly contents: ExportFolder;
  readonly threads: number;
}

export interface OpenExport {
  readonly text: ExportedText;
  readonly images: ExportedImages;
  /** Elements of an embedding. */
  readonly width: number;
  /** What the graphs compute with; absent where they end at the embeddings. */
  readonly logits?: Logits;
  /** To be disposed of. */
  readonly sessions: readonly LazySession[];
}

/**
 * Opens the graphs of an export and tries them: broken ones should fail here, not at the first text.
 * @throws EngineError `model-file-broken`, `model-unsupported`
 */
export async function openExport(options: OpenExportOptions): Promise<OpenExport> {
  const { pieces, contents } = options;
  const { family, contextLength, imageSize, padToken, padSide } = contents.config;
  const sessions = {
    text: pieceSession('text', options),
    image: pieceSession('image', options),
    logits: pieceSession('logits', options),
  };
  try {
    const text = new ExportedText({
      graph: await openGraph('text', sessions.text, options),
      family,
      contextLength,
      padToken: padToken ?? contents.tokenizer.endToken,
      padSide,
    });
    const images = new ExportedImages(await openGraph('image', sessions.image, options), imageSize);
    const [textWidth, imageWidth] = [
      (await text.embed([contents.tokenizer.tokenize('').ids]))[0]!.length,
      (await images.embed(new Float32Array(3 * imageSize ** 2), 1))[0]!.length,
    ];
    if (textWidth !== imageWidth) {
      const reason = `embeds in ${imageWidth} dimensions, the text graph in ${textWidth}`;
      throw broken(pieces.image.file, reason);
    }
    const logits = pieces.logits && (await computedLogits(sessions.logits, textWidth, pieces.logits.file));
    await sessions.logits.dispose();
    return { text, images, width: textWidth, logits, sessions: [sessions.text, sessions.image] };
  } catch (error) {
    await Promise.all(Object.values(sessions).map((session) => session.dispose()));
    throw error;
  }
}

/** Of a piece that the export lacks it is never opened. */
function pieceSession(kind: keyof ExportPieces, { entry, pieces, threads }: OpenExportOptions): LazySession {
  return new LazySession(() => Promise.resolve(path.join(entry, pieceName(kind, pieces[kind]!))), threads);
}

async function openGraph(
  kind: 'text' | 'image',
  session: LazySession,
  { pieces, oneAtATime }: OpenExportOptions,
): Promise<OpenGraph> {
  const { file } = pieces[kind];
  return { path: file, session, signature: await session.signature(), oneAtATime: oneAtATime.has(file) };
}
