import * as vscode from 'vscode';
import type { EngineState } from '../client/engineState';
import { checkedFilesFolder } from '../models/fileHash';
import { languageOf } from '../words/words';
import { registerAgents } from './features/agents/agentsFeature';
import { registerAudit } from './features/audit/auditFeature';
import { AuditService } from './features/audit/auditService';
import { registerSearch } from './features/search/searchFeature';
import { SearchService } from './services/searches';
import { registerKeptEmbeddings } from './features/keptEmbeddings';
import { registerConnect } from './features/generate/connectFeature';
import { registerGenerate } from './features/generate/generateFeature';
import { registerWorkflow } from './features/generate/workflowFeature';
import { modelOffer } from './features/models/modelOffer';
import { registerModels } from './features/models/modelsFeature';
import { registerDevice } from './features/device';
import { registerServer } from './features/server/serverFeature';
import { registerGallery } from './features/galleryFeature';
import { Configuration } from './services/configuration';
import { GeneratedPictures } from './services/generatedPictures';
import { GeneratorService } from './services/generators';
import { ModelLibrary } from './services/modelLibrary';
import type { Scores } from './services/scores';
import { ScoringServers } from './services/scoringServers';
import { WatchedFolders } from './services/watchedFolders';
import { WorkOutside } from './services/workOutside';
import { installedPath, pathOf } from './services/places';
import type { PromptTestController } from './features/test/testFeature';
import { makeServices, registerFaces } from './measuring';
import { drawingSources } from './features/panel/sources/drawingSources';

/** What other extensions, and the tests inside the editor, may use. */
export interface ExtensionApi {
  readonly scores: Scores;
  readonly tests: PromptTestController;
  readonly generatedPictures: GeneratedPictures;
  /** Of the process of a file's engine, or of the one that was asked last, while there is one. */
  enginePid(uri?: vscode.Uri): number | undefined;
  /** Of a file's engine. */
  engineState(uri: vscode.Uri): EngineState;
  /** Fires with the new state of any engine. */
  readonly onDidChangeEngineState: vscode.Event<EngineState>;
}

/** What goes on in other programs, from the first use of the extension on. */
let outside: WorkOutside | undefined;

/** Called by VS Code when the first spell file is opened, or a command is run. Builds the parts and ties them together. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const language = languageOf(vscode.env.language);
  const output = vscode.window.createOutputChannel('Spellwright', { log: true });
  const log = (line: string): void => output.info(line);

  const library = new ModelLibrary(installedPath(context, 'models'));
  const configuration = new Configuration();
  const servers = new ScoringServers(context, configuration, language);
  const services = makeServices(context, { configuration, library, servers, language, log });
  const { documents, engine, pictureFolders, scores, phraseLists, bias } = services;

  outside = new WorkOutside();
  const generators = new GeneratorService(context, configuration, language, outside);
  const watchedFolders = new WatchedFolders(configuration, log);
  const generatedPictures = new GeneratedPictures({
    generators,
    scores,
    documents,
    engine,
    configuration,
    watchedFolders,
    language,
    log,
  });
  const audits = new AuditService({
    generators,
    documents,
    scores,
    engine,
    library,
    bias,
    language,
    log,
  });
  const searches = new SearchService({
    scores,
    documents,
    engine,
    generators,
    phraseLists,
    configuration,
    language,
    log,
  });
  const faces = registerFaces(context, services, {
    drawing: { generators, generatedPictures, audits, searches, sources: drawingSources },
    offer: () => modelOffer(library, language),
    showLog: () => output.show(),
    language,
    log,
  });
  const { panels, tests } = faces;

  context.subscriptions.push(
    output,
    faces,
    registerDevice({ scores, engine, language }),
    registerModels({
      scores,
      engine,
      library,
      panels,
      memoFolder: pathOf(vscode.Uri.joinPath(context.globalStorageUri, checkedFilesFolder)),
      outside,
      language,
      log,
    }),
    servers,
    registerServer({ servers, engine, scores, configuration, language }),
    generatedPictures,
    watchedFolders,
    audits,
    registerAudit({ audits, panels }),
    registerConnect({ generators, language }),
    registerWorkflow({ generators, language }),
    registerGenerate({
      scores,
      documents,
      generators,
      configuration,
      pictureFolders,
      panels,
      language,
      log,
    }),
    searches,
    registerSearch({ searches, panels, language }),
    registerKeptEmbeddings({ cacheFolder: pathOf(context.globalStorageUri), language }),
    registerGallery(panels),
    generators,
    registerAgents(context, { engine, library, configuration, generators, language, log }),
    services,
  );
  const enginePid = (uri?: vscode.Uri): number | undefined => {
    const user = uri && scores.get(uri);
    return user ? engine.pidFor(user) : engine.pid;
  };
  const engineState = (uri: vscode.Uri): EngineState => {
    const user = scores.get(uri);
    return user ? engine.stateFor(user) : 'stopped';
  };
  return {
    scores,
    tests,
    generatedPictures,
    enginePid,
    engineState,
    onDidChangeEngineState: engine.onDidChangeState,
  };
}

/** Called by VS Code before a window ends or reloads, which waits some seconds for it. */
export async function deactivate(): Promise<void> {
  await outside?.end();
}
