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

  it('let a gallery through only where its pictures are of variants that it has, and previews that are small files', () => {
    const picture = { id: 'a.png', variant: 0, origin: 'drawn', isReference: false, differs: false };
    const gallery = {
      ...{ kind: 'gallery', phase: 'ready', hasGenerator: true, isStale: false, remarks: [] },
      variants: [{ text: 'a cat', isGone: false }],
      pictures: [picture],
    };
    assert.equal(readHostMessage(gallery), gallery);
    for (const broken of [{ variant: 1 }, { seed: 5 }, { own: NaN }, { nearest: { picture: 'b.png' } }])
      assert.equal(readHostMessage({ ...gallery, pictures: [{ ...picture, ...broken }] }), undefined);
    const run = { phase: 'drawing', done: 1, total: 4 };
    for (const [preview, passes] of [
      [new Uint8Array(9), true],
      [new Uint8Array(5 * 1024 * 1024), false],
      ['data:image/png;base64,', false],
    ] as const)
      assert.equal(
        readHostMessage({ kind: 'gallery-drawing', run: { ...run, preview } }) !== undefined,
        passes,
      );
    assert.ok(readPanelMessage({ kind: 'gallery-copy', id: 'a.png', what: 'seed' }));
    assert.equal(readPanelMessage({ kind: 'gallery-copy', id: 'a.png', what: 'prompt' }), undefined);
    assert.equal(readPanelMessage({ kind: 'gallery-look', ids: ['1', '2', '3', '4'] }), undefined);
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

  it('let slots and blind spots through only with all their numbers', () => {
    const option = { label: 'red', wins: 3, share: 0.5, low: 0.2, high: 0.8, probability: 0.5 };
    const picture = { paths: ['a.png'], winner: 0, second: 1, probability: 0.6, secondProbability: 0.4 };
    const slot = { written: '{red|blue}', outcome: 'open', options: [option, option], pictures: [picture] };
    const slots = { kind: 'slots', spell: 0, differentPictures: 6, sampled: false, slots: [slot] };
    assert.equal(readHostMessage(slots), slots);
    for (const bad of [
      { kind: 'suggest-ask', what: 'all' },
      { kind: 'suggest-edit', run: 1, list: 'steps', index: 0 },
      { kind: 'suggest-edit', run: 1, list: 'gains', index: -1 },
      { kind: 'suggest-write', run: 2, where: '/etc/passwd' },
      { ...slot, outcome: 'maybe' },
      { ...slot, options: [{ ...option, low: NaN }] },
      { ...slot, pictures: [{ ...picture, winner: -1 }] },
      { ...slot, seconds: [[0.5]] },
    ])
      assert.equal(readHostMessage({ ...slots, slots: [bad] }), undefined);

    const word = { word: 'red', share: 1, wrong: [{ text: 'a blue cat', share: 1 }] };
    const sight = { kind: 'colour', sight: 'sees', share: 1, low: 0.6, high: 1, words: [word] };
    const checkpoint = { id: 'mini', hash: 'ab' };
    const table = {
      spell: 0,
      text: 'a red cat',
      isStale: false,
      checkpoint,
      differentPictures: 6,
      kinds: [sight],
    };
    const spots = { kind: 'blind-spots', phase: 'tested', canTest: true, table };
    assert.equal(readHostMessage(spots), spots);
    for (const bad of [
      { ...sight, kind: 'gender' },
      { ...sight, sight: 'blind' },
      { ...sight, words: [{ ...word, wrong: ['a blue cat'] }] },
    ])
      assert.equal(readHostMessage({ ...spots, table: { ...table, kinds: [bad] } }), undefined);
  });

  it('are of a second checkpoint with both numbers of each row, and an order for each pair', () => {
    const place = { rank: 1, ranks: { first: 1, last: 2 }, cosine: 0.3 };
    const row = { spell: 0, name: 'a', first: place, second: place, same: 1, opposed: 0 };
    const checkpoint = { id: 'mini', hash: 'ab', name: 'mini', isOfTaste: false };
    const table = {
      ...{ isStale: false, first: checkpoint, second: checkpoint, differentPictures: 6 },
      ...{ sentences: ['b'], rows: [{ ...row, texts: [{ ...row, row: 0 }] }, row], more: 0, orders: [1] },
    };
    const judge = { kind: 'judge', phase: 'judged', name: 'c', table };
    assert.equal(readHostMessage(judge), judge);
    for (const bad of [
      { ...table, orders: [1, 0] },
      { ...table, rows: [{ ...row, second: undefined }, row] },
      { ...table, rows: [{ ...row, first: { ...place, cosine: NaN } }, row] },
      { ...table, rows: [{ ...row, texts: [{ ...row, texts: [row] }] }, row] },
      { ...table, second: { ...checkpoint, name: 1 } },
    ])
      assert.equal(readHostMessage({ ...judge, table: bad }), undefined, JSON.stringify(bad));
    assert.equal(readHostMessage({ ...judge, phase: 'agreed' }), undefined);
    for (const bad of [{ kind: 'judge-watch' }, { kind: 'judge-choose', model: 1 }])
      assert.equal(readPanelMessage(bad), undefined);
  });

  it('are of an audit with its shares and pictures', () => {
    const result = {
      ...{ name: 'a', text: 'a', set: 'b', verdict: 'c', remarks: ['d'], isSilent: false, isStale: false },
      ...{ checkpoint: { id: 'a', hash: 'b' } },
      bars: [{ name: 'woman', kind: 'corrected', share: 0.7, low: 0.4, high: 0.9 }],
      groups: [{ name: 'woman', pictures: [{ index: 0, src: 'a', name: 'b', probability: 0.9 }] }],
    };
    const message = { kind: 'audit', phase: 'done', canAsk: true, result };
    assert.equal(readHostMessage(message), message);
    for (const bad of [
      { ...message, phase: 'asking' },
      { ...message, result: { ...result, bars: [{ ...result.bars[0], low: null }] } },
      { ...message, result: { ...result, bars: [{ ...result.bars[0], kind: 'guessed' }] } },
      { ...message, result: { ...result, groups: [{ name: 'a', pictures: [{ index: -1 }] }] } },
    ])
      assert.equal(readHostMessage(bad), undefined);
    assert.equal(readPanelMessage({ kind: 'audit-open', index: 0.5 }), undefined);
    assert.notEqual(readPanelMessage({ kind: 'audit-open', index: 3 }), undefined);
  });

  it('are of a library with whole pictures, and of a search in it', () => {
    const shown = { path: 'a.png', src: 'vscode-resource:/a.png', cosine: 0.3, isReference: true };
    const spell = {
      ...{ spell: 0, name: 'a', text: 'a cat', mean: 0.2, nearest: [shown], farthest: [] },
      distribution: { low: 0.1, high: 0.4, counts: [1, 2] },
    };
    const message = {
      ...{ kind: 'library', checkpoint: 'mini', pictures: 3, different: 3, failed: 0, spells: [spell] },
    };
    assert.equal(readHostMessage(message), message);
    for (const broken of [
      { ...spell, nearest: [{ ...shown, cosine: NaN }] },
      { ...spell, nearest: [{ ...shown, src: undefined }] },
      { ...spell, distribution: { ...spell.distribution, counts: [-1] } },
    ])
      assert.equal(readHostMessage({ ...message, spells: [broken] }), undefined);
    const find = {
      ...{ kind: 'find', phase: 'searching', own: 0, progress: { done: 1, total: 2, perSecond: 3 } },
      found: {
        text: 'x',
        checkpoint: 'mini',
        pictures: 1,
        different: 1,
        failed: 0,
        nearest: [shown],
        remarks: ['x'],
      },
    };
    assert.equal(readHostMessage(find), find);
    assert.equal(readHostMessage({ ...find, progress: { done: 1, total: Infinity } }), undefined);
    assert.notEqual(readPanelMessage({ kind: 'find-start', by: 'name', text: 'a' }), undefined);
    assert.equal(readPanelMessage({ kind: 'find-start', by: 'magic' }), undefined);
    assert.equal(readPanelMessage({ kind: 'find-take', paths: Array(1001).fill('a') }), undefined);
  });

  it('are of a search with the generator with whole rounds', () => {
    const round = { best: 0.2, median: 0.1, start: 0.1, pictures: 8 };
    const run = {
      ...{ name: 'a', looked: 8, budget: 20, freshSeeds: 5, searched: 1, heldOut: 1, checkpoint: 'mini' },
      ...{ from: 'a', rounds: [round], worth: [], canTake: false, isTaken: false },
    };
    const message = { kind: 'search', phase: 'searching', canStart: false, budget: 20, run };
    assert.equal(readHostMessage(message), message);
    for (const bad of [
      { ...message, phase: 'resting' },
      { ...message, run: { ...run, looked: -1 } },
      { ...message, run: { ...run, rounds: [{ ...round, median: null }] } },
      { ...message, run: { ...run, picture: { src: 'a' } } },
    ])
      assert.equal(readHostMessage(bad), undefined);
    assert.equal(readPanelMessage({ kind: 'search-take', how: 'eat' }), undefined);
    assert.notEqual(readPanelMessage({ kind: 'search-take', how: 'insert' }), undefined);
  });

  it('are of a search with whole rounds', () => {
    const round = { startSeen: 0.1, bestSeen: 0.2, medianSeen: 0.1 };
    const run = {
      ...{ name: 'a', seed: 1, rounds: 2, from: 'a', told: [round], searched: 1, heldOut: 0 },
      ...{ checkpoint: { id: 'a', hash: 'b' }, canInsert: false, isInserted: false, isStale: false },
    };
    const message = {
      ...{ kind: 'evolution', phase: 'searching', canStart: false, seed: 2 },
      ...{ population: 24, rounds: 12, mostPhrases: 8, run },
    };
    assert.equal(readHostMessage(message), message);
    for (const bad of [
      { ...message, phase: 'resting' },
      { ...message, seed: -1 },
      { ...message, run: { ...run, told: [{ ...round, medianSeen: null }] } },
      { ...message, run: { ...run, result: { gainSeen: 0.1 } } },
    ])
      assert.equal(readHostMessage(bad), undefined);
    assert.equal(readPanelMessage({ kind: 'evolution-start', seed: 0.5 }), undefined);
    assert.notEqual(readPanelMessage({ kind: 'evolution-start', seed: 5 }), undefined);
  });

  it('are of maps with a number for each place', () => {
    const values = new Float32Array(4);
    const picture = {
      ...{ path: 'a.png', width: 3, height: 2, values, contrast: values, evidence: values },
      grid: { seen: { left: -0.5, top: 0, right: 3.5, bottom: 2 }, rows: 2, columns: 2 },
      ...{ seen: 1, presence: -3.5, isFound: false },
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

  it('let attention through only with a share for each word and each place in every layer', () => {
    const layer = { own: [0.1, 0.6, 0.3], rollout: [0.2, 0.3, 0.5] };
    const text = {
      spell: 0,
      words: [{ text: 'cats', tokens: 2 }],
      layers: [layer],
      templates: 0,
      isCut: false,
    };
    const picture = {
      ...{ path: 'a.png', width: 3, height: 1, rows: 1, columns: 3, layers: [layer] },
      hasOwnToken: false,
      seen: { left: 0, top: 0, right: 3, bottom: 1 },
    };
    const attention = { kind: 'attention', phase: 'ready', pictures: ['a.png'], text, picture };
    assert.equal(readHostMessage(attention), attention);
    for (const broken of [
      { ...attention, phase: 'done' },
      { ...attention, text: { ...text, layers: [] } },
      { ...attention, text: { ...text, words: [] } },
      { ...attention, text: { ...text, layers: [{ ...layer, own: [0.1, 0.6] }] } },
      { ...attention, picture: { ...picture, columns: 2 } },
      { ...attention, picture: { ...picture, layers: [{ ...layer, rollout: [0, null, 1] }] } },
      { ...attention, picture: { ...picture, seen: undefined } },
      { ...attention, picture: { ...picture, hasOwnToken: undefined } },
    ])
      assert.equal(readHostMessage(broken), undefined, JSON.stringify(broken));
    const wish = { kind: 'attention-picture', path: 'a.png' };
    assert.equal(readPanelMessage(wish), wish);
    assert.equal(readPanelMessage({ kind: 'attention-watch', isOn: 'yes' }), undefined);
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

  it('let suggestions through only with all their numbers', () => {
    const suggested = {
      run: 1,
      isStale: false,
      checkpoint: { id: 'mini', hash: 'ab' },
      differentPictures: 6,
      phrases: 1673,
      problems: [],
    };
    const gain = { text: 'red', class: 'colour', gain: 0.1, low: 0.05, high: 0.2 };
    const hurt = { text: 'blue', effect: -0.1 };
    const help = {
      ...suggested,
      ...{ spell: 0, text: 'a cat', isFull: false, measured: 300, floor: 0.01 },
      gains: [gain],
      hurts: [hurt],
      negative: { pictures: 1, phrases: [{ text: 'snow', difference: 0.2 }] },
    };
    const prompt = {
      ...suggested,
      text: '{cat|kitten}',
      steps: [{ ...gain, ties: ['kitten'], cosine: 0.3 }],
    };
    const message = { kind: 'suggest', can: ['help', 'prompt'], help, prompt };
    assert.equal(readHostMessage(message), message);
    const running = { what: 'prompt', stage: 'measuring', done: 1, total: 8, steps: ['cat'] };
    const asked = { kind: 'suggest', can: [], running, wasStopped: true, error: 'x' };
    assert.equal(readHostMessage(asked), asked);
    for (const broken of [
      { ...message, can: ['evolve'] },
      { ...message, help: { ...help, gains: [{ ...gain, gain: null }] } },
      { ...message, help: { ...help, hurts: [{ text: 'blue' }] } },
      { ...message, help: { ...help, negative: { phrases: [] } } },
      { ...message, help: { ...help, run: undefined } },
      { ...message, prompt: { ...prompt, steps: [gain] } },
      { ...asked, running: { ...running, stage: 'later' } },
      { kind: 'show-suggest' },
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
      { kind: 'save' },
      { kind: 'blind-spots-test' },
      { kind: 'blind-spots-cancel' },
      { kind: 'judge-watch', isOn: true },
      { kind: 'judge-choose', model: 'mini' },
      { kind: 'judge-choose' },
      { kind: 'ledger-watch', isOn: true },
      { kind: 'suggest-ask', what: 'help' },
      { kind: 'suggest-cancel' },
      { kind: 'suggest-edit', run: 1, list: 'negative', index: 0 },
      { kind: 'suggest-write', run: 2, where: 'below' },
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
