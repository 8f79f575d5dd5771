import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readHostMessage, readPanelMessage, readPanelState } from '../../src/protocol/panel';
import { fakeScores } from './page/fakeScores';

describe('messages between host and panel', () => {
  const scores = fakeScores([{ name: 'a', texts: ['1', '2'] }, { texts: ['3'] }], ['p', 'q']);

  it('let whole scores through, and those without a total', () => {
    assert.equal(readHostMessage(scores), scores);
    const endless = { ...scores, spells: scores.spells.map((spell) => ({ ...spell, total: undefined })) };
    assert.equal(readHostMessage(endless), endless);
  });

  it('stop numbers that JSON does not carry, which would arrive as null', () => {
    for (const total of [Infinity, NaN, null]) {
      const spells = scores.spells.map((spell) => ({ ...spell, total }));
      assert.equal(readHostMessage({ ...scores, spells }), undefined, String(total));
    }
  });

  it('stop scores whose parts do not fit together', () => {
    for (const broken of [
      { ...scores, cosine: scores.cosine.slice(1) },
      { ...scores, cosine: [...scores.cosine] },
      { ...scores, columns: ['p'] },
      { ...scores, spellGivenImage: scores.promptGivenImage },
      { ...scores, groups: [0] },
      { ...scores, groups: [0, 2] },
      { ...scores, prompts: scores.prompts.map((prompt) => ({ ...prompt, sameAs: 9 })) },
      { ...scores, prompts: scores.prompts.map((prompt) => ({ ...prompt, spell: 9 })) },
      { ...scores, spells: scores.spells.map((spell) => ({ ...spell, rows: [99] })) },
      { ...scores, spells: scores.spells.map((spell) => ({ ...spell, best: 99 })) },
      { ...scores, checkpoint: undefined },
    ]) {
      assert.equal(readHostMessage(broken), undefined);
    }
  });

  it('let a lean through only with all its numbers', () => {
    const word = { word: '看護師', asked: 'nurse', size: 1.2, low: 0.8, high: 1.6, shown: true };
    const lean = {
      kind: 'lean',
      checkpoint: { id: 'mini', hash: 'ab' },
      measuring: false,
      words: [word],
    };
    assert.equal(readHostMessage(lean), lean);
    const none = { kind: 'lean', measuring: false, words: [] };
    assert.equal(readHostMessage(none), none);
    assert.equal(readHostMessage({ ...lean, words: [{ ...word, low: undefined }] }), undefined);
    assert.equal(readHostMessage({ ...lean, checkpoint: 'mini' }), undefined);
  });

  it('let the words of a spell through only with all their numbers, and words of words not at all', () => {
    const unit = {
      unit: 0,
      text: 'a cat',
      effect: 0.1,
      alone: 0.2,
      leftOut: 0,
      idle: false,
      hurts: false,
      depends: false,
      isSure: false,
    };
    const table = {
      checkpoint: { id: 'mini', hash: 'ab' },
      pictures: 1,
      differentPictures: 1,
      all: 0.3,
      none: 0.2,
      unexplained: 0,
      unweighed: 0,
      units: [{ ...unit, parts: 2, words: [unit] }],
    };
    const message = { kind: 'ledger', spell: 0, phase: 'measured', table };
    assert.equal(readHostMessage(message), message);
    const none = { kind: 'ledger', phase: 'waiting' };
    assert.equal(readHostMessage(none), none);
    for (const units of [
      [{ ...unit, effect: NaN }],
      [{ ...unit, shapley: { value: 1 } }],
      [{ ...unit, words: [{ ...unit, words: [unit] }] }],
    ]) {
      assert.equal(readHostMessage({ ...message, table: { ...table, units } }), undefined);
    }
    assert.equal(readHostMessage({ ...message, phase: 'done' }), undefined);
  });

  it('are of maps with a number for each place', () => {
    const values = new Float32Array(4);
    const picture = {
      ...{ path: 'a.png', width: 3, height: 2, values, contrast: values, evidence: values },
      grid: { seen: { left: -0.5, top: 0, right: 3.5, bottom: 2 }, rows: 2, columns: 2 },
      ...{ presence: -3.5, isFound: false },
    };
    const found = {
      ...{ phrase: 'cat', method: 'product', windows: false, checkpoint: { id: 'a', hash: 'b' } },
      ...{ rivals: 0, pictures: [picture], left: 2, failures: [], stale: false },
    };
    const fitting = { path: 'a.png', x: 0.5, y: 1, phrases: [{ phrase: 'a', probability: 1 }], neutral: 0 };
    const message = { kind: 'where', phrase: 'cat', found, fitting, progress: { done: 0, total: 3 } };
    assert.equal(readHostMessage(message), message);
    const none = { kind: 'where' };
    assert.equal(readHostMessage(none), none);
    for (const bad of [
      { ...picture, values: new Float32Array(3) },
      { ...picture, values: [0, 0, 0, 0] },
      { ...picture, grid: { ...picture.grid, seen: { left: 0 } } },
      { ...picture, presence: NaN },
    ])
      assert.equal(readHostMessage({ ...message, found: { ...found, pictures: [bad] } }), undefined);
    assert.equal(readHostMessage({ ...message, found: { ...found, method: 'magic' } }), undefined);
  });

  it('let every wish of the user through, and no other', () => {
    for (const good of [
      { kind: 'ready' },
      { kind: 'choose-model' },
      { kind: 'choose-model', model: 'clip-vit-b-32' },
      { kind: 'jump', spell: 0 },
      { kind: 'ledger-watch', isOn: true },
      { kind: 'ledger-select', units: [0, 2] },
      { kind: 'ledger-measure', what: 'pairs' },
      { kind: 'where-find', phrase: 'a', method: 'contrast', windows: true, pictures: 6 },
      { kind: 'where-fit', path: 'a.png', x: 0.5, y: 3 },
      { kind: 'add-files', files: [{ name: '', bytes: new Uint8Array(3) }] },
      { kind: 'add-uris', uris: ['file:///a'] },
      { kind: 'export', format: 'csv', to: 'clipboard' },
    ]) {
      assert.equal(readPanelMessage(good), good);
    }
    for (const bad of [
      { kind: 'choose-model', model: 1 },
      { kind: 'jump', spell: -1 },
      { kind: 'ledger-select', units: [-1] },
      { kind: 'ledger-measure', what: 'everything' },
      { kind: 'where-find', phrase: 'a', method: 'magic', windows: true, pictures: 6 },
      { kind: 'where-fit', path: 'a.png', x: NaN, y: 3 },
      { kind: 'jump', spell: 0.5 },
      { kind: 'add-files', files: [{ name: 'a', bytes: 'text' }] },
      { kind: 'add-files', files: [{ name: 'a', bytes: { length: 1, 0: 1 } }] },
      { kind: 'add-files', files: new Array(501).fill({ name: 'a', bytes: new Uint8Array() }) },
      { kind: 'export', format: 'exe', to: 'file' },
      { kind: 'constructor' },
      { kind: '__proto__' },
      { kind: 'welcome' },
      null,
      'ready',
    ]) {
      assert.equal(readPanelMessage(bad), undefined);
    }
  });

  it('never break on anything', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom('scores', 'pictures', 'add-files', 'restore', 'history'),
        (value, kind) => {
          for (const each of [value, { ...(value as object), kind }]) {
            readHostMessage(each);
            readPanelMessage(each);
            readPanelState(each);
          }
        },
      ),
    );
  });
});
