import { spellRows, type SpellRow } from '../core/score/export/reportRows';
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
import { list, nullable, optional, real, record, text, whole } from './schema';
import {
  caveat,
  measure,
  mostPrompts,
  picturesAnswer,
  promptText,
  subjectFields,
  type Measured,
} from './subject';
import { onlyReads, tool } from './tool';

const input = record({
  prompts: optional(
    list(promptText(), {
      least: 1,
      most: mostPrompts,
      description: 'The prompts, each ranked as one; {a|b} and __wildcards__ in them are filled in.',
    }),
  ),
  ...subjectFields,
  most: optional(
    whole({ least: 1, most: 100, description: 'Prompts in the answer at most, best first (20).' }),
  ),
});

const output = record({
  summary,
  checkpoint: checkpointSchema,
  pictures: picturesSchema,
  prompts: list(
    record({
      name: text({ description: '#2 is the second of those given; a spell of a file has its own.' }),
      text: text({ description: 'Of several fillings, the one that fits best.' }),
      rank: whole(),
      ranks: nullable(
        record(
          { first: whole(), last: whole() },
          'The ranks that it may truly have; null where too few pictures can say.',
        ),
      ),
      cosine: real({
        description: 'Mean over the pictures: what is ranked by. No value is good or bad in itself.',
      }),
      behindFirst: nullable(record({ difference: real(), interval: intervalSchema })),
      fitsBest: whole({ description: 'Pictures that it fits best.' }),
      tokens: whole(),
      lostFrom: nullable(text({ description: 'The first words beyond the context, which have no effect.' })),
      texts: whole({ description: 'Different fillings.' }),
    }),
  ),
  left: whole({ description: 'Prompts that are not in this answer.' }),
  problems: problemsSchema,
  notice: optional(notice),
});

const usually = 20;

export const scorePrompts = tool({
  name: 'score_prompts',
  description:
    'Ranks text-to-image prompts by how well they fit reference pictures, with CLIP on this machine. Give prompts and pictures, or a spell file. Ranks are ranges: what overlaps is not told apart. Use it to choose among candidates; judge the winner with compare_prompts on pictures that did not choose it.',
  ...{ input, output, annotations: onlyReads },
  async run({ prompts, most = usually, ...subject }, context, call) {
    const measured = await measure(prompts, subject, context, call);
    const { file, score, problems, quotesFiles } = measured;
    const rows = spellRows(file, score);
    return {
      summary: told(rows, measured),
      checkpoint: checkpointAnswer(score.checkpoint),
      pictures: picturesAnswer(score),
      prompts: rows.slice(0, most).map(({ name, spell, prompt }) => ({
        ...{ name, text: prompt.expansion.text, rank: spell.rank },
        ranks: spell.ranks ? { first: spell.ranks.first, last: spell.ranks.last } : null,
        cosine: rounded(spell.meanCosine),
        behindFirst: spell.behind
          ? { difference: rounded(spell.behind.difference), interval: intervalAnswer(spell.behind.interval) }
          : null,
        fitsBest: spell.fitsBest,
        tokens: prompt.tokenCount,
        lostFrom:
          prompt.lostFrom === undefined
            ? null
            : prompt.expansion.text.slice(prompt.lostFrom, prompt.lostFrom + 60),
        texts: spell.texts,
      })),
      left: Math.max(0, rows.length - most),
      problems,
      ...(quotesFiles && { notice: dataNotice }),
    };
  },
});

function told(rows: readonly SpellRow[], { score }: Measured): string {
  const { differentImages, checkpoint } = score;
  const of = `${count(differentImages, 'different picture')}, checkpoint ${checkpoint.id}`;
  const [first] = rows;
  if (first === undefined) return 'There is no prompt.';
  if (rows.length === 1)
    return `One prompt alone has no rank: its mean cosine is ${rounded(first.spell.meanCosine)} (${of}). Compare it with another.${caveat(checkpoint)}`;
  if (differentImages < fewestObservations)
    return `${tooFew(differentImages)} By mean cosine “${first.name}” comes first, which may be chance (${of}).${caveat(checkpoint)}`;
  const mayBeFirst = rows.filter(({ spell }) => spell.ranks?.first === 1);
  const names = mayBeFirst.slice(0, 5).map(({ name }) => `“${name}”`);
  const more = mayBeFirst.length > names.length ? ', …' : '';
  return mayBeFirst.length === 1
    ? `“${first.name}” is the best of ${rows.length}, beyond chance (${of}).${caveat(checkpoint)}`
    : `${mayBeFirst.length} of ${rows.length} may be the best: ${names.join(', ')}${more}. These pictures do not tell them apart (${of}).${caveat(checkpoint)}`;
}
