import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './blindSpotsTable';

/** Which kinds of words the checkpoint sees in the pictures. */
export const blindSpotsSection: Section = {
  name: 'blind-spots',
  tab: 'why',
  comesForwardAt: ['show-blind-spots'],
  show: ({ say, scores, names, received }) => {
    const spots = received['blind-spots'];
    if (!scores || !spots) return undefined;
    const { table } = spots;
    return {
      title: table ? say('blindSpotsOf', { spell: names[table.spell] ?? '' }) : say('blindSpots'),
      remark: table && checkpointLabel(table.checkpoint),
      content: html`<spellwright-blind-spots
        .spots=${spots}
        .shown=${received['show-blind-spots']}
        .say=${say}
      ></spellwright-blind-spots>`,
    };
  },
};
