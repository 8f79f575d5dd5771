/** A sign or word after which a prompt goes on. */
const OPEN_END =
  /(?:[,、，;；:：|&+(（[{<-]|(?<![\p{L}\p{N}_])(?:BREAK|AND|and|or|with|without|of|in|on|at|by|for|from|to|the|an?|is|are))$/u;
/** A sign or word that goes on with what stands above. */
const OPEN_START =
  /^(?:[,、，;；:：|&+)）\]}>.-]|(?:BREAK|AND)(?![\p{L}\p{N}_])|(?:and|or|with|without|of|in|on|at|by|for|from|to|into|onto|near|under|over|above|below|behind|beside|between|before|after|during|through|against|around|inside|outside|while|where|which|who|whose|as|but|the|this|these|it|its|he|she|his|her|they|their|there|wearing|holding|made|lit)(?![\p{L}\p{N}_]))/iu;
/** Tags and embeddings, and nothing besides. */
const ONLY_TAGS = /^(?:<[^<>]*>|embedding:\S+(?!\S)|[\s,])*$/;
const FIRST_WORD = /[\p{L}\p{N}]+/u;
const ARTICLE = /^(?:an?|one)$/i;
const SENTENCE_END = /[.!?。！？]["”’」]?$/;

type Link = 'goes on' | 'anew' | 'either';

/**
 * Of the paragraphs above an infotext's label or parameters, the first that is part of its prompt. Blank lines inside of a
 * prompt are told from those between prompts by whether the text goes on; where nothing tells, two paragraphs are one
 * prompt, and more are several.
 */
export function firstOfPrompt(paragraphs: readonly string[]): number {
  const links = paragraphs.slice(1).map((lower, i) => linkOf(paragraphs[i]!, lower));
  const isOne = links.length === 1 || links.includes('goes on');
  const apart = links.findLastIndex((link) => link === 'anew' || (link === 'either' && !isOne));
  return apart + 1;
}

function linkOf(upper: string, lower: string): Link {
  if (OPEN_END.test(upper) || OPEN_START.test(lower) || isOpen(upper)) return 'goes on';
  if (ONLY_TAGS.test(upper) || ONLY_TAGS.test(lower)) return 'goes on';
  if (SENTENCE_END.test(upper)) return 'either';
  const [first, next] = [FIRST_WORD.exec(upper)?.[0] ?? '', FIRST_WORD.exec(lower)?.[0] ?? ''];
  const isAlike = first.toLowerCase() === next.toLowerCase();
  return first !== '' && (isAlike || (ARTICLE.test(first) && ARTICLE.test(next))) ? 'anew' : 'either';
}

/** Whether a bracket is left open. */
function isOpen(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\') at++;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
  }
  return depth > 0;
}
