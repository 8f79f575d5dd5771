import assert from 'node:assert/strict';
import type { PictureRecord } from '../../../src/core/infotext/pictureRecord';
import { app1, ascii, comment, exif, jpeg, png, tEXt, userComment, webp } from './pictures';
import { bestOf, readFrom, valueOf } from './readFrom';

const SEED = '18446744073709551615';
/** JSON whose seed is beyond 2^53, as digits. */
const withSeed = (json: object): string => JSON.stringify({ ...json, seed: '@' }).replace('"@"', SEED);
const inComment = (json: string): Buffer => jpeg(app1(exif([], [userComment(comment(json, 'utf16be'))])));

/** Maker, dialect, prompt, negative prompt, seed. */
const essence = ({ maker, dialect, prompt, negative, seed }: PictureRecord): unknown[] => [
  maker,
  dialect,
  prompt,
  negative,
  seed,
];

describe('what makers write', () => {
  it('SwarmUI: also where there is a text before wildcards, wherever it is kept', async () => {
    const values = withSeed({
      prompt: 'a red cat',
      negativeprompt: 'dog',
      steps: 20,
      width: 512,
      height: 768,
    });
    for (const extra of [`"sui_extra_data":{"original_prompt":"a <random:red|blue> cat"}`, '"x":1']) {
      const record = await bestOf(png([tEXt('parameters', `{"sui_image_params":${values},${extra}}`)]));
      assert.deepEqual(essence(record), ['swarmui', 'comfyui', 'a red cat', 'dog', SEED]);
      assert.equal(valueOf(record, 'Size'), '512x768');
      assert.equal(
        record.template?.prompt,
        extra.includes('original') ? 'a <random:red|blue> cat' : undefined,
      );
    }
  });

  it('SwarmUI: the legacy place, EXIF Model, and a negative prompt that is absent', async () => {
    const json = '{"sui_image_params":{"prompt":"a \\u732b cat","seed":-1}}';
    const record = await bestOf(jpeg(app1(exif([ascii(0x0110, json)]))));
    assert.deepEqual(essence(record), ['swarmui', 'comfyui', 'a 猫 cat', undefined, undefined]);
  });

  it('InvokeAI 3 and later', async () => {
    const json = withSeed({
      generation_mode: 'txt2img',
      positive_prompt: 'a cat++',
      negative_prompt: '',
      positive_style_prompt: 'oil',
      model: { name: 'sdxl' },
    });
    const record = await bestOf(
      png([tEXt('invokeai_metadata', json), tEXt('invokeai_graph', '{"nodes":{}}')]),
    );
    assert.deepEqual(essence(record), ['invokeai', 'invokeai', 'a cat++', undefined, SEED]);
    assert.deepEqual([valueOf(record, 'Model'), valueOf(record, 'Style prompt')], ['sdxl', 'oil']);
  });

  it('InvokeAI 2: negative words in brackets, in either form of its prompt', async () => {
    for (const prompt of [
      'a cat [dog, blurry] in a hat',
      [{ prompt: 'a cat [dog, blurry] in a hat', weight: 1 }],
    ]) {
      const image = withSeed({ prompt, steps: 30, sampler: 'k_lms', cfg_scale: 7.5 });
      const json = `{"model":"stable diffusion","model_weights":"sd-1.5","app_id":"invoke-ai/InvokeAI","image":${image}}`;
      const record = await bestOf(png([tEXt('sd-metadata', json)]));
      assert.deepEqual(essence(record), ['invokeai', 'invokeai', 'a cat in a hat', 'dog, blurry', SEED]);
      assert.equal(valueOf(record, 'Model'), 'sd-1.5');
    }
  });

  it('InvokeAI 1: the line of a command', async () => {
    const record = await bestOf(
      png([tEXt('Dream', `"a \\"big\\" cat [dog]" -s 50 -S ${SEED} -W 512 -H 768 -C 7.5 -A k_lms`)]),
    );
    assert.deepEqual(essence(record), ['invokeai', 'invokeai', 'a "big" cat', 'dog', SEED]);
    assert.deepEqual(
      record.parameters.map((pair) => pair.join('=')),
      ['Steps=50', 'Sampler=k_lms', 'CFG scale=7.5', `Seed=${SEED}`, 'Size=512x768'],
    );
    const bare = await bestOf(png([tEXt('Dream', `a cat -s20 -S123`)]));
    assert.deepEqual([bare.prompt, bare.seed], ['a cat', '123']);
  });

  it('Fooocus: its own scheme, in PNG and in the first directory of EXIF', async () => {
    const json = JSON.stringify({
      prompt: 'a cat',
      negative_prompt: 'dog',
      full_prompt: ['cinematic a cat', 'a cat, sharp'],
      seed: SEED,
      metadata_scheme: 'fooocus',
      resolution: '(768, 1280)',
    });
    for (const file of [
      png([tEXt('parameters', json), tEXt('fooocus_scheme', 'fooocus')]),
      jpeg(app1(exif([ascii(0x9286, json), ascii(0x927c, 'fooocus')]))),
    ]) {
      const record = await bestOf(file);
      assert.deepEqual(essence(record), ['fooocus', 'comfyui', 'a cat', 'dog', SEED]);
      assert.deepEqual(
        [valueOf(record, 'Size'), valueOf(record, 'Full prompt')],
        ['768x1280', 'cinematic a cat\na cat, sharp'],
      );
    }
  });

  it('Fooocus: the a1111 scheme, with what was typed as Raw prompt', async () => {
    const text = `cinematic a cat, sharp\nNegative prompt: blurry, dog\nSteps: 30, Sampler: DPM++ 2M SDE Karras, Seed: ${SEED}, Size: 768x1280, Performance: Speed, Raw prompt: a cat, Raw negative prompt: dog, Version: Fooocus v2.5.5`;
    const record = await bestOf(jpeg(app1(exif([ascii(0x9286, text), ascii(0x927c, 'a1111')]))));
    assert.deepEqual(essence(record), ['fooocus', 'comfyui', 'a cat', 'dog', SEED]);
    assert.equal(valueOf(record, 'Full prompt'), 'cinematic a cat, sharp');
  });

  it('RuinedFooocus', async () => {
    const json = withSeed({
      Prompt: 'a cat',
      Negative: 'dog',
      steps: 30,
      cfg: 8,
      base_model_name: 'sdxl',
      software: 'RuinedFooocus',
    });
    assert.deepEqual(essence(await bestOf(png([tEXt('parameters', json)]))), [
      'ruinedfooocus',
      'comfyui',
      'a cat',
      'dog',
      SEED,
    ]);
  });

  const novelai = (json: object): string =>
    withSeed({ steps: 28, scale: 5, sampler: 'k_euler', uc: 'dog', ...json });

  it('NovelAI: until V3, the prompt is in the description as well, or only there', async () => {
    for (const json of [novelai({ prompt: 'a {{cat}}' }), novelai({})]) {
      const record = await bestOf(
        png([
          tEXt('Software', 'NovelAI'),
          tEXt('Description', 'a {{cat}}'),
          tEXt('Source', 'NAI 3'),
          tEXt('Comment', json),
        ]),
      );
      assert.deepEqual(essence(record), ['novelai', 'novelai', 'a {{cat}}', 'dog', SEED]);
      assert.equal(valueOf(record, 'Model'), 'NAI 3');
    }
  });

  it('NovelAI: V4, with characters, in PNG and as JSON inside of JSON in WebP', async () => {
    const caption = (base: string, ...characters: string[]): object => ({
      caption: {
        base_caption: base,
        char_captions: characters.map((char_caption) => ({ char_caption, centers: [{ x: 0.5, y: 0.5 }] })),
      },
    });
    const json = novelai({
      prompt: 'two cats',
      v4_prompt: caption('two cats, -0.8::feet::', 'black cat', 'white cat'),
      v4_negative_prompt: caption('dog', '', 'tail'),
    });
    const nested = JSON.stringify({ Software: 'NovelAI', Description: 'two cats', Comment: json });
    for (const file of [
      png([tEXt('Software', 'NovelAI'), tEXt('Comment', json)]),
      webp(['EXIF', exif([], [userComment(comment(nested, 'utf8', 'ASCII\0\0\0'))])]),
    ]) {
      const record = await bestOf(file);
      assert.deepEqual(essence(record), ['novelai', 'novelai', 'two cats, -0.8::feet::', 'dog', SEED]);
      assert.deepEqual(record.characters, [
        { prompt: 'black cat' },
        { prompt: 'white cat', negative: 'tail' },
      ]);
    }
  });

  const easy = {
    num_inference_steps: 25,
    guidance_scale: 7.5,
    sampler_name: 'euler_a',
    use_stable_diffusion_model: 'models/sd-v1-5.ckpt',
    width: 512,
    height: 768,
  };

  it('Easy Diffusion: a chunk for each value, with names for programs and for people', async () => {
    const values = { prompt: '{a cat}', negative_prompt: 'dog', seed: SEED, ...easy };
    const titles = {
      Prompt: '{a cat}',
      'Negative Prompt': 'dog',
      Seed: SEED,
      Steps: 25,
      'Guidance Scale': 7.5,
      Sampler: 'euler_a',
      'Stable Diffusion model': 'sd-v1-5',
      Width: 512,
      Height: 768,
    };
    for (const given of [values, titles]) {
      const record = await bestOf(
        png(Object.entries(given).map(([name, value]) => tEXt(name, String(value)))),
      );
      assert.deepEqual(essence(record), ['easydiffusion', 'a1111', '{a cat}', 'dog', SEED]);
      assert.deepEqual(
        ['Steps', 'CFG scale', 'Sampler', 'Model', 'Size'].map((name) => valueOf(record, name)),
        ['25', '7.5', 'euler_a', 'sd-v1-5', '512x768'],
      );
    }
  });

  it('Easy Diffusion: JSON in EXIF, and both sidecars', async () => {
    const json = withSeed({ prompt: 'a cat', negative_prompt: 'dog', ...easy });
    const txt = `Prompt: a cat\nSeed: ${SEED}\nSteps: 25\nGuidance Scale: 7.5\nSampler: euler_a\nNegative Prompt: dog\nStable Diffusion model: sd-v1-5\n`;
    for (const record of [
      await bestOf(inComment(json)),
      await bestOf(png(), { json }),
      await bestOf(png(), { txt }),
    ])
      assert.deepEqual(essence(record), ['easydiffusion', 'a1111', 'a cat', 'dog', SEED]);
  });

  it('a sidecar of the web UI, which the picture itself overrides', async () => {
    const txt = 'a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Seed: 1, Model: x';
    const alone = await bestOf(png(), { txt });
    assert.deepEqual([alone.source, alone.prompt], ['sidecar:txt', 'a cat']);
    const { records, hasChoice } = await readFrom(png([tEXt('parameters', txt.replace('cat', 'bird'))]), {
      txt,
    });
    assert.deepEqual(
      records.map(({ prompt }) => prompt),
      ['a bird', 'a cat'],
    );
    assert.equal(hasChoice, false);
    assert.deepEqual((await readFrom(png(), { txt: 'a caption of a training set, red: yes' })).records, []);
  });

  const graph = {
    '3': { class_type: 'KSampler', inputs: { seed: '@', positive: ['6', 0], cfg: 5 } },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: '' } },
  };
  const graphText = JSON.stringify(graph).replace('"@"', SEED);

  it('Civitai: a text of JSON beside the graph, the only prompt of an upscaled picture', async () => {
    const beside = JSON.stringify({
      prompt: 'a #cat',
      negativePrompt: 'dog',
      steps: 25,
      cfgScale: 5,
      sampler: 'Euler a',
      workflowId: 'img2img-upscale',
    });
    const json = `${graphText.slice(0, -1)},"extra":{"airs":[]},"extraMetadata":${JSON.stringify(beside)}}`;
    const record = await bestOf(inComment(json));
    assert.deepEqual(essence(record), ['civitai', 'a1111', 'a #cat', 'dog', SEED]);
  });

  it('Civitai: unquoted JSON among the pairs', async () => {
    const text = `a cat\nNegative prompt: dog\nSteps: 25, Sampler: Euler a, Seed: ${SEED}, Created Date: 2026-01-04T01:27:21.2717061Z, Civitai resources: [{"type":"checkpoint","weight":0.8,"modelName":"a, b: c"}], Civitai metadata: {}, Clip skip: 2`;
    const record = await bestOf(inComment(text));
    assert.deepEqual(essence(record), ['civitai', 'a1111', 'a cat', 'dog', SEED]);
    assert.equal(
      valueOf(record, 'Civitai resources'),
      '[{"type":"checkpoint","weight":0.8,"modelName":"a, b: c"}]',
    );
    assert.deepEqual(
      [valueOf(record, 'Clip skip'), valueOf(record, 'Created Date')],
      ['2', '2026-01-04T01:27:21.2717061Z'],
    );
  });

  it('TensorArt: a NUL at the end, and a seed of -1, which the graph has', async () => {
    const json = JSON.stringify({
      prompt: 'a cat',
      negativePrompt: 'dog',
      seed: '-1',
      samplerName: 'Euler a',
      baseModel: { modelFileName: 'sdxl' },
    });
    const record = await bestOf(png([tEXt('generation_data', `${json}\0`), tEXt('prompt', graphText)]));
    assert.deepEqual(essence(record), ['tensorart', 'a1111', 'a cat', 'dog', SEED]);
    assert.deepEqual([valueOf(record, 'Seed'), valueOf(record, 'Model')], [SEED, 'sdxl']);
  });

  it('TensorArt and Spaces: samplers and sizes under the names of these', async () => {
    const art = { prompt: 'a cat', negativePrompt: '', ksamplerName: 'euler', schedule: 'karras' };
    const record = await bestOf(png([tEXt('generation_data', JSON.stringify(art))]));
    assert.deepEqual([valueOf(record, 'Sampler'), valueOf(record, 'Schedule type')], ['euler', 'karras']);
    const space = { prompt: 'a cat', resolution: '1024 x 768', num_inference_steps: 24, sampler: 'Euler' };
    const other = await bestOf(png([tEXt('parameters', JSON.stringify(space))]));
    assert.deepEqual([valueOf(other, 'Size'), valueOf(other, 'resolution')], ['1024x768', undefined]);
  });

  it('Forge, SD.Next and others by what they say of themselves', async () => {
    for (const [end, maker] of [
      ['Version: v1.10.1', 'a1111'],
      ['Version: f2.0.1v1.10.1-previous-66', 'forge'],
      ['App: SD.Next, Version: 56a8aea', 'sdnext'],
      ['Parser: A1111, Backend: Diffusers', 'sdnext'],
    ])
      assert.equal(
        (await bestOf(png([tEXt('parameters', `a cat\nSteps: 20, Sampler: Euler, ${end}`)]))).maker,
        maker,
      );
  });

  it('all sources are read; the same text is one record, and what differs is asked', async () => {
    const text = 'a cat\nSteps: 20, Sampler: Euler, Seed: 1';
    const walked = JSON.stringify({
      ...graph,
      '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a  cat ' } },
    });
    const same = await readFrom(png([tEXt('prompt', walked), tEXt('parameters', text)]));
    assert.deepEqual(
      [same.records.map(({ source }) => source), same.hasChoice],
      [['png:tEXt parameters'], false],
    );
    const other = await readFrom(
      png([tEXt('prompt', walked.replace('a  cat ', 'a dog')), tEXt('parameters', text)]),
    );
    assert.deepEqual(
      [other.records.map(({ prompt }) => prompt), other.hasChoice],
      [['a cat', 'a dog'], true],
    );
  });

  it('an infotext that says unknown loses to the graph', async () => {
    const text =
      'unknown\nNegative prompt: unknown\nSteps: 20, Sampler: euler_simple, CFG Scale: 8.0, Seed: 0, Size: 512x512';
    const walked = JSON.stringify({
      ...graph,
      '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a cat' } },
    });
    const { records, hasChoice } = await readFrom(png([tEXt('parameters', text), tEXt('prompt', walked)]));
    assert.deepEqual([records[0]?.prompt, hasChoice], ['a cat', false]);
    assert.equal(valueOf(records[1]!, 'CFG scale'), '8.0');
  });
});
