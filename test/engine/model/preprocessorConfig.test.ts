import assert from 'node:assert/strict';
import type { Preprocessing } from '../../../src/core/clip/preprocessing';
import { EngineError } from '../../../src/core/engineError';
import { openClipPreprocessing, preprocessorConfig } from '../../../src/engine/checkpoint/preprocessorConfig';

const clip: Preprocessing = {
  resize: { kind: 'shortest-edge', size: 224 },
  resample: 'bicubic',
  crop: { width: 224, height: 224 },
  rescale: 1 / 255,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};
const refused = (code: string) => (error: unknown) => error instanceof EngineError && error.code === code;

describe('preprocessor_config.json', () => {
  const cases: [what: string, config: Record<string, unknown>, meaning: Preprocessing][] = [
    ['nothing at all', {}, clip],
    [
      'sizes as numbers',
      { size: 224, crop_size: 224, resample: 3, feature_extractor_type: 'CLIPFeatureExtractor' },
      clip,
    ],
    ['sizes as objects', { size: { shortest_edge: 224 }, crop_size: { height: 224, width: 224 } }, clip],
    ['null fields', { size: null, crop_size: null, image_mean: null, resample: null }, clip],
    [
      'an exact size and no crop',
      { size: { height: 224, width: 224 }, do_center_crop: false, resample: 2 },
      { ...clip, resize: { kind: 'exact', width: 224, height: 224 }, resample: 'bilinear', crop: undefined },
    ],
    [
      'a size as a number, where that is an exact one',
      { size: 224, feature_extractor_type: 'ViTFeatureExtractor', do_center_crop: false },
      { ...clip, resize: { kind: 'exact', width: 224, height: 224 }, crop: undefined },
    ],
    [
      "SigLIP's settings",
      {
        image_processor_type: 'SiglipImageProcessor',
        size: { height: 224, width: 224 },
        resample: 3,
        rescale_factor: 0.00392156862745098,
        image_mean: [0.5, 0.5, 0.5],
        image_std: [0.5, 0.5, 0.5],
      },
      {
        ...clip,
        resize: { kind: 'exact', width: 224, height: 224 },
        mean: [0.5, 0.5, 0.5],
        std: [0.5, 0.5, 0.5],
      },
    ],
    [
      'a larger shortest edge than the crop',
      { size: 256 },
      { ...clip, resize: { kind: 'shortest-edge', size: 256 } },
    ],
    ['no resizing', { do_resize: false }, { ...clip, resize: { kind: 'none' } }],
    [
      'no rescaling, no normalising',
      { do_rescale: false, do_normalize: false },
      { ...clip, rescale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
    ],
    [
      'its own mean',
      { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
      { ...clip, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    ],
  ];
  for (const [what, config, meaning] of cases) {
    it(`may have ${what}`, () => {
      const read = preprocessorConfig(config, 224);
      assert.deepEqual({ ...read, crop: read.crop }, { ...meaning, crop: meaning.crop });
    });
  }

  const broken: [what: string, config: Record<string, unknown>][] = [
    ['pictures of another size than the tower takes', { crop_size: 200 }],
    ['pictures of no fixed size', { do_center_crop: false }],
    ['a size of 0', { size: 0 }],
    ['a size that is a text', { size: 'large' }],
    ['an object without a size', { size: {} }],
    ['a mean of two numbers', { image_mean: [0.5, 0.5] }],
    ['a mean of texts', { image_mean: ['a', 'b', 'c'] }],
    ['a switch that is a number', { do_resize: 1 }],
    ['a rescale factor of 0', { rescale_factor: 0 }],
  ];
  for (const [what, config] of broken) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => preprocessorConfig(config, 224), refused('model-file-broken'));
    });
  }
  it('is refused where it asks for what is not done here', () => {
    for (const config of [
      { resample: 4 },
      { do_pad: true },
      { size: { shortest_edge: 224, longest_edge: 400 } },
    ]) {
      assert.throws(() => preprocessorConfig(config, 224), refused('model-unsupported'));
    }
  });
});

describe("open_clip's preprocess_cfg", () => {
  it('means the original CLIP where it says nothing', () => {
    assert.deepEqual(openClipPreprocessing({}, 224), clip);
  });
  it('may squash, with another filter and mean', () => {
    const config = {
      preprocess_cfg: { resize_mode: 'squash', interpolation: 'bilinear', mean: [0.5, 0.5, 0.5] },
    };
    assert.deepEqual(openClipPreprocessing(config, 224), {
      ...clip,
      resize: { kind: 'exact', width: 224, height: 224 },
      resample: 'bilinear',
      mean: [0.5, 0.5, 0.5],
    });
  });
  it('is refused where it asks for what is not done here', () => {
    for (const preprocess_cfg of [{ resize_mode: 'longest' }, { interpolation: 'random' }]) {
      assert.throws(() => openClipPreprocessing({ preprocess_cfg }, 224), refused('model-unsupported'));
    }
  });
});
