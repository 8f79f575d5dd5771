import path from 'node:path';

/** The repository's root: npm runs its scripts there. Not the folder of this file, which children have bundled. */
export const root = process.cwd();

export const bundledCheckpoint = path.join(root, 'models', 'mini');
export const resultsFolder = path.join(root, 'bench', 'results');
/** Generated checkpoints, exports and pictures, some 2 GB; git ignores it. */
export const generatedFolder = path.join(root, '.cache', 'bench');
