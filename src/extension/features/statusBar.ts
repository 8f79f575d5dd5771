import * as vscode from 'vscode';
import { bundledModel } from '../../client/modelLocation';
import type { EngineState } from '../../client/engineState';
import { plainText } from '../../core/plainText';
import { shortHash } from '../../core/score/export/exportedFile';
import { DEVICE_WORDING, WASM_TIMES } from '../../words/device';
import { DRAW_WORDING } from '../../words/drawing';
import { EDITOR_WORDING } from '../../words/editor';
import { generatorName } from '../../words/generators';
import { cosine } from '../../words/numbers';
import { say, type Language } from '../../words/words';
import type { EngineService } from '../services/engineService';
import type { GeneratorService } from '../services/generators';
import { isRunning, picturesOf, type DocumentScore, type Scores } from '../services/scores';
import { languageId } from '../services/spellDocuments';

/** Model, state and best spell of the active file; a click offers what can be done. */
export function registerStatusBar(parts: {
  readonly scores: Scores;
  readonly engine: EngineService;
  /** Undefined where none can be reached: then nothing of this machine can be chosen either. */
  readonly generators?: GeneratorService;
  readonly language: Language;
  readonly showLog: () => void;
}): vscode.Disposable {
  const { scores, engine, generators, language, showLog } = parts;
  const item = vscode.window.createStatusBarItem('spellwright.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Spellwright';
  item.command = 'spellwright.showMenu';

  /** What is connected, as far as it is known without asking it. */
  const generator = (): string | undefined => {
    const { address, identity } = generators ?? {};
    return identity ? `${generatorName(identity)} (${identity.url})` : address;
  };

  /** The spell file that was active last: the panel takes the focus from its editor. */
  let active: vscode.Uri | undefined;
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (document !== undefined) active = document.languageId === languageId ? document.uri : undefined;
    const current = active && scores.get(active);
    if (current === undefined) {
      item.hide();
      return;
    }
    const { checkpoint } = current.score ?? {};
    const model = checkpoint?.id ?? engine.modelFor(current.file.frontMatter.model?.value);
    const state = engine.stateFor(current);
    const { icon, wording } = stateOf(current, state);
    const best = bestOf(current, language);
    const text =
      wording === 'statusReady' && best
        ? say(EDITOR_WORDING.statusBest, language, { model, ...best, spell: clipped(best.spell) })
        : say(EDITOR_WORDING[wording], language, { model });
    item.text = `$(${icon}) ${plainText(text)}`;
    const name = generator();
    item.tooltip = say(EDITOR_WORDING.statusTooltip, language, {
      model,
      hash: checkpoint ? ` (${shortHash(checkpoint.hash)})` : '',
      photographs: model === bundledModel ? say(EDITOR_WORDING.statusNoPhotographs, language) : '',
      runtime: checkpoint?.runtime ? say(DEVICE_WORDING.wasmTooltip, language, { times: WASM_TIMES }) : '',
      best: best ? say(EDITOR_WORDING.statusBestTooltip, language, best) : '',
      generator: name === undefined ? '' : say(DRAW_WORDING.statusTooltip, language, { name }),
    });
    const background = state === 'stuck' ? 'warning' : current.phase === 'failed' ? 'error' : undefined;
    item.backgroundColor = background && new vscode.ThemeColor(`statusBarItem.${background}Background`);
    item.accessibilityInformation = { label: `Spellwright ${item.text.replace(/\$\([^)]*\)/, '').trim()}` };
    item.show();
  };
  update();

  const uriFrom = (argument: unknown): vscode.Uri | undefined =>
    typeof argument === 'string' ? vscode.Uri.parse(argument) : active;

  return vscode.Disposable.from(
    item,
    scores.onDidChange(update),
    engine.onDidChangeState(update),
    ...(generators ? [generators.onDidChange(update)] : []),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.commands.registerCommand('spellwright.scoreAgain', (argument?: unknown) => {
      const uri = uriFrom(argument);
      if (uri) scores.refresh(uri);
    }),
    vscode.commands.registerCommand('spellwright.stopScoring', (argument?: unknown) => {
      const uri = uriFrom(argument);
      if (uri) scores.cancel(uri);
    }),
    // Of one file's model, or all.
    vscode.commands.registerCommand('spellwright.restartEngine', (argument?: unknown) => {
      const user = typeof argument === 'string' ? scores.get(vscode.Uri.parse(argument)) : undefined;
      if (user) engine.restartFor(user);
      else engine.restart();
    }),
    vscode.commands.registerCommand('spellwright.showLog', showLog),
    vscode.commands.registerCommand('spellwright.showMenu', async () => {
      const uri = active;
      const current = uri && scores.get(uri);
      const entries: readonly (readonly [keyof typeof EDITOR_WORDING, string, string, ...unknown[]])[] = [
        ['menuPanel', 'graph', 'spellwright.openPanel', uri],
        ['menuPictures', 'file-media', 'spellwright.addPictures', uri],
        current && isRunning(current)
          ? ['menuStop', 'debug-stop', 'spellwright.stopScoring', uri?.toString()]
          : ['menuAgain', 'refresh', 'spellwright.scoreAgain', uri?.toString()],
        ...(generators
          ? ([['menuModel', 'package', 'spellwright.chooseModel', undefined, uri?.toString()]] as const)
          : []),
        ...(current && engine.stallFor(current)
          ? ([['menuWait', 'watch', 'spellwright.waitLonger', uri?.toString()]] as const)
          : []),
        ...(generators ? ([['menuDevice', 'chip', 'spellwright.showDevice', uri?.toString()]] as const) : []),
        ['menuRestart', 'debug-restart', 'spellwright.restartEngine', uri?.toString()],
        ['menuSettings', 'gear', 'workbench.action.openSettings', '@ext:spellwright.spellwright'],
        ['menuLog', 'output', 'spellwright.showLog'],
      ];
      const name = generator();
      const drawing = [
        ...(name === undefined
          ? []
          : [
              {
                label: `$(paintcan) ${say(DRAW_WORDING.menuDraw, language)}`,
                command: 'spellwright.generateFile',
                args: [uri],
              },
            ]),
        ...(generators
          ? [
              {
                label: `$(plug) ${say(name === undefined ? DRAW_WORDING.menuConnect : DRAW_WORDING.menuConnected, language, { name: plainText(name ?? '') })}`,
                command: 'spellwright.connectGenerator',
                args: [],
              },
            ]
          : []),
      ];
      const picked = await vscode.window.showQuickPick(
        [
          ...entries.map(([wording, icon, command, ...args]) => ({
            label: `$(${icon}) ${say(EDITOR_WORDING[wording], language)}`,
            ...(wording === 'menuDevice' &&
              current?.score?.checkpoint.runtime && { description: 'WebAssembly' }),
            command,
            args,
          })),
          ...drawing,
        ],
        { title: say(EDITOR_WORDING.menuTitle, language) },
      );
      if (picked) await vscode.commands.executeCommand(picked.command, ...picked.args);
    }),
  );
}

