import * as vscode from 'vscode';
import { INFOTEXT_NAMES } from '../../../core/judge/readParameters';
import { isBestExpansion } from '../../../core/score/bestExpansion';
import type { FileScore } from '../../../core/score/fileScore';
import type { SpellFile, Wildcards } from '../../../core/spell/spell';
import { readGenerated } from '../../../files/generatedPictures';
import { loadWildcards, wildcardFolders, wildcardNames } from '../../../files/loadWildcards';
import {
  planSteps,
  TooManyPictures,
  type GenerationPlan,
  type PlanRequest,
} from '../../../tasks/planPictures';
import { DRAW_WORDING } from '../../../words/drawing';
import { planSentences } from '../../../words/generate';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { configuredWildcardFolders } from '../../services/configuredFolders';
import type { ConnectedGenerator, GeneratorService } from '../../services/generators';
import type { PictureFolders } from '../../services/pictureFolders';
import { plainWindow } from '../../services/plainWindow';
import { inSlices } from '../../services/slicedWork';
import { pathOf } from '../../services/places';

/** What of a file is drawn: one wording of a spell, all of it, all of all spells, or the best wording of each. */
export type DrawKind = 'spell' | 'expansions' | 'file' | 'best';

export interface PlanParts {
  readonly generators: GeneratorService;
  readonly configuration: Configuration;
  readonly pictureFolders: PictureFolders;
  readonly language: Language;
}

/** A spell file as it was when somebody wished for its pictures. */
export interface DrawSubject {
  readonly uri: vscode.Uri;
  readonly file: SpellFile;
  /** Of exactly this text. */
  readonly score?: FileScore;
  readonly kind: DrawKind;
  /** Place of the spell that `spell` and `expansions` mean. */
  readonly spell: number;
  readonly connected: ConnectedGenerator;
}

/** More lines leave no room for the dialog's buttons. */
const MOST_LINES = 14;
/** What is planned sooner needs no progress. */
const PATIENCE_MS = 500;
/** As many as the terminal takes. */
const MOST_SEEDS = 1000;

/**
 * Says what is to be drawn, with what and about how long, and lets the user change the number of pictures.
 * @returns what they agreed to; undefined where they declined; `show` where they only wish to see what is there
 * @throws FileError of records that cannot be read
 */
export async function agreedPlan(
  subject: DrawSubject,
  parts: PlanParts,
): Promise<GenerationPlan | 'show' | undefined> {
  const { generators, configuration, language } = parts;
  const { uri, file, connected } = subject;
  const tell = (key: keyof typeof DRAW_WORDING, parameters?: Parameters): string =>
    say(DRAW_WORDING[key], language, parameters);
  const unread = generators.unreadSettings(uri);
  if (unread.length > 0) {
    sayUnread(unread, language);
    return undefined;
  }
  const folder = generators.folder(uri);
  const wildcards = await wildcardsOf(subject, parts);
  const names = file.spells.map(({ name, index }) => name?.value ?? `#${index + 1}`);
  let [seeds, again] = [configuration.generateSeeds.of(uri), false];
  for (;;) {
    const plan = await planned(
      {
        file,
        wildcards,
        limit: configuration.expansionLimit.value,
        ...wantedOf(subject),
        ...{ seeds, again },
        settings: generators.settings(uri),
        generator: connected.identity,
        records: await readGenerated(folder),
        ...(connected.workflow !== undefined && { workflow: connected.workflow }),
      },
      language,
    );
    if (!plan) return undefined;
    if (plan instanceof TooManyPictures) {
      const detail = tell('tooManyDetail', plan.parameters);
      const question = tell('tooMany', plan.parameters);
      const change = tell('changeSeeds');
      const answer = await plainWindow.showWarningMessage(question, { modal: true, detail }, change);
      const other = answer === change ? await askSeeds(seeds, tell) : undefined;
      if (other === undefined) return undefined;
      seeds = other;
      continue;
    }
    const { length: count } = plan.requests;
    if (count === 0) {
      void plainWindow.showInformationMessage(tell('nothingToDraw'));
      return undefined;
    }
    const isAllThere = plan.requests.every(({ known }) => known);
    const detail = clipped(
      [
        ...planSentences(plan, names, connected.identity, language),
        ...(generators.isBusy(connected) ? [tell('waitsForOther')] : []),
        tell('goesTo', { folder: shownFolder(folder) }),
      ],
      tell,
    );
    const question = isAllThere ? tell('questionKnown', { count }) : tell('question', { count });
    const buttons = isAllThere
      ? [tell('showThem'), tell('drawAgain'), tell('changeSeeds')]
      : [tell('draw'), tell('changeSeeds')];
    const answer = await plainWindow.showInformationMessage(question, { modal: true, detail }, ...buttons);
    if (answer === tell('showThem')) return 'show';
    if (answer === tell('draw')) return plan;
    if (answer === tell('drawAgain')) again = true;
    else if (answer === tell('changeSeeds')) seeds = (await askSeeds(seeds, tell)) ?? seeds;
    else return undefined;
  }
}

