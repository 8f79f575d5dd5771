import assert from 'node:assert/strict';
import type { GenerationRecord } from '../../src/core/judge/generationRecord';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import {
  answeredSince,
  mostPlanned,
  planPictures,
  planSteps,
  type GenerationPlan,
  type PlanRequest,
} from '../../src/tasks/planPictures';
import { planSentences } from '../../src/words/generate';

const text = `---
generate:
  steps: 12
  size: 512x768
  seed: 18446744073709551615
---
### fish
a {red|blue} fish
Negative prompt: blurry
Steps: 20, Sampler: Euler a, Denoising strength: 0.5
### cat
a <lora:ink:0.5> cat, (big:1.3), [dog:cat:0.5]
`;

const a1111 = { family: 'a1111', url: 'http://127.0.0.1:7860' } as const;
const comfyui = { family: 'comfyui', url: 'http://127.0.0.1:8188' } as const;

function plan(more: Partial<PlanRequest> = {}, source = text): GenerationPlan {
  const file = parseSpellFile(source);
  return planPictures({ file, seeds: 2, settings: {}, generator: a1111, records: [], ...more });
}

/** As if all of a plan were drawn. */
function recordsOf({ requests }: GenerationPlan, url: string): GenerationRecord[] {
  return requests.map(
    ({ request }, i) =>
      ({ request, url, seconds: [1, 2, 30][i % 3], file: `a/${i}.png` }) as GenerationRecord,
  );
}

