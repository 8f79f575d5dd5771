import { fold } from './fold';
import { phraseEnds } from './place';
import type { Rule, RuleLanguage } from './rule';

/** How a replacement fits where a term stands. */
export interface Fitting {
  /** Put in the term's place. */
  readonly text: string;
  /** UTF-16 units of the source after the term that go with it: の of 知恵おくれの, the head of "half-caste boy". */
  readonly takes: number;
  /** Whether nobody has to look at the result: the place is sure and the form is made for it. */
  readonly sure: boolean;
}

/** What may be asked of the text around a term. */
export interface Surroundings {
  readonly language: RuleLanguage;
  /** The source after the term. */
  readonly after: string;
  /** Whether a word is a noun for a person, folded. */
  isPerson(word: string): boolean;
}

/**
 * A rule's replacement in the form that the place asks for; undefined where none of its forms fits. English asks what stands
 * right after the term: nothing that goes on with it, a person whom it describes, or another noun. Japanese asks whether a
 * noun follows a replacement that describes one.
 * @param replacement undefined where the rule knows none but says how to describe a person
 */
export function fitted(
  rule: Rule,
  replacement: string | undefined,
  around: Surroundings,
): Fitting | undefined {
  if (around.language === 'ja') {
    return replacement === undefined ? undefined : fittedInJapanese(replacement, around);
  }
  const described = describing(rule, around);
  if (described) return described;
  return replacement === undefined ? undefined : fittedInEnglish(rule, replacement, around);
}

/** The next words: the term may describe the same person past two others ("half-caste little boy"). */
const NEXT = /^([ -])([\p{L}'’-]+)(?: ([\p{L}'’-]+))?(?: ([\p{L}'’-]+))?/u;

/** Which of the next words is a person, and whether anything follows at all. */
function following({ after, isPerson }: Surroundings): { readonly words: string[]; readonly head: number } {
  const next = phraseEnds(fold(after), 0) ? null : NEXT.exec(after);
  const words = (next?.slice(2) ?? []).filter((word): word is string => word !== undefined);
  return { words, head: words.findIndex((word) => isPerson(fold(word))) };
}

/** The rule's own form for a term that stands before a noun. */
function describing({ attributive, postmodifier }: Rule, around: Surroundings): Fitting | undefined {
  if (attributive === undefined && postmodifier === undefined) return undefined;
  const { words, head } = following(around);
  if (words.length === 0) return undefined;
  if (head >= 0 && postmodifier !== undefined) {
    const phrase = words.slice(0, head + 1).join(' ');
    return { text: `${phrase} ${postmodifier}`, takes: phrase.length + 1, sure: true };
  }
  // "a hobo sits", "a hobo dressed in rags": what looks like a verb is none that an adjective stands before.
  if (attributive === undefined || (head !== 0 && /(?:[^s]s|ed|ing)$/.test(words[0]!))) return undefined;
  return { text: attributive, takes: 0, sure: head === 0 };
}

/** Says more after its noun, or is a noun for a person itself, so that no noun can follow it. */
const NO_ATTRIBUTE =
  /(?: (?:with|of|who|in|from|by|using|without|on) )|(?:^| )(?:person|people|man|men|woman|women|child|children|boy|girl|user|users)$/;

const GOES_ON = / (?:with|of|who|in|from|by|using|without|on) /;

/** Several persons: no other noun follows a plural, so that what does follow is a verb. */
const PLURAL =
  /^[^ ]*(?: (?!with |of |who |in |from |by |using |without |on )[^ ]+)*?(?:men|women|people|folk|ladies|children|[^s]s)(?: (?:with|of|who|in|from|by|using|without|on) |$)/;

function fittedInEnglish(rule: Rule, replacement: string, around: Surroundings): Fitting | undefined {
  const { words, head } = following(around);
  const fit = { text: replacement, takes: 0 };
  const asked = rule.followedBy.length > 0 || (rule.needsPerson && !rule.alone);
  const owns = /^['’]s?(?!\p{L})/u.test(around.after);
  // "a person with schizophrenia's drawing": whose it is has to be looked at.
  if (owns && GOES_ON.test(replacement)) return { ...fit, sure: false };
  if (asked || words.length === 0) return { ...fit, sure: true };
  if (head < 0 && PLURAL.test(replacement)) return { ...fit, sure: false };
  if (!NO_ATTRIBUTE.test(replacement)) return { ...fit, sure: head < 0 || !PLURAL.test(replacement) };
  // "a clergyman prays": what ends in s may be a verb, and the author sees the result.
  return head < 0 && /[^s]s$/.test(words[0]!) ? { ...fit, sure: false } : undefined;
}

/** Ends as what describes a noun that has to follow: 知的障害のある, 太った, 車いすを使う, 東アジアの. */
const DESCRIBES =
  /(?:ある|ない|ための|した|った|いた|使う|きた|れた|(?<![もそこ])の|[^ぁ-ん]な|しい|い系の)$/;

/** A noun may begin here. */
const NOUN =
  /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Latin}\p{N}〇々]|^(?:お|ご)[\p{Script=Han}]|^(?:こども|ひと|かた|もの|おじ|おば|おと|おん|むすめ)/u;

/** A person who is described, so that の and another person after it would own that one: 障害のある人の子 is somebody's child. */
const DESCRIBED_PERSON = /^(.+(?:ある|ない|[^ぁ-ん]な|しい|い|った|する|の))人$/;

/** Whose they are is open: a daughter may be the one described or that one's daughter. */
const KIN =
  /^(?:子(?:供|ども|ども達|供達)?|孫|娘|息子|母|父|母親|父親|親|妻|夫|兄|弟|姉|妹|兄弟|姉妹|祖父|祖母|家族|夫婦)(?:たち|達)?(?![\p{Script=Han}々])/u;

/** The longest noun for a person, in UTF-16 units. */
const LONGEST_PERSON = 8;

function fittedInJapanese(replacement: string, { after, isPerson }: Surroundings): Fitting | undefined {
  const described = DESCRIBED_PERSON.exec(replacement)?.[1];
  if (described !== undefined && after.startsWith('の')) {
    const next = after.slice(1);
    if (KIN.test(next)) return { text: described, takes: 1, sure: false };
    if (startsWithPerson(next, isPerson)) return { text: described, takes: 1, sure: true };
  }
  if (!DESCRIBES.test(replacement)) return { text: replacement, takes: 0, sure: true };
  const particle = /^[のな](?![\p{Script=Hiragana}])/u.exec(after);
  if (particle) return { text: replacement, takes: 1, sure: true };
  return NOUN.test(after) ? { text: replacement, takes: 0, sure: true } : undefined;
}

/** A noun that goes on is another: 人形, 人生, 少年院. */
function startsWithPerson(text: string, isPerson: Surroundings['isPerson']): boolean {
  for (let end = 1; end <= Math.min(LONGEST_PERSON, text.length); end++) {
    if (!/^[\p{Script=Han}\p{Script=Katakana}ー々]/u.test(text.slice(end)) && isPerson(text.slice(0, end)))
      return true;
  }
  return false;
}
