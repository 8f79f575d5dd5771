import assert from 'node:assert/strict';
import { checkText } from '../../../src/core/bias/checkText';
import { createMatcher } from '../../../src/core/bias/matcher';
import { NO_SETTINGS } from '../../../src/core/bias/settings';
import { shippedRules } from '../../rules/shippedRules';
import { check, found } from './check';

describe('what the rules find', () => {
  const cases: readonly (readonly [prompt: string, ...findings: string[]])[] = [
    ['a fireman rescuing a cat', 'gender/job-title: fireman'],
    ['two FIREMEN, oil painting', 'gender/job-title: FIREMEN'],
    ['ｆｉｒｅｍａｎ', 'gender/job-title: ｆｉｒｅｍａｎ'],
    ["the fireman's helmet", 'gender/job-title: fireman'],
    ['lady_doctor, white coat', 'gender/marked-title: lady_doctor'],
    ['the future of mankind', 'gender/generic-man: mankind'],
    ['she throws like a girl', 'gender/stereotype-phrase: throws like a girl'],
    ['a CEO on a stage', 'gender/unspecified-person: CEO'],
    ['an oriental young woman', 'ethnicity/label: oriental'],
    ['a lazy Mexican sleeping under a cactus', 'ethnicity/stereotype-combination: lazy Mexican'],
    [
      'a dangerous young black man in an alley',
      'ethnicity/stereotype-combination: dangerous young black man',
    ],
    ['an Arab terrorist, film still', 'ethnicity/stereotype-combination: Arab terrorist'],
    // What demeans people is no name, whoever is named after it.
    ['a midget Japanese man in a suit', 'disability/term: midget'],
    ['a midget Lincoln on stilts', 'disability/term: midget'],
    ['a lazy black man, sunset', 'ethnicity/stereotype-combination: lazy black man'],
    ['このめくらの老人', 'disability/term: めくら', 'gender/unspecified-person: 老人'],
    ['white thief cat', 'trait/criminality: thief'],
    ['black gangster suit, 1boy', 'trait/criminality: gangster'],
    ['a thug at night', 'trait/criminality: thug'],
    ['flesh-coloured tights', 'trait/beauty-default: flesh-coloured'],
    ['a boy confined to a wheelchair', 'disability/term: confined to a wheelchair'],
    ['white trash family, a mother', 'age-class-body: white trash'],
    ['a tranny at a bus stop', 'lgbt/term: tranny'],
    ['白衣の看護婦', 'gender/job-title: 看護婦'],
    ['診察室の女医、眼鏡', 'gender/marked-title: 女医'],
    ['電車のサラリーマン', 'gender/generic-man: サラリーマン'],
    ['男勝りな少女', 'gender/stereotype-phrase: 男勝り'],
    ['CEOの写真', 'gender/unspecified-person: CEO'],
    ['汚い外国人、駅前', 'ethnicity/stereotype-combination: 汚い外国人'],
    ['中国人の泥棒', 'ethnicity/stereotype-combination: 中国人の泥棒'],
    ['肌色のタイツ', 'trait/beauty-default: 肌色の'],
    ['びっこを引く犬', 'disability/term: びっこを引く'],
    ['びっこの男', 'disability/term: びっこの'],
    ['支那人の商人、男性', 'ethnicity/label: 支那人'],
  ];
  for (const [prompt, ...findings] of cases) {
    it(prompt, () => assert.deepEqual(found(prompt), findings));
  }

  it('knows the group that a trait is said of', () => {
    assert.deepEqual(check('a lazy Mexican, siesta')[0]!.parameters, {
      term: 'lazy Mexican',
      group: 'mexican',
    });
  });
});

