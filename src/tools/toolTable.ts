import { checkWording } from './checkWording';
import { comparePrompts } from './comparePrompts';
import { expandSpell } from './expandSpell';
import { explainPrompt } from './explainPrompt';
import { generatePictures } from './generatePictures';
import { listCheckpoints } from './listCheckpoints';
import { readPicture } from './readPicture';
import { scorePrompts } from './scorePrompts';
import { suggestWords } from './suggestWords';
import type { Tool } from './tool';

/** Every tool that agents are served, however they are: a new one is a row. */
export const tools: readonly Tool[] = [
  scorePrompts,
  comparePrompts,
  explainPrompt,
  suggestWords,
  checkWording,
  readPicture,
  expandSpell,
  generatePictures,
  listCheckpoints,
];
