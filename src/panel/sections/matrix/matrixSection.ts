import { html } from 'lit';
import { pixels } from '../../uiState';
import type { Section } from '../section';
import { matrixKinds } from './heat';
import './matrix';
import { matrixName } from './matrix';

/** Rows × pictures as a heat table. */
export const matrixSection: Section = {
  name: matrixName,
  tab: 'scores',
  show: ({ say, scores, rows, names, pictures, caretSpell, ui }) => {
    if (!scores || scores.library !== undefined) return undefined;
    const kept = ui.sections[matrixName] ?? {};
    return {
      title: say('matrix'),
      remark: `${rows.length} × ${scores.columns.length}`,
      content: html`<spellwright-matrix
        .scores=${scores}
        .rows=${rows}
        .names=${names}
        .pictures=${pictures}
        .kind=${matrixKinds.find((kind) => kind === kept.kind) ?? 'promptGivenImage'}
        .caretSpell=${caretSpell}
        .say=${say}
        .scrollAtFirst=${{ top: pixels(kept.top), left: pixels(kept.left) }}
      ></spellwright-matrix>`,
    };
  },
};
