import { memoryFiles } from '../memoryFiles';

export interface AskedStatus {
  readonly bigint?: boolean;
}

/** As Node tells it. @param of a path, or a descriptor */
export function statusOf(of: string | number, asked?: AskedStatus): object {
  const { isFolder, ...exact } = memoryFiles.status(of);
  const kind = {
    isFile: () => !isFolder,
    isDirectory: () => isFolder,
    isSymbolicLink: () => false,
  };
  if (asked?.bigint) return { ...exact, ...kind };
  const { dev, ino, size, mtimeNs } = exact;
  return {
    ...{ dev: Number(dev), ino: Number(ino), size: Number(size) },
    ...{ mtimeMs: Number(mtimeNs / 1_000_000n), uid: 0 },
    ...kind,
  };
}
