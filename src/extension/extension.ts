import * as vscode from 'vscode';
import type { EngineState } from '../client/engineState';
import { checkedFilesFolder } from '../models/fileHash';
import { languageOf } from '../words/words';
import { registerAgents } from './features/agents/agentsFeature';
import { registerBias } from './features/bias/biasFeature';
import { registerCodeLenses } from './features/codeLenses';
import { registerConvert } from './features/convert/convertFeature';
import { registerMeasuredCompletion } from './features/craft/measuredCompletion';
import { registerPhraseLists } from './features/craft/phraseListsFeature';
import { registerAudit } from './features/audit/auditFeature';
import { AuditService } from './features/audit/auditService';
import { EvolutionService } from './features/craft/evolutionService';
import { registerEvolve } from './features/craft/evolveFeature';
import { registerSearch } from './features/search/searchFeature';
import { SearchService } from './services/searches';
import { registerFindPictures } from './features/find/findFeature';
import { registerKeptEmbeddings } from './features/keptEmbeddings';
import { registerDiagnostics } from './features/diagnostics';
import { registerConnect } from './features/generate/connectFeature';
import { registerGenerate } from './features/generate/generateFeature';
import { registerWorkflow } from './features/generate/workflowFeature';
import { registerLanguage } from './features/language/languageFeature';
import { registerLiveMark } from './features/liveMark';
import { registerLoadingProgress } from './features/loadingProgress';
import { modelOffer } from './features/models/modelOffer';
import { registerModels } from './features/models/modelsFeature';
import { registerNewFile } from './features/newFile';
import { registerOpenExamples } from './features/openExamples';
import { registerOutsideFolders } from './features/outsideFolders';
import { registerIncomingPictures } from './features/panel/incomingPictures';
import { registerPanel } from './features/panel/panelFeature';
import { registerCopyBack } from './features/panel/pictureIn/copyBack';
import { registerPictureIn } from './features/panel/pictureIn/pictureInFeature';
import { registerDevice } from './features/device';
import { registerServer } from './features/server/serverFeature';
import { registerSlotHints } from './features/slotHints';
import { registerStatusBar } from './features/statusBar';
import { registerStyles } from './features/styles/stylesFeature';
import { registerTests, type PromptTestController } from './features/test/testFeature';
import { registerStuckEngine } from './features/stuckEngine';
import { registerBlindSpots } from './features/why/blindSpotsFeature';
import { registerAttention } from './features/why/attentionFeature';
import { registerLedger } from './features/why/ledgerFeature';
import { LedgerService } from './features/why/ledgerService';
import { suggestForPictures } from './features/suggest/suggestForPictures';
import { registerGallery } from './features/galleryFeature';
import { registerSuggest } from './features/suggest/suggestFeature';
import { registerWhere } from './features/why/whereFeature';
import { Configuration } from './services/configuration';
import { EngineService } from './services/engineService';
import { GeneratedPictures } from './services/generatedPictures';
import { GeneratorService } from './services/generators';
import { ModelLibrary } from './services/modelLibrary';
import { PhraseListService } from './services/phraseLists';
import { PictureFinds } from './services/pictureFinds';
import { PictureFolders } from './services/pictureFolders';
import type { Scores } from './services/scores';
import { ScoringServers } from './services/scoringServers';
import { ScoringService } from './services/scoringService';
import { SpellDocuments } from './services/spellDocuments';
import { WatchedFolders } from './services/watchedFolders';

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

