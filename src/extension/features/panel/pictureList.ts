import type { FileScore } from '../../../core/score/fileScore';
import type { PanelPicture } from '../../../protocol/panel/pictures';
import type { ResolvedImages } from '../../../files/resolveImages';
import { isLibrary } from '../../services/scores';
import { problemText } from '../../../words/problemText';
import type { Language } from '../../../words/words';

export interface PictureListOptions {
  /** How an absolute path is written for people. */
  readonly shown: (path: string) => string;
  /** Address of a picture for the webview; the version changes when the picture does. */
  readonly address: (path: string, version: string) => string;
  readonly language: Language;
}

/**
 * Every picture that a spell file names: those that can be scored first, then those that cannot, with why. The page is
 * given only what the engine has read within its bounds: a browser would try to show a file of any size.
 */
export function pictureList(
  resolved: Pick<ResolvedImages, 'paths' | 'problems'>,
  score: FileScore | undefined,
  { shown, address, language }: PictureListOptions,
): PanelPicture[] {
  const listener = { language, face: 'editor', shown } as const;
  const versions = new Map(score?.images.map((image) => [image.path, image.hash]));
  const failures = new Map(score?.failures.map((failure) => [failure.path, failure]));
  const good = isLibrary(resolved) ? [] : resolved.paths.filter((path) => !failures.has(path));
  const bad = failures.size === 0 ? [] : resolved.paths.flatMap((path) => failures.get(path) ?? []);
  return [
    ...good.map((path) => {
      const version = versions.get(path);
      return { path: shown(path), ...(version !== undefined && { src: address(path, version) }) };
    }),
    ...bad.map(({ path, code, detail }) => ({
      path: shown(path),
      failure: problemText({ code, parameters: { path, detail } }, listener),
    })),
    ...resolved.problems
      // What is only told is told in the text.
      .filter(({ severity }) => severity === 'error')
      .map((problem) => ({
        path: String(problem.parameters.pattern),
        failure: problemText(problem, listener),
      })),
  ];
}
