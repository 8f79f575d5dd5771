import { html } from 'lit';
import type { Section } from '../section';
import './library';

/** How the spells stand to the pictures of a library: distributions, best and worst pictures. */
export const librarySection: Section = {
  name: 'library',
  tab: 'pictures',
  show: ({ say, received, caretSpell }) => {
    const { library } = received;
    if (!library || library.spells.length === 0) return undefined;
    return {
      title: say('library'),
      remark: library.checkpoint,
      content: html`<spellwright-library
        .library=${library}
        .caretSpell=${caretSpell}
        .say=${say}
      ></spellwright-library>`,
    };
  },
};
