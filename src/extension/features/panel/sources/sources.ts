import type { MakeSource } from '../panelSource';
import { blindSpotsSource } from './blindSpotsSource';
import { caretSource } from './caretSource';
import { historySource } from './historySource';
import { leanSource } from './leanSource';
import { ledgerSource } from './ledgerSource';
import { picturesSource } from './picturesSource';
import { promptSource } from './promptSource';
import { scoresSource } from './scoresSource';
import { slotsSource } from './slotsSource';
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
  ledgerSource,
  slotsSource,
  blindSpotsSource,
];
