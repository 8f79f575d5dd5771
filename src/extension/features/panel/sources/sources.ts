import type { MakeSource } from '../panelSource';
import { caretSource } from './caretSource';
import { healthSource } from './healthSource';
import { historySource } from './historySource';
import { leanSource } from './leanSource';
import { picturesSource } from './picturesSource';
import { promptSource } from './promptSource';
import { scoresSource } from './scoresSource';
import { statusSource } from './statusSource';
import { welcomeSource } from './welcomeSource';

/** All sources of a panel, in the order in which a new page hears of them. */
export const sources: readonly MakeSource[] = [
  welcomeSource,
  picturesSource,
  statusSource,
  scoresSource,
  promptSource,
  caretSource,
  historySource,
  leanSource,
  healthSource,
];
