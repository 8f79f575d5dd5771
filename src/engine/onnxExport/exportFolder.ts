import type { Preprocessing } from '../../core/clip/preprocessing';
import { readJsonObject, readJsonObjectIfThere } from '../checkpoint/modelFiles';
import { readPreprocessor } from '../checkpoint/preprocessorConfig';
import { ClipTokenizer } from '../text/clipTokenizer';
import { isOfSiglip2 } from '../text/siglip2';
import { exportConfig, type ExportConfig } from './exportConfig';

/** What lies beside the graphs of an export. */
export interface ExportFolder {
  readonly config: ExportConfig;
  readonly tokenizer: ClipTokenizer;
  readonly preprocessing: Preprocessing;
  /** The configuration files that were read: with the graphs they decide every score. */
  readonly configurations: object;
}

/** @throws EngineError `model-file-missing`, `model-file-broken`, `model-unsupported` */
export async function readExportFolder(folder: string): Promise<ExportFolder> {
  const preprocessor = await readPreprocessor(folder);
  const configurations = {
    config: await readJsonObject(folder, 'config.json'),
    tokenizer: await readJsonObject(folder, 'tokenizer.json'),
    tokenizerConfig: (await readJsonObjectIfThere(folder, 'tokenizer_config.json')) ?? {},
    preprocessor: preprocessor.config,
  };
  const { tokenizer, tokenizerConfig } = configurations;
  const config = exportConfig(configurations.config, tokenizer, tokenizerConfig);
  return {
    config,
    tokenizer: new ClipTokenizer({
      tokenizer,
      config: tokenizerConfig,
      contextLength: config.contextLength,
      vocabularySize: config.vocabularySize,
      onlyEnd: config.family === 'siglip',
      lowerCase: config.family === 'siglip' && isOfSiglip2(configurations.tokenizerConfig),
    }),
    preprocessing: preprocessor.meaning(config.imageSize),
    configurations,
  };
}
