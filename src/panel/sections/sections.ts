import { comparisonSection } from './comparison/comparisonSection';
import { healthSection } from './health/healthSection';
import { historySection } from './history/historySection';
import { leaderboardSection } from './leaderboard/leaderboardSection';
import { leanSection } from './lean/leanSection';
import { matrixSection } from './matrix/matrixSection';
import { picturesSection } from './pictures/picturesSection';
import type { Section } from './section';

/** All sections of the panel, in their order within their tabs. */
export const sections: readonly Section[] = [
  leaderboardSection,
  historySection,
  comparisonSection,
  matrixSection,
  leanSection,
  picturesSection,
  healthSection,
];
