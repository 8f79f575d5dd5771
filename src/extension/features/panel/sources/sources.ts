import type { MakeSource } from '../panelSource';
import { blindSpotsSource } from './blindSpotsSource';
import { attentionSource } from './attentionSource';
import { caretSource } from './caretSource';
import { evolutionSource } from './evolutionSource';
import { healthSource } from './healthSource';
import { historySource } from './historySource';
import { judgeSource } from './judgeSource';
import { leanSource } from './leanSource';
import { ledgerSource } from './ledgerSource';
import { findSource } from './findSource';
import { librarySource } from './librarySource';
import { picturesSource } from './picturesSource';
import { promptSource } from './promptSource';
import { scoresSource } from './scoresSource';
import { slotsSource } from './slotsSource';
import { statusSource } from './statusSource';
import { suggestSource } from './suggestSource';
import { welcomeSource } from './welcomeSource';
import { whereSource } from './whereSource';

/** Sources of every panel, in the order in which a new page hears of them. */
export const measuringSources: readonly MakeSource[] = [
  welcomeSource,
  picturesSource,
  statusSource,
  scoresSource,
  promptSource,
  caretSource,
  historySource,
  judgeSource,
  leanSource,
  ledgerSource,
  slotsSource,
  blindSpotsSource,
  whereSource,
  attentionSource,
  healthSource,
  evolutionSource,
  suggestSource,
  librarySource,
  findSource,
];
