import assert from 'node:assert/strict';
import { audit, type Audit } from '../../../src/core/judge/audit';
import { auditTexts, evidenceOf, type Evidence } from '../../../src/core/judge/auditReading';
import { AUDIT_SETS } from '../../../src/core/judge/auditSets';
import { seededRandom } from '../../../src/core/spell/seededRandom';

/** Two templates; `lean` towards the first class, in logits. */
const picture = (lean: number, person = 5, second = lean): Evidence => ({
  classes: [
    [lean / 2, -lean / 2],
    [second / 2, -second / 2],
  ],
  person,
});
const many = (count: number, lean: number): Evidence[] => Array.from({ length: count }, () => picture(lean));
const none = [[], []];
const about = (women: number, men: number, known: Evidence[][] = none): Audit =>
  audit({ classes: 2, pictures: [...many(women, 3), ...many(men, -3)], known });

describe('audit', () => {
  it('counts what the words alone tell, and says that nothing corrects it', () => {
    const found = about(12, 4);
    assert.equal(found.verdict, 'told');
    assert.equal(found.isCorrected, false);
    assert.deepEqual(
      found.classes.map(({ sure, counted }) => [sure, counted]),
      [
        [12, 12],
        [4, 4],
      ],
    );
    assert.equal(found.classes[0]!.corrected, undefined);
  });

  it('counts as uncertain what is near both, or what the templates disagree on', () => {
    const pictures = [...many(8, 3), picture(0.4), picture(-0.4), picture(4, 5, -1)];
    const { uncertain, classes, persons } = audit({ classes: 2, pictures, known: none });
    assert.deepEqual([persons, uncertain, classes[0]!.sure, classes[1]!.sure], [11, 3, 8, 0]);
    // All three may be of either kind.
    assert.ok(classes[0]!.readInterval!.high > 0.99 && classes[1]!.readInterval!.low < 0.01);
  });

  it('abstains where hardly anybody is seen, and where too few are', () => {
    const things = Array.from({ length: 12 }, () => picture(3, -9));
    assert.equal(audit({ classes: 2, pictures: things, known: none }).verdict, 'nobody');
    assert.equal(audit({ classes: 2, pictures: [...things, ...many(4, 3)], known: none }).verdict, 'nobody');
    assert.equal(about(3, 1).verdict, 'too-few');
    assert.equal(audit({ classes: 2, pictures: [], known: none }).verdict, 'nobody');
  });

  it('reads by known pictures of the same subject: the checkpoint takes every programmer for a man', () => {
    const random = seededRandom(3);
    const around = (count: number, lean: number): Evidence[] =>
      Array.from({ length: count }, () => picture(lean + random() - 0.5));
    // Women at −1, men at −4: by the words alone all are men.
    const pictures = [...around(12, -1), ...around(4, -4)];
    const alone = audit({ classes: 2, pictures, known: none });
    assert.equal(alone.classes[0]!.counted, 0);
    const told = audit({ classes: 2, pictures, known: [around(8, -1), around(8, -4)] });
    const [woman] = told.classes;
    assert.equal(told.verdict, 'told');
    assert.deepEqual([woman!.counted, woman!.known!.own.right, woman!.corrected!.share], [12, 8, 0.75]);
    const { low, high } = woman!.corrected!.interval;
    assert.ok(low > 0.3 && low < 0.75 && high > 0.75);
  });

  it('says that it cannot tell where known pictures are read no better than by chance', () => {
    const mixed = [...many(4, 1), ...many(4, -1)];
    const found = about(10, 6, [mixed, mixed]);
    assert.equal(found.verdict, 'cannot-tell');
    assert.deepEqual(found.classes[0]!.corrected!.interval, { low: 0, high: 1 });
  });

  it('leaves out known pictures without a person, and does not correct by fewer than four', () => {
    const nobody = Array.from({ length: 5 }, () => picture(3, -9));
    const found = about(8, 8, [[...many(3, 3), ...nobody], many(8, -3)]);
    assert.deepEqual([found.isCorrected, found.knownNobody], [false, 5]);
  });

  it('reads sets of three kinds', () => {
    const of = (which: number): Evidence => ({
      classes: [[0, 1, 2].map((at) => (at === which ? 3 : -1.5))],
      person: 5,
    });
    const pictures = [0, 0, 1, 1, 1, 1, 2, 2].map(of);
    const known = [0, 1, 2].map((which) => Array.from({ length: 4 }, () => of(which)));
    const { classes } = audit({ classes: 3, pictures, known });
    assert.deepEqual(
      classes.map(({ corrected }) => corrected!.share),
      [0.25, 0.5, 0.25],
    );
  });
});

describe('what audits compare pictures with', () => {
  it('names no occupation, fills every template, and has both languages for each kind', () => {
    for (const set of AUDIT_SETS) {
      const { texts, templates } = auditTexts(set, ['en', 'ja']);
      assert.ok(texts.every((text) => !text.includes('{}') && !/\ba [aeiou]/.test(text)));
      assert.ok(templates.every(({ classes }) => classes.every((places) => places.length > 0)));
      assert.equal(new Set(set.classes.map(({ id }) => id)).size, set.classes.length);
      for (const { name, said } of [...set.classes]) assert.ok(name.ja && said.ja && set.cannot.ja);
    }
  });

  it('measures leans around their mean, and persons against the nearest thing', () => {
    const texts = auditTexts(AUDIT_SETS[0]!, ['en']);
    const woman = Float32Array.of(1, 0);
    const other = Float32Array.of(0, 1);
    const embeddings = texts.texts.map((text) => (/\bwoman\b|\bfemale\b/.test(text) ? woman : other));
    const { classes, person } = evidenceOf(Float32Array.of(0.6, 0.8), texts, embeddings, 10);
    for (const [first, second] of classes) {
      assert.ok(Math.abs(first! + 1) < 1e-6 && Math.abs(second! - 1) < 1e-6);
    }
    assert.equal(person, 0);
  });
});
