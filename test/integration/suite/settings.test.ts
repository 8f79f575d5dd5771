import assert from 'node:assert/strict';
import { api, closeAll, eventually, extension, known, lenses, openNew, scored, withSetting } from './editor';

const head = '---\nimages: refs/red-apple.png\n---\n';

describe('settings', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  it('that are nonsense count as the default', async () => {
    await withSetting('dialect', 'nonsense', () =>
      withSetting('expansionLimit', 'many', async () => {
        const { document } = await openNew('nonsense.spell', `${head}{a|one} (red:1.3) apple\n`);
        const { prompts } = await scored(document);
        assert.deepEqual(
          prompts.map(({ expansion }) => expansion.text),
          ['a red apple', 'one red apple'],
        );
      }),
    );
  });

  it('codeLens hides the lenses at once, and shows them again', async () => {
    const { document } = await openNew('lens.spell', `${head}a red apple\n`);
    await scored(document);
    assert.equal((await lenses(document.uri)).length, 1);
    await withSetting('codeLens', false, async () => assert.deepEqual(await lenses(document.uri), []));
    assert.equal((await lenses(document.uri)).length, 1);
  });

  it('expansionLimit takes a sample and says so', async () => {
    const { document } = await openNew('limit.spell', `${head}{a|b|c|d} {e|f|g|h} apple\n`);
    assert.equal((await scored(document)).prompts.length, 16);
    await withSetting('expansionLimit', 5, async () => {
      const score = await eventually('a sample', () => {
        const found = api().scores.get(document.uri)?.score;
        return found?.prompts.length === 5 ? found : undefined;
      });
      assert.equal(score.spells[0]!.sampled, true);
      assert.match((await lenses(document.uri))[0]!.title, /5 sampled from 16/);
    });
    await eventually('all again', () =>
      api().scores.get(document.uri)?.score?.prompts.length === 16 ? true : undefined,
    );
  });

  it('dialect decides how brackets are read', async () => {
    const { document } = await openNew('dialect.spell', `${head}a (red:1.3) apple\n`);
    assert.equal((await scored(document)).prompts[0]!.expansion.text, 'a red apple');
    await withSetting('dialect', 'plain', () =>
      eventually('brackets as text', () =>
        api().scores.get(document.uri)?.score?.prompts[0]?.expansion.text === 'a (red:1.3) apple'
          ? true
          : undefined,
      ),
    );
  });

  it('a model that is not there is named, and leaving it scores again', async () => {
    const { document } = await openNew('model.spell', `${head}a red apple\n`);
    await scored(document);
    await withSetting('model', './nowhere', async () => {
      const current = await known(document.uri, ({ phase }) => phase === 'failed');
      assert.match(current.error ?? '', /nowhere/);
    });
    await known(document.uri, ({ phase }) => phase === 'ready');
  });

  it('values of the wrong kind count as the default', async () => {
    const { document } = await openNew('bad-value.spell', `${head}{a|b} apple\n`);
    await withSetting('expansionLimit', 'many', async () => {
      assert.equal((await scored(document)).prompts.length, 2);
    });
  });
});
