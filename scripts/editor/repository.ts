import path from 'node:path';

/** The repository's root: scripts run from `scripts/editor`. */
export const root = path.resolve(__dirname, '..', '..');

/** Downloaded and installed editors live here; git ignores it and a CI system may keep it between runs. */
export const cacheFolder = path.join(root, '.vscode-test');
