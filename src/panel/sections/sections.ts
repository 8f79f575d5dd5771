import { blindSpotsSection } from './blindSpots/blindSpotsSection';
import { auditSection } from './audit/auditSection';
import { attentionSection } from './attention/attentionSection';
import { comparisonSection } from './comparison/comparisonSection';
import { evolutionSection } from './evolution/evolutionSection';
import { gallerySection } from './gallery/gallerySection';
import { searchSection } from './search/searchSection';
import { healthSection } from './health/healthSection';
import { historySection } from './history/historySection';
import { judgeSection } from './judge/judgeSection';
import { leaderboardSection } from './leaderboard/leaderboardSection';
import { leanSection } from './lean/leanSection';
import { ledgerSection } from './ledger/ledgerSection';
import { matrixSection } from './matrix/matrixSection';
import { findSection } from './library/findSection';
import { librarySection } from './library/librarySection';
import { picturesSection } from './pictures/picturesSection';
import type { Section } from './section';
import { slotsSection } from './slots/slotsSection';
import { suggestSection } from './suggest/suggestSection';
import { whereSection } from './where/whereSection';

/** All sections of the panel, in their order within their tabs. */
export const sections: readonly Section[] = [
  leaderboardSection,
  historySection,
  comparisonSection,
  judgeSection,
  matrixSection,
  leanSection,
  ledgerSection,
  slotsSection,
  blindSpotsSection,
  whereSection,
  attentionSection,
  auditSection,
  suggestSection,
  evolutionSection,
  searchSection,
  librarySection,
  picturesSection,
  findSection,
  gallerySection,
  healthSection,
];
