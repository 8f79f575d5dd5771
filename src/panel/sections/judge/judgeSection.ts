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
    return {
      title: say('judge'),
      remark: judge.table ? checkpointLabel(judge.table.second) : judge.name,
      content: html`<spellwright-judge
        .judge=${judge}
        .uri=${received.welcome?.uri ?? ''}
        .shown=${received['show-judge']}
        .say=${say}
      ></spellwright-judge>`,
    };
  },
};
