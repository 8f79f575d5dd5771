import assert from 'node:assert/strict';
import { applyBindings, type SlotValues } from '../../../src/generators/comfyui/workflow/applyBindings';
import { isComplete } from '../../../src/generators/comfyui/workflow/bindings';
import { correctedBindings, writeBindings } from '../../../src/generators/comfyui/workflow/storedBindings';
import { readWorkflow } from '../../../src/generators/comfyui/workflow/workflow';
import { writeExactJson, type ExactJson } from '../../../src/generators/exactJson';
import { GeneratorError } from '../../../src/generators/generatorError';
import { api, bindingsIn, usual } from './workflows';

const refuses = (run: () => unknown, code: string): void =>
  void assert.throws(run, (error) => error instanceof GeneratorError && error.code === code);

function filled(text: string, values: SlotValues): { text: string; unused: readonly string[] } {
  const workflow = readWorkflow(text);
  const { nodes, unused } = applyBindings(workflow, bindingsIn(workflow).bindings, values);
  return { text: writeExactJson(nodes as unknown as ExactJson), unused };
}

describe('a workflow’s text', () => {
  it('in API form, in the body of a request, in a text of JSON, behind a byte order mark', () => {
    const text = api(usual());
    for (const given of [
      text,
      `\uFEFF${text}`,
      `{"prompt":${text},"client_id":"x"}`,
      JSON.stringify({ prompt: text }),
    ])
      assert.equal(readWorkflow(given).graph.nodes.size, 7);
  });

  it('what the editor saves is refused with the hint, and so is what is no workflow', () => {
    refuses(() => readWorkflow('{"nodes":[{"id":1,"type":"KSampler"}],"links":[]}'), 'workflow-ui-format');
    refuses(() => readWorkflow('{"workflow":{"nodes":[]}}'), 'workflow-ui-format');
    for (const text of ['', 'x', '[]', '3', '{"a":'.repeat(200)])
      refuses(() => readWorkflow(text), 'workflow-unreadable');
    for (const text of ['{}', '{"a":{"class_type":"X"}}', '{"prompt":"{}"}'])
      refuses(() => readWorkflow(text), 'workflow-empty');
    refuses(() => readWorkflow(' '.repeat(5_000_000)), 'workflow-too-large');
  });

  it('keeps every digit of what it does not set, leaves NaN alone, and drops what is no node', () => {
    const given = api(usual({ other: '@', big: '#' }))
      .replace('"@"', 'NaN')
      .replace('"#"', '12345678901234567890')
      .replace('{"3"', '{"extraMetadata":"{}","3"');
    const { text } = filled(given, { prompt: 'x', seed: 18446744073709551615n });
    assert.match(text, /"seed":18446744073709551615,/);
    assert.match(text, /"big":12345678901234567890\b/);
    assert.match(text, /"other":null/);
    assert.doesNotMatch(text, /extraMetadata/);
  });

  it('keeps types: a seed that was a text stays one, a number stays a number', () => {
    const { text } = filled(api(usual({ seed: '7', steps: 20 })), {
      prompt: 'x',
      seed: 8n,
      steps: 30,
      cfg: 3.5,
    });
    assert.match(text, /"seed":"8","steps":30,"cfg":3.5/);
  });

  it('fills placeholders in, in the middle of a text or alone, whatever the prompt holds', () => {
    const nodes = usual(
      { seed: '%seed%' },
      { '6': ['CLIPTextEncode', { text: 'best, {{ prompt }}, 8k', clip: ['4', 1] }] },
    );
    const { text } = filled(api(nodes), { prompt: '$& %seed% "x"\n{a|b}', seed: 2n ** 63n });
    assert.match(text, /"seed":9223372036854775808,/);
    assert.ok(text.includes(JSON.stringify('best, $& %seed% "x"\n{a|b}, 8k')));
  });

  it('says what has no place', () => {
    const nodes = usual(
      { negative: ['20', 0] },
      { '20': ['ConditioningZeroOut', { conditioning: ['6', 0] }] },
    );
    assert.deepEqual(filled(api(nodes), { prompt: 'x', seed: 1n, negative: 'y', guidance: 3 }).unused, [
      'negative',
      'guidance',
    ]);
  });
});

describe('bindings that the user chose', () => {
  const workflow = readWorkflow(
    api(
      usual(
        {},
        { '30:6': ['PrimitiveString', { value: 'mine' }], '7': ['CLIPTextEncode', { text: ['30:6', 0] }] },
      ),
    ),
  );
  const found = bindingsIn(workflow);

  it('come back as they were written', () => {
    const again = correctedBindings(found, workflow, writeBindings(found.bindings));
    assert.deepEqual(
      again.bindings.map(({ slot, id, input }) => [slot, id, input]).sort(),
      found.bindings.map(({ slot, id, input }) => [slot, id, input]).sort(),
    );
    assert.ok(again.bindings.every(({ rule }) => rule === 'user'));
  });

  it('take the place of what was found, or take it away; the rest stays', () => {
    const chosen = JSON.stringify({ prompt: [{ node: '30:6', input: 'value' }], steps: [] });
    const { bindings } = correctedBindings(found, workflow, chosen);
    const at = (slot: string): (string | undefined)[] =>
      bindings
        .filter((binding) => binding.slot === slot)
        .map(({ id, input, rule }) => `${id}.${input} ${rule}`);
    assert.deepEqual(at('prompt'), ['30:6.value user']);
    assert.deepEqual(at('negative'), [], 'its place has another meaning now');
    assert.deepEqual(at('steps'), []);
    assert.deepEqual(at('seed'), ['3.seed sampler']);
  });

  it('may cut a link: what another node computed is a value then', () => {
    const linked = readWorkflow(api(usual({ seed: ['20', 0] }, { '20': ['Math', { a: 1, b: 2 }] })));
    const open = bindingsIn(linked);
    assert.equal(isComplete(open), false);
    const { bindings, remarks } = correctedBindings(open, linked, '{"seed":[{"node":"3","input":"seed"}]}');
    assert.equal(isComplete({ bindings }), true);
    assert.deepEqual(remarks, []);
    const { nodes } = applyBindings(linked, bindings, { prompt: 'x', seed: 4n });
    assert.equal(nodes['3']!.inputs.seed, 4n);
  });

  it('are held against the workflow, which may be another one by now', () => {
    for (const [text, code] of [
      ['no JSON', 'bindings-unreadable'],
      ['{"prompt":"6"}', 'bindings-unreadable'],
      ['{"prompt":[{"node":"6"}]}', 'bindings-unreadable'],
      ['{"colour":[]}', 'bindings-slot-unknown'],
      ['{"prompt":[{"node":"99","input":"text"}]}', 'bindings-place-unknown'],
      ['{"prompt":[{"node":"6","input":"toString"}]}', 'bindings-place-unknown'],
      ['{"prompt":[{"node":"6","input":"text","type":"KSampler"}]}', 'bindings-place-unknown'],
    ] as const)
      refuses(() => correctedBindings(found, workflow, text), code);
  });
});
