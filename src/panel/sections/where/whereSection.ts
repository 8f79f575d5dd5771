import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './where';

/** Where in the reference pictures a phrase is. */
export const whereSection: Section = {
  name: 'where',
  tab: 'why',
  comesForwardAt: ['show-where'],
  show: ({ say, scores, pictures, received }) => {
    if (!scores) return undefined;
    const { where } = received;
    return {
      title: say('where'),
      remark: where?.found && checkpointLabel(where.found.checkpoint),
      content: html`<spellwright-where
        .where=${where}
        .pictures=${pictures}
        .shown=${received['show-where']}
        .say=${say}
      ></spellwright-where>`,
    };
  },
};
