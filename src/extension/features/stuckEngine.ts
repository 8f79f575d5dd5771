import * as vscode from 'vscode';
import { EDITOR_WORDING } from '../../words/editor';
import { stallText } from '../../words/engine';
import { say, type Language } from '../../words/words';
import type { EngineService } from '../services/engineService';
import { plainWindow } from '../services/plainWindow';
import type { Scores } from '../services/scores';

/**
 * Asks what is to become of an engine that is stuck: a notification, which screen readers speak. Dismissed, it leaves
 * the question to the menu of the status bar.
 */
export function registerStuckEngine(parts: {
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, engine, language } = parts;
  return vscode.Disposable.from(
    engine.onDidChangeStall(async ({ model, stall }) => {
      if (!stall) return;
      const [wait, restart] = [
        say(EDITOR_WORDING.stuckWait, language),
        say(EDITOR_WORDING.stuckRestart, language),
      ];
      const text = say(EDITOR_WORDING.stuck, language, { model, what: stallText(stall, language) });
      const picked = await plainWindow.showWarningMessage(text, wait, restart);
      if (picked === wait) stall.waitLonger(stall.seconds);
      if (picked === restart) stall.restart();
    }),
    // Of the engine of one file, or of all.
    vscode.commands.registerCommand('spellwright.waitLonger', (argument?: unknown) => {
      const user = typeof argument === 'string' ? scores.get(vscode.Uri.parse(argument)) : undefined;
      const stall = user && engine.stallFor(user);
      for (const each of user ? (stall ? [stall] : []) : engine.stalls) each.waitLonger(each.seconds);
    }),
  );
}
