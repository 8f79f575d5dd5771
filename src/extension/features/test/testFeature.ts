import path from 'node:path';
import * as vscode from 'vscode';
import type { Matcher } from '../../../core/bias/matcher';
import { LOCK_FILE } from '../../../core/check/lock';
import { TEST_FILE } from '../../../core/check/testFile';
import { failureProblem, unexpectedProblem } from '../../../tasks/problem';
import { problemText } from '../../../words/problemText';
import { TEST_EXPLORER_WORDING } from '../../../words/testExplorer';
import { say, type Language, type Parameters } from '../../../words/words';
import { editorDocuments } from '../../services/editorDocuments';
import type { EngineService } from '../../services/engineService';
import { watchFiles } from '../../services/fileWatch';
import { LiveDocuments } from '../../services/liveDocuments';
import type { ModelLibrary } from '../../services/modelLibrary';
import type { PictureFolders } from '../../services/pictureFolders';
import { plainWindow } from '../../services/plainWindow';
import type { SpellDocuments } from '../../services/spellDocuments';
import { mayMatter } from '../../services/watchedFiles';
import { acceptBaseline } from './acceptBaseline';
import { PromptTests } from './promptTests';
import { TestFileFaults } from './testFileFaults';
import { TestRuns } from './testRuns';
import { TestTree } from './testTree';
import { pathOf } from '../../services/places';

/** A name that is half written is nobody's test: the tree follows when the hand rests, in milliseconds. */
const restMs = 300;

/** Prompts in the Test Explorer. */
export interface PromptTestController {
  readonly controller: vscode.TestController;
  /** That runs them, once or whenever a text changes. */
  readonly profile: vscode.TestRunProfile;
}

