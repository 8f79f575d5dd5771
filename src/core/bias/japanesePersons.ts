import type { Token } from './token';
import type { PersonReader } from './personReader';
import type { Reading } from './reading';

/** Nothing that belongs to a word for a person stands farther from it, in UTF-16 units. */
const BEFORE = 24;
const AFTER = 24;

/** A number right before 人 makes it a counter: 2人, 2 人, 数人, 三十人. */
const NUMBER = /[\p{N}一二三四五六七八九十百千万数何幾〇両] ?$/u;

/** Several of the person, or a polite word after it: nothing of the phrase. */
const SUFFIX = /^(?:たち|達|さんたち|さん|さま|様|ら(?=[がはをのと、])|方々|同士|全員)/;

/** Nobody is there: 客のいない店, 人は写っていない, 子供なし. */
const MISSING =
  /^(?:[がはもの]|など)?(?:一人も|1人も|ひとりも|誰も|誰一人|まったく|全く|ほとんど)?(?:い(?:ない|ません|なく|なかった|ず)|居(?:ない|ません|なく)|(?:写|映|うつ)(?:って(?:い)?|ら|り込ま)(?:ない|ません|ず)|見(?:え|当たら)ない|描か(?:ない|れていない)|(?:乗|入|座)って(?:い)?ない|存在しない|ない(?=[\p{Script=Han}\p{Script=Katakana}])|不在|(?:は|も|を)?(?:一切|いっさい)?(?:なし|無し|入れず|入れない|含めず|含めない|含まない|描かず)|なし|無し|抜き|禁止|ゼロ|以外|お断り)/u;

/** Spoken of, but not there: for whom something is, what it looks like, whose name it has. */
const MENTIONED =
  /^(?:のため(?!息)|のような|のように|みたいな|風[のに]|の[\p{Script=Han}\p{Script=Katakana}ー]{1,8}風(?:[のにで、]|$)|ごっこ|向け|用[のに]|型[のに]|専用|という名|と呼ばれる(?!人))/u;

/** Somebody known by name: 医師の花子さん, 学生、名前は太郎, 太郎くんという学生. */
const NAME_AFTER =
  /^(?:の|、)?(?:名前は|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{1,6}?(?:さん|くん|君(?!主)|ちゃん|氏(?!神)))/u;
const NAME_BEFORE =
  /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{1,6}?)(?:さん|くん|君|ちゃん|氏)(?:という|は|、)$/u;
const NAMED = /という名前の$|という名の$|と名乗る$/;

/** Forms of address that hold no name. */
const NO_NAME =
  /^(?:の)?(?:お|ご|赤|皆|みな|奥|娘|婿|嫁|坊|猫|犬|熊|くま|うさぎ|ねこ|わん|にゃん|ぞう|象|パンダ|運|屋)|(?:者|員|師|士|手|客|屋|生|官|医|長|人|子供|患者|選手|先生|学生)(?:さん|君|氏)/;

/** The picture or a part of a person: with the person in it. */
const OF_PERSON =
  /^(?:顔|目|瞳|手|腕|足|脚|指|髪|肌|体|身体|背|肩|胸|口|唇|頬|首|姿|全身|上半身|下半身|半身|笑|泣|表情|視線|横顔|後ろ|正面|肖像|写真|ポートレート|イラスト|シルエット|アップ|クローズアップ|スナップ|グループ|集団|群|列|一団|行列|団体|仲間|チーム|ペア|カップル|シーン|様子|光景|風景|動き|ポーズ|仕草|しぐさ|生活|日常|暮らし|人生|影|絵)/;

/** Last signs of nouns for things, places and likenesses: what stands before の only owns them or is depicted. */
const THING =
  /(?:像|人形|机|椅子|帽|帽子|服|着|衣|衣装|靴|鞄|具|道具|室|部屋|家|屋敷|館|院|校|場|店|庭|墓|本|書|帳|図|旗|剣|刀|槍|弓|盾|鎧|兜|車|船|艇|機|器|棚|箱|鍵|杖|楽器|台|席|券|札|碑|城|塔|橋|門|標|看板|マーク|アイコン|ロゴ|シンボル|仮面|マスク|玩具|皿|碗|筆|網|竿|街|町|村|横丁|集落|聖地|納屋|書斎|包丁|鍋|手裏剣|鎌|鍬|斧|槌|鋏|傘|箒|黒板|時計|眼鏡|鏡|手紙|日記|地図|看板|名札|財布|馬車|自転車|トラクター|ヘルメット|ゴーグル|エプロン|ブーツ|マント|ベルト|ナイフ|ハンマー|チョーク|スケッチブック|タブレット|マイク|ドラム|バイオリン|服装|制服|白衣|装備|装束|格好|恰好|仮装|変装|職|仕事場|アトリエ|スタジオ|デスク|テーブル|チェア|ヘルメット|スーツ|ドレス|コスチューム|コスプレ|コート|バッグ|カバン|ノート|ペン|カメラ|パソコン|ギター|ピアノ|ベッド|オフィス|ハウス|ルーム|ショップ|フィギュア|ロボット|マネキン|ぬいぐるみ|おもちゃ|かばん|いす|つくえ|くつ|ぼうし)$/;

