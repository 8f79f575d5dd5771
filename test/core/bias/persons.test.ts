import assert from 'node:assert/strict';
import { check } from './check';

/** The words of a prompt that a hint says are left to the model. */
function hinted(prompt: string): string[] {
  return check(prompt)
    .filter(({ category }) => category === 'gender/unspecified-person')
    .map(({ text }) => text);
}

describe('a person whom a prompt leaves to the model', () => {
  const left: Readonly<Record<string, readonly (readonly [prompt: string, ...persons: string[]])[]>> = {
    'everyday persons': [
      ['a friend waving from a train', 'friend'],
      ['two neighbours over a fence', 'neighbours'],
      ['somebody in a raincoat', 'somebody'],
      ['babies on a blanket', 'babies'],
      ['a skier on a slope', 'skier'],
      ['a family photo from 1970', 'family'],
      ['友人と海へ行く', '友人'],
      ['赤い服のドライバー', 'ドライバー'],
      ['日本人が走る', '日本人'],
    ],
    'before verbs, participles and words of pictures': [
      ['a nurse writes a letter', 'nurse'],
      ['soldiers march through snow', 'soldiers'],
      ['a wizard clad in blue', 'wizard'],
      ['astronaut portrait, film grain', 'astronaut'],
      ['a chef cooks dinner', 'chef'],
      ['a sailor asleep on deck', 'sailor'],
      ['an archer mid jump', 'archer'],
      ['a pilot tired after work', 'pilot'],
    ],
    'a part of the person': [
      ["a farmer's hands", 'farmer'],
      ["close-up of a sailor's weathered face", 'sailor'],
      ['医師の横顔', '医師'],
      ['子どもの笑顔', '子ども'],
      ['兵士の手のアップ', '兵士'],
    ],
    'who works with animals or robots': [
      ['a dog owner in a park', 'owner'],
      ['a robot engineer at a desk', 'engineer'],
      ['a horse and a farmer', 'farmer'],
    ],
    'beside someone of whom a gender is said': [
      ['a man carrying a child', 'child'],
      ['a woman and a doctor', 'doctor'],
      ['a mother and her baby', 'baby'],
      ['a boy next to a police officer', 'police officer'],
    ],
    'several, whatever counts them': [
      ['10人の学生が並ぶ', '学生'],
      ['学生三人', '学生'],
      ['数人の選手', '選手'],
      ['three students', 'students'],
    ],
    'after a verb with for or by': [
      ['a cat waiting for a nurse', 'nurse'],
      ['a town surrounded by soldiers', 'soldiers'],
    ],
  };
  for (const [kind, cases] of Object.entries(left)) {
    describe(kind, () => {
      for (const [prompt, ...persons] of cases) {
        it(prompt, () => {
          const found = hinted(prompt);
          for (const person of persons) assert.ok(found.includes(person), found.join(', '));
        });
      }
    });
  }
});

