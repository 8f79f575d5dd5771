import { html } from 'lit';
import type { Section } from '../section';
import './find';

/** A search for the pictures of a folder that a spell or a text fits best, and references chosen from them. */
export const findSection: Section = {
  name: 'find',
  tab: 'pictures',
  comesForwardAt: ['show-find'],
  announce: (message, { say, received: { find: before } }) => {
    if (message.kind !== 'find' || !before || before.phase === message.phase) return undefined;
    if (message.phase === 'failed') return message.error ?? say('findFailed');
    if (message.phase === 'stopped') return say('findStopped');
    if (message.phase !== 'done') return undefined;
    return message.found ? undefined : say('findNone');
  },
  show: ({ say, received, names, caretSpell }) => {
    const { find } = received;
    if (!find) return undefined;
    return {
      title: say('find'),
      content: html`<spellwright-find
        .find=${find}
        .spellName=${names[caretSpell ?? 0]}
        .shown=${received['show-find']}
        .say=${say}
      ></spellwright-find>`,
    };
  },
};