/** 医師の机と顔. */
const AND_OF_PERSON = /^[とや、](?:顔|目|手|笑顔|表情|姿)/;

/** Shops as well as those who keep them: 肉屋さん, 肉屋が笑う, but 駅前の肉屋. */
const SHOP = /^(?:肉屋|魚屋|八百屋)$/;
const SHOP_AS_PERSON =
  /^(?:の(?:顔|手|目|姿|笑顔|表情|肖像|写真|絵)|[がは](?:[\p{L}]{0,4})(?:笑|立|働|座|歩|走|作|売|切|話|叫|泣))/u;

const KATAKANA = /^[\p{Script=Katakana}ー]/u;

/**
 * Reads the phrases of a Japanese text around its words for persons: a noun that follows without a particle or after の is
 * what is spoken of (兵隊アリ, 医師の机), unless it is a part or a picture of the person.
 */
export class JapanesePersons implements PersonReader {
  constructor(
    private readonly reading: Reading,
    private readonly tokens: readonly Token[],
  ) {}

  isLeftOpen(index: number): boolean {
    const { start, end } = this.tokens[index]!;
    const { folded } = this.reading;
    const term = folded.slice(start, end);
    const before = folded.slice(Math.max(0, start - BEFORE), start);
    const after = folded.slice(end, end + AFTER).replace(SUFFIX, '');
    if (term.startsWith('人') && NUMBER.test(before)) return false;
    if (SHOP.test(term) && !SHOP_AS_PERSON.test(after) && !folded.startsWith('さん', end)) return false;
    if (MISSING.test(after) || MENTIONED.test(after)) return false;
    if (this.isFigure(index) || isNamed(before, after) || this.isKnown(index)) return false;
    return this.headsPhrase(index, after);
  }

  isFigure(index: number): boolean {
    const { start, end } = this.tokens[index]!;
    const { folded } = this.reading;
    const previous = this.tokens[index - 1];
    if (previous && isCreature(previous)) {
      const gap = folded.slice(previous.end, start);
      if (/^(?:の|な|型の?|風の?|姿の|の姿をした|が扮する|の格好をした)?$/.test(gap)) return true;
    }
    const next = this.tokens[index + 1];
    if (!next || !isCreature(next)) return false;
    // 医師姿の猫, シェフの格好をした犬, 魔法使いの猫
    return /^(?:姿の|の|風の|の?(?:格好|恰好|服|衣装|コスプレ|仮装|姿)(?:を?し(?:た|ている)|を着た|の)|に扮した)?$/.test(
      folded.slice(end, next.start),
    );
  }

  isBesideStated(): boolean {
    return false;
  }

  private isKnown(index: number): boolean {
    const { start, end } = this.tokens[index]!;
    const { folded } = this.reading;
    const [previous, next] = [this.tokens[index - 1], this.tokens[index + 1]];
    if (
      previous?.entry.contexts.has('known') &&
      /^(?:という|、|は|が演じる|扮する|の姿をした)?$/.test(folded.slice(previous.end, start))
    )
      return true;
    return next?.entry.contexts.has('known') === true && /^[の、]?$/.test(folded.slice(end, next.start));
  }

  private headsPhrase(index: number, after: string): boolean {
    const { end } = this.tokens[index]!;
    const next = this.tokens[index + 1];
    const people =
      next !== undefined && (next.entry.contexts.has('person') || next.entry.uses.some(saysPerson));
    if (after.startsWith('の')) {
      if (people && next.start <= end + 3) return true;
      const noun = nounOf(after.slice(1));
      return OF_PERSON.test(noun) || !THING.test(noun) || AND_OF_PERSON.test(after.slice(1 + noun.length));
    }
    const noun = nounOf(after);
    if (people && next.start === end) return false; // the one that follows is who is drawn
    if (noun === '' || OF_PERSON.test(noun) || noun.startsWith('役')) return true;
    // A number of persons, or a word that is no noun's end: 学生二人, 医師と.
    return /^[\p{N}一二三四五六七八九十数]+[人名]/u.test(noun);
  }
}

/** The noun at the start of a text: kanji and katakana, or the few things that are written in hiragana. */
function nounOf(text: string): string {
  const kana = /^(?:ぬいぐるみ|おもちゃ|かばん|いす|つくえ|くつ|ぼうし)/.exec(text)?.[0];
  if (kana !== undefined) return kana;
  if (KATAKANA.test(text)) return /^[\p{Script=Katakana}ー]+[\p{Script=Han}々]*/u.exec(text)![0];
  return /^[\p{Script=Han}々]+[\p{Script=Katakana}ー]*/u.exec(text)?.[0] ?? '';
}

function isNamed(before: string, after: string): boolean {
  if (NAMED.test(before)) return true;
  const next = NAME_AFTER.exec(after)?.[0];
  if (next !== undefined && /^[の、]/.test(next) && !NO_NAME.test(next)) return true;
  const name = NAME_BEFORE.exec(before)?.[0];
  return name !== undefined && !NO_NAME.test(name);
}

function isCreature({ entry }: Token): boolean {
  return entry.contexts.has('animal') || entry.contexts.has('figure');
}

function saysPerson({ rule }: Token['entry']['uses'][number]): boolean {
  return rule.category === 'gender/unspecified-person';
}
