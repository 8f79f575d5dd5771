import assert from 'node:assert/strict';
import type { PictureReading } from '../../../src/core/infotext/pictureRecord';
import { png, tEXt } from './pictures';
import { readFrom, valueOf } from './readFrom';

type Inputs = Readonly<Record<string, unknown>>;
type Nodes = Readonly<Record<string, readonly [type: string, inputs: Inputs, title?: string]>>;

function api(nodes: Nodes): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(nodes).map(([id, [class_type, inputs, title]]) => [
        id,
        { class_type, inputs, ...(title === undefined ? {} : { _meta: { title } }) },
      ]),
    ),
  );
}

const read = (text: string, key = 'prompt'): Promise<PictureReading> =>
  readFrom(png([tEXt(key, text, 'utf8')]));

const text = (value: unknown): readonly [string, Inputs] => [
  'CLIPTextEncode',
  { text: value, clip: ['4', 1] },
];
const empty = ['EmptyLatentImage', { width: 512, height: 768, batch_size: 1 }] as const;
const sampler = (inputs: Inputs): readonly [string, Inputs] => [
  'KSampler',
  {
    seed: 1,
    steps: 20,
    cfg: 7,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
    positive: ['6', 0],
    negative: ['7', 0],
    latent_image: ['5', 0],
    ...inputs,
  },
];
/** One sampler, between two texts and what is saved. */
const usual: Nodes = {
  '3': sampler({}),
  '4': ['CheckpointLoaderSimple', { ckpt_name: 'sdxl/base.safetensors' }],
  '5': empty,
  '6': text('a cat'),
  '7': text('dog'),
  '8': ['VAEDecode', { samples: ['3', 0], vae: ['4', 2] }],
  '9': ['SaveImage', { images: ['8', 0] }],
};

/** Prompt, negative prompt, seed, what it is no more than, and the nodes that the texts are from. */
async function walked(nodes: Nodes): Promise<unknown[]> {
  const { records } = await read(api(nodes));
  const [best] = records;
  assert.ok(best, 'the graph says nothing');
  const from = best.origin?.prompt.map(({ id, input }) => `${id}.${input}`);
  return [best.prompt, best.negative, best.seed, best.approximate ?? [], from];
}

