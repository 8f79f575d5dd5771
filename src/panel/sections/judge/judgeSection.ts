import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './judgeTable';

/** What a second checkpoint says of the same texts and pictures. */
export const judgeSection: Section = {
  name: 'judge',
  tab: 'scores',
  comesForwardAt: ['show-judge'],
  show: ({ say, scores, received }) => {
    const { judge } = received;
    if (!scores || !judge) return undefined;
    const isFixed = received.welcome?.fixedCheckpoint ?? false;
    // There is nothing to choose, and nothing was named.
    if (isFixed && judge.phase === 'none') return undefined;
    return {
      title: say('judge'),
      remark: judge.table ? checkpointLabel(judge.table.second) : judge.name,
      content: html`<spellwright-judge
        .judge=${judge}
        .uri=${received.welcome?.uri ?? ''}
        .isFixed=${isFixed}
        .shown=${received['show-judge']}
        .say=${say}
      ></spellwright-judge>`,
    };
  },
};
