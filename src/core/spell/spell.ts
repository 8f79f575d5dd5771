/**
 * The types of a parsed spell file. Every span is a half-open range of UTF-16 code units in the source text,
 * as VS Code's `TextDocument.positionAt` counts them.
 */

import type { ExpectCode, Expectation } from '../check/expectation';
import type { YamlFault } from '../yaml/yamlFault';
import type { YamlProblemCode } from '../yaml/yamlProblemCode';
import type { Span, Spanned } from './span';

export type { Span, Spanned };

/** Whose prompt grammar a file is written in. */
export type Dialect = 'a1111' | 'comfyui' | 'midjourney' | 'novelai' | 'invokeai' | 'plain';

export interface SpellFile {
  readonly text: string;
  readonly dialect: Dialect;
  readonly frontMatter: FrontMatter;
  readonly spells: readonly Spell[];
  /** Comments outside the front matter, in file order. */
  readonly comments: readonly Span[];
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

export interface FrontMatter {
  /** The block with its two `---` lines; undefined when the file has none. */
  readonly span?: Span;
  /** Paths or globs as written, relative to the file. */
  readonly images: readonly Spanned<string>[];
  /** The same, of pictures that prompts should not be like; absent where the file names none. */
  readonly avoid?: readonly Spanned<string>[];
  /** Files and folders of phrases to choose suggestions from, relative to the file; absent where it names none. */
  readonly lists?: readonly Spanned<string>[];
  /** Phrases that evolution leaves as they are in the prompts that have them; absent where it names none. */
  readonly keep?: readonly Spanned<string>[];
  /** Prompt templates holding `{}`; empty means the prompt itself. Several mean prompt ensembling. */
  readonly templates: readonly Spanned<string>[];
  readonly dialect?: Spanned<Dialect>;
  /** A model id or folder, as written. */
  readonly model?: Spanned<string>;
  /** A second checkpoint, as in `model`, that judges what was chosen by the first. */
  readonly judge?: Spanned<string>;
  /** What pictures are to be generated with, as written: name and value, each a text. Absent where the file says nothing. */
  readonly generate?: readonly { readonly name: Spanned<string>; readonly value: string }[];
  /** What its tests expect; absent where the file says nothing of it. */
  readonly expect?: readonly Expectation[];
  /** Keys present in the block, for completion and for unknown-key diagnostics. */
  readonly keys: readonly Spanned<string>[];
}

export interface Spell {
  /** Position in `SpellFile.spells`. */
  readonly index: number;
  /** The heading's text; undefined for an unnamed paragraph or heading. */
  readonly name?: Spanned<string>;
  /** From its heading (or first character) to its last character, without trailing blank lines. */
  readonly span: Span;
  readonly positive: Prompt;
  readonly negative?: Prompt;
  /** A1111 infotext parameters ("Steps: 20, Sampler: …"), as key and value. */
  readonly parameters?: { readonly span: Span; readonly values: ReadonlyMap<string, string> };
}

/** One prompt of a spell, with comments blanked and slots found, not yet expanded. */
export interface Prompt {
  readonly span: Span;
  /** The file's text over `span` with comments blanked to spaces, so that offsets stay. */
  readonly source: string;
  /** Comments as dynamicprompts reads them, which leave no blank behind; in order. */
  readonly comments?: readonly Span[];
  readonly slots: readonly Slot[];
  /** What `source` is made of, in its order: `compileTemplate` fills it in, and the check of wording reads its words. */
  readonly nodes: readonly PromptNode[];
  /** It is text as it stands, as JSON is: no slots, no signs. */
  readonly isVerbatim?: boolean;
  /** The generators read some signs in positive prompts only. */
  readonly isNegative?: boolean;
  /** Of the sampler, where the infotext says them: schedules end by them. */
  readonly steps?: number;
  /** Comments in it that leave nothing behind, not even the blanks in `source`. */
  readonly cuts?: readonly Span[];
}

/**
 * A place that is filled before the dialect reads the prompt: `{a|b|c}`, `{2$$ and $$a|b|c}`, `__wildcard__`, `${name}`,
 * `${name=value}`, `%{wrapper$$inner}`.
 */
export interface Slot {
  /** Position in `Prompt.slots`, in source order; nested slots come after their parents. */
  readonly index: number;
  readonly kind: 'variant' | 'wildcard' | 'variable' | 'assignment' | 'wrap';
  readonly span: Span;
  /** Wildcard name without underscores. It may be a pattern with `*`, and slots and variables in it are filled first. */
  readonly wildcard?: string;
  /** What `__name(key=value)__` says of variables, each value in the grammar of a prompt. */
  readonly values?: readonly { readonly key: string; readonly value: string }[];
  /** The name of the variable that is used or assigned. */
  readonly variable?: string;
  /** `${name=!value}`: the value is chosen once for all places. */
  readonly immediate?: boolean;
  /** `${name?=value}`: a value from outside stays. */
  readonly keeps?: boolean;
  /** Of a variable its default, if any; of an assignment its value; of a wrap command what is around and what inside. */
  readonly options: readonly SlotOption[];
  /** How many options one expansion takes, and what joins them (`n$$sep$$`). */
  readonly pick: { readonly min: number; readonly max: number; readonly separator: string };
}

export interface SlotOption {
  readonly span: Span;
  readonly weight: number;
  readonly nodes: readonly PromptNode[];
}

export type PromptNode =
  | {
      readonly type: 'text';
      readonly span: Span;
      /** May differ from the source: escapes resolved. */ readonly value: string;
    }
  | { readonly type: 'slot'; readonly span: Span; readonly slot: Slot }
  | {
      readonly type: 'emphasis';
      readonly span: Span;
      /** The factor for its content; `explicit` when written as `(x:1.2)`. */
      readonly factor: number;
      readonly explicit: boolean;
      readonly nodes: readonly PromptNode[];
    }
  | {
      /** `[from:to:when]`: CLIP is shown `to`, the prompt that the sampler ends on. */
      readonly type: 'schedule';
      readonly span: Span;
      readonly from: readonly PromptNode[];
      readonly to: readonly PromptNode[];
      readonly when: number;
    }
  | {
      /** `[a|b]`: the sampler alternates per step; CLIP is shown the first. */
      readonly type: 'alternation';
      readonly span: Span;
      readonly options: readonly (readonly PromptNode[])[];
    }
  | { readonly type: 'break' | 'and'; readonly span: Span }
  | {
      /** `<lora:name:0.8>`, `<anything:…>` or `embedding:name`: not seen by CLIP. */
      readonly type: 'tag';
      readonly span: Span;
      readonly kind: 'lora' | 'lyco' | 'hypernet' | 'embedding' | 'other';
      readonly name: string;
      readonly weight: number;
    };

/** One prompt with every slot decided. */
export interface Expansion {
  /** Stable name of the choice: option indices per slot met, such as `0`, `1.2` or `0+2`; empty when there is no slot. */
  readonly id: string;
  /** What was chosen, in the order met. Wildcard options index the wildcard's lines. */
  readonly choices: readonly { readonly slot: number; readonly options: readonly number[] }[];
  /** The text that CLIP will see (before a template is put around it). */
  readonly text: string;
  /** Source offset of each UTF-16 code unit of `text`; length = text.length. Non-decreasing unless the slots repeat. */
  readonly offsets: Int32Array;
  readonly words: readonly WeightedWord[];
  /** The prompt with its slots filled, before its dialect is read. */
  readonly raw?: string;
}

export interface WeightedWord {
  readonly text: string;
  /** Range in `Expansion.text`. */
  readonly start: number;
  readonly end: number;
  /** Product of the emphasis around it in the file's dialect; 1 when there is none. CLIP does not see it. */
  readonly weight: number;
}

export interface ExpansionSet {
  readonly expansions: readonly Expansion[];
  /** How many combinations exist (may be beyond 2^53: then Infinity). */
  readonly total: number;
  /** True when `total` was past the cap and a fixed-seed sample was taken. */
  readonly sampled: boolean;
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

/** Where wildcard lines come from; the outside reads `name.txt` / `*.yaml` and answers synchronously from memory. */
export interface Wildcards {
  lookup(name: string): readonly string[] | undefined;
}

/** Codes are worded by `extension` and `cli`. */
export interface SyntaxDiagnostic {
  readonly code: SyntaxCode;
  readonly severity: 'error' | 'warning' | 'information';
  readonly span: Span;
  /** Where it has a `fix`, that is what mends it when it is written over the span. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

export type SyntaxCode =
  | ExpectCode
  | `yaml-${Exclude<YamlProblemCode, 'invalid'>}`
  | `yaml-${YamlFault}`
  | 'front-matter-unclosed'
  | 'front-matter-no-keys'
  /** Behind a key the colon is full-width or has no space behind it; `fix` is what to write in place of both. */
  | 'front-matter-colon'
  /** Quotes are missing; `fix` is what to write in its place. */
  | 'front-matter-unquoted'
  | 'front-matter-unknown-key'
  /** An unknown key that is nearly a known one, which `fix` is. */
  | 'front-matter-key-slip'
  | 'front-matter-wrong-type'
  /** Of `generate:`: a name that is unknown, or a value that is not to be understood. */
  | 'generate-unread'
  | 'template-without-slot'
  | 'dialect-unknown'
  /** An unknown dialect that is nearly a known one, or another name of one, which `fix` is. */
  | 'dialect-slip'
  | 'bracket-unclosed'
  | 'bracket-unexpected'
  | 'slot-empty'
  | 'slot-option-empty'
  | 'slot-pick-invalid'
  | 'slot-weight-invalid'
  | 'wildcard-missing'
  | 'wildcard-cycle'
  | 'variable-missing'
  | 'variable-cycle'
  | 'wrap-incomplete'
  | 'weight-invalid'
  | 'expansions-sampled'
  | 'spell-empty'
  | 'spell-name-duplicate'
  | 'infotext-joined'
  | 'infotext-apart'
  | 'dialect-foreign'
  | 'nesting-too-deep';
