import { html } from 'lit';
import type { Section } from '../section';
import './gallery';
import { galleryName } from './gallery';
import { verdictTexts } from './galleryText';

/** What generators drew of the file's spells, and which variant came out closer to the reference pictures. */
export const gallerySection: Section = {
  name: galleryName,
  tab: 'pictures',
  comesForwardAt: ['show-gallery'],
  announce: (message, { say, received: { gallery: before, 'gallery-drawing': drawing } }) => {
    if (message.kind === 'gallery-drawing')
      return drawing?.run && !message.run ? say('galleryEnded') : undefined;
    if (message.kind !== 'gallery' || before?.phase !== 'judging' || message.phase !== 'ready')
      return undefined;
    return verdictTexts(message, say)[0];
  },
  show: ({ say, scores, ui, received }) => {
    const { gallery, 'gallery-drawing': drawing, 'show-gallery': shown } = received;
    if (!gallery) return undefined;
    const count = gallery.pictures.length;
    // A file that has nothing to show in any tab says what it needs, and no more.
    if (count === 0 && !scores && !drawing?.run && !shown) return undefined;
    const { marked } = ui.sections[galleryName] ?? {};
    return {
      title: say('gallery'),
      ...(count > 0 && { remark: say('galleryCount', { pictures: count }) }),
      content: html`<spellwright-gallery
        .gallery=${gallery}
        .details=${received['gallery-details']}
        .drawing=${drawing}
        .shown=${shown}
        .marked=${idsOf(marked)}
        .language=${received.welcome?.language ?? 'en'}
        .say=${say}
      ></spellwright-gallery>`,
    };
  },
};

/** Those that were kept; another version may have kept anything. */
function idsOf(marked: unknown): readonly string[] {
  return Array.isArray(marked) && marked.every((id): id is string => typeof id === 'string')
    ? marked.slice(0, 2)
    : [];
}
