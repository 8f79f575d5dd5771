import type { PhraseGain } from '../core/craft/gains';
import { languageOfPhrase } from '../core/craft/phrase';
import { fewestObservations } from '../core/statistics/pairedDifference';
import { suggestFile, type SpellSuggestions } from '../tasks/suggest';
import {
  checkpointAnswer,
  checkpointSchema,
  count,
  dataNotice,
  intervalAnswer,
  intervalSchema,
  notice,
  picturesSchema,
  problemsSchema,
  rounded,
  signed,
  summary,
  tooFew,
} from './answers';
import { choice, list, optional, real, record, text, whole, yes } from './schema';
import {
  caveat,
  measure,
  picturesAnswer,
  promptText,
  spellField,
  subjectFields,
  wantedSpell,
} from './subject';
import { onlyReads, tool, ToolError } from './tool';

const input = record({
  prompt: optional(promptText('The prompt that is to become better.')),
  spell: spellField,
  ...subjectFields,
  language: optional(choice(['en', 'ja'], "Of the phrases; the prompt's when absent.")),
  quality: optional(yes('Words of praise too (“masterpiece”), which say nothing of a picture.')),
  most: optional(whole({ least: 1, most: 50, description: 'Phrases to add in the answer at most (10).' })),
});

const phrase = record({ phrase: text(), class: text(), gain: real(), interval: intervalSchema });

const output = record({
  summary,
  text: text({ description: 'The prompt that was asked about, as CLIP reads it.' }),
  add: list(phrase, {
    description:
      'What adds most at the end of it, the most first; each was measured alone, so add one and measure again.',
  }),
  hurts: list(record({ phrase: text(), effect: real(), interval: intervalSchema }), {
    description: 'Its phrases that take away from the score, the worst first.',
  }),
  floor: real({ description: 'What words add that say nothing: a gain up to this is none.' }),
  fromPictures: record(
    { text: text(), phrases: list(phrase) },
    'A prompt made of the pictures alone; each gain is of pictures that did not choose the phrase.',
  ),
  checkpoint: checkpointSchema,
  pictures: picturesSchema,
  problems: problemsSchema,
  notice: optional(notice),
});

const usually = 10;

export const suggestWords = tool({
  name: 'suggest_words',
  description:
    'Suggests what would make a text-to-image prompt fit reference pictures better: phrases to add, phrases that hurt, and a prompt made of the pictures alone. Phrases come from the lists that Spellwright brings and those that a spell file names. The first call takes some seconds longer.',
  ...{ input, output, annotations: onlyReads },
  async run({ prompt, spell, language, quality = false, most = usually, ...subject }, context, call) {
    const measured = await measure(prompt === undefined ? undefined : [prompt], subject, context, call);
    const { score, scored, embedder, problems, quotesFiles, places } = measured;
    const wanted = wantedSpell(measured, spell);
    const asked = score.prompts[score.spells[wanted]!.best!]!.expansion.text;
    const found = await suggestFile({
      ...{ scored, embedder, bundled: context.vocabulary(), reach: places.reach, signal: call.signal },
      onProgress: call.onProgress,
      language: language ?? languageOfPhrase(asked) ?? 'en',
      withQuality: quality,
      spells: [wanted],
      ...(context.cacheFolder !== undefined && { cacheFolder: context.cacheFolder }),
    });
    const [own] = found?.spells ?? [];
    if (found === undefined || own === undefined)
      throw new ToolError(
        'nothing-to-score',
        'The prompt has no words that can be weighed, or a picture has gone.',
      );
    const { gains, floor } = own.help;
    const add = gains.filter(({ gain }) => gain > floor).slice(0, most);
    const different = score.differentImages;
    return {
      summary: `${told(add, own, different)} (${count(different, 'different picture')}, checkpoint ${score.checkpoint.id}).${caveat(score.checkpoint)}`,
      text: own.text,
      add: add.map(phraseAnswer),
      hurts: own.hurts.slice(0, most).map(({ text: each, entry }) => ({
        phrase: each,
        effect: rounded(entry.effect),
        interval: intervalAnswer(entry.interval),
      })),
      floor: rounded(floor),
      fromPictures: { text: found.fromPictures.text, phrases: found.fromPictures.steps.map(phraseAnswer) },
      checkpoint: checkpointAnswer(score.checkpoint),
      pictures: picturesAnswer(score),
      problems,
      ...(quotesFiles && { notice: dataNotice }),
    };
  },
});

function phraseAnswer({ phrase: { text: said, class: its }, gain, interval }: PhraseGain) {
  return { phrase: said, class: its, gain: rounded(gain), interval: intervalAnswer(interval) };
}

function told(
  add: readonly PhraseGain[],
  { hurts, isFull }: Pick<SpellSuggestions, 'hurts' | 'isFull'>,
  different: number,
): string {
  const few = different < fewestObservations ? `${tooFew(different)} ` : '';
  const [best] = add;
  if (isFull)
    return `${few}The prompt fills the context of the checkpoint, so nothing that is added at its end is read: shorten it first`;
  if (best === undefined) return `${few}No phrase of the lists adds more than words that say nothing`;
  const sure = add.filter(({ interval }) => interval !== undefined && interval.low > 0).length;
  const hurting = hurts.filter(({ entry }) => entry.isSure).length;
  const takesAway =
    hurts.length === 0
      ? ''
      : `; ${count(hurts.length, 'phrase')} of its own may hurt, ${hurting} beyond chance`;
  return `${few}“${best.phrase.text}” adds most (${signed(best.gain)}); of ${count(add.length, 'phrase')} listed ${sure} add beyond chance${takesAway}. The pictures chose these: measure a rewritten prompt on others with compare_prompts`;
}
