import assert from 'node:assert/strict';
import { check } from '../core/bias/check';

/** What is said of a prompt, without hints about persons left to the model: `category: text`, a hint marked with `?`. */
function said(prompt: string): string[] {
  return check(prompt)
    .filter(({ category }) => category !== 'gender/unspecified-person')
    .map(({ category, text, severity }) => `${category}: ${text}${severity === 'hint' ? '?' : ''}`);
}

/** The prompt after its first replacement. */
function fixed(prompt: string): string | undefined {
  const fix = check(prompt)
    .flatMap(({ fixes }) => fixes)
    .find(({ kind }) => kind === 'replace');
  return fix?.edits.reduceRight(
    (text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end),
    prompt,
  );
}

describe('kinds of wording that are found', () => {
  const found: Readonly<Record<string, readonly (readonly [prompt: string, ...said: string[]])[]>> = {
    'jobs that end in man, maid, girl or boy': [
      ['a timberman with a saw', 'gender/job-title: timberman'],
      ['three linesmen on a pitch', 'gender/job-title: linesmen'],
      ['a parlourmaid with a tray', 'gender/job-title: parlourmaid'],
      ['two shoeshine boys in the rain', 'gender/job-title: shoeshine boys'],
      ['a checkout girl yawning', 'gender/job-title: checkout girl'],
    ],
    'the same with woman, as hints, since they say who is drawn': [
      ['a postwoman on a bicycle', 'gender/marked-title: postwoman?'],
      ['two seawomen on deck', 'gender/marked-title: seawomen?'],
      ['a lady welder in a shipyard', 'gender/marked-title: lady?'],
      ['women astronauts in orbit', 'gender/marked-title: women?'],
      ['a shepherdess on a hill', 'gender/job-title: shepherdess'],
    ],
    'peoples before somebody with animals': [
      ['a gypsy lion tamer', 'ethnicity/label: gypsy'],
      ['a gypsy bear trainer at a fair', 'ethnicity/label: gypsy'],
    ],
    'a job with a capital behind it': [
      ['Red-Indian Chief', 'ethnicity/label: Red-Indian'],
      ['Gypsy Nurse on a bus', 'ethnicity/label: Gypsy'],
    ],
    'an adjective that stands for a group': [
      ['the homeless under a bridge', 'age-class-body: the homeless?'],
      ['a bus for the blind, 1950s', 'disability/term: the blind?'],
      ['the mentally ill', 'disability/term: the mentally ill'],
      ['the homeless man under a bridge'],
      ['the blind girl at the piano'],
      ['the poor fishing village'],
    ],
    'what stands behind a word that counts only alone': [
      ['an illegal alien in a van', 'ethnicity/label: illegal alien'],
      ['an illegal immigrant at work', 'ethnicity/label: illegal immigrant'],
      ['a transsexual woman on a stage', 'lgbt/term: transsexual?'],
      ['an illegal in a van', 'ethnicity/label: an illegal'],
      ['an illegal turn'],
    ],
    'whatever somebody suffers from': [
      ['a man suffering from epilepsy', 'disability/term: suffering from'],
      ['children afflicted with leprosy', 'disability/term: afflicted with'],
      ['a victim of multiple sclerosis', 'disability/term: a victim of'],
      ['a city suffering from floods'],
      ['a victim of the great fire'],
    ],
    'insults, alone or before a person': [
      ['a moron at a keyboard', 'disability/term: moron'],
      ['deranged old sailor at the wheel', 'disability/term: deranged'],
      ['two savages with spears', 'ethnicity/label: savages'],
      ['a crazy poet', 'disability/term: crazy'],
      ['crazy colors on a wall'],
      ['savage waves on a cliff, a woman'],
    ],
    'work that is said to be a man’s': [
      ['a manned kiosk', 'gender/generic-man: manned'],
      ['volunteers man the pumps', 'gender/generic-man: man'],
      ['a man the size of a tree'],
      ["a gentlemen's agreement", "gender/generic-man: gentlemen's agreement"],
    ],
    'Japanese names of jobs': [
      ['港の仲仕', 'gender/job-title: 仲仕'],
      ['町の農夫', 'gender/job-title: 農夫'],
      ['駅前の運ちゃん', 'gender/job-title: 運ちゃん'],
      ['女宇宙飛行士', 'gender/marked-title: 女宇宙飛行士?'],
      ['美人アナウンサー', 'gender/marked-title: 美人'],
      ['女流監督', 'gender/marked-title: 女流監督'],
    ],
    'Japanese words for persons, in every way that 障害 is written': [
      ['駅の身体障がい者', 'disability/term: 身体障がい者?'],
      ['学校の障碍児', 'disability/term: 障碍児?'],
      ['障害者手帳の表紙'],
      ['盲の琵琶法師', 'disability/term: 盲の?'],
      ['発狂する将軍、男', 'disability/term: 発狂する'],
    ],
    'Japanese stereotypes': [
      ['男泣きの名場面', 'gender/stereotype-phrase: 男泣き?'],
      ['出戻りの姉', 'gender/stereotype-phrase: 出戻り?'],
      ['主人の弁当', 'gender/stereotype-phrase: 主人?'],
      ['物語の主人公'],
      ['犬と主人'],
    ],
  };
  for (const [kind, cases] of Object.entries(found)) {
    it(kind, () => {
      for (const [prompt, ...what] of cases) assert.deepEqual(said(prompt), what, prompt);
    });
  }
});

