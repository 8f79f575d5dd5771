import assert from 'node:assert/strict';
import path from 'node:path';
import sharp from 'sharp';
import { Preprocessor } from '../../../src/core/clip/preprocess';
import type { Preprocessing } from '../../../src/core/clip/preprocessing';
import { dot } from '../../../src/core/clip/similarity';
import { canaryPixels } from '../../../src/engine/canary';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { PictureForm } from '../../../src/engine/pictureForm';
import { loadServedModel } from '../../../src/engine/servedModel';
import { miniTowers } from '../../servers/miniTowers';
import { TowersServer } from '../../servers/towersServer';
import { temporaryFolder } from './temporaryFolder';

const mini = path.join(__dirname, '..', '..', '..', 'models', 'mini');

describe('a checkpoint whose towers run on a server', () => {
  const temporary = temporaryFolder();
  let local: Model;
  let server: TowersServer;
  let served: Model | undefined;

  before(async () => {
    local = await loadModel(mini, { threads: 1 });
    server = await TowersServer.start(miniTowers(local));
  });
  after(async () => {
    await server.close();
    await local.dispose();
  });
  afterEach(async () => {
    await served?.dispose();
    served = undefined;
    server.faults.answer = undefined;
    server.faults.says = undefined;
  });
  const load = (): Promise<Model> =>
    loadServedModel(mini, {
      server: { url: server.url },
      threads: 1,
      cacheFolder: temporary(),
      loadLocal: loadModel,
    });

  it('gives the same numbers under another name, and says how well it agrees', async () => {
    served = await load();
    const { checkpoint } = served;
    const host = new URL(server.url).host;
    assert.equal(checkpoint.id, `mini (${host})`);
    assert.notEqual(checkpoint.hash, local.checkpoint.hash);
    assert.equal(checkpoint.server!.checkpoint, 'mini');
    const device = { pictures: 'server', server: host, excluded: 'server', refused: [] };
    assert.deepEqual(await served.device!('now'), device);
    assert.ok(checkpoint.server!.agreement.text > 0.9999);
    assert.ok(checkpoint.server!.agreement.picture > 0.9999);

    const texts = Array.from({ length: 20 }, (_, i) => `a cat and ${i} apples`);
    const ids = served.tokenize(texts).map((each) => each.ids);
    const found = new Map<number, Float32Array>();
    for await (const run of served.encodeTokens(ids, { tokensPerRun: 48, texts }))
      for (const { index, embedding } of run) found.set(index, embedding);
    for (const [i, text] of texts.entries())
      assert.ok(dot(found.get(i)!, await miniTowers(local).embedText(text)) > 0.99999, text);

    const pixels = canaryPixels(local);
    const [here, there] = [await local.encodePixels(pixels, 1), await served.encodePixels(pixels, 1)];
    assert.ok(dot(here, there) > 0.99999);
  });

  it('keeps apart what a server said before and after it was set right', async () => {
    served = await load();
    const right = served.checkpoint;
    await served.dispose();
    server.faults.answer = 'shifted';
    served = await load();
    const { agreement } = served.checkpoint.server!;
    assert.ok(agreement.text < 0.9999 && agreement.text > 0.9, `${agreement.text}`);
    assert.notEqual(served.checkpoint.hash, right.hash);
  });

  it('refuses a server that runs another checkpoint', async () => {
    server.faults.answer = 'other';
    await assert.rejects(load(), { code: 'server-other-checkpoint' });
  });

  it('notices at the next answer that another model answers', async () => {
    for (const [before, after] of [
      [{ model: 'mini' }, { model: 'another' }],
      [{ system_fingerprint: 'a' }, { system_fingerprint: 'b' }],
    ]) {
      server.faults.says = before;
      served = await load();
      const pixels = canaryPixels(local);
      await served.encodePixels(pixels, 1);
      assert.equal(served.isUnchanged!(), true);
      server.faults.says = after;
      await served.encodePixels(pixels, 1);
      assert.equal(served.isUnchanged!(), false, JSON.stringify(after));
      await served.dispose();
    }
    served = undefined;
  });

  it('says that a server tells nothing of its insides', async () => {
    served = await load();
    await assert.rejects(async () => served!.readPlaces!(new Float32Array(0), new Float32Array(0), 0), {
      code: 'server-only-embeds',
    });
    await assert.rejects(served.attention!.ofText('a'), { code: 'server-only-embeds' });
  });
});

describe('a picture as a tower sees it, sent as a file', () => {
  const common = { resample: 'bicubic', rescale: 1 / 255 } as const;
  const kinds: Readonly<Record<string, Preprocessing>> = {
    'of the size that it is resized to': {
      ...common,
      ...{ resize: { kind: 'shortest-edge', size: 16 }, crop: { width: 16, height: 16 } },
      ...{ mean: [0.48, 0.46, 0.41], std: [0.27, 0.26, 0.28] },
    },
    'smaller than it is resized to': {
      ...common,
      ...{ resize: { kind: 'shortest-edge', size: 20 }, crop: { width: 16, height: 16 } },
      ...{ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    },
    'pressed into its size': {
      ...common,
      ...{ resize: { kind: 'exact', width: 16, height: 16 }, mean: [0, 0, 0], std: [1, 1, 1] },
    },
  };
  for (const [kind, preprocessing] of Object.entries(kinds))
    it(`becomes the same pixels by the same preprocessing: ${kind}`, async () => {
      const imageSize = 16;
      const sent = canaryPixels({ preprocessing, checkpoint: { imageSize } as Model['checkpoint'] });
      const png = await new PictureForm(preprocessing, imageSize).png(sent);
      const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
      const got = new Float32Array(sent.length);
      new Preprocessor(preprocessing).write({ width: info.width, height: info.height, data }, got);
      assert.deepEqual(got, sent);
    });
});
