import path from 'node:path';

/** The folders that hold files, without those below another one of them; sorted. */
export function foldersOf(files: readonly string[]): readonly string[] {
  const folders = [...new Set(files.map((file) => path.dirname(file)))].sort();
  const all = new Set(folders);
  return folders.filter((folder) => !hasAbove(folder, all));
}

function hasAbove(folder: string, folders: ReadonlySet<string>): boolean {
  for (let above = path.dirname(folder); ; above = path.dirname(above)) {
    if (folders.has(above)) return above !== folder;
    if (above === path.dirname(above)) return false;
  }
}