describe('a plan of the pictures of a file', () => {
  it('has every variant with the same seeds, those of one seed together', () => {
    const { requests, variants, seeds } = plan();
    assert.deepEqual(seeds, ['18446744073709551615', '0']);
    assert.deepEqual(
      requests.map(({ variant, parameters }) => [variant, parameters.seed]),
      seeds.flatMap((seed) => [0, 1, 2].map((variant) => [variant, seed])),
    );
    assert.deepEqual(
      variants.map(({ sent }) => [sent.prompt, sent.negative]),
      [
        ['a red fish', 'blurry'],
        ['a blue fish', 'blurry'],
        ['a <lora:ink:0.5> cat, (big:1.3), [dog:cat:0.5]', undefined],
      ],
    );
  });

  it('says who decided each parameter, and what of the spell’s own line is not read', () => {
    const { variants } = plan({ settings: { steps: 5, cfgScale: 3, scheduler: 'Karras' } });
    const { seed, ...fish } = variants[0]!.parameters;
    assert.equal(seed!.value, '18446744073709551615');
    assert.deepEqual(fish, {
      steps: { value: 20, origin: 'spell' },
      sampler: { value: 'Euler a', origin: 'spell' },
      width: { value: 512, origin: 'front-matter' },
      height: { value: 768, origin: 'front-matter' },
      cfgScale: { value: 3, origin: 'settings' },
    });
    assert.deepEqual(variants[2]!.parameters.steps, { value: 12, origin: 'front-matter' });
    assert.deepEqual(
      variants.map(({ unread }) => unread),
      [['Denoising strength'], ['Denoising strength'], []],
    );
  });

  it('leaves what generate: holds besides to the problems of the file', () => {
    const { variants } = plan({}, '---\ngenerate: {foo: 3}\n---\na fish');
    assert.deepEqual(variants[0]!.unread, []);
    const problems = parseSpellFile('---\ngenerate: {foo: 3}\n---\na fish').diagnostics;
    assert.deepEqual(
      problems.map(({ code, parameters }) => [code, parameters.name]),
      [['generate-unread', 'foo']],
    );
  });

  it('has what is asked for first', () => {
    assert.deepEqual(plan({ firstSeed: '7' }).seeds, ['7', '8']);
    assert.deepEqual(plan({}, 'a fish').seeds, ['1', '2']);
  });

  it('takes the spells and expansions that are wanted', () => {
    const { variants } = plan({ spells: [0], isWanted: (_, { text: words }) => words.includes('blue') });
    assert.deepEqual(
      variants.map(({ expansion }) => expansion.text),
      ['a blue fish'],
    );
  });

  it('is answered from the records by the same request, and by no other', () => {
    const records = recordsOf(plan(), a1111.url);
    const known = (more: Partial<PlanRequest>, source?: string): number =>
      plan({ records, ...more }, source).requests.filter((each) => each.known).length;
    assert.equal(known({}), 6);
    assert.equal(known({ seeds: 3 }), 6, 'a further seed leaves the others');
    assert.equal(known({ again: true }), 0);
    assert.equal(known({ workflow: '{}' }), 0);
    assert.equal(known({ generator: { ...a1111, url: 'http://127.0.0.1:7861' } }), 0);
    assert.equal(known({ generator: { ...a1111, family: 'forge' } }), 0);
    assert.equal(known({ settings: { model: 'sketches' } }), 0);
    assert.equal(known({ firstSeed: '0' }), 3, 'one of the two seeds');
    assert.equal(known({}, text.replace('12', '13')), 4, 'the fish says its own steps');
    assert.equal(known({}, text.replace('blurry', 'bad')), 2, 'the cat has no negative prompt');
  });

  it('tells how long a picture took of this generator, the median', () => {
    const records = recordsOf(plan(), a1111.url);
    assert.equal(plan({ records }).secondsEach, 2);
    assert.equal(plan({ records, generator: comfyui }).secondsEach, undefined);
  });

  it('sends each generator its own dialect, keeps the tags of networks, and says what is lost', () => {
    const { variants } = plan({ generator: comfyui });
    const { sent, lost, expansion } = variants[2]!;
    assert.match(sent.prompt, /\(big:1\.3\).* <lora:ink:0\.5>$/);
    assert.doesNotMatch(sent.prompt, /[[\]]/);
    assert.deepEqual(lost, ['[dog:cat:0.5]']);
    assert.match(expansion.text, /cat/);
    assert.deepEqual(plan({ generator: a1111 }).variants[2]!.lost, []);
  });

  it('says where a generator would take text of another dialect for a comment', () => {
    const misread = (generator: PlanRequest['generator'], dialect: string): number =>
      plan({ generator }, `---\ndialect: ${dialect}\n---\na C# ball`).variants[0]!.sent.misread.length;
    assert.deepEqual(
      [misread(a1111, 'comfyui'), misread(a1111, 'plain'), misread(comfyui, 'plain')],
      [1, 1, 0],
    );
  });

  it('leaves a file of the generator’s own dialect as it is written', () => {
    const source = '---\ndialect: comfyui\n---\na (cat:1.2), {{dog}} # 1\n';
    const { variants } = plan({ generator: comfyui }, source.replace('{{dog}}', 'dog'));
    assert.equal(variants[0]!.sent.prompt, 'a (cat:1.2), dog # 1');
  });

  it('is made of a thousand variants as well, each request another one', () => {
    const options = Array.from({ length: 1000 }, (_, i) => `w${i}`).join('|');
    const { variants, requests } = plan({ seeds: 10, limit: 1000 }, `a {${options}}`);
    assert.deepEqual([variants.length, requests.length], [1000, 10_000]);
    assert.equal(new Set(requests.map(({ request }) => request)).size, 10_000);
  });

  it('refuses more pictures than are drawn at once, and says how many they would be', () => {
    assert.throws(() => plan({ seeds: 2501 }, 'a {1|2} {1|2}'), {
      name: 'TooManyPictures',
      parameters: { pictures: 10_004, variants: 4, seeds: 2501, most: mostPlanned },
    });
  });

  it('tells what is lost of any variant of a spell, not of its last one alone', () => {
    const made = plan({ generator: comfyui }, '### cat\na {[dog:cat:0.5]|bird}');
    const told = planSentences(made, ['cat'], comfyui, 'en');
    assert.equal(told.filter((each) => each.includes('no counterpart for [dog:cat:0.5]')).length, 1);
  });

  it('takes a step for each spell and each picture, so that whoever plans can do something else between', () => {
    const file = parseSpellFile('### a\na {1|2|3}\n### b\nb\n');
    const steps = planSteps({ file, seeds: 5, settings: {}, generator: a1111, records: [] });
    let count = 0;
    while (!steps.next().done) count++;
    assert.equal(count, 2 + 4 * 5);
  });

  it('is answered by what was drawn since it was made, unless it is to be drawn once more', () => {
    const made = plan();
    const [first] = recordsOf(made, a1111.url);
    const known = ({ requests }: GenerationPlan): number[] =>
      requests.flatMap((each, i) => (each.known === undefined ? [] : [i]));
    assert.deepEqual([known(made), known(answeredSince(made, [first!]))], [[], [0]]);
    assert.deepEqual(known(answeredSince(plan({ again: true }), [first!])), []);
  });
});
