import assert from 'node:assert/strict';
import { modelEntries } from '../../src/extension/features/models/modelChoices';
import type { LibraryModel } from '../../src/extension/services/modelLibrary';
import type { ModelFormat, RegisteredModel } from '../../src/models/registryFormat';

const registered = (id: string, more: Partial<RegisteredModel> = {}): RegisteredModel => ({
  id,
  name: `Name of ${id}`,
  repository: `someone/${id}`,
  format: 'hf-clip',
  family: 'clip',
  files: [{ name: 'model.safetensors' }],
  megabytes: 607,
  imageSize: 224,
  languages: ['en', 'ja'],
  licence: 'MIT',
  note: { en: `Note of ${id}`, ja: `${id} の説明` },
  ...more,
});

const library: LibraryModel[] = [
  { model: registered('absent'), state: 'absent' },
  { model: registered('begun'), state: 'partial' },
  { model: registered('here'), state: 'pulled' },
  { model: registered('strange', { format: 'custom' satisfies ModelFormat }), state: 'absent' },
];

describe('the list of checkpoints', () => {
  const list = (inUse: string, language: 'en' | 'ja' = 'en') => modelEntries({ library, inUse, language });
  const names = (inUse: string): string[] => list(inUse).map(({ name }) => name);

  it('shows what is here, then what can be downloaded, then what cannot be read', () => {
    assert.deepEqual(names('mini'), [
      'mini',
      'Name of here',
      'A folder…',
      'Name of absent',
      'Name of begun',
      'Name of strange',
    ]);
    assert.deepEqual(
      list('mini').map(({ group }) => group),
      ['here', 'here', 'here', 'toDownload', 'toDownload', 'notReadable'],
    );
  });

  it('offers those first that read the language of the editor', () => {
    const mixed: LibraryModel[] = [
      { model: registered('english', { languages: ['en'] }), state: 'absent' },
      { model: registered('both'), state: 'absent' },
      { model: registered('japanese', { languages: ['ja'] }), state: 'partial' },
    ];
    const offered = (language: 'en' | 'ja'): string[] =>
      modelEntries({ library: mixed, inUse: 'mini', language })
        .filter(({ group }) => group === 'toDownload')
        .map(({ name }) => name.replace('Name of ', ''));
    assert.deepEqual(offered('en'), ['english', 'both', 'japanese']);
    assert.deepEqual(offered('ja'), ['both', 'japanese', 'english']);
  });

  it('says state, size, licence and languages in words, in both languages', () => {
    const facts = (language: 'en' | 'ja') => list('here', language).map((entry) => entry.facts);
    assert.equal(
      facts('en')[1],
      'in use · downloaded · 607 MB · licence MIT · English, Japanese (日本語) · here',
    );
    assert.equal(
      facts('en')[3],
      'not downloaded · 607 MB · licence MIT · English, Japanese (日本語) · absent',
    );
    assert.equal(
      facts('en')[4],
      'download begun · 607 MB · licence MIT · English, Japanese (日本語) · begun',
    );
    assert.equal(
      facts('en')[5],
      'not readable yet · 607 MB · licence MIT · English, Japanese (日本語) · strange',
    );
    assert.equal(
      facts('ja')[1],
      '使用中 · ダウンロード済み · 607 MB · ライセンス MIT · 英語、日本語 (Japanese) · here',
    );
    assert.equal(list('here', 'ja')[1]!.note, 'here の説明');
  });

  it('marks exactly one as in use: the bundled one, one of the registry, or a folder of the user', () => {
    for (const [inUse, name] of [
      ['mini', 'mini'],
      ['begun', 'Name of begun'],
      ['/models/mine', '/models/mine'],
    ] as const) {
      const used = list(inUse).filter((entry) => entry.inUse);
      assert.deepEqual(
        used.map((entry) => entry.name),
        [name],
      );
      assert.match(used[0]!.facts, /^in use/);
    }
  });

  it('offers to delete only what lies in the cache', () => {
    assert.deepEqual(
      list('mini').flatMap(({ name, isRemovable }) => (isRemovable ? name : [])),
      ['Name of here', 'Name of begun'],
    );
  });

  it('shows a language code that is none as it stands in the registry', () => {
    const odd = [{ model: registered('odd', { languages: ['not a code', 'en'] }), state: 'absent' as const }];
    assert.match(
      modelEntries({ library: odd, inUse: 'mini', language: 'en' })[2]!.facts,
      /not a code, English · odd$/,
    );
  });
});
