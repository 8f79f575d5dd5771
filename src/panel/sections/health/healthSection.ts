import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './healthList';

/** What is the matter with the reference pictures, and the search for written words. */
export const healthSection: Section = {
  name: 'health',
  tab: 'pictures',
  announce: (message, { say, received: { health } }) => {
    if (message.kind !== 'health' || health?.writing.state !== 'running') return undefined;
    const { state, words } = message.writing;
    if (state === 'running') return undefined;
    const marked = message.pictures.filter(({ marks }) => marks.length > 0).length;
    return state === 'done' && words !== undefined
      ? say('healthAnnounced', { marked, pictures: message.pictures.length })
      : say(state === 'stopped' ? 'healthStopped' : 'healthFailed');
  },
  show: ({ say, pictures, received: { health } }) => {
    if (!health?.checkpoint || health.pictures.length === 0) return undefined;
    const taken = health.pictures.filter(({ marks }) => marks.some(({ code }) => code === 'word-takes-over'));
    return {
      title: say('health'),
      remark: checkpointLabel(health.checkpoint),
      attention: taken.length > 0 ? say('healthTaken', { count: taken.length }) : undefined,
      content: html`<spellwright-health
        .health=${health}
        .pictures=${pictures}
        .say=${say}
      ></spellwright-health>`,
    };
  },
};
