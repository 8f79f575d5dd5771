import type * as vscode from 'vscode';
import type { ModelOffer } from '../../../protocol/panel/shell';
import type { Language } from '../../../words/words';
import type { Audits } from '../../services/audits';
import type { EngineService } from '../../services/engineService';
import type { Evolutions } from '../../services/evolutions';
import type { GeneratedPictures } from '../../services/generatedPictures';
import type { Leans } from '../../services/leans';
import type { GeneratorService } from '../../services/generators';
import type { Ledgers } from '../../services/ledgers';
import type { PhraseListService } from '../../services/phraseLists';
import type { PictureFinds } from '../../services/pictureFinds';
import type { PictureFolders } from '../../services/pictureFolders';
import type { Scores } from '../../services/scores';
import type { SearchService } from '../../services/searches';
import type { SpellDocuments } from '../../services/spellDocuments';

/** What draws pictures, and what is known of those. */
export interface DrawingParts {
  readonly generators: GeneratorService;
  readonly generatedPictures: GeneratedPictures;
  readonly audits: Audits;
  readonly searches: SearchService;
}

/** For sources that are only where pictures can be drawn. */
export function drawingParts({ drawing }: PanelDependencies): DrawingParts {
  if (!drawing) throw new Error('no generator can be reached from here');
  return drawing;
}

/** What panels need of the rest of the extension. */
export interface PanelDependencies {
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly documents: SpellDocuments;
  readonly leans: Leans;
  readonly ledgers: Ledgers;
  readonly evolutions: Evolutions;
  /** Undefined where no generator can be reached. */
  readonly drawing?: DrawingParts;
  readonly phraseLists: PhraseListService;
  readonly finds: PictureFinds;
  readonly pictureFolders: PictureFolders;
  /** Of pictures that have become references, where their makers wrote prompts into them. */
  readonly offerSpells: (uri: vscode.Uri, pictures: readonly string[]) => Promise<void>;
  readonly language: Language;
  /** How many expansions a spell gets by the settings. */
  readonly expansionLimit: () => number;
  /** Whether a checkpoint of this name was trained on what people like, as the registry says. */
  readonly isOfTaste: (id: string) => Promise<boolean>;
  /** What to judge photographs with, instead of the bundled checkpoint; undefined when there is nothing to offer. */
  readonly offer: () => Promise<ModelOffer | undefined>;
  /** No other checkpoint can be chosen or downloaded here. */
  readonly fixedCheckpoint?: boolean;
  /** For failures that no user can do anything about. */
  readonly log: (line: string) => void;
}
