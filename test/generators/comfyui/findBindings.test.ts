import assert from 'node:assert/strict';
import { writeExactJson, type ExactJson } from '../../../src/generators/exactJson';
import { applyBindings } from '../../../src/generators/comfyui/workflow/applyBindings';
import { readWorkflow } from '../../../src/generators/comfyui/workflow/workflow';
import { api, bindingsIn, fixture, placesIn, remarksOn, usual } from './workflows';

const examples = 'comfyanonymous+ComfyUI_examples__';

describe('the places of a workflow', () => {
  it('the usual one: from what is saved backwards', () => {
    assert.deepEqual(placesIn(api(usual())), {
      seed: '3.seed sampler',
      steps: '3.steps sampler',
      cfg: '3.cfg sampler',
      sampler: '3.sampler_name sampler',
      scheduler: '3.scheduler sampler',
      width: '5.width latent',
      height: '5.height latent',
      batch: '5.batch_size latent',
      model: '4.ckpt_name model',
      prompt: '6.text conditioning',
      negative: '7.text conditioning',
    });
    assert.deepEqual(remarksOn(api(usual())), []);
  });

  describe('in workflows of others', () => {
    it('two passes with the same texts: both get the prompt, and the second goes on with the first', () => {
      const places = placesIn(fixture(`${examples}sdxl_simple_example.api.json`));
      assert.equal(places.prompt, '6.text conditioning, 15.text same-value');
      assert.equal(places.negative, '7.text conditioning, 16.text same-value');
      assert.equal(places.seed, '10.noise_seed sampler');
      assert.equal(places.steps, '10.steps sampler, 11.steps same-value');
      assert.equal(places.model, '4.ckpt_name model');
    });

    for (const [file, steps, scheduler] of [
      ['flux_dev_example', '17.steps sampler', '17.scheduler sampler'],
      ['flux2_example', '48.steps sampler', undefined],
    ] as const)
      it(`noise, guider and sigmas of their own, and no negative prompt: ${file}`, () => {
        const text = fixture(`${examples}${file}.api.json`);
        const places = placesIn(text);
        assert.deepEqual(
          [places.prompt, places.seed, places.steps, places.scheduler, places.sampler, places.guidance],
          [
            '6.text conditioning',
            '25.noise_seed sampler',
            steps,
            scheduler,
            '16.sampler_name sampler',
            '26.guidance sampler',
          ],
        );
        assert.deepEqual([places.negative, places.cfg], [undefined, undefined]);
        assert.deepEqual(remarksOn(text), ['workflow-negative-unused none']);
      });

    it('LoRAs between, and an empty negative prompt', () => {
      assert.equal(placesIn(fixture(`${examples}lora_multiple.api.json`)).model, '4.ckpt_name model');
      const places = placesIn(fixture(`${examples}sd3.5_text_encoders_example.api.json`));
      assert.deepEqual([places.prompt, places.negative], ['16.text conditioning', '40.text conditioning']);
    });

    it('a language model that rewrites, a zeroed negative prompt, a size that is computed: told', () => {
      const text = fixture('enslo+sd-metadata__krea2.api.json');
      const places = placesIn(text);
      assert.deepEqual(
        [places.prompt, places.seed, places.negative, places.width],
        ['30:19.value conditioning', '30:3.seed sampler', undefined, undefined],
      );
      assert.deepEqual(remarksOn(text), [
        'workflow-size-fixed',
        'workflow-prompt-changed rewritten',
        'workflow-negative-unused zeroed',
      ]);
    });

    it('each gives back what was put into it', () => {
      for (const name of [
        'sdxl_simple_example',
        'flux_dev_example',
        'flux2_example',
        'lora_multiple',
        'sd3.5_text_encoders_example',
      ]) {
        const workflow = readWorkflow(fixture(`${examples}${name}.api.json`));
        const { bindings } = bindingsIn(workflow);
        const { nodes } = applyBindings(workflow, bindings, { prompt: 'a red ball', seed: 2n ** 64n - 1n });
        const again = bindingsIn(readWorkflow(writeExactJson(nodes as unknown as ExactJson))).bindings;
        assert.deepEqual(
          again.filter(({ slot }) => slot === 'prompt' || slot === 'seed').map(({ value }) => value),
          bindings
            .filter(({ slot }) => slot === 'prompt' || slot === 'seed')
            .map(({ slot }) => (slot === 'seed' ? '18446744073709551615' : 'a red ball')),
        );
      }
    });
  });

  it('placeholders win over titles, titles over the sampler', () => {
    const text = api(
      usual(
        {},
        {
          '6': ['CLIPTextEncode', { text: 'best, %prompt%, ${negative}', clip: ['4', 1] }, 'Positive Prompt'],
          '7': ['CLIPTextEncode', { text: ['20', 0], clip: ['4', 1] }],
          '5': ['EmptyLatentImage', { width: ['21', 0], height: 96, batch_size: 1 }],
          '20': ['PrimitiveString', { value: 'ugly' }, 'Negative Prompt (short)'],
          '21': ['PrimitiveInt', { value: 640 }, 'Width'],
        },
      ),
    );
    const places = placesIn(text);
    assert.deepEqual(
      [places.prompt, places.negative, places.width, places.height],
      ['6.text placeholder', '6.text placeholder', '21.value title', '5.height latent'],
    );
    const titled = text.replace('best, %prompt%, ${negative}', 'a cat');
    assert.deepEqual(
      [placesIn(titled).prompt, placesIn(titled).negative],
      ['6.text title', '20.value title'],
    );
  });

  it('leaves what ComfyUI fills in by itself, and what the picture is not made of', () => {
    const places = placesIn(
      api(
        usual(
          {},
          {
            '9': ['SaveImage', { images: ['8', 0], filename_prefix: '%width%/%prompt%' }],
            '30': ['CLIPTextEncode', { text: '{{prompt}}', clip: ['4', 1] }, 'Positive Prompt'],
          },
        ),
      ),
    );
    assert.deepEqual([places.prompt, places.width], ['6.text conditioning', '5.width latent']);
  });

  it('parameters of Krita', () => {
    const krita = (type: string): readonly [string, object] => [
      'ETN_Parameter',
      { name: 'x', type, default: 'a' },
    ];
    const nodes = usual(
      {},
      {
        '6': ['CLIPTextEncode', { text: ['20', 0], clip: ['4', 1] }],
        '7': ['CLIPTextEncode', { text: ['21', 0], clip: ['4', 1] }],
        '20': krita('prompt (positive)') as never,
        '21': krita('prompt (negative)') as never,
      },
    );
    const places = placesIn(api(nodes));
    assert.deepEqual([places.prompt, places.negative], ['20.default title', '21.default title']);
  });

  it('encoders of several texts get the prompt in all of them; that they differed is told', () => {
    const sdxl = (inputs: object): string => api(usual({}, { '6': ['CLIPTextEncodeSDXL', { ...inputs }] }));
    for (const inputs of [
      { text_g: 'a', text_l: 'a' },
      { text_g: 'a', text_l: '' },
    ]) {
      assert.equal(placesIn(sdxl(inputs)).prompt, '6.text_g conditioning, 6.text_l conditioning');
      assert.deepEqual(remarksOn(sdxl(inputs)), []);
    }
    const differ = sdxl({ clip_l: 'cat', t5xxl: 'a long cat' });
    assert.equal(placesIn(differ).prompt, '6.t5xxl conditioning, 6.clip_l conditioning');
    assert.deepEqual(remarksOn(differ), ['workflow-texts-differ 6']);
    const shared = api(
      usual(
        {},
        {
          '6': ['CLIPTextEncodeSDXL', { text_g: ['20', 0], text_l: ['20', 0] }],
          '20': ['PrimitiveString', { value: 'a cat' }],
        },
      ),
    );
    assert.equal(placesIn(shared).prompt, '20.value conditioning', 'a shared source is set once');
  });

  it('several texts that make a prompt together: the user is asked, and nothing is guessed', () => {
    for (const [nodes, candidates] of [
      [
        {
          '3': usual({ positive: ['20', 0] })['3']!,
          '20': ['ConditioningCombine', { conditioning_1: ['6', 0], conditioning_2: ['21', 0] }],
          '21': ['CLIPTextEncode', { text: 'in a hat', clip: ['4', 1] }],
        },
        ['6.text', '21.text'],
      ],
      [
        {
          '6': ['CLIPTextEncode', { text: ['20', 0], clip: ['4', 1] }],
          '20': ['StringConcatenate', { string_a: ['21', 0], string_b: 'masterpiece', delimiter: ', ' }],
          '21': ['PrimitiveString', { value: 'a cat' }],
        },
        ['21.value', '20.string_b'],
      ],
    ] as const) {
      const found = bindingsIn(readWorkflow(api(usual({}, nodes as never))));
      assert.equal(
        found.bindings.some(({ slot }) => slot === 'prompt'),
        false,
      );
      assert.deepEqual(
        found.candidates.map(({ id, input }) => `${id}.${input}`),
        candidates,
      );
      assert.ok(found.remarks.some(({ code }) => code === 'workflow-prompt-unbound'));
    }
  });

  it('a negative prompt without effect is told, with its reason', () => {
    const zeroed = usual(
      { negative: ['20', 0] },
      { '20': ['ConditioningZeroOut', { conditioning: ['6', 0] }] },
    );
    assert.deepEqual(remarksOn(api(zeroed)), ['workflow-negative-unused zeroed']);
    assert.deepEqual(remarksOn(api(usual({ cfg: 1 }))), ['workflow-negative-unused cfg-1']);
    assert.equal(placesIn(api(usual({ cfg: 1 }))).negative, '7.text conditioning');
    const shared = api(usual({ negative: ['6', 0] }));
    assert.deepEqual(remarksOn(shared), ['workflow-negative-unused shared']);
    assert.equal(placesIn(shared).negative, undefined);
  });

  it('the seed, linked, and in every node that held it', () => {
    const nodes = usual(
      { seed: ['20', 0] },
      {
        '9': ['SaveImage', { images: ['30', 0], filename_prefix: 'x' }],
        '20': ['Seed (rgthree)', { seed: 77 }],
        '30': ['FaceDetailer', { image: ['8', 0], seed: 77, steps: 20 }],
        '31': ['FaceDetailer', { image: ['8', 0], seed: 77 }],
      },
    );
    assert.equal(placesIn(api(nodes)).seed, '20.seed sampler, 30.seed same-value');
  });

  it('of several samplers the one that begins; different texts are told', () => {
    const nodes = usual(
      { steps: 12 },
      {
        '8': ['VAEDecode', { samples: ['40', 0], vae: ['4', 2] }],
        '40': [
          ...usual({ seed: 9, denoise: 0.4, latent_image: ['3', 0], positive: ['41', 0] })['3']!,
        ] as never,
        '41': ['CLIPTextEncode', { text: 'sharp', clip: ['4', 1] }],
      },
    );
    const places = placesIn(api(nodes));
    assert.deepEqual(
      [places.prompt, places.seed, places.steps],
      ['6.text conditioning', '3.seed sampler', '3.steps sampler'],
    );
  });

  it('a picture as the beginning, several at once, left layers', () => {
    const nodes = usual(
      { latent_image: ['20', 0] },
      {
        '6': ['CLIPTextEncode', { text: 'a cat', clip: ['22', 0] }],
        '20': ['VAEEncode', { pixels: ['21', 0], vae: ['4', 2] }],
        '21': ['LoadImage', { image: 'x.png' }],
        '22': ['CLIPSetLastLayer', { stop_at_clip_layer: -2, clip: ['4', 1] }],
      },
    );
    assert.deepEqual(remarksOn(api(nodes)), ['workflow-size-fixed']);
    assert.equal(placesIn(api(nodes)).clipSkip, '22.stop_at_clip_layer model');
    const batch = usual({}, { '5': ['EmptyLatentImage', { width: 8, height: 8, batch_size: 4 }] });
    assert.deepEqual(remarksOn(api(batch)), ['workflow-batch 4']);
  });

  it('a service’s node without a sampler: its text and its seed', () => {
    const service = (inputs: object): string =>
      api({
        '1': ['FluxProImageNode', { prompt: 'a cat', ...inputs }],
        '2': ['SaveImage', { images: ['1', 0] }],
      });
    assert.deepEqual(placesIn(service({ seed: 3 })), {
      prompt: '1.prompt no-sampler',
      seed: '1.seed no-sampler',
    });
    assert.deepEqual(remarksOn(service({})), ['workflow-seed-unbound']);
  });
});
