import type { FileScore } from '../../../core/score/fileScore';
import type { PanelHost } from './panelSource';

/** The spell that sections about one spell show: the caret's, else the best one. */
export function shownSpell({ caret }: PanelHost, { spells }: FileScore): number | undefined {
  const { spell } = caret;
  if (spell !== undefined && spell < spells.length) return spell;
  return spells.find(({ rank }) => rank === 1)?.spell;
}
