import * as vscode from 'vscode';
import { COMPILED_RULES } from '../../files/biasRules';
import { COMPILED_VOCABULARY } from '../../files/bundledVocabulary';
import { EDITOR_WORDING } from '../../words/editor';
import { languageOf, say, type Language } from '../../words/words';
import { makeServices, registerFaces } from '../measuring';
import { Configuration } from '../services/configuration';
import { ModelLibrary } from '../services/modelLibrary';
import { installedPath, pathOf, standOn } from '../services/places';
import { plainWindow } from '../services/plainWindow';
import { absentCommands, inBrowserKey } from './absentCommands';
import { prepare } from './standIns/fs';
import { useTemporaryFolder } from './standIns/os';
import { webGround } from './webGround';

/**
 * Called by VS Code where extensions run in a browser (vscode.dev, code-server's web-worker host). The same services and
 * features as on a machine, on other ground; what needs a machine's programs, disks or network is absent.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  standOn(webGround(vscode.workspace.workspaceFolders?.[0]?.uri));
  void vscode.commands.executeCommand('setContext', inBrowserKey, true);
  const language = languageOf(vscode.env.language);
  const output = vscode.window.createOutputChannel('Spellwright', { log: true });
  const log = (line: string): void => output.info(line);
  useTemporaryFolder(pathOf(vscode.Uri.joinPath(context.globalStorageUri, 'temporary')));
  await readAhead(context);

  const services = makeServices(context, {
    configuration: new Configuration(),
    library: new ModelLibrary(installedPath(context, 'models')),
    servers: {
      current: () => Promise.resolve(undefined),
      onDidChange: () => new vscode.Disposable(() => {}),
    },
    language,
    log,
  });
  const faces = registerFaces(context, services, {
    offer: () => Promise.resolve(undefined),
    fixedCheckpoint: true,
    showLog: () => output.show(),
    language,
    log,
  });
  context.subscriptions.push(output, faces, services, ...sayWhatIsAbsent(language));
}

/** Files that come with the extension and are asked for at once, when nobody can wait for them. */
async function readAhead(context: vscode.ExtensionContext): Promise<void> {
  const reading = [COMPILED_RULES, COMPILED_VOCABULARY].map(async (name) => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'dist', name));
    prepare(installedPath(context, 'dist', name), bytes);
  });
  await Promise.all(reading);
}

function sayWhatIsAbsent(language: Language): vscode.Disposable[] {
  return absentCommands.map((command) =>
    vscode.commands.registerCommand(command, () => {
      void plainWindow.showInformationMessage(say(EDITOR_WORDING.notInBrowser, language));
    }),
  );
}