/** Called by VS Code when the first spell file is opened, or a command is run. Builds the parts and ties them together. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const language = languageOf(vscode.env.language);
  const output = vscode.window.createOutputChannel('Spellwright', { log: true });
  const log = (line: string): void => output.info(line);

  const configuration = new Configuration();
  const documents = new SpellDocuments(configuration);
  const library = new ModelLibrary(context.asAbsolutePath('models'));
  const servers = new ScoringServers(context, configuration, language);
  const engine = new EngineService(context, configuration, library, servers, log);
  const pictureFolders = new PictureFolders(context.workspaceState);
  const scores = new ScoringService(documents, engine, library, configuration, pictureFolders, language, log);

  const generators = new GeneratorService(context, configuration, language);

  const phraseLists = new PhraseListService(context, {
    engine,
    configuration,
    documents,
    pictureFolders,
    log,
  });

  const bias = registerBias(context, {
    scores,
    documents,
    engine,
    library,
    configuration,
    language,
    log,
  });

  const pictureIn = registerPictureIn({
    documents,
    engine,
    configuration,
    pictureFolders,
    suggest: suggestForPictures({ documents, engine, phraseLists, library, language, log }),
    language,
  });
  const ledgers = new LedgerService({ scores, documents, engine, configuration, language, log });
  const evolutions = new EvolutionService({
    scores,
    documents,
    engine,
    phraseLists,
    configuration,
    language,
    log,
  });
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
  const finds = new PictureFinds({
    storage: context.workspaceState,
    scores,
    documents,
    engine,
    library,
    pictureFolders,
    language,
    log,
  });
  const panels = registerPanel(context, {
    scores,
    engine,
    documents,
    leans: bias.leans,
    ledgers,
    evolutions,
    generators,
    generatedPictures,
    audits,
    searches,
    finds,
    phraseLists,
    pictureFolders,
    offerSpells: (uri, pictures) => pictureIn.offer(uri, pictures),
    language,
    expansionLimit: () => configuration.expansionLimit.value,
    isOfTaste: (id) => library.isOfTaste(id),
    offer: () => modelOffer(library, language),
    log,
  });

  const tests = registerTests({
    engine,
    library,
    documents,
    pictureFolders,
    matcherFor: (uri) => bias.matcherFor(uri),
    onDidChangeRules: bias.onDidChangeRules,
    language,
    version: String((context.extension.packageJSON as { readonly version: unknown }).version),
    log,
  });

  context.subscriptions.push(
    output,
    configuration,
    pictureFolders,
    registerOutsideFolders({ scores, folders: pictureFolders, language }),
    registerLanguage({ scores, engine, documents, configuration, pictureFolders, language }),
    registerConvert({ documents, language }),
    registerStyles({ documents, configuration, language }),
    registerNewFile({ language }),
    registerOpenExamples({ examples: vscode.Uri.joinPath(context.extensionUri, 'examples'), language }),
    registerIncomingPictures({ scores, documents, engine, configuration, pictureFolders, language, log }),
    pictureIn,
    registerCopyBack({ scores, documents, configuration, language }),
    registerCodeLenses({ scores, documents, configuration, generators, language }),
    registerLiveMark({ scores, configuration, language }),
    registerSlotHints({ scores, documents, configuration, language }),
    registerDiagnostics({ scores, language }),
    registerPhraseLists({ phraseLists, documents, language }),
    registerMeasuredCompletion({
      scores,
      engine,
      documents,
      configuration,
      phraseLists,
      language,
      log,
    }),
    registerStatusBar({ scores, engine, generators, language, showLog: () => output.show() }),
    registerDevice({ scores, engine, language }),
    registerStuckEngine({ scores, engine, language }),
    bias,
    registerLoadingProgress({ scores, language }),
    registerModels({
      scores,
      engine,
      library,
      panels,
      memoFolder: vscode.Uri.joinPath(context.globalStorageUri, checkedFilesFolder).fsPath,
      language,
      log,
    }),
    servers,
    registerServer({ servers, engine, scores, configuration, language }),
    panels,
    ledgers,
    evolutions,
    generatedPictures,
    watchedFolders,
    audits,
    registerAudit({ audits, panels }),
    registerEvolve({ evolutions, scores, panels, language }),
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
    finds,
    registerFindPictures({ finds, scores, panels, language }),
    registerKeptEmbeddings({ cacheFolder: context.globalStorageUri.fsPath, language }),
    registerBlindSpots(panels),
    registerAttention({ panels }),
    registerLedger({ ledgers, scores, engine, configuration, panels, language }),
    registerWhere({ scores, panels, language }),
    registerSuggest(panels),
    registerGallery(panels),
    generators,
    phraseLists,
    registerAgents(context, { engine, library, configuration, generators, language, log }),
    tests,
    scores,
    engine,
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