/** Prompts in the Test Explorer: what is expected of them, whether they hold it, and how a new baseline is accepted. */
export function registerTests(parts: {
  readonly engine: EngineService;
  readonly library: ModelLibrary;
  readonly documents: SpellDocuments;
  readonly pictureFolders: PictureFolders;
  readonly matcherFor: (uri: vscode.Uri) => Promise<Matcher>;
  readonly onDidChangeRules: vscode.Event<void>;
  readonly language: Language;
  readonly version: string;
  readonly log: (line: string) => void;
}): PromptTestController & vscode.Disposable {
  const { engine, library, documents, pictureFolders, matcherFor, onDidChangeRules, language, version, log } =
    parts;
  const words = (key: keyof typeof TEST_EXPLORER_WORDING, parameters?: Parameters): string =>
    say(TEST_EXPLORER_WORDING[key], language, parameters);
  const errorText = (error: unknown): string => {
    const expected = failureProblem(error, '');
    if (!expected) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return problemText(expected ?? unexpectedProblem(error, ''), { language, face: 'editor' });
  };

  const controller = vscode.tests.createTestController('spellwright', words('controller'));
  const tests = new PromptTests({ engine, library, pictureFolders, matcherFor, language, version });
  const unexpected = (error: unknown): void => log(String(error));
  const faults = new TestFileFaults({ read: tests.readText, language });
  const tree = new TestTree({
    controller,
    read: (uri) => tests.read(uri),
    reach: (uri) => pictureFolders.reach(uri),
    readText: tests.readText,
    errorText,
    found: ({ testFiles, everySpell }) => void faults.lookAt(testFiles, everySpell).catch(unexpected),
    tooMany: (limit) => void plainWindow.showInformationMessage(words('tooManyFiles', { limit })),
  });
  const runs = new TestRuns({
    controller,
    tree,
    check: (uri, options) => tests.check(uri, options),
    errorText,
  });
  const profile = controller.createRunProfile(
    words('run'),
    vscode.TestRunProfileKind.Run,
    (request, token) => runs.run(request, token),
    true,
    undefined,
    true,
  );
  controller.resolveHandler = async (item) => {
    if (item?.uri) await tree.read(item.uri);
    else if (!item) await tree.lookFor();
  };
  controller.refreshHandler = (token) => tree.lookFor(token);

  const accept = (...given: readonly unknown[]): Promise<void> =>
    acceptBaseline(given, {
      tree,
      update: (uri, keys, signal) => tests.update(uri, keys, signal),
      run: (items) => runs.runItems(items, profile),
      language,
    });

  const testFile = async (argument?: unknown): Promise<void> => {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    const item = uri && (await tree.read(uri));
    if (item) await runs.runItems([item], profile);
    else void plainWindow.showInformationMessage(words('nothingToTest'));
  };

  const live = new LiveDocuments<vscode.TextDocument, undefined>({
    source: editorDocuments,
    follows: (document) => documents.isSpell(document) || isTestFile(pathOf(document.uri)),
    opened: () => undefined,
    begun: (each) => each.begin(),
    typed: (each) => each.typed(restMs),
    closed: ({ document: { uri } }) => void readAgain(uri),
    run: ({ document: { uri } }) => readAgain(uri),
    failed: unexpected,
  });
  const readAgain = async (uri: vscode.Uri): Promise<void> => {
    if (isTestFile(pathOf(uri))) await readBelow(uri);
    else await tree.read(uri);
  };
  /** Files that a test file or a lock may speak of. */
  const readBelow = async (below: vscode.Uri): Promise<void> => {
    const file = pathOf(below);
    const folder = path.dirname(file) + path.sep;
    const known = [...controller.items].flatMap(([, { uri }]) => uri ?? []);
    const open = editorDocuments.documents.filter((each) => documents.isSpell(each)).map(({ uri }) => uri);
    const all = new Map([...known, ...open].map((uri) => [uri.toString(), uri]));
    if (isTestFile(file)) await faults.show(below);
    for (const uri of all.values()) if (pathOf(uri).startsWith(folder)) await tree.read(uri);
    lookAgain();
  };
  let looking: NodeJS.Timeout | undefined;
  /** Files may have tests now that had none. Many changes may come at once. */
  const lookAgain = (): void => {
    clearTimeout(looking);
    if (tree.wasLookedFor) looking = setTimeout(() => void tree.lookFor().catch(unexpected), restMs);
  };
  const outdateAll = (): void => outdate(() => true);
  live.follow();

  const registrations = vscode.Disposable.from(
    controller,
    profile,
    tree,
    runs,
    live,
    faults,
    vscode.commands.registerCommand('spellwright.acceptBaseline', accept),
    vscode.commands.registerCommand('spellwright.testFile', testFile),
    watchTests({ tree, readAgain, readBelow, lookAgain }),
    watchFiles({
      touched: (file) => outdate((uri) => tests.filesOf(uri).has(file)),
      came: (file) => outdate((uri) => matters(uri, file, true)),
      went: (file) => outdate((uri) => matters(uri, file, false)),
    }),
    engine.onDidReset(outdateAll),
    pictureFolders.onDidChange(outdateAll),
    onDidChangeRules(outdateAll),
    vscode.workspace.onDidGrantWorkspaceTrust(lookAgain),
    new vscode.Disposable(() => clearTimeout(looking)),
  );
  return { controller, profile, dispose: () => registrations.dispose() };

  function matters(uri: vscode.Uri, file: string, isThere: boolean): boolean {
    const files = tests.filesOf(uri);
    return files.size > 0 && mayMatter(file, isThere, { folder: path.dirname(pathOf(uri)), files });
  }

  function outdate(is: (uri: vscode.Uri) => boolean): void {
    for (const [, item] of controller.items) if (item.uri && is(item.uri)) tree.outdate(item);
  }
}

function isTestFile(file: string): boolean {
  return path.basename(file) === TEST_FILE;
}

/** Spell files, test files and locks that come, go and change on the disk. */
function watchTests({
  tree,
  readAgain,
  readBelow,
  lookAgain,
}: {
  readonly tree: TestTree;
  readonly readAgain: (uri: vscode.Uri) => Promise<void>;
  readonly readBelow: (uri: vscode.Uri) => Promise<void>;
  /** A file may be named by a test file from now on, or no more. */
  readonly lookAgain: () => void;
}): vscode.Disposable {
  const spells = vscode.workspace.createFileSystemWatcher('**/*.spell');
  const others = vscode.workspace.createFileSystemWatcher(`**/{${TEST_FILE},${LOCK_FILE}}`);
  const seen = (uri: vscode.Uri): void => {
    // Others are read when somebody looks for tests.
    if (tree.wasLookedFor || tree.itemOf(uri)) void readAgain(uri);
  };
  return vscode.Disposable.from(
    spells,
    others,
    spells.onDidCreate(seen),
    spells.onDidCreate(lookAgain),
    spells.onDidChange(seen),
    spells.onDidDelete((uri) => tree.forget(uri)),
    spells.onDidDelete(lookAgain),
    others.onDidCreate(readBelow),
    others.onDidChange(readBelow),
    others.onDidDelete(readBelow),
  );
}