/** @returns undefined where the user cancelled it */
async function planned(
  request: PlanRequest,
  language: Language,
): Promise<GenerationPlan | TooManyPictures | undefined> {
  let isWanted = true;
  const planning = inSlices(planSteps(request), () => isWanted).catch((error: unknown) => {
    if (error instanceof TooManyPictures) return error;
    throw error;
  });
  const showing = setTimeout(() => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: say(DRAW_WORDING.planning, language),
      cancellable: true,
    };
    void plainWindow.withProgress(options, (_, token) => {
      token.onCancellationRequested(() => (isWanted = false));
      return planning.then(
        () => undefined,
        () => undefined,
      );
    });
  }, PATIENCE_MS);
  try {
    return await planning;
  } finally {
    clearTimeout(showing);
  }
}

/** For people: within the workspace from there. */
export function shownFolder(folder: string): string {
  return vscode.workspace.asRelativePath(folder);
}

function wantedOf({ kind, spell: wanted, score }: DrawSubject): {
  readonly spells?: readonly number[];
  readonly isWanted?: (spell: number, expansion: { readonly id: string }) => boolean;
} {
  if (kind === 'file') return {};
  if (kind === 'expansions') return { spells: [wanted] };
  const isBest = (spell: number, { id }: { readonly id: string }): boolean =>
    isBestExpansion(score, spell, id);
  if (kind === 'best') return { isWanted: isBest };
  // Where nobody knows which is the best, the first wording stands for the spell.
  const hasBest = score?.spells.find(({ spell }) => spell === wanted)?.best !== undefined;
  if (hasBest) return { spells: [wanted], isWanted: isBest };
  let first: string | undefined;
  return { spells: [wanted], isWanted: (_, { id }) => (first ??= id) === id };
}

async function wildcardsOf(
  { uri, file }: DrawSubject,
  { configuration, pictureFolders }: PlanParts,
): Promise<Wildcards> {
  const configured = configuredWildcardFolders(configuration, uri);
  const loaded = await loadWildcards(wildcardFolders(pathOf(uri), configured), wildcardNames(file), {
    reach: await pictureFolders.reach(uri, configured),
  });
  return loaded.wildcards;
}

async function askSeeds(
  now: number,
  tell: (key: keyof typeof DRAW_WORDING, parameters?: Parameters) => string,
): Promise<number | undefined> {
  const most = MOST_SEEDS;
  const isRight = (text: string): boolean => /^\d{1,4}$/.test(text.trim()) && +text >= 1 && +text <= most;
  const text = await plainWindow.showInputBox({
    title: tell('changeSeeds'),
    prompt: tell('seedsPrompt', { most }),
    value: String(now),
    validateInput: (written) => (isRight(written) ? undefined : tell('seedsWrong', { most })),
  });
  return text !== undefined && isRight(text) ? Number(text) : undefined;
}

function clipped(
  lines: readonly string[],
  tell: (key: keyof typeof DRAW_WORDING, parameters?: Parameters) => string,
): string {
  if (lines.length <= MOST_LINES) return lines.join('\n');
  // Where they go stands at the end.
  const shown = [...lines.slice(0, MOST_LINES - 2)];
  return [...shown, tell('andMore', { count: lines.length - shown.length - 1 }), lines.at(-1)!].join('\n');
}

function sayUnread(unread: readonly string[], language: Language): void {
  const open = say(DRAW_WORDING.openSettings, language);
  const text = say(DRAW_WORDING.settingUnread, language, {
    names: unread.join(', '),
    known: INFOTEXT_NAMES.join(', '),
  });
  void Promise.resolve(plainWindow.showErrorMessage(text, open)).then((answer) => {
    if (answer === open)
      void vscode.commands.executeCommand('workbench.action.openSettings', 'spellwright.generate.parameters');
  });
}
