import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './slotList';

/** Which option of each slot of the spell under the caret every picture takes. */
export const slotsSection: Section = {
  name: 'slots',
  tab: 'why',
  comesForwardAt: ['show-slots'],
  show: ({ say, scores, names, received: { slots } }) => {
    // A spell without slots has no section, but for whoever asked.
    if (!scores || slots?.spell === undefined) return undefined;
    const { spell, checkpoint } = slots;
    return {
      title: say('slotsOf', { spell: names[spell] ?? '' }),
      remark: checkpoint && checkpointLabel(checkpoint),
      content: html`<spellwright-slots .slots=${slots} .say=${say}></spellwright-slots>`,
    };
  },
};
