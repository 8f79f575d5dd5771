import { html } from 'lit';
import { checkpointLabel } from '../../../core/score/export/exportedFile';
import type { Section } from '../section';
import './auditView';

/** Whom the generator draws where a prompt leaves that open. */
export const auditSection: Section = {
  name: 'audit',
  tab: 'why',
  comesForwardAt: ['show-audit'],
  announce: (message, { say, received: { audit: before } }) => {
    if (message.kind !== 'audit' || !before || before.phase === message.phase) return undefined;
    if (message.phase === 'done') return message.result?.verdict;
    if (message.phase === 'stopped') return say('auditStopped');
    return message.phase === 'failed' ? message.error : undefined;
  },
  show: ({ say, received }) => {
    const { audit } = received;
    if (!audit || (audit.phase === 'idle' && !audit.canAsk)) return undefined;
    const { result } = audit;
    return {
      title: result ? say('auditOf', { spell: result.name }) : say('auditTitle'),
      remark: result && checkpointLabel(result.checkpoint),
      content: html`<spellwright-audit
        .audit=${audit}
        .shown=${received['show-audit']}
        .say=${say}
      ></spellwright-audit>`,
    };
  },
};
