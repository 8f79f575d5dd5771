import { explainSpell, unitText } from '../tasks/explainFile';
import { readingKey } from '../words/why';
import type { LedgerEntry } from '../core/why/ledger';
import { fewestObservations } from '../core/statistics/pairedDifference';
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
  summary,
  tooFew,
} from './answers';
import { choice, list, nullable, optional, real, record, text, whole } from './schema';
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
  prompt: optional(promptText('The prompt; {a|b} in it is filled in with what fits best.')),
  spell: spellField,
  ...subjectFields,
});

const output = record({
  summary,
  text: text(),
  cosine: real(),
  units: list(
    record({
      text: text(),
      effect: real({ description: 'What it adds to the mean cosine.' }),
      interval: intervalSchema,
      reading: choice(
        ['carries', 'idle', 'hurts', 'may-hurt', 'depends', 'may-help'],
        'idle: no more than words that say nothing; depends: it helps alone and hurts beside the others, or the other way round; may-…: it may be chance.',
      ),
    }),
    { description: 'Its phrases, or the words of the only one; what carries most comes first.' },
  ),
  unweighed: whole({ description: 'Phrases beyond the first 64, which stayed as they are.' }),
  lostFrom: nullable(
    text({ description: 'The first word beyond the context: from it on nothing has an effect.' }),
  ),
  checkpoint: checkpointSchema,
  pictures: picturesSchema,
  problems: problemsSchema,
  notice: optional(notice),
});

export const explainPrompt = tool({
  name: 'explain_prompt',
  description:
    'Weighs the phrases of a text-to-image prompt on reference pictures: what carries its score, what says nothing to CLIP, what hurts. Use it before rewriting: drop or replace what hurts, keep what carries.',
  ...{ input, output, annotations: onlyReads },
  async run({ prompt, spell, ...subject }, context, call) {
    const measured = await measure(prompt === undefined ? undefined : [prompt], subject, context, call);
    const { score, scored, embedder, problems, quotesFiles } = measured;
    const explained = await explainSpell(scored, wantedSpell(measured, spell), embedder, {
      signal: call.signal,
      onProgress: call.onProgress,
    });
    if (explained === undefined)
      throw new ToolError('nothing-to-score', 'The prompt has no words that can be weighed.');
    const { text: whole, ledger, unweighed, lostWord } = explained;
    const units = [...ledger.entries]
      .sort((x, y) => y.effect - x.effect)
      .map((entry) => ({
        text: unitText(whole, entry.unit),
        effect: rounded(entry.effect),
        interval: intervalAnswer(entry.interval),
        reading: readingOf(entry),
      }));
    const named = (reading: string): string => {
      const found = units.filter((unit) => unit.reading === reading).map((unit) => `“${unit.text}”`);
      return found.length === 0
        ? ''
        : ` ${reading}: ${found.slice(0, 6).join(', ')}${found.length > 6 ? ', …' : ''}.`;
    };
    const different = score.differentImages;
    const said = ['carries', 'hurts', 'may-hurt', 'idle'].map(named).join('');
    return {
      summary: `${different < fewestObservations ? `${tooFew(different)} ` : ''}Of ${count(units.length, 'unit')}:${said || ' none stands out.'} They were weighed on ${count(different, 'different picture')} with checkpoint ${score.checkpoint.id}.${caveat(score.checkpoint)}`,
      text: whole,
      cosine: rounded(ledger.all),
      ...{ units, unweighed, lostFrom: lostWord ?? null },
      checkpoint: checkpointAnswer(score.checkpoint),
      pictures: picturesAnswer(score),
      problems,
      ...(quotesFiles && { notice: dataNotice }),
    };
  },
});

function readingOf(entry: LedgerEntry): 'carries' | 'idle' | 'hurts' | 'may-hurt' | 'depends' | 'may-help' {
  const key = readingKey(entry);
  if (key === 'mayHurt') return 'may-hurt';
  if (key !== undefined) return key;
  if (entry.effect < 0) return 'may-hurt';
  return entry.isSure ? 'carries' : 'may-help';
}
