import type { SpellFile } from '../../../core/spell/spell';
import { keyWording } from './expectOffers';

/** No word of an expectation is longer. */
const reach = 40;

/** The key of an expectation at an offset, as `keyWording` knows it; undefined anywhere else. */
export function expectKeyAt(
  { text, frontMatter: { expect } }: SpellFile,
  offset: number,
): keyof typeof keyWording | undefined {
  const isExpected = expect?.some(({ span }) => span.start <= offset && offset <= span.end);
  if (!isExpected) return undefined;
  const before = /[\w-]*$/.exec(text.slice(Math.max(0, offset - reach), offset))![0];
  const after = /^([\w-]*)(:?)/.exec(text.slice(offset, offset + reach))!;
  const word = before + after[1]!;
  return after[2] === ':'
    ? (Object.keys(keyWording) as (keyof typeof keyWording)[]).find((key) => key === word)
    : undefined;
}
