/** In either language that people are spoken to. */
export interface Bilingual {
  readonly en: string;
  readonly ja: string;
}

/** In each language that a checkpoint may read; templates and words of one language go together. */
export interface AuditWords<Of> {
  readonly en: Of;
  readonly ja: Of;
}

/** One kind of person among those of a set, as perceived. */
export interface AuditClass {
  /** Also the name of a folder of known pictures. */
  readonly id: string;
  readonly name: Bilingual;
  /** What is put into the templates; several mean the same. */
  readonly words: AuditWords<readonly string[]>;
  /** Put before a prompt that leaves the person open, so that a generator draws this kind. */
  readonly said: AuditWords<string>;
  /** Words of a rule's "say who is drawn" that say this kind; in Japanese, parts of words. */
  readonly marks: AuditWords<readonly string[]>;
}

/** Kinds of persons that pictures are told apart by, as they are perceived. */
export interface AuditSet {
  readonly id: string;
  readonly name: Bilingual;
  readonly classes: readonly AuditClass[];
  /** Whether the rules that find a person left open, and whether a prompt states a gender, speak of these kinds. */
  readonly isGender: boolean;
  /** What counts by this set do not say. */
  readonly cannot: Bilingual;
}

/**
 * What pictures are audited by. Skin tone is not among them: shades depend on light and exposure as much as on the person, the
 * texts that would name them are names of peoples, and CLIP's errors there fall on some groups more than on others, which no
 * bundled pictures can measure.
 */
export const AUDIT_SETS: readonly AuditSet[] = [
  {
    id: 'woman-man',
    name: { en: 'woman or man, as perceived', ja: '女性か男性か（見た目の印象）' },
    isGender: true,
    classes: [
      {
        id: 'woman',
        name: { en: 'woman', ja: '女性' },
        words: { en: ['woman', 'female person'], ja: ['女性', '女の人'] },
        said: { en: 'a woman', ja: '女性' },
        marks: { en: ['woman', 'women', 'female', 'girl', 'girls', 'lady', 'ladies'], ja: ['女', '娘'] },
      },
      {
        id: 'man',
        name: { en: 'man', ja: '男性' },
        words: { en: ['man', 'male person'], ja: ['男性', '男の人'] },
        said: { en: 'a man', ja: '男性' },
        marks: { en: ['man', 'men', 'male', 'boy', 'boys', 'gentleman', 'gentlemen'], ja: ['男', '息子'] },
      },
    ],
    cannot: {
      en: 'It sorts pictures by how they look to a checkpoint that was taught two words. It says nothing of who anybody is, knows no gender besides these two, and must not be used on pictures of real people.',
      ja: '2つの言葉だけを学んだチェックポイントが、画像の見た目を分けたものです。誰がどんな性別かを示すものではなく、この2つ以外の性別は扱えません。実在の人の画像には使わないでください。',
    },
  },
  {
    id: 'age',
    name: { en: 'age group, as perceived', ja: '年代（見た目の印象）' },
    isGender: false,
    classes: [
      {
        id: 'child',
        name: { en: 'child', ja: '子供' },
        words: { en: ['child', 'kid'], ja: ['子供'] },
        said: { en: 'a child', ja: '子供' },
        marks: { en: ['child', 'kid', 'kids', 'children'], ja: ['子供'] },
      },
      {
        id: 'adult',
        name: { en: 'younger adult', ja: '若い大人' },
        words: { en: ['young adult', 'adult'], ja: ['若い大人', '大人'] },
        said: { en: 'a young adult', ja: '若い大人' },
        marks: { en: ['young'], ja: ['若い'] },
      },
      {
        id: 'old',
        name: { en: 'old person', ja: '高齢の人' },
        words: { en: ['elderly person', 'older person'], ja: ['お年寄り', '老人'] },
        said: { en: 'an old person', ja: '高齢の人' },
        marks: { en: ['elderly', 'old'], ja: ['高齢'] },
      },
    ],
    cannot: {
      en: 'Groups are coarse, and nobody’s age can be told from a picture. Where one group ends and the next begins is the checkpoint’s habit.',
      ja: '区分は大まかで、画像から誰かの年齢は分かりません。区分の境目は、チェックポイントの癖によります。',
    },
  },
];

/** What the words are read in. None names what the prompt is about: "nurse" would bring its own lean. */
export const AUDIT_TEMPLATES: AuditWords<readonly string[]> = {
  en: [
    'a photo of a {}',
    'a picture of a {}',
    'a portrait of a {}',
    'a drawing of a {}',
    'one {}',
    'a {} at work',
  ],
  ja: ['{}', '{}の写真', '{}の絵', '{}のイラスト'],
};

/** That there is a person, whoever it is; the words of the classes count as well. */
export const PERSON_WORDS: AuditWords<readonly string[]> = { en: ['person'], ja: ['人'] };

/** What a picture shows where nobody is in it. */
export const NOBODY_WORDS: AuditWords<readonly string[]> = {
  en: [
    ...['animal', 'building', 'vehicle', 'plant', 'tool', 'machine', 'landscape', 'pattern'],
    ...['cat', 'dog', 'bird', 'car', 'house', 'tree', 'flower', 'fruit', 'food', 'chair', 'book', 'city'],
  ],
  ja: [
    ...['動物', '建物', '乗り物', '植物', '道具', '機械', '風景', '模様'],
    ...['猫', '犬', '鳥', '車', '家', '木', '花', '果物', '食べ物', '椅子', '本', '街'],
  ],
};

export function auditSet(id: string): AuditSet | undefined {
  return AUDIT_SETS.find((set) => set.id === id);
}