describe('kinds of wording that are left alone above a hint', () => {
  const alone: Readonly<Record<string, readonly string[]>> = {
    'other languages beside their own words': [
      'un caballo negro en la playa',
      'o vestido negro da rainha',
      'lo sombrero negro y rojo',
      'un train en retard',
    ],
    'an abbreviation of Japanese in English': ["good ol' days", 'OL style poster', 'a bottle of ol english'],
    'species and breeds': [
      'homo erectus, a homo erectus jaw',
      'a gypsy vanner at pasture',
      'Negros bleeding-heart on a branch',
      'メクラアブの標本',
    ],
    'diseases and technology': [
      'spastic paraplegia, diagram',
      'flame-retarded curtains',
      'ABO blood group poster',
    ],
    'brands, titles and places': [
      'kraut salad in a bowl',
      'white trash bags by the kerb',
      'Death of a Salesman, theatre bill',
      'エスキモーのアイスを食べる犬',
      '家政婦は見た！の録画',
    ],
    'things that a job gave its name to': [
      "a fireman's helmet on a peg",
      'policeman costume on a hanger',
      "a milkman's van",
      'workman gloves, product shot',
      'a repairman toolbox, top view',
      'a milkman float in a lane',
      'カメラマン用の椅子',
    ],
    'animals and puppets in a job': [
      'an owl policeman',
      'a bear dressed as a fireman',
      'lego salesman',
      'a businessman robot',
    ],
    'words that begin or end another': [
      '水の中でぶつかる泡',
      '漁火と、いざり火の海',
      'ばあいのことを話す',
      'あんまんを蒸す',
    ],
    'a compound that two phrases make': ['she looks at the camera woman in red', 'by the sea woman in white'],
    'peoples after whom an animal is called': [
      'a squaw fish in a stream',
      'a half-breed dog',
      'a bushman rabbit at dusk',
      'an old maid moth on a lamp',
    ],
    'a sound said twice': ['ブスブスとくすぶる薪', 'ちびちびと飲む酒', 'チビチビ飲む酒'],
    'a man who is meant': ['a man made out of clouds', 'a real man beside a statue', 'photo of a real man'],
  };
  for (const [kind, prompts] of Object.entries(alone)) {
    it(kind, () => {
      for (const prompt of prompts)
        assert.deepEqual(
          said(prompt).filter((each) => !each.endsWith('?')),
          [],
          prompt,
        );
    });
  }
});

describe('a replacement takes the form that its place asks for', () => {
  const cases: readonly (readonly [before: string, after: string])[] = [
    ['a vagrant girl on a step', 'a homeless girl on a step'],
    ['a vagrant on a step', 'a homeless person on a step'],
    ['a half-caste little boy', 'a little boy of mixed heritage'],
    ['an epileptic dancer', 'a dancer with epilepsy'],
    ['an epileptic', 'a person with epilepsy'],
    ['a hobo asleep on a bench', 'a homeless person asleep on a bench'],
    ['a hobo sits on a bench', 'a homeless person sits on a bench'],
    ['a hobo camp', 'a homeless camp'],
    ['a fisherman town', 'a fishing town'],
    ['a hermaphrodite figure', 'an intersex figure'],
    ["a Down's baby asleep", 'a baby with Down syndrome asleep'],
    ['Siamese twins on a sofa', 'Conjoined twins on a sofa'],
    ['two Siamese twins', 'two conjoined twins'],
    ['the transgendered', 'transgender people'],
    ['知恵おくれの兄', '知的障害のある兄'],
    ['身障者用の机', '障害のある人のための机'],
    ['デブな男', '太った男'],
    ["the firemen's truck", "the firefighters' truck"],
    ["hobos' camp by a track", "homeless people's camp by a track"],
    ["a painting called 'two hobos' in oil", "a painting called 'two homeless people' in oil"],
    ["a policeman's daughter", "a police officer's daughter"],
    ['Two Policemen On Horseback', 'Two Police Officers On Horseback'],
    ['Man Confined To A Wheelchair', 'Man Using A Wheelchair'],
    ['a girl, Policemen on horseback', 'a girl, Police officers on horseback'],
    ['つんぼの男', '耳の聞こえない男'],
    ['アル中の兵士', 'アルコール依存症の兵士'],
    ['かたわの子', '障害のある子'],
    ['片輪の人形', '障害のある人の人形'],
    ['めくらの顔', '目の見えない人の顔'],
    ['ビッコをひく老人', '足を引きずる老人'],
  ];
  for (const [before, after] of cases) {
    it(before, () => assert.equal(fixed(before), after));
  }

  it('and is no “fix all” where it is open whose something is', () => {
    const safe = (prompt: string) =>
      check(prompt)[0]!.fixes.find(({ kind }) => kind === 'replace')!.safeForAll;
    assert.deepEqual(['かたわの子', '浮浪者の娘', '片輪の男'].map(safe), [false, false, true]);
    assert.deepEqual(["a schizophrenic's drawing", "a hobo's dog"].map(safe), [false, true]);
  });

  it('that leaves a gender to the model says so, beside what would say it', () => {
    const fixes = check('a fireman at dusk')[0]!.fixes.filter(({ kind }) => !kind.startsWith('ignore'));
    assert.deepEqual(
      fixes.map(({ kind, choice, leavesOpen, safeForAll }) => [
        kind,
        choice,
        leavesOpen ?? false,
        safeForAll,
      ]),
      [
        ['replace', 'firefighter', true, true],
        ['say-it', 'female firefighter', false, false],
        ['say-it', 'male firefighter', false, false],
        ['say-it', 'nonbinary firefighter', false, false],
        ['balance-it', '{female|male|nonbinary} firefighter', false, false],
      ],
    );
  });

  it('and says nothing of it where a gender is stated', () => {
    const [finding] = check('a fireman and her dog');
    assert.deepEqual(
      finding!.fixes
        .filter(({ kind }) => !kind.startsWith('ignore'))
        .map(({ choice, leavesOpen }) => [choice, leavesOpen]),
      [['firefighter', undefined]],
    );
  });
});
