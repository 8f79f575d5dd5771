import { sameNumbers } from '../core/serverAgreement';
import { each, type Steps } from '../core/steps';
import type { SpellFile, SyntaxDiagnostic } from '../core/spell/spell';
import { unreadScript } from '../core/spell/unreadScript';
import { lostWords } from './lostWords';
import { inOrder, type Problem } from './problem';
import type { Standings } from '../core/score/fileScore';
import type { ScoredFile } from './scoreFile';

/** A file that was scored on a few pictures, or on a library. */
type Scored = Omit<ScoredFile, 'score'> & { readonly score?: Standings };

export interface ProblemOptions {
  /** Problems of one code that are told: somebody who edits reads no more, and each costs time. All when undefined. */
  readonly mostOfKind?: number;
  /** False where `syntaxSteps` has told it already. */
  readonly withSyntax?: boolean;
}

/**
 * Everything that is wrong with a spell file and with what it names, in the order of the places: its syntax, its pictures and
 * wildcards, what its checkpoint does not read, and why there is nothing to rank. One problem a step.
 */
export function* problemSteps(
  scored: Scored,
  { mostOfKind = Infinity, withSyntax = true }: ProblemOptions = {},
): Steps<Problem[]> {
  const parts = [
    ...(withSyntax ? [syntaxSteps(scored.file, scored.path)] : []),
    expansion(scored),
    images(scored),
    wildcards(scored),
    failures(scored),
    server(scored),
    tooLong(scored),
    unreadLanguage(scored),
    nothing(scored),
  ];
  const all: Problem[][] = [];
  for (const part of parts) all.push(yield* part);
  return inOrder(fewOfKind(all.flat(), mostOfKind));
}

/** What is wrong with the text itself, which is known before it is scored. One problem a step. */
export function* syntaxSteps(
  { diagnostics }: SpellFile,
  path: string,
  { mostOfKind = Infinity }: ProblemOptions = {},
): Steps<Problem[]> {
  return inOrder(fewOfKind(yield* ofSyntax(diagnostics, path), mostOfKind));
}

/** What filling the slots met. */
function expansion({ score, path }: Scored): Steps<Problem[]> {
  return ofSyntax(score?.diagnostics ?? [], path);
}

function ofSyntax(diagnostics: readonly SyntaxDiagnostic[], path: string): Steps<Problem[]> {
  return each(diagnostics, ({ code, severity, span, parameters }) => ({
    severity,
    code,
    path,
    span,
    parameters,
  }));
}

/** The first of each code. */
function fewOfKind(problems: readonly Problem[], most: number): Problem[] {
  const counts = new Map<string, number>();
  return problems.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= most;
  });
}

/** Paths and globs that name no picture, or not all that they might. */
function images({ found, path }: Scored): Steps<Problem[]> {
  return each(found.images.problems, ({ code, severity, span, parameters }) => ({
    severity,
    code,
    path,
    ...(span && { span }),
    parameters,
  }));
}

function wildcards({ found }: Scored): Steps<Problem[]> {
  return each(found.wildcards.problems, ({ code, path, line, detail }) => ({
    severity: 'error',
    code,
    path,
    ...(line !== undefined && { line }),
    parameters: { detail },
  }));
}

/** Pictures that could not be read, each where the file names it; then why nothing could be scored at all. */
function* failures({ found, score, failure, path }: Scored): Steps<Problem[]> {
  const pictures = yield* each(score?.failures ?? [], ({ path: picture, code, detail }): Problem => {
    const span = found.images.named.get(picture);
    return { severity: 'error', code, path, ...(span && { span }), parameters: { path: picture, detail } };
  });
  return failure ? [...pictures, failure] : pictures;
}

/** That the server which scored is not quite the checkpoint that it stands for, and by how much. */
function* server({ score, path }: Scored): Steps<Problem[]> {
  const from = score?.checkpoint.server;
  if (!from) return [];
  const { text, picture } = from.agreement;
  const [textDiffers, pictureDiffers] = [text < sameNumbers, picture < sameNumbers];
  if (!textDiffers && !pictureDiffers) return [];
  const parameters = {
    server: from.host,
    checkpoint: from.checkpoint,
    text: text.toFixed(5),
    picture: picture.toFixed(5),
    cause: textDiffers && pictureDiffers ? 'both' : textDiffers ? 'text' : 'picture',
  };
  return yield* each([parameters], (told) => ({
    severity: 'warning',
    code: 'server-differs',
    path,
    parameters: told,
  }));
}

/** Prompts that do not fit into the checkpoint's context: for each spell the longest. */
function* tooLong({ score, file, path }: Scored): Steps<Problem[]> {
  if (!score) return [];
  const limit = score.checkpoint.contextLength;
  return yield* each(yield* lostWords(score, file), ({ span, word, count }) => ({
    severity: 'warning',
    code: word === '' ? 'template-too-long' : 'prompt-too-long',
    path,
    span,
    parameters: { count, limit, word },
  }));
}

/** Of each spell the first words in a script that the checkpoint hardly reads: what it scores there says little. */
function* unreadLanguage({ score, languages, file, path }: Scored): Steps<Problem[]> {
  if (!score) return [];
  const checkpoint = score.checkpoint.id;
  const found = yield* each(file.spells, ({ positive }): Problem[] => {
    const unread = unreadScript(positive, languages);
    if (!unread) return [];
    const { span, script } = unread;
    const parameters = { checkpoint, script, languages };
    return [{ severity: 'warning', code: 'prompt-language', path, span, parameters }];
  });
  return found.flat();
}

/** Why there is nothing to rank: one reason, and none that another problem has told already. */
function* nothing({ file, found, score, withImages, path }: Scored): Steps<Problem[]> {
  const problem = (code: Problem['code'], span = { start: 0, end: 0 }): Problem[] => [
    { severity: 'error', code, path, span, parameters: {} },
  ];
  if (file.spells.length === 0 || score?.prompts.length === 0) return problem('no-prompts');
  if (!withImages) return [];
  const { paths, problems } = found.images;
  if (paths.length === 0) return problems.length > 0 ? [] : problem('no-images', file.frontMatter.span);
  return score?.images.length === 0 ? problem('no-readable-images', file.frontMatter.span) : [];
}
