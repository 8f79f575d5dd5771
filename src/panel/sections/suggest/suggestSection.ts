import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './suggestions';

/** What to try next. */
export const suggestSection: Section = {
  name: 'suggest',
  tab: 'improve',
  comesForwardAt: ['show-suggest'],
  announce: (message, { say, received }) => {
    if (message.kind !== 'suggest' || !received.suggest?.running || message.running) return undefined;
    return message.wasStopped || message.error !== undefined ? undefined : say('suggestDone');
  },
  show: ({ say, scores, names, received }) => {
    const { suggest } = received;
    if (!suggest || (!scores && suggest.can.length === 0 && !received['show-suggest'])) return undefined;
    const checkpoint = (suggest.help ?? suggest.prompt)?.checkpoint;
    return {
      title: say('suggest'),
      remark: checkpoint && checkpointLabel(checkpoint),
      content: html`<spellwright-suggestions
        .suggest=${suggest}
        .names=${names}
        .shown=${received['show-suggest']}
        .say=${say}
      ></spellwright-suggestions>`,
    };
  },
};
