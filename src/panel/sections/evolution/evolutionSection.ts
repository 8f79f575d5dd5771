import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import { endText } from './endText';
import './evolution';

/** A search for a better prompt of the spell under the caret, while it goes on and after it. */
export const evolutionSection: Section = {
  name: 'evolution',
  tab: 'improve',
  comesForwardAt: ['show-evolution'],
  announce: (message, { say, received: { evolution: before } }) =>
    message.kind === 'evolution' && before && before.phase !== message.phase
      ? endText(message, say)
      : undefined,
  show: ({ say, scores, received }) => {
    const { evolution } = received;
    if (!evolution || (!scores && evolution.phase === 'idle')) return undefined;
    const { run } = evolution;
    return {
      title: run ? say('evolveOf', { spell: run.name }) : say('evolve'),
      remark: run && checkpointLabel(run.checkpoint),
      content: html`<spellwright-evolution
        .evolution=${evolution}
        .shown=${received['show-evolution']}
        .say=${say}
      ></spellwright-evolution>`,
    };
  },
};