describe('ComfyUI graphs', () => {
  it('the usual one, with its parameters', async () => {
    const { records, hasChoice } = await read(
      api({ ...usual, '3': sampler({ model: ['4', 0], denoise: 0.5 }) }),
    );
    const [best] = records;
    assert.equal(hasChoice, false);
    assert.deepEqual(
      best?.parameters.map((pair) => pair.join('=')),
      [
        'Steps=20',
        'Sampler=euler',
        'Schedule type=normal',
        'CFG scale=7',
        'Seed=1',
        'Size=512x768',
        'Model=base',
        'Denoising strength=0.5',
      ],
    );
    assert.deepEqual(best.origin, {
      reason: 'only-sampler',
      sampler: { id: '3', type: 'KSampler' },
      prompt: [{ id: '6', type: 'CLIPTextEncode', input: 'text', text: 'a cat' }],
      negative: [{ id: '7', type: 'CLIPTextEncode', input: 'text', text: 'dog' }],
    });
  });

  it('NaN, Infinity and seeds beyond 2^53', async () => {
    const nodes = api({ ...usual, '3': sampler({ seed: '@', cfg: '#', model: ['4', 0] }) })
      .replace('"@"', '18446744073709551615')
      .replace('"#"', 'NaN');
    const withChange = nodes.replace(
      '"class_type":"SaveImage"',
      '"is_changed":[NaN,-Infinity],"class_type":"SaveImage"',
    );
    const [best] = (await read(withChange)).records;
    assert.deepEqual(
      [best?.prompt, best?.seed, valueOf(best!, 'CFG scale')],
      ['a cat', '18446744073709551615', undefined],
    );
  });

  it('through ControlNet by slot, guidance, reroutes and conditionings of one part', async () => {
    const nodes = {
      ...usual,
      '3': sampler({ positive: ['20', 0], negative: ['20', 1] }),
      '20': [
        'ControlNetApplyAdvanced',
        { positive: ['21', 0], negative: ['22', 0], control_net: ['30', 0], image: ['31', 0] },
      ],
      '21': ['FluxGuidance', { guidance: 3.5, conditioning: ['23', 0] }],
      '22': ['Reroute', { '': ['7', 0] }],
      '23': ['ConditioningSetArea', { conditioning: ['6', 0], width: 64 }],
    } as const;
    assert.deepEqual(await walked(nodes), ['a cat', 'dog', '1', [], ['6.text']]);
    const swapped = { ...nodes, '3': sampler({ positive: ['20', 1], negative: ['20', 0] }) };
    assert.deepEqual((await walked(swapped)).slice(0, 2), ['dog', 'a cat']);
  });

  it('a pipe: its slots say nothing of the side', async () => {
    const nodes: Nodes = {
      ...usual,
      '3': ['CustomKSampler', { seed: 1, positive: ['20', 3], negative: ['20', 4], latent_image: ['5', 0] }],
      '20': ['FromBasicPipe', { basic_pipe: ['21', 0] }],
      '21': ['ToBasicPipe', { model: ['4', 0], positive: ['6', 0], negative: ['7', 0] }],
    };
    assert.deepEqual(await walked(nodes), ['a cat', 'dog', '1', [], ['6.text']]);
  });

  it('a sampler of any name, and a loader that holds both texts', async () => {
    const nodes: Nodes = {
      '1': [
        'Efficient Loader',
        {
          ckpt_name: 'x.ckpt',
          positive: 'a cat',
          negative: 'dog',
          empty_latent_width: 512,
          empty_latent_height: 768,
        },
      ],
      '2': ['My Own Node', { seed: 5, positive: ['1', 1], negative: ['1', 2], latent_image: ['1', 3] }],
      '3': ['SaveImage', { images: ['2', 5] }],
    };
    assert.deepEqual(await walked(nodes), ['a cat', 'dog', '5', [], ['1.positive']]);
  });

  it('SamplerCustomAdvanced: guiders, linked noise and a linked seed', async () => {
    const nodes: Nodes = {
      ...usual,
      '3': [
        'SamplerCustomAdvanced',
        {
          noise: ['20', 0],
          guider: ['21', 0],
          sampler: ['22', 0],
          sigmas: ['23', 0],
          latent_image: ['5', 0],
        },
      ],
      '20': ['RandomNoise', { noise_seed: ['24', 0] }],
      '21': ['CFGGuider', { positive: ['6', 0], negative: ['7', 0], cfg: 3 }],
      '22': ['KSamplerSelect', { sampler_name: 'euler' }],
      '23': ['BasicScheduler', { scheduler: 'simple', steps: 8 }],
      '24': ['Seed (rgthree)', { seed: 77 }],
    };
    assert.deepEqual(await walked(nodes), ['a cat', 'dog', '77', [], ['6.text']]);
    const [best] = (await read(api(nodes))).records;
    assert.deepEqual(
      best?.parameters.slice(0, 5).map((pair) => pair.join('=')),
      ['Steps=8', 'Sampler=euler', 'Schedule type=simple', 'CFG scale=3', 'Seed=77'],
    );
    const basic: Nodes = { ...nodes, '21': ['BasicGuider', { conditioning: ['6', 0] }] };
    assert.deepEqual((await walked(basic)).slice(0, 2), ['a cat', undefined]);
    const dual: Nodes = {
      ...nodes,
      '21': ['DualCFGGuider', { cond1: ['6', 0], cond2: ['7', 0], negative: ['6', 0] }],
    };
    assert.deepEqual((await walked(dual)).slice(0, 2), ['a cat', 'dog']);
  });

  it('a negative prompt that is zeroed is none; one at CFG 1 is kept, and said to be without effect', async () => {
    const zeroed: Nodes = {
      ...usual,
      '3': sampler({ negative: ['20', 0] }),
      '20': ['ConditioningZeroOut', { conditioning: ['6', 0] }],
    };
    assert.deepEqual((await walked(zeroed)).slice(0, 2), ['a cat', undefined]);
    const [best] = (await read(api({ ...usual, '3': sampler({ cfg: 1.0 }) }))).records;
    assert.deepEqual([best?.negative, best?.negativeUnused], ['dog', 'cfg-1']);
  });

  it('texts that are linked: values, concatenations, replacements', async () => {
    const linked = (node: readonly [string, Inputs]): Nodes => ({
      ...usual,
      '6': text(['30', 0]),
      '30': node,
      '31': ['PrimitiveString', { value: 'a cat' }],
    });
    for (const [node, prompt] of [
      [['PrimitiveStringMultiline', { value: 'a cat' }], 'a cat'],
      [
        ['StringConcatenate', { string_a: ['31', 0], string_b: 'in a hat', delimiter: ', ' }],
        'a cat, in a hat',
      ],
      [
        ['Text Concatenate', { text_a: ['31', 0], text_b: '', text_c: 'red', delimiter: '\\n' }],
        'a cat\nred',
      ],
      [['JoinStrings', { string1: 'big', string2: ['31', 0], delimiter: ' ' }], 'big a cat'],
      [['StringReplace', { string: ['31', 0], find: 'cat', replace: '$& bird' }], 'a $& bird'],
      [['ShowText|pysssss', { text: ['31', 0], text_0: 'stale' }], 'a cat'],
    ] as const)
      assert.equal((await walked(linked(node)))[0], prompt, node[0]);
  });

  it('wildcards: the text that was filled in, else only what they draw from', async () => {
    const filled: Nodes = {
      ...usual,
      '6': text(['30', 0]),
      '30': [
        'ImpactWildcardProcessor',
        { wildcard_text: 'a __x__', populated_text: 'a red cat', mode: 'populate', seed: 'None' },
      ],
    };
    assert.deepEqual(await walked(filled), ['a red cat', 'dog', '1', [], ['30.populated_text']]);
    const drawn: Nodes = {
      ...usual,
      '6': text(['30', 0]),
      '30': ['Random Prompts', { text: '{a|b} cat', seed: 1 }],
    };
    assert.deepEqual((await walked(drawn)).slice(0, 4), ['{a|b} cat', 'dog', '1', ['random']]);
  });

  it('wildcards that encode: the text that was filled in, before the one that they draw from', async () => {
    const encode = (populated_text: string): Nodes => ({
      ...usual,
      '3': sampler({ positive: ['6', 2] }),
      '6': ['ImpactWildcardEncode', { clip: ['4', 1], wildcard_text: '__x__ cat', populated_text, seed: 4 }],
    });
    assert.deepEqual(await walked(encode('a red cat')), ['a red cat', 'dog', '1', [], ['6.populated_text']]);
    assert.deepEqual(await walked(encode('')), ['__x__ cat', 'dog', '1', ['random'], ['6.wildcard_text']]);
  });

  it('samplers whose settings stand in a bundle', async () => {
    const loader = { positive: 'a cat', negative: 'dog', empty_latent_width: 512, empty_latent_height: 768 };
    const { records } = await read(
      api({
        '1': ['easy fullLoader', { ckpt_name: 'x.safetensors', ...loader }],
        '2': [
          'easy preSampling',
          {
            pipe: ['1', 0],
            steps: 30,
            cfg: 5,
            sampler_name: 'euler',
            scheduler: 'karras',
            denoise: 1,
            seed: 42,
          },
        ],
        '3': ['easy kSampler', { pipe: ['2', 0], image_output: 'Save' }],
      }),
    );
    const [best] = records;
    assert.deepEqual([best?.prompt, best?.negative, best?.seed], ['a cat', 'dog', '42']);
    assert.deepEqual(
      ['Steps', 'Sampler', 'Schedule type', 'CFG scale', 'Size', 'Model'].map((name) => valueOf(best!, name)),
      ['30', 'euler', 'karras', '5', '512x768', 'x'],
    );
    const tuple: Nodes = {
      '1': ['Eff. Loader SDXL', { base_ckpt_name: 'x.safetensors', ...loader, positive: ['4', 0] }],
      '2': [
        'KSampler SDXL (Eff.)',
        { noise_seed: 5, steps: 20, cfg: 7, sdxl_tuple: ['1', 0], latent_image: ['1', 1] },
      ],
      '3': ['SaveImage', { images: ['2', 3] }],
      '4': ['PrimitiveStringMultiline', { value: 'a cat' }],
    };
    assert.deepEqual(await walked(tuple), ['a cat', 'dog', '5', [], ['4.value']]);
  });

  it('encoders with fields that are not used, and the user’s own', async () => {
    for (const [type, inputs] of [
      ['smZ CLIPTextEncode', { text: 'a cat', text_g: '', text_l: '' }],
      ['CLIPTextEncodeLumina2', { system_prompt: 'superior', user_prompt: 'a cat' }],
    ] as const)
      assert.equal(
        (await walked({ ...usual, '6': [type, { ...inputs, clip: ['4', 1] }] }))[0],
        'a cat',
        type,
      );
  });

  it('texts that StringFunction joins and replaces', async () => {
    const of = async (inputs: Inputs): Promise<unknown[]> => {
      const node = ['StringFunction|pysssss', inputs] as const;
      const [prompt, , , approximate] = await walked({ ...usual, '6': text(['10', 0]), '10': node });
      return [prompt, approximate];
    };
    const joins = { action: 'append', text_a: 'a cat,', text_b: 'on a mat', text_c: '' };
    const replaces = { action: 'replace', tidy_tags: 'no', text_a: 'a XX', text_b: 'XX', text_c: 'cat' };
    assert.deepEqual(await of({ ...joins, tidy_tags: 'yes' }), ['a cat, on a mat', []]);
    assert.deepEqual(await of({ ...joins, tidy_tags: 'no' }), ['a cat,on a mat', []]);
    assert.deepEqual(await of(replaces), ['a cat', []]);
    assert.deepEqual(await of({ ...replaces, text_b: '/X+/' }), ['a XX', ['unknown-node']]);
  });

  it('a list of prompts, one of which was taken: a choice', async () => {
    const list = ['easy promptList', { prompt_1: 'a cat', prompt_2: 'a bird' }] as const;
    const { records, hasChoice } = await read(api({ ...usual, '6': text(['10', 0]), '10': list }));
    assert.deepEqual(
      [records[0]?.prompt, records[0]?.approximate, hasChoice],
      ['a cat', ['unknown-switch'], true],
    );
    assert.deepEqual(
      records[0]?.choices?.map(({ prompt }) => prompt),
      ['a bird'],
    );
  });

  it('a node that shows what a language model said: as a choice', async () => {
    const { records, hasChoice } = await read(
      api({
        ...usual,
        '6': text(['10', 0]),
        '10': ['ShowText|pysssss', { text: ['11', 0], text_0: 'a big fluffy cat' }],
        '11': ['OllamaGenerate', { prompt: 'describe a cat' }],
      }),
    );
    assert.deepEqual(
      [records[0]?.prompt, records[0]?.approximate, hasChoice],
      ['describe a cat', ['rewritten'], true],
    );
    assert.deepEqual(
      records[0]?.choices?.map(({ prompt }) => prompt),
      ['a big fluffy cat'],
    );
  });

  it('a language model between: only what it was given, without its instructions', async () => {
    const nodes: Nodes = {
      ...usual,
      '6': text(['30', 0]),
      '30': ['OllamaGenerate', { prompt: ['31', 0], system: ['32', 0], model: 'llama' }],
      '31': ['PrimitiveString', { value: 'a cat' }, 'My prompt'],
      '32': ['PrimitiveString', { value: 'You are an artist' }, 'System prompt'],
    };
    const { records, hasChoice } = await read(api(nodes));
    assert.deepEqual([records[0]?.prompt, records[0]?.approximate], ['a cat', ['rewritten']]);
    assert.deepEqual(
      [records[0]?.choices?.map(({ prompt }) => prompt), hasChoice],
      [['You are an artist'], true],
    );
  });

  it('switches: as they are set, and where that is not written down, a choice', async () => {
    const nodes = (setting: Inputs): Nodes => ({
      ...usual,
      '6': text(['30', 0]),
      '30': ['ComfySwitchNode', { on_false: ['31', 0], on_true: ['32', 0], ...setting }],
      '31': ['PrimitiveString', { value: 'a cat' }],
      '32': ['PrimitiveString', { value: 'a bird' }],
      '33': ['PrimitiveBoolean', { value: true }],
    });
    assert.equal((await walked(nodes({ switch: false })))[0], 'a cat');
    assert.equal((await walked(nodes({ switch: ['33', 0] })))[0], 'a bird');
    const { records, hasChoice } = await read(api(nodes({})));
    assert.deepEqual(
      [records[0]?.prompt, records[0]?.approximate, hasChoice],
      ['a cat', ['unknown-switch'], true],
    );
    const numbered: Nodes = {
      ...nodes({}),
      '30': ['ImpactSwitch', { select: 2, input1: ['31', 0], input2: ['32', 0] }],
    };
    assert.equal((await walked(numbered))[0], 'a bird');
  });

  it('SDXL and Flux: encoders that get the same text, and ones that do not', async () => {
    const encoder = (inputs: Inputs): Nodes => ({ ...usual, '6': ['CLIPTextEncodeSDXL', inputs] });
    assert.deepEqual((await walked(encoder({ text_g: 'a cat', text_l: 'a cat' }))).slice(0, 4), [
      'a cat',
      'dog',
      '1',
      [],
    ]);
    assert.deepEqual((await walked(encoder({ text_g: '', text_l: 'a cat' }))).slice(0, 4), [
      'a cat',
      'dog',
      '1',
      [],
    ]);
    assert.deepEqual(await walked(encoder({ t5xxl: 'a long cat', clip_l: 'cat' })), [
      'a long cat\ncat',
      'dog',
      '1',
      ['combined'],
      ['6.t5xxl', '6.clip_l'],
    ]);
  });

  it('conditionings that are combined: all their texts, each with its place', async () => {
    const nodes: Nodes = {
      ...usual,
      '3': sampler({ positive: ['20', 0] }),
      '20': ['ConditioningCombine', { conditioning_1: ['6', 0], conditioning_2: ['21', 0] }],
      '21': text('in a hat'),
    };
    assert.deepEqual(await walked(nodes), [
      'a cat\nin a hat',
      'dog',
      '1',
      ['combined'],
      ['6.text', '21.text'],
    ]);
  });

  it('several samplers: the same texts are no choice', async () => {
    const nodes: Nodes = {
      ...usual,
      '8': ['VAEDecode', { samples: ['20', 0] }],
      '20': [
        'KSamplerAdvanced',
        {
          add_noise: 'disable',
          noise_seed: 0,
          positive: ['6', 0],
          negative: ['7', 0],
          latent_image: ['3', 0],
        },
      ],
    };
    const { records, hasChoice } = await read(api(nodes));
    assert.deepEqual([records[0]?.seed, records[0]?.origin?.reason, hasChoice], ['1', 'same-texts', false]);
  });

  it('several samplers with different texts: the one that begins, and the other as a choice', async () => {
    const nodes: Nodes = {
      ...usual,
      '8': ['VAEDecode', { samples: ['20', 0] }],
      '20': sampler({ seed: 2, positive: ['21', 0], latent_image: ['22', 0], denoise: 0.5 }),
      '21': text('a cat, sharp'),
      '22': ['LatentUpscale', { samples: ['3', 0], width: 1024, height: 1536 }],
    };
    const { records, hasChoice } = await read(api(nodes));
    const [best] = records;
    assert.deepEqual(
      [best?.prompt, best?.seed, best?.origin?.reason, hasChoice],
      ['a cat', '1', 'first-pass', true],
    );
    assert.deepEqual(
      best?.choices?.map((choice) => [choice.prompt, choice.seed, choice.origin.sampler?.id]),
      [['a cat, sharp', '2', '20']],
    );
  });

  it('two that both begin: a choice, and no claim which', async () => {
    const nodes: Nodes = {
      ...usual,
      '20': sampler({ seed: 2, positive: ['21', 0] }),
      '21': text('a bird'),
      '22': ['VAEDecode', { samples: ['20', 0] }],
      '23': ['SaveImage', { images: ['22', 0] }],
    };
    const { records, hasChoice } = await read(api(nodes));
    assert.deepEqual(
      [records[0]?.origin?.reason, records[0]?.choices?.length, hasChoice],
      ['several', 1, true],
    );
  });

  it('only what is saved counts', async () => {
    const nodes: Nodes = {
      ...usual,
      '20': sampler({ positive: ['21', 0] }),
      '21': text('a bird'),
      '22': ['VAEDecode', { samples: ['20', 0] }],
      '23': ['PreviewImage', { images: ['22', 0] }],
    };
    const { records, hasChoice } = await read(api(nodes));
    assert.deepEqual(
      [records[0]?.prompt, records[0]?.origin?.reason, hasChoice],
      ['a cat', 'only-sampler', false],
    );
  });

  it('subgraphs: ids with colons; without a sampler: by title', async () => {
    const inner: Nodes = {
      '9': ['SaveImage', { images: ['30:8', 0] }],
      '30:8': ['VAEDecode', { samples: ['30:3', 0] }],
      '30:3': sampler({ positive: ['30:6', 0], negative: ['30:7', 0] }),
      '30:6': text('a cat'),
      '30:7': text('dog'),
    };
    assert.deepEqual((await walked(inner)).slice(0, 2), ['a cat', 'dog']);
    const titled: Nodes = {
      '1': ['SaveImage', { images: ['2', 0] }],
      '2': ['SomeGenerator', { a: ['3', 0], b: ['4', 0] }],
      '3': ['CLIPTextEncode', { text: 'dog' }, 'Negative Prompt'],
      '4': ['CLIPTextEncode', { text: 'a cat' }, 'Positive Prompt'],
    };
    const [best] = (await read(api(titled))).records;
    assert.deepEqual([best?.prompt, best?.negative, best?.origin?.reason], ['a cat', 'dog', 'no-sampler']);
  });

  it('loops, links to nothing, and inputs of any kind', async () => {
    const loop: Nodes = {
      ...usual,
      '6': ['A', { conditioning: ['7', 0] }],
      '7': ['B', { conditioning: ['6', 0] }],
    };
    const { records } = await read(api(loop));
    assert.ok(records.every(({ prompt }) => prompt === ''));
    const odd: Nodes = {
      ...usual,
      '5': [
        'X',
        { latent: ['5', 0], __proto__: 1, a: null, b: [1, 2, 3], c: ['99', 0], d: [['6', 0]], e: {} },
      ],
    };
    assert.deepEqual((await walked(odd)).slice(0, 2), ['a cat', 'dog']);
  });

  it('the other nodes of a chain are read where the first says nothing', async () => {
    const unknown: Nodes = {
      ...usual,
      '3': sampler({ positive: ['20', 0] }),
      '20': ['Mystery', { left: ['21', 0], right: ['6', 0] }],
      '21': ['Nothing', { number: 1 }],
    };
    assert.deepEqual((await walked(unknown)).slice(0, 4), ['a cat', 'dog', '1', ['unknown-node']]);
  });
});

