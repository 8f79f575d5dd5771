import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './comparison';

/** Two pinned rows side by side. */
export const comparisonSection: Section = {
  name: 'comparison',
  tab: 'scores',
  show: ({ say, scores, pins, names, pictures, received }) => {
    if (!scores || scores.library !== undefined) return undefined;
    return {
      title: say('comparison'),
      remark: checkpointLabel(scores.checkpoint),
      content: html`<spellwright-comparison
        .scores=${scores}
        .pins=${pins}
        .names=${names}
        .pictures=${pictures}
        .judge=${received.judge}
        .say=${say}
      ></spellwright-comparison>`,
    };
  },
};
