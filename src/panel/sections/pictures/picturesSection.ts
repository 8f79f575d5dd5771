import { html, nothing, type TemplateResult } from 'lit';
import type { PanelView } from '../../panelView';
import type { Section } from '../section';
import './pictures';

/** The reference pictures, and why some of them are not scored. */
export const picturesSection: Section = {
  name: 'pictures',
  tab: 'pictures',
  show: (view) => {
    const { say } = view;
    const { pictures = [], library } = view.received.pictures ?? {};
    if (pictures.length === 0 && library === undefined) return undefined;
    const failed = pictures.filter(({ failure }) => failure !== undefined).length;
    return {
      title: say('pictures'),
      remark: String(library ?? pictures.length),
      attention: failed > 0 ? say('picturesFailed', { count: failed }) : undefined,
      content: html`${library === undefined ? nothing : html`<p>${say('libraryPictures', { pictures: library })}</p>`}<spellwright-pictures
          .pictures=${pictures}
          .say=${say}
        ></spellwright-pictures
        >${nearDuplicates(view)}`,
    };
  },
};

function nearDuplicates({ received, say }: PanelView): TemplateResult | typeof nothing {
  const groups = received.scores?.groups ?? [];
  const different = new Set(groups).size;
  if (different === groups.length) return nothing;
  return html`<p class="muted small">${say('nearDuplicates', { pictures: groups.length, different })}</p>`;
}
