import * as vscode from 'vscode';
import type { FileScore } from '../../../core/score/fileScore';
import { promptAt, slotAt, walkNodes } from '../../../core/spell/places';
import { CHUNK_LENGTH } from '../../../core/spell/chunks';
import type { Dialect, PromptNode, SpellFile, Wildcards } from '../../../core/spell/spell';
import { isComposed } from '../../../core/spell/wildcardName';
import { LANGUAGE_WORDING } from '../../../words/language';
import { TEST_EXPLORER_WORDING } from '../../../words/testExplorer';
import { say, type Language, type Parameters } from '../../../words/words';
import { appendPlain } from '../appendPlain';
import { promptChunks, type PromptChunks, type Tokenize } from '../../../core/spell/promptChunks';
import { expectKeyAt } from '../test/expectHover';
import { keyWording } from '../test/expectOffers';
import { promptReadingAt, weightedPhrases, type PromptReading } from './promptReading';
import { slotSummary } from './slotSummary';

const dialectNames: Readonly<Record<Dialect, string>> = {
  a1111: 'A1111',
  comfyui: 'ComfyUI',
  midjourney: 'Midjourney',
  novelai: 'NovelAI',
  invokeai: 'InvokeAI',
  plain: 'plain',
};

/** Lines of a wildcard, and characters of lost text, that a hover shows. */
const mostLines = 8;
const mostCharacters = 200;

export interface HoverFacts {
  readonly file: SpellFile;
  readonly wildcards: Wildcards;
  /** Of this very text, when there is one. */
  readonly score?: FileScore;
  readonly language: Language;
  /** The checkpoint's, where it is at hand. */
  readonly tokenize?: Tokenize;
}

/** What becomes of the prompt at an offset: the text that CLIP sees, its tokens, and the weights that it does not see. */
export async function hoverAt(offset: number, facts: HoverFacts): Promise<vscode.MarkdownString | undefined> {
  const { file, language } = facts;
  const markdown = new vscode.MarkdownString();
  const paragraph = (text: string): void => void appendPlain(markdown, text).appendMarkdown('\n\n');
  const sentence = (key: keyof typeof LANGUAGE_WORDING, parameters?: Parameters): void =>
    paragraph(say(LANGUAGE_WORDING[key], language, parameters));

  const key = expectKeyAt(file, offset);
  if (key !== undefined) paragraph(say(TEST_EXPLORER_WORDING[keyWording[key]], language));
  const slot = slotAt(file, offset)?.slot;
  if (slot?.kind === 'variant') {
    const { count, taken, options } = slotSummary(file, slot);
    const list = [...options, ...(count > options.length ? ['…'] : [])];
    sentence('slot', { count, taken, options: list.join(' | ') });
  } else if (slot?.wildcard !== undefined && !isComposed(slot.wildcard)) {
    const name = slot.wildcard;
    const lines = facts.wildcards.lookup(name) ?? [];
    sentence(lines.length > 0 ? 'wildcardLines' : 'wildcardMissing', { name, count: lines.length });
    const shown = lines.slice(0, mostLines).join('\n');
    if (shown !== '') markdown.appendCodeblock(lines.length > mostLines ? `${shown}\n…` : shown, 'plaintext');
  }
  const tag = tagAt(file, offset);
  if (tag !== undefined) sentence('tag', { name: tag.name, weight: tag.weight });

  const reading = promptReadingAt(file, offset, facts);
  if (reading === undefined) return markdown.value === '' ? undefined : markdown;
  if (reading.polarity === 'negative') sentence('negative');
  appendReading(reading, facts, { markdown, sentence, chunks: await chunksOf(reading, facts) });
  return markdown;
}

function appendReading(
  { expansion, number, count, polarity, scored }: PromptReading,
  { file, score, language }: HoverFacts,
  to: {
    readonly markdown: vscode.MarkdownString;
    readonly sentence: (key: keyof typeof LANGUAGE_WORDING, parameters?: Parameters) => void;
    readonly chunks?: PromptChunks;
  },
): void {
  const { markdown, sentence, chunks } = to;
  if (expansion.text === '') sentence('readsNothing');
  else {
    if (polarity === 'positive') sentence(count > 1 ? 'readsOneOf' : 'reads', { number, count });
    markdown.appendCodeblock(expansion.text, 'plaintext');
  }
  const { templates } = file.frontMatter;
  if (polarity === 'positive' && templates.length > 0) {
    sentence(templates.length > 1 ? 'templates' : 'template', { count: templates.length });
    markdown.appendCodeblock(templates.map(({ value }) => value).join('\n'), 'plaintext');
  }
  if (scored !== undefined && score !== undefined) {
    sentence('tokens', { count: scored.tokenCount, limit: score.checkpoint.contextLength });
    const lost = scored.lostFrom === undefined ? '' : expansion.text.slice(scored.lostFrom).trim();
    if (lost !== '')
      sentence('lost', { words: lost.length > mostCharacters ? `${lost.slice(0, mostCharacters)}…` : lost });
  }
  if (chunks !== undefined) {
    const dialect = dialectNames[file.dialect];
    const lengths = chunks.parts.map((part) => part.map((length) => `${length}/${CHUNK_LENGTH}`).join(' + '));
    sentence('chunks', { dialect, chunks: lengths.join(' | ') });
    if (polarity === 'positive' && chunks.parts.flat().length > 1) sentence('chunksScored');
    const together = scored && scored.tokenCount - 2;
    if (
      chunks.pieces.length > 1 &&
      templates.length === 0 &&
      together !== undefined &&
      together !== chunks.tokens
    ) {
      const shown = chunks.pieces.map((piece) => piece.replace(/\s+/g, ' ').trim()).join(' ┊ ');
      const pieces = shown.length > mostCharacters ? `${shown.slice(0, mostCharacters)}…` : shown;
      sentence('readApart', { dialect, pieces, tokens: chunks.tokens, together });
    }
  }
  const phrases = weightedPhrases(expansion);
  if (phrases.length === 0) return;
  const words = phrases
    .map(({ text, weight }) => `${text} ×${Number(weight.toFixed(3))}`)
    .join(language === 'ja' ? '、' : ', ');
  sentence('weights', { dialect: dialectNames[file.dialect], words });
  sentence('weightsUnseen');
}

function tagAt(file: SpellFile, offset: number): Extract<PromptNode, { type: 'tag' }> | undefined {
  for (const node of walkNodes(promptAt(file, offset)?.prompt.nodes ?? [])) {
    if (node.type === 'tag' && node.span.start <= offset && offset <= node.span.end) return node;
  }
  return undefined;
}

/** None where the engine does not answer: a hover does without. */
async function chunksOf(
  reading: PromptReading,
  { file, tokenize }: HoverFacts,
): Promise<PromptChunks | undefined> {
  const { raw } = reading.expansion;
  const spell = file.spells[reading.spell];
  const prompt = reading.polarity === 'positive' ? spell?.positive : spell?.negative;
  if (raw === undefined || prompt === undefined || tokenize === undefined) return undefined;
  try {
    return await promptChunks(raw, file.dialect, prompt, tokenize);
  } catch {
    return undefined;
  }
}
