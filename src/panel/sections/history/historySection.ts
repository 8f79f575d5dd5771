import { html } from 'lit';
import type { Section } from '../section';
import './history';

/** The last edits of the spell under the caret. */
export const historySection: Section = {
  name: 'history',
  tab: 'scores',
  show: ({ say, scores, names, received: { history } }) => {
    const spell = scores && history?.spell !== undefined ? names[history.spell] : undefined;
    if (spell === undefined) return undefined;
    return {
      title: say('history', { spell }),
      content: html`<spellwright-history .entries=${history!.entries} .say=${say}></spellwright-history>`,
    };
  },
};
