import path from 'node:path';

/**
 * What people call a checkpoint: its folder's name; in the Hugging Face cache, where that is a commit, the repository's
 * (`…/models--openai--clip-vit-base-patch32/snapshots/b33c…` is `openai/clip-vit-base-patch32`).
 */
export function checkpointName(folder: string): string {
  const absolute = path.resolve(folder);
  const snapshots = path.dirname(absolute);
  const repository = path.basename(path.dirname(snapshots));
  const inCache = path.basename(snapshots) === 'snapshots' && repository.startsWith('models--');
  return inCache ? repository.slice('models--'.length).replace('--', '/') : path.basename(absolute);
}
