import * as vscode from 'vscode';
import type { ModelOffer } from '../protocol/panel/shell';
import type { Language } from '../words/words';
import { registerBias, type Bias } from './features/bias/biasFeature';
import { registerCodeLenses } from './features/codeLenses';
import { registerConvert } from './features/convert/convertFeature';
import { EvolutionService } from './features/craft/evolutionService';
import { registerEvolve } from './features/craft/evolveFeature';
import { registerMeasuredCompletion } from './features/craft/measuredCompletion';
import { registerPhraseLists } from './features/craft/phraseListsFeature';
import { registerDiagnostics } from './features/diagnostics';
import { registerFindPictures } from './features/find/findFeature';
import { registerLanguage } from './features/language/languageFeature';
import { registerLiveMark } from './features/liveMark';
import { registerLoadingProgress } from './features/loadingProgress';
import { registerNewFile } from './features/newFile';
import { registerOpenExamples } from './features/openExamples';
import { registerOutsideFolders } from './features/outsideFolders';
import { registerIncomingPictures } from './features/panel/incomingPictures';
import type { DrawingParts } from './features/panel/panelDependencies';
import { registerPanel } from './features/panel/panelFeature';
import type { MakeSource } from './features/panel/panelSource';
import { registerCopyBack } from './features/panel/pictureIn/copyBack';
import { registerPictureIn } from './features/panel/pictureIn/pictureInFeature';
import { measuringSources } from './features/panel/sources/sources';
import { registerSlotHints } from './features/slotHints';
import { registerStatusBar } from './features/statusBar';
import { registerStuckEngine } from './features/stuckEngine';
import { registerStyles } from './features/styles/stylesFeature';
import { suggestForPictures } from './features/suggest/suggestForPictures';
import { registerSuggest } from './features/suggest/suggestFeature';
import { registerTests, type PromptTestController } from './features/test/testFeature';
import { registerAttention } from './features/why/attentionFeature';
import { registerBlindSpots } from './features/why/blindSpotsFeature';
import { registerLedger } from './features/why/ledgerFeature';
import { LedgerService } from './features/why/ledgerService';
import { registerWhere } from './features/why/whereFeature';
import type { Configuration } from './services/configuration';
import { EngineService } from './services/engineService';
import type { ModelLibrary } from './services/modelLibrary';
import type { Panels } from './services/panels';
import { PhraseListService } from './services/phraseLists';
import { PictureFinds } from './services/pictureFinds';
import { PictureFolders } from './services/pictureFolders';
import type { ScoringServers } from './services/scoringServers';
import { ScoringService } from './services/scoringService';
import { SpellDocuments } from './services/spellDocuments';

/** What reads, checks and measures spell files, wherever extensions run. */
export interface Services extends vscode.Disposable {
  readonly configuration: Configuration;
  readonly library: ModelLibrary;
  readonly documents: SpellDocuments;
  readonly engine: EngineService;
  readonly pictureFolders: PictureFolders;
  readonly scores: ScoringService;
  readonly phraseLists: PhraseListService;
  readonly bias: Bias;
}

/** @param parts.servers that scoring may ask */
export function makeServices(
  context: vscode.ExtensionContext,
  parts: {
    readonly configuration: Configuration;
    readonly library: ModelLibrary;
    readonly servers: Pick<ScoringServers, 'current' | 'onDidChange'>;
    readonly language: Language;
    readonly log: (line: string) => void;
  },
): Services {
  const { configuration, library, servers, language, log } = parts;
  const documents = new SpellDocuments(configuration);
  const engine = new EngineService(context, configuration, library, servers, log);
  const pictureFolders = new PictureFolders(context.workspaceState);
  const scores = new ScoringService(documents, engine, library, configuration, pictureFolders, language, log);
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
  const disposables = vscode.Disposable.from(
    configuration,
    pictureFolders,
    bias,
    phraseLists,
    scores,
    engine,
  );
  return {
    configuration,
    library,
    documents,
    engine,
    pictureFolders,
    scores,
    phraseLists,
    bias,
    dispose: () => disposables.dispose(),
  };
}

/** What a user sees of it. */
export interface Faces extends vscode.Disposable {
  readonly panels: Panels;
  readonly tests: PromptTestController;
}

export function registerFaces(
  context: vscode.ExtensionContext,
  services: Services,
  parts: {
    /** Where a generator can draw. */
    readonly drawing?: DrawingParts & { readonly sources: readonly MakeSource[] };
    /** See `PanelDependencies`. */
    readonly offer: () => Promise<ModelOffer | undefined>;
    /** See `PanelDependencies`. */
    readonly fixedCheckpoint?: boolean;
    readonly showLog: () => void;
    readonly language: Language;
    readonly log: (line: string) => void;
  },
): Faces {
  const { configuration, library, documents, engine, pictureFolders, scores, phraseLists, bias } = services;
  const { drawing, offer, fixedCheckpoint, showLog, language, log } = parts;
  const generators = drawing?.generators;

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
  const panels = registerPanel(
    context,
    {
      scores,
      engine,
      documents,
      leans: bias.leans,
      ledgers,
      evolutions,
      drawing,
      finds,
      isOfTaste: (id) => library.isOfTaste(id),
      phraseLists,
      pictureFolders,
      offerSpells: (uri, pictures) => pictureIn.offer(uri, pictures),
      language,
      expansionLimit: () => configuration.expansionLimit.value,
      offer,
      fixedCheckpoint,
      log,
    },
    [...measuringSources, ...(drawing?.sources ?? [])],
  );
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

  const disposables = vscode.Disposable.from(
    registerOutsideFolders({ scores, folders: pictureFolders, language }),
    registerLanguage({ scores, engine, documents, configuration, pictureFolders, language }),
    registerConvert({ documents, language }),
    registerStyles({ documents, configuration, language }),
    registerNewFile({ language }),
    registerOpenExamples({ installed: context.extensionUri, language }),
    registerIncomingPictures({ scores, documents, engine, configuration, pictureFolders, language, log }),
    pictureIn,
    registerCopyBack({ scores, documents, configuration, language }),
    registerCodeLenses({ scores, documents, configuration, generators, fixedCheckpoint, language }),
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
    registerStatusBar({ scores, engine, generators, language, showLog }),
    registerStuckEngine({ scores, engine, language }),
    registerLoadingProgress({ scores, language }),
    panels,
    ledgers,
    evolutions,
    registerEvolve({ evolutions, scores, panels, language }),
    finds,
    registerFindPictures({ finds, scores, panels, language }),
    registerBlindSpots(panels),
    registerAttention({ panels }),
    registerLedger({ ledgers, scores, engine, configuration, panels, language }),
    registerWhere({ scores, panels, language }),
    registerSuggest(panels),
    tests,
  );
  return { panels, tests, dispose: () => disposables.dispose() };
}
