import { html, nothing } from 'lit';
import type { ScoresMessage } from '../../../protocol/panel/scores';
import { cosine } from '../../../words/numbers';
import type { PanelView } from '../../panelView';
import { leaderboardName, pixels } from '../../uiState';
import type { Section } from '../section';
import './leaderboard';
import { rankChange } from './rankChange';

const name = leaderboardName;

/** Spells and their texts, best first. */
export const leaderboardSection: Section = {
  name,
  tab: 'scores',
  comesForwardAt: ['reveal'],
  announce: (message, view) => (message.kind === 'scores' ? changeOf(message, view) : undefined),
  show: (view) => {
    const { say, scores } = view;
    if (!scores) return undefined;
    const sampled = scores.spells.filter((spell) => spell.sampled).length;
    const texts = scores.prompts.filter(({ sameAs }, row) => sameAs === row).length;
    return {
      title: say('leaderboard'),
      remark: String(scores.spells.length),
      content: html`<spellwright-leaderboard
          .scores=${scores}
          .rows=${view.rows}
          .names=${view.names}
          .pins=${view.pins}
          .caretSpell=${view.caretSpell}
          .reveal=${view.received.reveal}
          .order=${view.choice.order}
          .filter=${view.choice.filter}
          .say=${say}
          .scrollTopAtFirst=${pixels(view.ui.sections[name]?.top)}
        ></spellwright-leaderboard
        >${
          scores.library === undefined
            ? nothing
            : html`<p class="muted small">${say('libraryRests', { pictures: scores.library })}</p>`
        }${sampled > 0 ? html`<p class="muted small">${say('sampledNote', { count: sampled })}</p>` : nothing}${
          texts === 1 ? html`<p class="muted small">${say('onePrompt')}</p>` : nothing
        }`,
    };
  },
};

function changeOf(next: ScoresMessage, view: PanelView): string | undefined {
  const change = rankChange(view.received.scores, next, view.caretSpell);
  if (!change) return undefined;
  const parameters = {
    spell: view.nameIn(next, change.spell),
    cosine: cosine(next.spells[change.spell]!.meanCosine),
  };
  return change.kind === 'leader'
    ? view.say('leaderChanged', parameters)
    : view.say('rankChanged', { ...parameters, rank: change.rank, count: next.spells.length });
}
