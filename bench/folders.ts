import path from 'node:path';

/** The repository's root: the benchmark is run from there. */
export const root = path.resolve(__dirname, '..');

export const bundledCheckpoint = path.join(root, 'models', 'mini');
export const resultsFolder = path.join(root, 'bench', 'results');
/** Generated checkpoints, exports and pictures, some 2 GB; git ignores it. */
export const generatedFolder = path.join(root, '.cache', 'bench');
