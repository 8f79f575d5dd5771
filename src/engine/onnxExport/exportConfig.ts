import type { Checkpoint } from '../../core/ports';
import { EngineError } from '../../core/engineError';
import { ConfigSection, limits } from '../checkpoint/configSection';
import type { JsonObject } from '../checkpoint/modelFiles';
import { fillingSide, fillingToken, type Filling } from '../text/filling';

export interface ExportConfig {
  readonly family: Checkpoint['family'];
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly imageSize: number;
  /** What fills a text up where its graph takes one length only; undefined: the end token. */
  readonly padToken: number | undefined;
  readonly padSide: Filling['side'];
}

/** Defaults of transformers' CLIP and SigLIP configurations. */
const defaults = {
  clip: { context: 77, vocabulary: 49_408 },
  siglip: { context: 64, vocabulary: 32_000 },
};

/**
 * What `config.json` says of an export.
 * @throws EngineError `model-unsupported`, `model-file-broken`
 */
export function exportConfig(
  config: JsonObject,
  tokenizer: JsonObject,
  tokenizerConfig: JsonObject,
): ExportConfig {
  const root = new ConfigSection('config.json', config);
  const family = root.text('model_type', 'clip');
  if (family !== 'clip' && family !== 'siglip') {
    throw new EngineError('model-unsupported', { kind: family });
  }
  const text = root.section('text_config');
  return {
    family,
    contextLength: text.count('max_position_embeddings', limits.context, defaults[family].context),
    vocabularySize: text.count('vocab_size', limits.vocabulary, defaults[family].vocabulary),
    imageSize: root.section('vision_config').count('image_size', limits.pixels, 224),
    padToken: fillingToken(tokenizer, tokenizerConfig),
    padSide: family === 'siglip' ? fillingSide(tokenizerConfig) : 'right',
  };
}
