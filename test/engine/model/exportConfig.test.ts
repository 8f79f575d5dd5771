import assert from 'node:assert/strict';
import { EngineError } from '../../../src/core/engineError';
import { exportConfig } from '../../../src/engine/onnxExport/exportConfig';

describe("an export's configuration", () => {
  it('has the defaults of its family', () => {
    assert.deepEqual(exportConfig({ model_type: 'clip' }, {}, {}), {
      family: 'clip',
      contextLength: 77,
      vocabularySize: 49_408,
      imageSize: 224,
      padToken: undefined,
      padSide: 'right',
    });
    const siglip = exportConfig({ model_type: 'siglip', text_config: { vocab_size: 256_000 } }, {}, {});
    assert.deepEqual([siglip.contextLength, siglip.vocabularySize], [64, 256_000]);
  });

  const padOf = (tokenizer: Record<string, unknown>, config: Record<string, unknown>): number | undefined =>
    exportConfig({}, tokenizer, config).padToken;
  const added_tokens = [
    { id: 0, content: '<pad>' },
    { id: 1, content: '</s>' },
  ];

  it('pads with the token that its tokeniser names', () => {
    assert.equal(padOf({ added_tokens }, { pad_token: '</s>' }), 1);
    assert.equal(padOf({ added_tokens }, { pad_token: { content: '<pad>' } }), 0);
    assert.equal(padOf({ added_tokens, padding: { pad_id: 0 } }, {}), 0);
    assert.equal(padOf({ added_tokens }, {}), undefined);
    assert.equal(
      padOf({ added_tokens: [null, 3], padding: 'max_length' }, { pad_token: '<pad>' }),
      undefined,
    );
  });

  it('is refused for another family, and with absurd sizes', () => {
    const refused = (config: Record<string, unknown>, code: string): void =>
      assert.throws(
        () => exportConfig(config, {}, {}),
        (error) => error instanceof EngineError && error.code === code,
      );
    refused({ model_type: 'siglip2' }, 'model-unsupported');
    refused({ text_config: { max_position_embeddings: 1e9 } }, 'model-file-broken');
    refused({ vision_config: { image_size: 0 } }, 'model-file-broken');
    refused({ vision_config: 'large' }, 'model-file-broken');
  });
});
