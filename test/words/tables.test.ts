import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { root } from '../../scripts/editor/repository';
import { parametersOf, unusedKeys, wordingsIn, wordingsOf } from './tables';

const source = path.join(root, 'src');

describe('every wording', () => {
  const wordings = wordingsIn(source);

  it('is there in both languages', () => {
    assert.deepEqual(
      wordings.filter(({ en, ja }) => !en?.trim() || !ja?.trim()),
      [],
    );
  });

  it('names the same parameters in both', () => {
    assert.deepEqual(
      wordings
        .map(({ place, en = '', ja = '' }) => ({ place, en: parametersOf(en), ja: parametersOf(ja) }))
        .filter(({ en, ja }) => en.join() !== ja.join()),
      [],
    );
  });

  it('holds no Japanese where it is English', () => {
    const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
    assert.deepEqual(
      wordings.filter(({ en = '' }) => japanese.test(en)).map(({ place }) => place),
      [],
    );
  });

  it('is found: in each file that says something', () => {
    const files = new Set(wordings.map(({ place }) => place.replace(/:.*/, '')));
    const silent = [
      'amounts',
      'explainedMarkdown',
      'languageNames',
      'markdownWords',
      'numbers',
      'problemText',
      'scoreRemarks',
      'words',
    ];
    const speaking = readdirSync(path.join(source, 'words'))
      .map((file) => path.basename(file, '.ts'))
      .filter((name) => !silent.includes(name));
    assert.ok(speaking.length >= 10);
    for (const name of speaking) assert.ok(files.has(path.join('words', `${name}.ts`)), name);
  });

  it('is said somewhere', () => {
    // The system's own codes are asked for by whatever it answers.
    const unused = unusedKeys(sourcesIn(source)).filter(({ table }) => table !== 'REASONS');
    assert.deepEqual(unused, []);
  });

  it('would be noticed if nobody said it', () => {
    const table = "export const TABLE = { one: { en: 'a', ja: 'b' }, two: { en: 'a', ja: 'b' } } as const;";
    const unused = (user: string): string[] =>
      unusedKeys(
        new Map([
          ['table.ts', table],
          ['user.ts', user],
        ]),
      ).map(({ key }) => key);
    assert.deepEqual(unused('say(TABLE.one); say(OTHER.two);'), ['two']);
    assert.deepEqual(unused("say(TABLE[code]); const codes = ['one'];"), ['two']);
    assert.deepEqual(unused("say(TABLE[code]); const codes = ['one', 'two'];"), []);
  });

  it('would be noticed if it were half', () => {
    assert.deepEqual(
      wordingsOf(
        'a.ts',
        "const table = { one: { en: 'a {x} ' + 'b', ja: `あ` }, two: { en: 'only' } };\n" +
          "const rules = { en: [1], ja: [2] };\nsay({ en: 'c {n:cat|cats}', ja: name });",
      ),
      [
        { place: 'a.ts:1 one', en: 'a {x} b', ja: 'あ' },
        { place: 'a.ts:1 two', en: 'only', ja: undefined },
        { place: 'a.ts:3', en: 'c {n:cat|cats}', ja: undefined },
      ],
    );
    assert.deepEqual(parametersOf('{b} of {n:cat|cats}, {n} {b} {{c}} {a|b}'), ['b', 'c', 'n']);
  });
});

describe('words of the manifest', () => {
  const texts = (name: string): Record<string, string> =>
    JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Record<string, string>;
  const [en, ja] = [texts('package.nls.json'), texts('package.nls.ja.json')];
  const used = new Set(
    stringsIn(manifest).flatMap((text) => [...text.matchAll(/^%(.+)%$/g)].map(([, key]) => key!)),
  );

  it('are there in both languages', () => {
    assert.deepEqual(Object.keys(ja), Object.keys(en), 'also in the same order');
    for (const [key, text] of [...Object.entries(en), ...Object.entries(ja)]) assert.ok(text.trim(), key);
  });

  it('are all that the manifest asks for, and no more', () => {
    assert.ok(used.size > 30);
    assert.deepEqual(Object.keys(en).sort(), [...used].sort());
  });

  it('name the same settings and commands in both', () => {
    const names = (text: string): string[] =>
      [...text.matchAll(/#[\w.]+#|\(command:[^)]+\)/g)].map(([name]) => name).sort();
    for (const key of Object.keys(en)) assert.deepEqual(names(ja[key]!), names(en[key]!), key);
  });
});

describe('descriptions that the editor has no translation for', () => {
  it('say what they say in both languages', () => {
    for (const file of [
      'snippets/spell.json',
      'schemas/spellwright.test.schema.json',
      'schemas/spell-front-matter.schema.json',
    ]) {
      const descriptions = descriptionsIn(JSON.parse(readFileSync(path.join(root, file), 'utf8')));
      assert.ok(descriptions.length >= 10, file);
      assert.deepEqual(
        descriptions.filter(
          (text) => !/^[A-Z].*[A-Za-z).]( · |\n)/.test(text) || !/[\u3040-\u30ff\u4e00-\u9fff]/.test(text),
        ),
        [],
        file,
      );
    }
  });
});

/** Every source of a folder by its path. */
function sourcesIn(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function descriptionsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === 'description' && typeof inner === 'string' ? [inner] : descriptionsIn(inner),
  );
}
