import assert from 'node:assert/strict';
import sharp from 'sharp';
import { Preprocessor } from '../../src/core/clip/preprocess';
import type { Model } from '../../src/engine/model';
import type { TowersServerOptions } from './towersServer';

/** A checkpoint as a server has it: texts as they come, pictures through its own preprocessing. */
export function miniTowers(model: Model): Pick<TowersServerOptions, 'embedText' | 'embedPicture'> {
  return {
    embedText: async (text) => {
      const { ids } = model.tokenize([text])[0]!;
      for await (const [first] of model.encodeTokens([ids], { tokensPerRun: 48 }))
        return first!.embedding.slice();
      assert.fail();
    },
    embedPicture: async (png) => {
      const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const pixels = new Float32Array(3 * model.checkpoint.imageSize ** 2);
      new Preprocessor(model.preprocessing).write({ width: info.width, height: info.height, data }, pixels);
      return model.encodePixels(pixels, 1);
    },
  };
}
