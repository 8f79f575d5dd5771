import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './leanTable';

/** How far the loaded checkpoint leans between women and men for the person words of the file. */
export const leanSection: Section = {
  name: 'lean',
  tab: 'scores',
  show: ({ say, received: { lean } }) =>
    lean?.checkpoint && {
      title: say('lean'),
      remark: checkpointLabel(lean.checkpoint),
      content: html`<spellwright-leans .lean=${lean} .say=${say}></spellwright-leans>`,
    },
};