function stateOf(
  { phase }: DocumentScore,
  state: EngineState,
): { readonly icon: string; readonly wording: keyof typeof EDITOR_WORDING } {
  if (state === 'stuck') return { icon: 'warning', wording: 'statusStuck' };
  if (state === 'restarting') return { icon: 'sync~spin', wording: 'statusRestarting' };
  switch (phase) {
    case 'loading':
      return { icon: 'loading~spin', wording: 'statusLoading' };
    case 'waiting':
    case 'scoring':
      return { icon: 'sync~spin', wording: 'statusScoring' };
    case 'ready':
      return { icon: 'wand', wording: 'statusReady' };
    case 'no-images':
      return { icon: 'file-media', wording: 'statusNoPictures' };
    case 'stopped':
      return { icon: 'debug-stop', wording: 'statusStopped' };
    case 'failed':
      return { icon: 'error', wording: 'statusFailed' };
  }
}

/** The spell that stands first, where there are others that it is better than. */
function bestOf(
  { score, file }: DocumentScore,
  language: Language,
): { readonly spell: string; readonly cosine: string; readonly images: number } | undefined {
  const ranked = score?.spells.filter(({ rows }) => rows.length > 0) ?? [];
  const first = ranked.find(({ rank }) => rank === 1);
  if (!score || first?.best === undefined || ranked.length < 2) return undefined;
  const spell =
    file.spells[first.spell]?.name?.value ??
    say(EDITOR_WORDING.spellNumber, language, { number: first.spell + 1 });
  return { spell, cosine: cosine(first.meanCosine), images: picturesOf(score) };
}

function clipped(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}
