import * as vscode from 'vscode';
import { AGENTS_WORDING } from '../../../words/agents';
import { say, type Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { serverCommand } from './serverCommand';
import { installedPath, uriOf } from '../../services/places';

/** As `contributes.mcpServerDefinitionProviders` names it. */
const providerId = 'spellwright.mcp';

/**
 * What VS Code has had since 1.101, as far as it is used here: the types that this extension is built with are of the oldest
 * version that it runs in.
 */
interface NewerEditor {
  readonly McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    version: string,
  ) => { cwd?: vscode.Uri };
  readonly lm: {
    registerMcpServerDefinitionProvider?(
      id: string,
      provider: {
        readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
        provideMcpServerDefinitions(): readonly object[];
      },
    ): vscode.Disposable;
  };
}

interface ServerParts {
  readonly configuration: Configuration;
  readonly folders: () => readonly string[];
  readonly language: Language;
  readonly log: (line: string) => void;
}

/**
 * Tells the editor of `spellwright mcp`, where it can be told and the user wants it. Version 1.100 has a draft of the same
 * functions, which throws; nothing else may be lost by that.
 */
export function registerMcpServer(context: vscode.ExtensionContext, parts: ServerParts): vscode.Disposable {
  try {
    return register(context, parts);
  } catch (error) {
    parts.log(`this editor takes no MCP servers from extensions: ${String(error)}`);
    return new vscode.Disposable(() => undefined);
  }
}

function register(
  context: vscode.ExtensionContext,
  { configuration, folders, language }: ServerParts,
): vscode.Disposable {
  const editor = vscode as unknown as NewerEditor;
  const Definition = editor.McpStdioServerDefinition;
  if (!Definition || !editor.lm.registerMcpServerDefinitionProvider)
    return new vscode.Disposable(() => undefined);
  const changed = new vscode.EventEmitter<void>();
  const { version } = context.extension.packageJSON as { version: string };
  const registration = editor.lm.registerMcpServerDefinitionProvider(providerId, {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () => {
      const allowed = folders();
      const [first] = allowed;
      // The server would take folders of a workspace that nobody trusts for checkpoints: it knows no trust.
      const isWanted = configuration.agentsServer.value && vscode.workspace.isTrusted;
      if (!isWanted || first === undefined) return [];
      const { command, args, environment } = serverCommand({
        program: process.execPath,
        cli: installedPath(context, 'dist', 'cli.js'),
        folders: allowed,
        model: configuration.model.value,
      });
      const label = say(AGENTS_WORDING.serverLabel, language);
      const definition = new Definition(label, command, args, environment, version);
      definition.cwd = uriOf(first);
      return [definition];
    },
  });
  return vscode.Disposable.from(
    changed,
    registration,
    configuration.agentsServer.onDidChange(() => changed.fire()),
    configuration.model.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
}
