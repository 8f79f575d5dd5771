import { html } from 'lit';
import type { Section } from '../section';
import './search';

/** A search with the user's generator from the spell under the caret, while it goes on and after it. */
export const searchSection: Section = {
  name: 'search',
  tab: 'improve',
  comesForwardAt: ['show-search'],
  announce: (message, { received: { search: before } }) =>
    message.kind === 'search' && before && before.phase !== message.phase
      ? (message.error ?? message.run?.worth[0])
      : undefined,
  show: ({ say, scores, received }) => {
    const { search } = received;
    if (!search || (!scores && search.phase === 'idle')) return undefined;
    const { run } = search;
    return {
      title: run ? say('searchOf', { spell: run.name }) : say('search'),
      remark: run?.checkpoint,
      content: html`<spellwright-search
        .search=${search}
        .shown=${received['show-search']}
        .say=${say}
      ></spellwright-search>`,
    };
  },
};
