import type { Checkpoint, Embedder, PictureReader, Progress, Vocabulary } from '../core/ports';
import type { RuleSet } from '../core/bias/rule';
import type { GenerationParameters } from '../core/judge/generationParameters';
import type { Generator, GeneratorIdentity } from '../generators/generator';
import type { ModelPlaces } from '../models/modelPlaces';
import type { ToolName } from '../words/agents';
import type { Face } from '../words/words';
import type { Schema } from './schema';

/** The user's own generator of pictures, as tools are handed it. */
export interface ToolGenerator {
  readonly generator: Generator;
  readonly identity: GeneratorIdentity;
  /** What tells the user's own workflow from others. */
  readonly workflow?: string;
  /** Of the user's settings, by the absolute path of the spell file: nothing where there are none. */
  readonly settings?: (path: string) => GenerationParameters;
  /** Where its pictures are written, absolute; beside it where undefined. */
  readonly folder?: (path: string) => string;
}

/** What tools work with, whoever serves them. */
export interface ToolContext {
  /** Who reads the advice in messages: what can be done about a problem differs. */
  readonly face: Face;
  /** Absolute: the only folders that may be read. Relative paths start in the first. */
  readonly folders: () => readonly string[];
  /** Whether a folder in them may be taken for a checkpoint. */
  readonly mayLoadFolders: () => boolean;
  /**
   * The engine of a model, which downloads nothing.
   * @param model an id, or the absolute path of a folder; that of the user's settings when undefined
   * @throws EngineError, ModelError
   */
  readonly embedder: (model: string | undefined) => Promise<Embedder>;
  /** Decodes pictures, whatever the checkpoint. */
  readonly pictures: () => Promise<PictureReader>;
  /** BCP-47 codes that a checkpoint reads well; empty when nobody knows. */
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  readonly rules: () => RuleSet;
  /** The phrases that come with Spellwright. */
  readonly vocabulary: () => Vocabulary;
  readonly places: ModelPlaces;
  /**
   * The generator that the user has set; undefined where there is none, or where they declined.
   * @throws GeneratorError; the signal's reason
   */
  readonly generator: (signal: AbortSignal) => Promise<ToolGenerator | undefined>;
  /** Where embeddings of lists are kept; nowhere when undefined. */
  readonly cacheFolder?: string;
}

/** One call of a tool. */
export interface ToolCall {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Annotations {
  /** It changes nothing, anywhere. */
  readonly readOnly: boolean;
  /** It speaks with somebody beyond this machine. */
  readonly openWorld: boolean;
}

/** A row of the table of tools: what is served to agents, in whichever way. */
export interface Tool<Input = unknown, Output = unknown> {
  /** `score_prompts`. */
  readonly name: ToolName;
  /** For the language model that chooses among tools: in English. What people read of it is in `words/agents.ts`. */
  readonly description: string;
  readonly input: Schema<Input>;
  readonly output: Schema<Output>;
  readonly annotations: Annotations;
  /** It is served only where the user has set a generator. */
  readonly needsGenerator?: boolean;
  /** @throws ToolError, GeneratorError, EngineError, ModelError, FileError; the signal's reason */
  run(input: Input, context: ToolContext, call: ToolCall): Promise<Output>;
}

/** A row whose handler takes and gives what its schemas say. */
export function tool<Input, Output>(row: Tool<Input, Output>): Tool<Input, Output> {
  return row;
}

/** Reads nothing but what it is given or what lies in the folders, and sends nothing. */
export const onlyReads: Annotations = { readOnly: true, openWorld: false };

export type ToolErrorCode =
  /** Not as the schema says, or contradicting itself. */
  | 'input-invalid'
  /** No folder is allowed at all. */
  | 'no-folder'
  | 'path-outside'
  | 'model-outside'
  | 'nothing-to-score'
  | 'no-such-spell'
  | 'no-generator'
  | 'too-many-pictures'
  | 'tool-unknown'
  /** Too many calls wait already. */
  | 'too-busy';

/** Why a tool has no answer, and what the agent or its user can do, in English: an agent reads it. */
export class ToolError extends Error {
  constructor(
    readonly code: ToolErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ToolError';
  }
}
