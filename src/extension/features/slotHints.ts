import * as vscode from 'vscode';
import { checkpointLabel } from '../../core/score/export/exportedFile';
import { slotEffects } from '../../core/score/slotEffects';
import { EDITOR_WORDING } from '../../words/editor';
import { difference } from '../../words/numbers';
import { say, type Language } from '../../words/words';
import type { Configuration } from '../services/configuration';
import { ownScore, type Scores } from '../services/scores';
import { languageId, type SpellDocuments } from '../services/spellDocuments';

/** At each option of a slot, what choosing it does to the mean cosine. Off by default: it moves the text about. */
export function registerSlotHints(parts: {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, documents, configuration, language } = parts;
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.InlayHintsProvider = {
    onDidChangeInlayHints: changed.event,
    async provideInlayHints(document, range) {
      // Hints of an older text would stand at the wrong words.
      const score = ownScore(scores.get(document.uri), document);
      if (!configuration.slotHints.value || !score) return [];
      const file = await documents.read(document);
      return file?.spells.flatMap((spell) => {
        const { slots } = spell.positive;
        if (slots.length === 0) return [];
        return slotEffects(score, spell.index).flatMap(({ slot, option, cosine, expansions }) => {
          const span = slots[slot]?.kind === 'variant' ? slots[slot].options[option]?.span : undefined;
          if (span === undefined) return [];
          const position = document.positionAt(span.end);
          if (!range.contains(position)) return [];
          const hint = new vscode.InlayHint(position, difference(cosine));
          hint.paddingLeft = true;
          hint.tooltip = say(EDITOR_WORDING.hintTooltip, language, {
            cosine: difference(cosine),
            expansions,
            checkpoint: checkpointLabel(score.checkpoint),
          });
          return [hint];
        });
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerInlayHintsProvider({ language: languageId }, provider),
    configuration.slotHints.onDidChange(() => changed.fire()),
    scores.onDidChange(({ phase }) => {
      // `waiting`: its scores may have been dropped.
      if (phase === 'ready' || phase === 'waiting') changed.fire();
    }),
  );
}
