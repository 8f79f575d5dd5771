import { compare, type Comparison } from '../core/score/compare';
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
import { choice, optional, real, record, text, whole } from './schema';
import { caveat, measure, picturesAnswer, promptText, subjectFields, wantedSpell } from './subject';
import { onlyReads, tool, ToolError } from './tool';

const input = record({
  a: promptText('The one prompt; with spellFile, the name of one of its spells, or #1 for the first.'),
  b: promptText('The other.'),
  ...subjectFields,
});

const side = record({
  text: text({ description: 'Of several fillings, the one that fits best.' }),
  cosine: real(),
  wins: whole({ description: 'Pictures that it fits better than the other.' }),
});

const output = record({
  summary,
  verdict: choice(
    ['a-better', 'b-better', 'no-difference', 'too-few-pictures'],
    'no-difference: the pictures do not tell the two apart.',
  ),
  difference: real({ description: 'Mean cosine of a minus that of b.' }),
  interval: intervalSchema,
  a: side,
  b: side,
  checkpoint: checkpointSchema,
  pictures: picturesSchema,
  problems: problemsSchema,
  notice: optional(notice),
});

export const comparePrompts = tool({
  name: 'compare_prompts',
  description:
    'Says which of two text-to-image prompts fits reference pictures better, with a 95 % interval over the pictures, or that it cannot tell. To judge a prompt that was chosen by scores, give pictures that did not choose it.',
  ...{ input, output, annotations: onlyReads },
  async run({ a, b, ...subject }, context, call) {
    const isFile = subject.spellFile !== undefined;
    const measured = await measure(isFile ? undefined : [a, b], subject, context, call);
    const { score, problems, quotesFiles } = measured;
    const [first, second] = isFile ? [wantedSpell(measured, a), wantedSpell(measured, b)] : [0, 1];
    const found = compare(
      { ...score, logitScale: score.checkpoint.logitScale, groups: score.images.map(({ group }) => group) },
      { spell: first },
      { spell: second },
    );
    if (found === undefined) throw new ToolError('nothing-to-score', 'One of the two has no text.');
    const of = (spell: number, wins: number): { text: string; cosine: number; wins: number } => ({
      text: score.prompts[score.spells[spell]!.best!]!.expansion.text,
      cosine: rounded(score.spells[spell]!.meanCosine),
      wins,
    });
    const { id } = score.checkpoint;
    return {
      summary: `${told(found, score.differentImages)} (${count(score.differentImages, 'different picture')}, checkpoint ${id}).${caveat(score.checkpoint)}`,
      verdict: found.verdict,
      difference: rounded(found.cosine),
      interval: intervalAnswer(found.interval),
      a: of(first, found.winsA),
      b: of(second, found.winsB),
      checkpoint: checkpointAnswer(score.checkpoint),
      pictures: picturesAnswer(score),
      problems,
      ...(quotesFiles && { notice: dataNotice }),
    };
  },
});

function told({ verdict, cosine, interval }: Comparison, different: number): string {
  if (interval === undefined)
    return `${tooFew(different)} The difference is ${signed(cosine)}, which may be chance`;
  const range = `${signed(cosine)}, between ${signed(interval.low)} and ${signed(interval.high)} with 95 %`;
  if (verdict === 'no-difference') return `The pictures do not tell the two apart: a − b is ${range}`;
  return `${verdict === 'a-better' ? 'a' : 'b'} fits better: a − b is ${range}`;
}