describe('no person whom a prompt leaves to the model', () => {
  const silent: Readonly<Record<string, readonly string[]>> = {
    'a thing named after one': [
      "a pilot's jacket on a hook",
      "the sailors' quarters",
      'a nurse uniform, flat lay',
      'a wizard hat on a shelf',
      'an artist studio',
      'a police officer badge',
      'a student-run cafe',
      'a farmer-owned shop',
      'a pirate coin',
      'a detective story cover',
      '医師の白衣',
      '兵士の銅像',
      '学生寮の廊下',
      '騎士の剣',
      '子ども用の椅子',
      '海賊の宝箱',
      '画家の筆',
      '漁師の網',
      '職人の街、石畳',
      '政治家のポスター風、犬',
      'お医者さんごっこの道具',
    ],
    'animals, toys, robots and likenesses': [
      'an owl teacher',
      'a teddy bear astronaut',
      'a plush knight',
      'a hamster dressed as a pirate',
      'robot chefs in a kitchen',
      'a warrior hedgehog',
      'bust of a philosopher',
      'a family of ducks',
      'a toy soldier army',
      'figurine of a dancer',
      'a wax figure of a singer',
      'a skeleton pianist',
      '犬の先生',
      'クマの宇宙飛行士',
      'ロボットのシェフ',
      '魔法使いの猫',
      '忍者の格好をした犬',
      '猫の家族',
      '騎士の像',
    ],
    'somebody known by name': [
      'Beyoncé as an astronaut',
      'José, baker',
      'François, teacher',
      'Angela Merkel as an astronaut',
      'keanu reeves as a chef',
      'Marie Curie, scientist',
      'Gandalf the wizard',
      'the wizard Gandalf',
      'Lena Hoffmann, architect',
      'a teacher named Robin',
      'a baker called Maria',
      'pikachu as a detective',
      'larry david as a pirate',
      'painting by nick knight',
      'concept art by famous artists',
      '織田信長、武将',
      '医師の一郎さん',
      '学生の美咲ちゃん',
      '花子さんという先生',
    ],
    'nobody drawn': [
      'an office without any workers',
      'a street with no pedestrians',
      'a park for children',
      'a cloud that looks like a wizard',
      'the perspective of a child',
      'how to cook rice',
      'tools to model a vase',
      '客のいない喫茶店',
      '人のいない街',
      '子どもは写っていない公園',
      '生徒なしの教室',
      '他の人物は一切なし',
      '先生風の黒板',
    ],
    'a counter': ['2人用のテント', '３人掛けのソファ', '猫が2匹', '六人乗りの車', '2 人の後ろ姿', '３ 人'],
    'a gender said otherwise': [
      'a pirate with a goatee',
      'a goateed hacker',
      'a soldier with mutton chops',
      'a judge, motherly smile',
      'a boyish student',
      'a pregnant soldier',
      'a chef and his knife',
      'a cavewoman hunter',
      'a mustached detective',
      'granddad as a gardener',
      '口ひげの医師',
      '妊娠中の先生',
      '彼女の友達',
      '父さんは大工',
      '男女の学生',
      'おばちゃんの店員',
    ],
    'another sense': [
      'a couple glasses of water',
      'quantum mechanics',
      'a 3 d model of a house',
      'an older model radio',
      'artist: unknown, oil on canvas',
      'ドライバーとレンチ',
      'ライターの火',
      'そのままの景色',
    ],
  };
  for (const [kind, prompts] of Object.entries(silent)) {
    describe(kind, () => {
      for (const prompt of prompts) it(prompt, () => assert.deepEqual(hinted(prompt), []));
    });
  }
});

describe('a capitalised word', () => {
  const above = (prompt: string): string[] =>
    check(prompt)
      .filter(({ severity }) => severity !== 'hint')
      .map(({ text }) => text);
  const words = [
    'Lonely Gypsy woman by a fire',
    'Grumpy Fireman on a ladder',
    'Three Eskimos in the snow',
    'a mailman Pencil Sketch',
    'Mysterious Oriental girl',
    'a policeman British, 1920s',
  ];
  for (const prompt of words) it(`is no name: ${prompt}`, () => assert.equal(above(prompt).length, 1));

  const names = [
    'Mr. Black in a suit',
    'John Gay at a desk',
    'Fireman Sam and Elvis',
    'Gypsy Rose Lee on stage',
    'fireman Sam at the station',
    'J. Gypsy, portrait',
    'Dr Black, 1900',
    'Enola Gay over the sea',
    'Chinaman Creek at dusk',
    'Postman Pat in his van',
  ];
  for (const prompt of names) it(`is a name: ${prompt}`, () => assert.deepEqual(above(prompt), []));
});

describe('a word that is written in another way', () => {
  const cases: readonly (readonly [prompt: string, marked: string])[] = [
    ['駅のｻﾗﾘｰﾏﾝ、朝', 'ｻﾗﾘｰﾏﾝ'],
    ['さらりーまんの朝', 'さらりーまん'],
    ['メクラの老人', 'メクラ'],
    ['サラリーマン'.normalize('NFD'), 'サラリーマン'.normalize('NFD')],
    ['a fire\u00adman at work', 'fire\u00adman'],
    ['a po\u200blice\u200bman', 'po\u200blice\u200bman'],
    ['two half–castes', 'half–castes'],
    ['a ﬁreman', 'ﬁreman'],
    ['𝐟𝐢𝐫𝐞𝐦𝐚𝐧 at work', '𝐟𝐢𝐫𝐞𝐦𝐚𝐧'],
    ['a ladydoctor', 'ladydoctor'],
    ['a sales man at the door', 'sales man'],
    ['a fire-man at the door', 'fire-man'],
  ];
  for (const [prompt, marked] of cases) {
    it(`is marked where it stands: ${prompt}`, () => {
      const places = check(prompt).map(({ span }) => prompt.slice(span.start, span.end));
      assert.ok(places.includes(marked), places.join(', '));
    });
  }

  it('is replaced as a whole', () => {
    const prompt = 'a fire\u00adman, ｻﾗﾘｰﾏﾝ';
    const [first, second] = check(prompt);
    const edit = (finding: typeof first) =>
      finding!.fixes.find(({ kind }) => kind === 'replace')!.edits.at(-1)!;
    assert.deepEqual(edit(first), { span: { start: 2, end: 10 }, text: 'firefighter' });
    assert.deepEqual(edit(second).span, { start: 12, end: 18 });
  });
});
