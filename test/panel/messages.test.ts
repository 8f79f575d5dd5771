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

  it('let the health of pictures through only with all that it says', () => {
    const mark = {
      code: 'word-written',
      sentence: 'sun',
      area: { left: 0, top: 0.5, right: 1, bottom: 0.7 },
    };
    const picture = { path: 'a.png', width: 300, height: 200, dropped: 0.3, marks: [mark] };
    const writing = { state: 'done', done: 1, total: 1, words: 3, readable: 2, isStale: false };
    const checkpoint = { id: 'mini', hash: 'ab' };
    const health = { kind: 'health', checkpoint, pictures: [picture], different: 1, writing };
    assert.equal(readHostMessage(health), health);
    for (const broken of [
      { ...health, writing: undefined },
      { ...health, writing: { ...writing, state: 'asleep' } },
      { ...health, uncompared: 'never' },
      { ...health, pictures: [{ ...picture, marks: [{ ...mark, code: 'ugly' }] }] },
      { ...health, pictures: [{ ...picture, marks: [{ ...mark, area: { ...mark.area, left: NaN } }] }] },
      { ...health, pictures: [{ ...picture, width: -1 }] },
    ])
      assert.equal(readHostMessage(broken), undefined, JSON.stringify(broken));
  });

  it('let every wish of the user through, and no other', () => {
    for (const good of [
      { kind: 'examine-pictures' },
      { kind: 'stop-examining' },
      { kind: 'ready' },
      { kind: 'choose-model' },
      { kind: 'choose-model', model: 'clip-vit-b-32' },
      { kind: 'jump', spell: 0 },
      { kind: 'add-files', files: [{ name: '', bytes: new Uint8Array(3) }] },
      { kind: 'add-uris', uris: ['file:///a'] },
      { kind: 'export', format: 'csv', to: 'clipboard' },
    ]) {
      assert.equal(readPanelMessage(good), good);
    }
    for (const bad of [
      { kind: 'choose-model', model: 1 },
      { kind: 'jump', spell: -1 },
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
