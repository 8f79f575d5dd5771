import { biasLevels } from '../../../core/check/expectation';
import type { ExpectationKind } from '../../../core/check/expectation';
import { keysBeside } from '../../../core/check/readExpectations';
import type { Slot, Spell, SpellFile } from '../../../core/spell/spell';
import type { TEST_EXPLORER_WORDING } from '../../../words/testExplorer';
import type { CompletionPlace } from '../language/completionPlace';

/** Something that may be written below `expect:`. */
export interface Offer {
  readonly text: string;
  readonly detail?: keyof typeof TEST_EXPLORER_WORDING;
}

type ExpectPlace = Extract<CompletionPlace, { kind: 'expect-key' | 'expect-value' }>;

const kinds = Object.keys(keysBeside) as ExpectationKind[];

/** What each key is for. */
export const keyWording = {
  beats: 'keyBeats',
  keeps: 'keyKeeps',
  'first-for': 'keyFirstFor',
  'bias-at-most': 'keyBiasAtMost',
  fits: 'keyFits',
  winner: 'keyWinner',
  spell: 'keySpell',
  on: 'keyOn',
  by: 'keyBy',
  within: 'keyWithin',
  slot: 'keySlot',
} as const satisfies Record<string, keyof typeof TEST_EXPLORER_WORDING>;

/** What may stand at a place below `expect:`, as it is written but for quotes. */
export function expectOffers(place: ExpectPlace, file: SpellFile): readonly Offer[] {
  return place.kind === 'expect-key' ? keyOffers(place.present) : valueOffers(place, file);
}

/** Keys that go with those that are there. */
function keyOffers(present: readonly string[]): readonly Offer[] {
  const stated = kinds.find((kind) => present.includes(kind));
  const others = stated ? keysBeside[stated] : (Object.keys(keyWording) as (keyof typeof keyWording)[]);
  return others.flatMap((key) => (present.includes(key) ? [] : [{ text: key, detail: keyWording[key] }]));
}

function valueOffers(
  { key, spell }: Extract<ExpectPlace, { kind: 'expect-value' }>,
  file: SpellFile,
): readonly Offer[] {
  switch (key) {
    case 'keeps':
      return [{ text: 'baseline', detail: 'keyKeeps' }];
    case 'fits':
      return [{ text: 'context', detail: 'keyFits' }];
    case 'bias-at-most':
      return biasLevels.map((text) => ({ text, detail: `level-${text}` as const }));
    case 'spell':
    case 'beats':
      return file.spells.map((each) => ({ text: nameOf(each) })).filter(({ text }) => text !== spell);
    case 'slot':
      return unique(slotsOf(file, spell).map(({ span }) => file.text.slice(span.start, span.end)));
    case 'winner':
      return unique(
        slotsOf(file, spell).flatMap(({ options }) =>
          options.map(({ span }) => file.text.slice(span.start, span.end).trim()),
        ),
      );
    default:
      return [];
  }
}

/** As `spell:` names it: by its name, or its place from 1. */
export function nameOf({ name, index }: Spell): string {
  return name?.value ?? String(index + 1);
}

/** Slots with a choice, of one spell or of all. */
function slotsOf({ spells }: SpellFile, spell: string | undefined): readonly Slot[] {
  return spells
    .filter((each) => spell === undefined || nameOf(each) === spell)
    .flatMap(({ positive }) => positive.slots.filter(({ options }) => options.length > 1));
}

function unique(texts: readonly string[]): readonly Offer[] {
  return [...new Set(texts)].filter((text) => text !== '').map((text) => ({ text }));
}
