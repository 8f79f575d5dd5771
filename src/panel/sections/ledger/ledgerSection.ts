import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './ledger';

/** Which words carry the score of the spell under the caret. */
export const ledgerSection: Section = {
  name: 'ledger',
  tab: 'why',
  comesForwardAt: ['show-ledger'],
  show: ({ say, scores, names, received }) => {
    if (!scores) return undefined;
    const { ledger } = received;
    const spell = ledger?.spell === undefined ? undefined : names[ledger.spell];
    return {
      title: spell === undefined ? say('ledgerWords') : say('ledger', { spell }),
      remark: ledger?.table && checkpointLabel(ledger.table.checkpoint),
      content: html`<spellwright-ledger
        .ledger=${ledger}
        .uri=${received.welcome?.uri ?? ''}
        .shown=${received['show-ledger']}
        .say=${say}
      ></spellwright-ledger>`,
    };
  },
};
