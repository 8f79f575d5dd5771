import { dot } from '../clip/similarity';
import { mean } from '../statistics/moments';
import { AUDIT_TEMPLATES, NOBODY_WORDS, PERSON_WORDS, type AuditSet, type AuditWords } from './auditSets';

export type AuditLanguage = keyof AuditWords<unknown>;

/** One template's texts, by what they stand for. */
interface TemplateTexts {
  /** Of each class, places in the list of texts. */
  readonly classes: readonly (readonly number[])[];
  readonly person: readonly number[];
  readonly nobody: readonly number[];
}

/** Every text that pictures are compared with, and what each is for. */
export interface AuditTexts {
  readonly texts: readonly string[];
  readonly templates: readonly TemplateTexts[];
}

/** The texts of a set in these languages: each template with each word. */
export function auditTexts(set: AuditSet, languages: readonly AuditLanguage[]): AuditTexts {
  const texts: string[] = [];
  const put = (template: string, words: readonly string[]): number[] =>
    words.map((word) => texts.push(filled(template, word)) - 1);
  const templates = languages.flatMap((language) =>
    AUDIT_TEMPLATES[language].map((template) => ({
      classes: set.classes.map(({ words }) => put(template, words[language])),
      person: put(template, PERSON_WORDS[language]),
      nobody: put(template, NOBODY_WORDS[language]),
    })),
  );
  return { texts, templates };
}

function filled(template: string, word: string): string {
  const text = template.replace('{}', word);
  return /^[aeiou]/.test(word) ? text.replace(`a ${word}`, `an ${word}`) : text;
}

/** What a checkpoint makes of one picture. */
export interface Evidence {
  /** By template, by class: cosine times logit scale, less the mean over the classes. */
  readonly classes: readonly (readonly number[])[];
  /** How much nearer the nearest person word is than the nearest other, in the same unit; the mean over the templates. */
  readonly person: number;
}

/** @param embeddings of `texts`, of unit length, in their order */
export function evidenceOf(
  picture: Float32Array,
  { templates }: AuditTexts,
  embeddings: readonly Float32Array[],
  logitScale: number,
): Evidence {
  const logits = embeddings.map((text) => logitScale * dot(text, picture));
  const best = (places: readonly number[]): number => Math.max(...places.map((at) => logits[at]!));
  return {
    classes: templates.map(({ classes }) => {
      const each = classes.map((places) => mean(places.map((at) => logits[at]!)));
      const centre = mean(each);
      return each.map((logit) => logit - centre);
    }),
    person: mean(
      templates.map(({ classes, person, nobody }) => best([...classes.flat(), ...person]) - best(nobody)),
    ),
  };
}

/**
 * Where pictures of each class lie, as pictures whose class is known tell it: a checkpoint has an own idea of who looks like
 * a scientist, and what counts is how far a picture lies from those of the same subject.
 */
export interface Centres {
  /** By template, by class: the mean evidence of its known pictures. */
  readonly templates: readonly (readonly (readonly number[])[])[];
  /** Variance around the centres, the mean over templates and directions; above 0. */
  readonly variance: number;
}

/** @param known by class; each has 2 pictures or more */
export function centresOf(known: readonly (readonly Evidence[])[]): Centres {
  const count = known[0]![0]!.classes.length;
  const templates = Array.from({ length: count }, (_, t) =>
    known.map((pictures) => meanOf(pictures.map(({ classes }) => classes[t]!))),
  );
  let [sum, free] = [0, 0];
  known.forEach((pictures, which) => {
    for (const { classes } of pictures)
      classes.forEach((place, t) => (sum += squaredDistance(place, templates[t]![which]!)));
    free += (pictures.length - 1) * count * (known.length - 1);
  });
  return { templates, variance: Math.max(sum / free, 1e-6) };
}

/** Which class a picture is read as, and how surely. */
export interface Reading {
  /** Place among the classes. */
  readonly class: number;
  /** Of each class, adding up to 1. */
  readonly probabilities: readonly number[];
  readonly templatesAgree: boolean;
}

/** @param centres undefined where nothing is known: then what a picture is nearest to are the words alone */
export function read(evidence: Evidence, centres: Centres | undefined): Reading {
  const scores = evidence.classes.map((place, t) => {
    if (!centres) return place;
    return centres.templates[t]!.map((centre) => -squaredDistance(place, centre) / (2 * centres.variance));
  });
  const all = meanOf(scores);
  const first = bestOf(all);
  return {
    class: first,
    probabilities: softmax(all),
    templatesAgree: scores.every((each) => bestOf(each) === first),
  };
}

function meanOf(rows: readonly (readonly number[])[]): number[] {
  return rows[0]!.map((_, at) => mean(rows.map((row) => row[at]!)));
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
}

function softmax(values: readonly number[]): number[] {
  const most = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/** Index of the largest, the first of equals. */
function bestOf(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
