import * as vscode from 'vscode';
import { EDITOR_WORDING } from '../../words/editor';
import { stallText } from '../../words/engine';
import { say, type Language } from '../../words/words';
import type { EngineService } from '../services/engineService';

/**
 * Asks what is to become of an engine that is stuck: a notification, which screen readers speak. Dismissed, it leaves
 * the question to the menu of the status bar.
 */
export function registerStuckEngine(parts: {
  readonly engine: EngineService;
  readonly language: Language;
}): vscode.Disposable {
  const { engine, language } = parts;
  return vscode.Disposable.from(
    engine.onDidChangeStall(async (stall) => {
      if (!stall) return;
      const [wait, restart] = [
        say(EDITOR_WORDING.stuckWait, language),
        say(EDITOR_WORDING.stuckRestart, language),
      ];
      const text = say(EDITOR_WORDING.stuck, language, { what: stallText(stall, language) });
      const picked = await vscode.window.showWarningMessage(text, wait, restart);
      if (picked === wait) stall.waitLonger(stall.seconds);
      if (picked === restart) stall.restart();
    }),
    vscode.commands.registerCommand('spellwright.waitLonger', () => {
      const { stall } = engine;
      stall?.waitLonger(stall.seconds);
    }),
  );
}
