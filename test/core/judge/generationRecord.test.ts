import assert from 'node:assert/strict';
import {
  readRecords,
  recordLine,
  requestText,
  type GenerationRecord,
} from '../../../src/core/judge/generationRecord';

const record: GenerationRecord = {
  schema: 1,
  source: 'a.spell',
  spell: null,
  spellIndex: 0,
  expansion: '0',
  text: 'a fish',
  prompt: 'a (fish:1.2)',
  negative: null,
  parameters: { steps: 20, seed: '18446744073709551615' },
  seed: '18446744073709551615',
  ran: { model: 'scenes' },
  remarks: [{ code: 'generation-other-size', parameters: { asked: '64x64', ran: '512x512' } }],
  generator: 'a1111',
  url: 'http://127.0.0.1:7860',
  time: '2026-01-01T00:00:00.000Z',
  seconds: 1.5,
  file: 'a/1.png',
  hash: '0'.repeat(64),
  request: 'f'.repeat(64),
};

describe('the records of pictures', () => {
  it('are read as they were written, the seed to its last digit', () => {
    const lines = recordLine(record) + recordLine({ ...record, file: 'a/2.png', spell: '猫\n"' });
    assert.deepEqual(readRecords(lines), [record, { ...record, file: 'a/2.png', spell: '猫\n"' }]);
  });

  it('are read around a line that a broken run left half, and around blank ones', () => {
    const half = recordLine(record).slice(0, 80);
    const lines = `\r\n${half}\n${recordLine(record)}\n\n${half}`;
    assert.deepEqual(readRecords(lines), [record]);
  });

  it('of one file count once, the later one', () => {
    const later = { ...record, seconds: 3 };
    const other = { ...record, file: 'a/2.png' };
    const lines = [record, other, later].map(recordLine).join('');
    assert.deepEqual(readRecords(lines), [other, later]);
  });

  for (const file of [
    ...['', '/etc/passwd', '../x.png', 'a/../../x.png', 'a//x.png', './x.png', 'a\\..\\x.png'],
    ...['C:/x.png', 'x.png:stream', 'a/\0.png', 'a/..', 'a/'],
  ])
    it(`do not lead to ${JSON.stringify(file)}`, () => {
      assert.deepEqual(readRecords(recordLine({ ...record, file })), []);
    });

  for (const [name, value] of [
    ['schema', 2],
    ['prompt', null],
    ['prompt', ['a']],
    ['negative', 5],
    ['spell', {}],
    ['spellIndex', -1],
    ['spellIndex', 0.5],
    ['seconds', 'soon'],
    ['parameters', null],
    ['parameters', []],
    ['parameters', { model: { toString: 1 } }],
    ['ran', { steps: [1] }],
    ['remarks', undefined],
    ['remarks', [null]],
    ['remarks', [{ code: 5, parameters: {} }]],
    ['remarks', [{ code: 'generation-other-size' }]],
    ['hash', 'F'.repeat(64)],
    ['request', '../../x'],
    ['seed', '-1'],
    ['seed', '1e3'],
    ['seed', '1'.repeat(21)],
  ] as const)
    it(`are none with ${name}: ${JSON.stringify(value)}`, () => {
      const line = `${JSON.stringify({ ...record, [name]: value })}\n`;
      assert.deepEqual(readRecords(line + recordLine(record)), [record]);
    });

  it('are none in lines of JSON that mean something else', () => {
    assert.deepEqual(readRecords('null\n5\n"x"\n[]\n{}\n{"__proto__": {"schema": 1}}\n[[[\n'), []);
  });
});

describe('a request', () => {
  const request = {
    generator: 'a1111',
    url: 'http://127.0.0.1:7860',
    prompt: 'a fish',
    parameters: { steps: 20, model: 'scenes' },
    seed: '1',
  };
  const text = requestText(request);

  it('is the same whatever the order of its parameters, with or without a seed among them', () => {
    const parameters = { model: 'scenes', sampler: undefined, seed: '7', steps: 20 };
    assert.equal(requestText({ ...request, negative: '', parameters }), text);
  });

  for (const other of [
    ...[{ generator: 'forge' }, { url: 'http://127.0.0.1:7861' }, { prompt: 'a cat' }, { seed: '2' }],
    ...[{ negative: 'a cat' }, { workflow: '{}' }, { parameters: { steps: 20 } }],
    { parameters: { steps: 20, model: 'sketches' } },
  ])
    it(`is another one with ${JSON.stringify(other)}`, () => {
      assert.notEqual(requestText({ ...request, ...other }), text);
    });

  it('with another workflow is another one', () => {
    assert.notEqual(
      requestText({ ...request, workflow: '{"1": 1}' }),
      requestText({ ...request, workflow: '{}' }),
    );
  });
});
