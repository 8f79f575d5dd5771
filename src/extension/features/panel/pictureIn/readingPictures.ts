import * as vscode from 'vscode';
import type { PictureReading } from '../../../../core/infotext/pictureRecord';
import { FileError } from '../../../../files/fileError';
import { findPictureFiles } from '../../../../files/findNamedFiles';
import { readPictureAt, type PictureDecoding } from '../../../../tasks/readPictures';
import { PICTURE_IN_WORDING } from '../../../../words/pictureIn';
import { errorText } from '../../../../words/problemText';
import { say, type Language } from '../../../../words/words';
import { plainWindow } from '../../../services/plainWindow';

export interface ReadPictures {
  readonly readings: readonly { readonly picture: string; readonly reading: PictureReading }[];
  /** Sentences, one a file that cannot be read. */
  readonly failures: readonly string[];
}

/** More than this are worth a notification with a button to stop. */
const fewPictures = 3;

/**
 * Reads pictures and folders of them, with progress.
 * @param named absolute
 * @returns undefined when the user stopped it
 */
export function readPictures(
  named: readonly string[],
  language: Language,
  pictures: PictureDecoding['pictures'],
): Promise<ReadPictures | undefined> {
  const isLong = named.length > fewPictures || named.some((file) => !/\.\w+$/.test(file));
  return Promise.resolve(
    plainWindow.withProgress(
      {
        title: say(PICTURE_IN_WORDING.reading, language),
        location: isLong ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window,
        cancellable: isLong,
      },
      (progress, token) => readAll({ named, language, pictures, progress, token }),
    ),
  );
}

async function readAll({
  named,
  language,
  pictures,
  progress,
  token,
}: {
  readonly named: readonly string[];
  readonly language: Language;
  readonly pictures: PictureDecoding['pictures'];
  readonly progress: vscode.Progress<{ message?: string }>;
  readonly token: vscode.CancellationToken;
}): Promise<ReadPictures | undefined> {
  const stopping = new AbortController();
  const listening = token.onCancellationRequested(() => stopping.abort());
  const readings: ReadPictures['readings'][number][] = [];
  const failures: string[] = [];
  const fail = (file: string, error: unknown): void => {
    if (!(error instanceof FileError)) throw error;
    const reason = errorText(error, { language, face: 'editor' });
    failures.push(say(PICTURE_IN_WORDING.unreadablePicture, language, { file, reason }));
  };
  try {
    for (const each of named) {
      let paths: readonly string[] = [];
      let within: readonly string[] | undefined;
      try {
        const found = await findPictureFiles(each, stopping.signal);
        paths = found.paths;
        within = found.folder === undefined ? undefined : [found.folder];
      } catch (error) {
        if (stopping.signal.aborted) return undefined;
        fail(each, error);
      }
      for (const [done, picture] of paths.entries()) {
        if (stopping.signal.aborted) return undefined;
        const total = Math.max(paths.length, named.length);
        const message = say(PICTURE_IN_WORDING.readingCount, language, {
          done: Math.max(done, readings.length),
          total,
        });
        progress.report({ message });
        try {
          const options = { ...(within && { within }), pictures, signal: stopping.signal };
          readings.push({ picture, reading: await readPictureAt(picture, options) });
        } catch (error) {
          if (stopping.signal.aborted) return undefined;
          fail(picture, error);
        }
      }
    }
    return { readings, failures };
  } finally {
    listening.dispose();
  }
}