describe("the editor's form of a workflow", () => {
  /** Nodes with ids, links `[id, from, slot, to, slot, type]`. */
  const workflow = {
    nodes: [
      {
        id: 3,
        type: 'KSampler',
        inputs: [
          { name: 'positive', type: 'CONDITIONING', link: 1 },
          { name: 'negative', type: 'CONDITIONING', link: 2 },
          { name: 'latent_image', type: 'LATENT', link: 3 },
        ],
        widgets_values: [281474976710656, 'randomize', 20, 7, 'euler', 'normal', 1],
      },
      { id: 5, type: 'EmptyLatentImage', widgets_values: [512, 768, 1] },
      { id: 6, type: 'CLIPTextEncode', title: 'Positive', widgets_values: ['a cat'] },
      { id: 7, type: 'CLIPTextEncode', widgets_values: ['dog'] },
      {
        id: 20,
        type: 'Two',
        mode: 4,
        inputs: [
          { name: 'positive', type: 'CONDITIONING', link: 6 },
          { name: 'negative', type: 'CONDITIONING', link: 7 },
        ],
        outputs: [{ type: 'CONDITIONING' }, { type: 'CONDITIONING' }],
      },
      { id: 21, type: 'CLIPTextEncode', mode: 2, widgets_values: ['muted'] },
      { id: 8, type: 'VAEDecode', inputs: [{ name: 'samples', type: 'LATENT', link: 4 }] },
      { id: 9, type: 'SaveImage', inputs: [{ name: 'images', type: 'IMAGE', link: 5 }] },
    ],
    links: [
      [1, 20, 0, 3, 1, 'CONDITIONING'],
      [2, 20, 1, 3, 2, 'CONDITIONING'],
      [3, 5, 0, 3, 3, 'LATENT'],
      [4, 3, 0, 8, 0, 'LATENT'],
      [5, 8, 0, 9, 0, 'IMAGE'],
      [6, 6, 0, 20, 0, 'CONDITIONING'],
      [7, 7, 0, 20, 1, 'CONDITIONING'],
    ],
  };

  it('is read where it is alone, through bypassed nodes, and said to be no more than that', async () => {
    const { records } = await read(JSON.stringify(workflow), 'workflow');
    const [best] = records;
    assert.deepEqual(
      [best?.prompt, best?.negative, best?.seed, best?.approximate],
      ['a cat', 'dog', '281474976710656', ['workflow-only']],
    );
    assert.deepEqual(best?.origin?.prompt[0], {
      id: '6',
      type: 'CLIPTextEncode',
      title: 'Positive',
      input: 'text',
      text: 'a cat',
    });
    assert.equal(valueOf(best!, 'Size'), '512x768');
  });

  it('the text of a group of nodes', async () => {
    const prompt = 'a cat that sits on a mat';
    const workflow = {
      nodes: [
        { id: 1, type: 'workflow>texts', outputs: [{ type: 'CONDITIONING' }], widgets_values: [prompt] },
        {
          id: 2,
          type: 'KSampler',
          inputs: [{ name: 'positive', link: 1 }],
          widgets_values: [7, 'fixed', 20],
        },
        { id: 3, type: 'SaveImage', inputs: [{ name: 'images', link: 2 }] },
      ],
      links: [
        [1, 1, 0, 2, 0, 'CONDITIONING'],
        [2, 2, 0, 3, 0, 'IMAGE'],
      ],
    };
    const { records } = await read(JSON.stringify(workflow), 'workflow');
    assert.deepEqual([records[0]?.prompt, records[0]?.seed], [prompt, '7']);
  });

  it('is left out where the graph that ran is there', async () => {
    const { records, hasChoice } = await readFrom(
      png([
        tEXt('workflow', JSON.stringify(workflow).replace('a cat', 'a __cat__')),
        tEXt('prompt', api(usual)),
      ]),
    );
    assert.deepEqual([records.map(({ prompt }) => prompt), hasChoice], [['a cat'], false]);
  });

  it('subgraphs, in which links are objects', async () => {
    const id = '5b1f2c3d-0000-4000-8000-000000000000';
    const inner = {
      id,
      nodes: [{ id: 1, type: 'CLIPTextEncode', widgets_values: ['a cat in a subgraph'] }],
      links: [{ id: 1, origin_id: 1, origin_slot: 0, target_id: -20, target_slot: 0, type: 'CONDITIONING' }],
      outputs: [{ name: 'c', linkIds: [1] }],
    };
    const outer = {
      ...workflow,
      nodes: [...workflow.nodes.filter((node) => node.id !== 6), { id: 6, type: id }],
      definitions: { subgraphs: [inner] },
    };
    const [best] = (await read(JSON.stringify(outer), 'workflow')).records;
    assert.deepEqual([best?.prompt, best?.origin?.prompt[0]?.id], ['a cat in a subgraph', '6:1']);
  });

  it('a subgraph inside of itself ends', async () => {
    const id = 'self';
    const outer = {
      ...workflow,
      nodes: [...workflow.nodes, ...[30, 31, 32].map((node) => ({ id: node, type: id }))],
      definitions: {
        subgraphs: [{ id, nodes: [1, 2, 3].map((node) => ({ id: node, type: id })), links: [] }],
      },
    };
    assert.equal((await read(JSON.stringify(outer), 'workflow')).records[0]?.prompt, 'a cat');
  });
});