describe('what the rules leave alone', () => {
  const innocent: readonly string[] = [
    // Longer words and other words
    'ちびっこ',
    '海外人気',
    '主人公',
    '主人公のいない教室',
    '彼女医学生',
    '国家内戦',
    '土方歳三',
    'めくらまし',
    'ハーフアップ',
    '支那そば',
    '夕方の土方歳三の肖像、洋装',
    '湯気の立つ支那そば、昭和の食堂',
    'ちびっこ広場の遊具',
    'ちびっこの遊び場',
    'The Oriental Pearl Tower',
    'the Oriental Pearl Tower at night',
    'Superman',
    'cowboy',
    'a cowboy on a horse',
    'host',
    'a host of daffodils',
    'just',
    'just rain',
    'remain',
    'what remains of a bridge',
    'premature',
    'premature spring blossoms',
    'mental health',
    'mental health poster',
    'a passenger airplane over the sea',
    'a dolphin in an astronaut suit',
    'older houses', // OL is a word of the Japanese rules
    // Places where no prompt stands
    'https://example.com/fireman/oriental-woman.png in oils',
    '<lora:fireman:0.8> a burning barn',
    '__spinster__ in a jar',
    'a barn # a fireman',
    '---\nimages: [fireman.png]\n---\na barn',
    '### fireman\na barn',
    'a barn\nSteps: 20, Sampler: fireman',
    // A stated gender, age or ethnicity
    'a woman working as a carpenter',
    'a female CEO',
    'an old man reading',
    'a young Black woman with an afro',
    'a Chinese grandmother',
    'a Native American boy',
    'two men at their wedding',
    'a transgender woman in red',
    'a blind man with a white cane',
    '1girl, nurse, hospital',
    'a nurse, her hands folded',
    '黒人女性の肖像',
    '女性の看護師',
    '年配の中国人男性',
    '車いすを使う少女',
    // Historical and named persons, titles of works
    'Marie Curie in a laboratory',
    'President Lincoln',
    'Fireman Sam birthday cake',
    'chairman Mao at a desk', // in small letters too, where it is a job
    'Postman Pat',
    'The Elephant Man',
    'Doctor Strange',
    // Labels of things
    'oriental rug in a living room',
    'oriental poppies, a woman gardening',
    'colored pencil drawing of a man',
    'a rainbow colored woman made of glass',
    'honey coloured eyes, a woman',
    'an oriental garden with a girl',
    'oriental lamp and girl',
    // A colour of hair, clothes and animals is no group of people
    'aggressive white haired woman',
    'a lazy black cat, a girl',
    'violent black leather jacket man',
    // A man who is meant
    'portrait of a man on the street, tokyo',
    'an early man painting a cave wall',
    'a modern man in a suit',
    // Words that only end like one of the rules, or begin inside another
    '知り合いの子供と遊ぶ犬、彼女',
    'オオカマキリのマクロ写真',
    '新鮮人参ジュース',
    '伊豆半島人気',
    'フレズノの夕焼け',
    '雨のためくらい空',
    'おすすめくらしの道具',
    '悪女神の像',
    '漁夫の利',
    'インディアン座',
    'honky tonk bar',
    'anime illustration, kyoto studio, madhouse, ufotable',
    'chink in his armor',
    'Rio Negro river from the air',
    'gypsy moth on bark',
    'a dirty Mexican street, murals',
    'an ugly black dog',
    'a dangerous white shark',
    'greedy dragon beside a Jewish museum',
    // Off until asked for
    'a nude statue, blood, cocaine',
  ];
  for (const prompt of innocent) {
    it(JSON.stringify(prompt), () => assert.deepEqual(found(prompt), []));
  }

  it('a title-cased prompt is no name', () => {
    assert.deepEqual(found('A Fireman Rescuing A Small Cat'), ['gender/job-title: Fireman']);
  });
});

describe('where a finding stands', () => {
  const marked = (text: string): string[] => check(text).map(({ span }) => text.slice(span.start, span.end));

  it('in emphasis, whatever brackets cut it', () => {
    assert.deepEqual(marked('((fireman:1.2)) and [a (lady doctor)]'), ['fireman', 'lady doctor']);
    assert.deepEqual(marked('a (fire(man:1.2)), night'), ['fire(man']);
  });

  it('in slots, nested too, each option by itself', () => {
    assert.deepEqual(marked('a {fireman|{policeman|cat}} at night'), ['fireman', 'policeman']);
  });

  it('from an option into the text beside its slot, never from option to option', () => {
    assert.deepEqual(marked('a lady {doctor|cat} at dawn'), ['lady {doctor']);
    assert.deepEqual(marked('a {lazy|kind} Mexican, siesta'), ['lazy|kind} Mexican']);
    assert.deepEqual(marked('{fire|man} and {lady|doctor fish}'), []);
    assert.deepEqual(marked('a {fire|man}{man|fire} statue of a woman'), []);
  });

  it('in both parts of a schedule and in every alternative', () => {
    assert.deepEqual(marked('a [fireman:policeman:0.5] and [mailman|salesman]'), [
      'fireman',
      'policeman',
      'mailman',
      'salesman',
    ]);
  });

  it('after emoji, wide letters, escapes and line breaks', () => {
    assert.deepEqual(marked('🚒🚒 \\(fireman\\)\na policeman'), ['fireman', 'policeman']);
    assert.deepEqual(marked('a lady\n  doctor'), ['lady\n  doctor']);
    assert.deepEqual(marked('a lady\r\ndoctor'), ['lady\r\ndoctor']);
  });

  it('says nothing across BREAK, tags and paragraphs', () => {
    assert.deepEqual(marked('### a\na lady BREAK doctor fish'), []);
    assert.deepEqual(marked('a lady <lora:x:1> doctor fish'), []);
  });

  it('a gender stated in any option speaks for the whole prompt', () => {
    assert.deepEqual(marked('a {woman|man|person} who is a nurse'), []);
    assert.deepEqual(marked('a nurse\n\na woman'), ['nurse']);
  });

  it('a place is said once', () => {
    assert.equal(check('a {fireman|cat} {fireman|dog}').length, 2);
  });
});

describe('a negative prompt', () => {
  it('asks to avoid, so only words that demean are named, as hints', () => {
    assert.deepEqual(
      check('a garden\nNegative prompt: fireman, nurse, thug, ugly woman, midget, tranny').map(
        ({ text, severity, negative }) => ({ text, severity, negative }),
      ),
      [
        { text: 'midget', severity: 'hint', negative: true },
        { text: 'tranny', severity: 'hint', negative: true },
      ],
    );
  });
});

describe('a text beside spell files', () => {
  const matcher = createMatcher(shippedRules, NO_SETTINGS);

  it('is read from its first letter to its last, a paragraph like a prompt', () => {
    const text = 'fireman\n\nthe lady\n\ndoctor and a policeman';
    const places = checkText(text, 'plaintext', matcher)
      .filter(({ category }) => category === 'gender/job-title')
      .map(({ span }) => [span.start, text.slice(span.start, span.end)]);
    assert.deepEqual(places, [
      [0, 'fireman'],
      [text.indexOf('policeman'), 'policeman'],
    ]);
  });
});
