import * as vscode from 'vscode';
import type { RuleSet } from '../../../core/bias/rule';
import type { Vocabulary } from '../../../core/ports';
import { parseSpellFile } from '../../../core/spell/parseSpellFile';
import type { SpellFile } from '../../../core/spell/spell';
import { loadBiasRules } from '../../../files/biasRules';
import { loadBundledVocabulary } from '../../../files/bundledVocabulary';
import type { ToolContext } from '../../../tools/tool';
import { tools } from '../../../tools/toolTable';
import type { Language } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import type { EngineService } from '../../services/engineService';
import { installedPath, isSaved, pathOf, uriOf } from '../../services/places';
import type { GeneratorService } from '../../services/generators';
import type { ModelLibrary } from '../../services/modelLibrary';
import { languageModelTool, languageModelToolName } from './languageModelTool';
import { registerMcpServer } from './mcpServer';

/** The tools of `src/tools`, for the language models of the editor, and for agents that take MCP servers. */
export function registerAgents(
  context: vscode.ExtensionContext,
  parts: {
    readonly engine: EngineService;
    readonly library: ModelLibrary;
    readonly configuration: Configuration;
    readonly generators: GeneratorService;
    readonly language: Language;
    readonly log: (line: string) => void;
  },
): vscode.Disposable {
  const { configuration, generators, language, log } = parts;
  const toolContext = contextOf(context, parts);
  return vscode.Disposable.from(
    ...tools.map((tool) =>
      vscode.lm.registerTool(
        languageModelToolName(tool),
        languageModelTool(tool, toolContext, language, () => generators.address),
      ),
    ),
    registerMcpServer(context, { configuration, folders: workspaceFolders, language, log }),
  );
}

function contextOf(
  extension: vscode.ExtensionContext,
  {
    engine,
    library,
    generators,
  }: {
    readonly engine: EngineService;
    readonly library: ModelLibrary;
    readonly generators: GeneratorService;
  },
): ToolContext {
  const dist = installedPath(extension, 'dist');
  // Which engine scores follows from a spell file. A model is asked for by an id or by the whole path of a folder that was
  // looked at, so this one lies where no name becomes another folder.
  const nowhere = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'prompts.spell');
  let rules: RuleSet | undefined;
  let vocabulary: Vocabulary | undefined;
  return {
    face: 'editor',
    folders: workspaceFolders,
    mayLoadFolders: () => vscode.workspace.isTrusted,
    embedder: (model) => engine.embedder({ uri: nowhere, file: fileOfModel(model) }),
    pictures: () => engine.pictureReader(),
    languagesOf: (checkpoint) => library.languagesOf(checkpoint),
    rules: () => (rules ??= loadBiasRules(dist)),
    vocabulary: () => (vocabulary ??= loadBundledVocabulary(dist)),
    places: library.places,
    generator: async (signal) => {
      // An agent connects nothing: whoever has no generator is not asked for one.
      const connected = generators.address === undefined ? undefined : await generators.use(signal);
      return (
        connected && {
          ...connected,
          settings: (path) => generators.settings(uriOf(path)),
          folder: (path) => generators.folder(uriOf(path)),
        }
      );
    },
    cacheFolder: pathOf(extension.globalStorageUri),
  };
}

/** Those of this machine's disks. */
function workspaceFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => isSaved(uri))
    .map(({ uri }) => pathOf(uri));
}

function fileOfModel(model: string | undefined): SpellFile {
  const file = parseSpellFile('');
  if (model === undefined) return file;
  const named = { value: model, span: { start: 0, end: 0 } };
  return { ...file, frontMatter: { ...file.frontMatter, model: named } };
}
