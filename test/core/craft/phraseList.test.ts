import assert from 'node:assert/strict';
import { mostPhrases, readPhraseList, type PhraseList } from '../../../src/core/craft/phraseList';
import { finish } from '../../../src/core/steps';

const read = (name: string, text: string): PhraseList => finish(readPhraseList(name, text));
const texts = (list: PhraseList): string[] => list.phrases.map(({ text }) => text);

describe('lists of phrases', () => {
  it('reads tags with categories, counts and aliases, as tag autocomplete has them', () => {
    const list = read(
      'danbooru.csv',
      '1girl,0,4114588,"1girls,sole_female"\nhatsune_miku,4,98000,"miku,初音ミク"\ntouhou,3,750000,\nsomeone,1,10,\n^_^,0,5000,\nhighres,5,3000000,',
    );
    assert.deepEqual(
      list.phrases.map(({ text, class: its, frequency, language }) => [text, its, frequency, language]),
      [
        ['1girl', 'list', 4114588, 'en'],
        ['hatsune miku', 'character', 98000, 'en'],
        ['初音ミク', 'character', 98000, 'ja'],
        ['touhou', 'series', 750000, 'en'],
        ['someone', 'artist', 10, 'en'],
        ['^_^', 'list', 5000, undefined],
        ['highres', 'quality', 3000000, 'en'],
      ],
    );
    assert.deepEqual(list.problems, []);
  });

  it('makes words on one line of whatever a cell holds', () => {
    assert.deepEqual(
      texts(read('a.csv', '"oil\n### painting",3\n"red\t\u0000\u001b[31m wine",2\n\u0000\u0001,1')),
      ['oil ### painting', 'red [31m wine'],
    );
    assert.deepEqual(texts(read('a.txt', 'blue\u0000\u2028sky\n')), ['blue sky']);
  });

  it('reads translations, with a category or without', () => {
    assert.deepEqual(texts(read('a.csv', 'blue_sky,青空\nlong_hair,0,長い髪')), [
      'blue sky',
      '青空',
      'long hair',
      '長い髪',
    ]);
  });

  it('goes by a head where there is one', () => {
    const list = read('a.csv', 'count,category,name\r\n12,character,some_one\r\n');
    assert.deepEqual(
      list.phrases.map(({ text, class: its, frequency }) => [text, its, frequency]),
      [['some one', 'character', 12]],
    );
  });

  it('reads quotes, doubled quotes and line breaks in quotes', () => {
    assert.deepEqual(texts(read('a.csv', '"a ""quoted"" tag",0,1,""\n"two\nlines",0,1,\nlast,0,1')), [
      'a "quoted" tag',
      'two lines',
      'last',
    ]);
  });

  it('reads text a phrase a line, without comments, weights and repeats', () => {
    assert.deepEqual(
      texts(
        read(
          'flavors.txt',
          '\ufeffoil painting\n# a comment\n\n3::blue sky # why\r\nOil Painting\nred, white\n',
        ),
      ),
      ['oil painting', 'blue sky', 'red, white'],
    );
  });

  it('names the line of what it leaves out', () => {
    assert.deepEqual(read('a.txt', `ok\n${'x'.repeat(201)}\n${'y'.repeat(201)}`).problems, [
      { code: 'phrase-too-long', line: 2, count: 2 },
    ]);
    const cut = read('a.csv', 'ok,0,1,\n"open,0,1\nnext,0,1');
    assert.deepEqual(texts(cut), ['ok']);
    assert.deepEqual(cut.problems, [{ code: 'list-quote-unclosed', line: 2, count: 1 }]);
    assert.deepEqual(read('a.txt', '# nothing\n').problems, [{ code: 'list-empty', count: 1 }]);
  });

  it('takes 200,000 phrases in short steps, and no more', () => {
    const lines = Array.from({ length: mostPhrases + 2 }, (_, i) => `tag_${i},0,${i},`);
    const steps = readPhraseList('a.csv', lines.join('\n'));
    let count = 0;
    for (;;) {
      const step = steps.next();
      if (!step.done) {
        count++;
        continue;
      }
      assert.equal(step.value.phrases.length, mostPhrases);
      assert.deepEqual(step.value.problems, [{ code: 'list-too-long', line: mostPhrases + 1, count: 1 }]);
      break;
    }
    assert.ok(count >= 1000, `${count} pauses`);
  });
});
