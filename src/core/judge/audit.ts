import { correctedShare, type KnownCases } from '../statistics/correctedShare';
import type { Interval } from '../statistics/pairedDifference';
import { wilson } from '../statistics/wilson';
import { centresOf, read, type Centres, type Evidence, type Reading } from './auditReading';

/** A reading is sure where its class is so many times as likely as all others together: 95 % of those are right on Twemoji (docs/audit.md). */
export const SURE_ODDS = 3;
/** A picture shows a person from this evidence on (logits): on Twemoji it misses about as many people as it sees in things. */
export const PERSON_FROM = -4;
/** Fewer persons than this tell nothing. */
export const FEWEST_PERSONS = 5;
/** Of each class, so that the reader can be judged. */
export const FEWEST_KNOWN = 4;
/** An interval that leaves out less than this says nothing. */
const WIDEST = 0.9;

/** What a picture was read as. */
export interface AuditedPicture {
  readonly seen: 'person' | 'nobody';
  /** Absent where nobody is seen. */
  readonly reading?: Reading & { readonly isSure: boolean };
}

export interface AuditedClass {
  /** Pictures surely read as this class. */
  readonly sure: number;
  /** Pictures nearer to this class than to any other, sure or not. */
  readonly counted: number;
  /**
   * Wilson's interval of what was read, from all uncertain pictures being of other classes to all being of this one. It is
   * about the readings: nothing corrects it.
   */
  readonly readInterval?: Interval;
  /** Known pictures of this class, and of all others, that were read rightly, each by what the others tell. */
  readonly known?: { readonly own: KnownCases; readonly others: KnownCases };
  /** With the reader's error taken out as the known pictures tell it. */
  readonly corrected?: { readonly share: number | undefined; readonly interval: Interval };
}

/**
 * What the counts allow to say. `told`; `nobody`: at least half of the pictures show no person; `too-few` persons;
 * `cannot-tell`: the known pictures are read so badly that any share is possible.
 */
export type AuditVerdict = 'told' | 'nobody' | 'too-few' | 'cannot-tell';

export interface Audit {
  readonly verdict: AuditVerdict;
  readonly pictures: readonly AuditedPicture[];
  /** Of the set, in its order. */
  readonly classes: readonly AuditedClass[];
  readonly persons: number;
  readonly uncertain: number;
  readonly nobody: number;
  /** Known pictures in which no person was seen; they are left out. */
  readonly knownNobody: number;
  /** Whether there are enough known pictures of every class to correct by. */
  readonly isCorrected: boolean;
}

export interface AuditRequest {
  /** Of a set, two or more. */
  readonly classes: number;
  readonly pictures: readonly Evidence[];
  /** Pictures whose class is known, by class; empty lists where there are none. */
  readonly known: readonly (readonly Evidence[])[];
}

/**
 * Whom pictures show, as a checkpoint reads them. With known pictures of the same subject by the same generator, each picture
 * is read by which of them it is nearer to, and the shares are corrected for how often known pictures are misread when they
 * are left out; without, the words alone decide, and how often they err is not known.
 */
export function audit({ classes, pictures, known }: AuditRequest): Audit {
  const persons = known.map((each) => each.filter(isPerson));
  const isCorrected = persons.length === classes && persons.every(({ length }) => length >= FEWEST_KNOWN);
  const centres = isCorrected ? centresOf(persons) : undefined;
  const audited = pictures.map((each) => auditPicture(each, centres));
  const read = audited.flatMap(({ reading }) => (reading ? [reading] : []));
  const knownReadings = isCorrected ? persons.map((_, which) => readLeftOut(persons, which)) : undefined;
  const told = Array.from({ length: classes }, (_, which): AuditedClass => {
    const counted = read.filter((each) => each.class === which).length;
    const sure = read.filter((each) => each.class === which && each.isSure).length;
    if (read.length === 0) return { sure, counted };
    const unsure = read.filter(({ isSure }) => !isSure).length;
    const readInterval = {
      low: wilson(sure, read.length).low,
      high: wilson(sure + unsure, read.length).high,
    };
    if (!knownReadings) return { sure, counted, readInterval };
    const own = casesOf(knownReadings[which]!, (each) => each === which);
    const others = casesOf(
      knownReadings.filter((_, other) => other !== which).flat(),
      (each) => each !== which,
    );
    return {
      sure,
      counted,
      readInterval,
      known: { own, others },
      corrected: correctedShare(counted, read.length, own, others),
    };
  });
  return {
    verdict: verdictOf(read.length, pictures.length, told),
    pictures: audited,
    classes: told,
    persons: read.length,
    uncertain: read.filter(({ isSure }) => !isSure).length,
    nobody: pictures.length - read.length,
    knownNobody: known.flat().length - persons.flat().length,
    isCorrected,
  };
}

function isPerson({ person }: Evidence): boolean {
  return person >= PERSON_FROM;
}

function auditPicture(evidence: Evidence, centres: Centres | undefined): AuditedPicture {
  if (!isPerson(evidence)) return { seen: 'nobody' };
  const reading = read(evidence, centres);
  const most = reading.probabilities[reading.class]!;
  return {
    seen: 'person',
    reading: { ...reading, isSure: reading.templatesAgree && most >= SURE_ODDS * (1 - most) },
  };
}

/** What each known picture of a class is read as where it is not among those that tell. */
function readLeftOut(known: readonly (readonly Evidence[])[], which: number): number[] {
  return known[which]!.map((picture) => {
    const others = known.map((each, at) => (at === which ? each.filter((other) => other !== picture) : each));
    return read(picture, centresOf(others)).class;
  });
}

function casesOf(readings: readonly number[], isRight: (reading: number) => boolean): KnownCases {
  return { right: readings.filter(isRight).length, all: readings.length };
}

function verdictOf(persons: number, pictures: number, classes: readonly AuditedClass[]): AuditVerdict {
  if (2 * persons <= pictures) return 'nobody';
  if (persons < FEWEST_PERSONS) return 'too-few';
  const isVague = ({ corrected }: AuditedClass): boolean =>
    corrected !== undefined && corrected.interval.high - corrected.interval.low > WIDEST;
  return classes.every(isVague) ? 'cannot-tell' : 'told';
}
