import type { PhraseGain } from '../../../core/craft/gains';
import { slotText } from '../../../core/craft/slotText';
import type { Suggested } from '../../../core/craft/suggest';
import type { FileScore } from '../../../core/score/fileScore';
import type { PanelGain, PanelHelp, PanelPrompt } from '../../../protocol/panel/suggest';
import { PHRASE_CLASS_WORDING } from '../../../words/craft';
import { say, type Language } from '../../../words/words';
import type { NegativeSuggestions, SpellSuggestions } from '../../../tasks/suggest';

/** Phrases of a list that anybody reads. */
const shown = 10;

/** What every answer says of itself. */
export type SuggestedFrame = Pick<PanelHelp, 'run' | 'isStale' | 'phrases' | 'problems'> & {
  readonly score: FileScore;
  readonly language: Language;
};

export interface Help extends SpellSuggestions {
  readonly negative?: NegativeSuggestions;
}

export function panelHelp(help: Help, frame: SuggestedFrame): PanelHelp {
  const { spell, text, isFull } = help;
  const { measured, floor } = help.help;
  return {
    ...framed(frame),
    ...{ spell, text, isFull, measured, floor },
    gains: shownGains(help).map((each) => panelGain(each, frame.language)),
    hurts: help.hurts.map(({ text: phrase, entry: { effect, interval } }) => ({
      text: phrase,
      effect,
      ...interval,
    })),
    ...(help.negative && {
      negative: {
        pictures: help.negative.pictures,
        phrases: shownNegative(help.negative).map(({ phrase, difference, interval }) => ({
          text: phrase.text,
          difference,
          ...interval,
        })),
      },
    }),
  };
}

export function panelPrompt(
  { steps, refused, differentPictures }: Suggested,
  frame: SuggestedFrame,
): PanelPrompt {
  return {
    ...framed(frame),
    differentPictures,
    text: slotText(steps),
    steps: steps.map((step) => ({
      ...panelGain(step, frame.language),
      ties: step.ties.map(({ text }) => text),
      cosine: step.cosine,
    })),
    ...(refused && { refused: { text: refused.phrase.text, gain: refused.gain } }),
  };
}

/** Those that add more than words that say nothing. */
export function shownGains({ help: { gains, floor } }: Pick<Help, 'help'>): readonly PhraseGain[] {
  return gains.filter(({ gain }) => gain > floor).slice(0, shown);
}

export function shownNegative({ phrases }: NegativeSuggestions): NegativeSuggestions['phrases'] {
  return phrases.slice(0, shown);
}

function framed({
  score,
  run,
  isStale,
  phrases,
  problems,
}: SuggestedFrame): Omit<PanelPrompt, 'text' | 'steps' | 'refused'> {
  const { id, hash } = score.checkpoint;
  const differentPictures = score.differentImages;
  return { run, isStale, phrases, problems, checkpoint: { id, hash }, differentPictures };
}

function panelGain({ phrase, gain, interval }: PhraseGain, language: Language): PanelGain {
  const its = say(PHRASE_CLASS_WORDING[phrase.class], language);
  return { text: phrase.text, class: its, gain, ...interval };
}
