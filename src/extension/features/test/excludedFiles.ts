import { matchesPath, readGlob, type PathPattern } from '../../../files/glob/globPattern';

/**
 * What `files.exclude` of the settings leaves out.
 * @param setting as it is set: patterns with whether they count; those with a condition don't
 * @returns whether a path is left out, or lies in a folder that is; relative to the workspace folder, with `/`
 */
export function excludedFiles(setting: unknown): (path: string) => boolean {
  const patterns = Object.entries(setting ?? {}).flatMap(([pattern, counts]): readonly PathPattern[] =>
    counts === true ? (readGlob(pattern) ?? []) : [],
  );
  return (path) => {
    const names = path.split('/');
    return names.some((_, i) => matchesPath(patterns, names.slice(0, i + 1).join('/'), { steps: 0 }));
  };
}
