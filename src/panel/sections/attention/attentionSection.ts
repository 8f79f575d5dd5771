import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './attention';
import { attentionName, readChoice } from './attentionChoice';

/** What the towers read of the spell under the caret and of a picture. */
export const attentionSection: Section = {
  name: attentionName,
  tab: 'why',
  comesForwardAt: ['show-attention'],
  show: ({ say, scores, names, pictures, ui, received }) => {
    if (!scores) return undefined;
    const { attention } = received;
    const spell = attention?.text && names[attention.text.spell];
    return {
      title: say('attention'),
      remark: attention?.checkpoint && checkpointLabel(attention.checkpoint),
      content: html`<spellwright-attention
        .attention=${attention}
        .spell=${spell ?? ''}
        .pictures=${pictures}
        .choice=${readChoice(ui.sections[attentionName])}
        .uri=${received.welcome?.uri ?? ''}
        .shown=${received['show-attention']}
        .say=${say}
      ></spellwright-attention>`,
    };
  },
};
