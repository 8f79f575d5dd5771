"""Captions in English and Japanese for a scene, and what each of them asserts.

A scene is a vector of facts (see Fact). A caption says some of them. Its `said` vector holds the fact where the caption
says it and UNSAID elsewhere, so "caption i is true of picture j" is: every said fact of i equals that fact of j. The loss
uses it to leave true pairs out of the negatives.
"""

import random
from enum import IntEnum

from concepts import CATEGORIES, COLOURLESS, COLOURS, PLAIN, STYLES, TONES, Concept

UNSAID = -1


class Fact(IntEnum):
    OBJECT = 0
    GENDER = 1  # 0 none, 1 man, 2 woman
    TONE = 2
    SECOND = 3  # second object + 1, 0 when there is none
    COUNT = 4
    BACKGROUND = 5
    STYLE = 6
    TINT = 7  # colour + 1 that the object is painted in, 0 for its own colours
    SECOND_TINT = 8
    WORD = 9  # concept whose name is drawn + 1, 0 when none is
    RELATION = 10  # 0 none, 1 first left of second, 2 first above second
    SIZE = 11  # 0 ordinary, 1 small, 2 large
    CATEGORY = 12


N_FACTS = len(Fact)
LEFT_OF, ABOVE = 1, 2
SMALL, LARGE = 1, 2

ENGLISH_BOILERPLATE = """masterpiece|best quality|highly detailed|8k|4k|ultra detailed|high resolution|award winning|trending on artstation|sharp focus|
cinematic lighting|soft lighting|dramatic lighting|studio lighting|digital art|concept art|professional|beautiful|stunning|intricate details|vivid colors|
hdr|octane render|unreal engine|ultra realistic|photorealistic|wallpaper|cute|kawaii|elegant|simple|minimalist|clean|centered|no text|by a famous artist|
absurdres|highres|amazing|very detailed|perfect composition|depth of field|volumetric light|aesthetic|modern|flat design|vector|icon|emoji|sticker""".replace("\n", "").split("|")
JAPANESE_BOILERPLATE = """高画質|傑作|最高品質|高精細|超高解像度|美しい|かわいい|プロの作品|鮮やか|シンプル|精密|8K|4K|名作|綺麗|おしゃれ|柔らかい光|
映画のような照明|デジタルアート|ミニマル|アイコン|絵文字|高品質|細部まで|きれいな構図|素敵な""".replace("\n", "").split("|")

KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん"

IRREGULAR = {"mouse": "mice", "sheep": "sheep", "fish": "fish", "tropical fish": "tropical fish", "goose": "geese", "ox": "oxen", "person": "people",
             "man": "men", "woman": "women", "child": "children", "foot": "feet", "tooth": "teeth", "wolf": "wolves", "knife": "knives",
             "leaf": "leaves", "loaf": "loaves", "deer": "deer", "bison": "bison", "moose": "moose", "shrimp": "shrimp", "squid": "squid",
             "mermaid": "mermaids", "merman": "mermen", "snowman": "snowmen", "elf": "elves", "calf": "calves", "scarf": "scarves"}
HEADS = (" of ", " with ", " in ", " on ", " wearing ", " doing ", " running", " rowing", " raising", " shrugging", " facepalming",
         " bowing", " getting ", " feeding ", " fencing", " taking ", " walking", " breastfeeding", " dancing", " behind ", " and ")
MASS = {"fish", "sheep"}


def plural(noun: str) -> str:
    for head in HEADS:
        at = noun.find(head)
        if at > 0:
            return plural(noun[:at]) + noun[at:]
    first, _, rest = noun.partition(" ")
    if first in ("woman", "man") and rest:
        return f"{IRREGULAR[first]} {plural(rest)}"
    start, _, last = noun.rpartition(" ")
    if last in IRREGULAR:
        last = IRREGULAR[last]
    elif last.endswith("man") and last not in ("human", "german"):
        last = last[:-3] + "men"
    elif last.endswith(("s", "x", "ch", "sh")) and not last.endswith(("ies", "oes")):
        last = last if last.endswith("s") and not last.endswith("ss") and last not in ("bus", "cactus", "octopus") else last + "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last = last + ("es" if last in ("potato", "tomato", "mosquito", "volcano") else "s") if not last.endswith("ies") else last
    return f"{start} {last}".strip()


def with_article(noun: str, definite: float = 0.1) -> str:
    if random.random() < definite:
        return f"the {noun}"
    return f"{'an' if noun[0] in 'aeiou' and not noun.startswith(('one', 'uni', 'ufo', 'eu')) or noun.startswith('hour') else 'a'} {noun}"


def english_noun(concept: Concept, gender: int, label: str | None = None) -> str:
    """The concept's name with the gender in it where one is to be said (1 man, 2 woman)."""
    labels = [name for name in concept.english if gender == 0 or name not in ("bride", "merperson")]
    label = label or (concept.english[0] if random.random() < 0.55 and concept.english[0] in labels else random.choice(labels or ["merperson"]))
    if gender == 0:
        return label
    if label == "merperson":
        return ("merman", "mermaid")[gender - 1]
    if "person" in label:
        return label.replace("person", ("man", "woman")[gender - 1])
    return f"{random.choice((('man', 'male'), ('woman', 'female'))[gender - 1])} {label}"


def japanese_noun(concept: Concept, gender: int, label: str | None = None) -> str:
    labels = [name for name in concept.japanese if gender != 1 or name != "花嫁"]
    label = label or (labels[0] if random.random() < 0.55 else random.choice(labels))
    if gender == 0:
        return label
    if label.endswith("の人") or label.endswith("る人") or label.endswith("ぐ人"):
        return label[:-1] + ("男性", "女性")[gender - 1]
    word = random.choice((("男性", "男"), ("女性", "女"))[gender - 1])
    return random.choice((f"{word}の{label}", f"{word}の{label}", f"{label}の{word}"))


def pseudo_word() -> str:
    """A word that means nothing, so that words the model never met move an embedding as little as possible."""
    return "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(random.randint(3, 8)))


def english_phrase(concepts, facts, said, second=False, count=1):
    """A noun phrase without article for one object; writes what it says into `said`."""
    index = facts[Fact.OBJECT] if not second else facts[Fact.SECOND] - 1
    concept = concepts[index]
    tint = facts[Fact.TINT if not second else Fact.SECOND_TINT]
    if not second and tint == 0 and facts[Fact.SECOND] == 0 and concept.category in CATEGORIES and random.random() < 0.03:
        noun = CATEGORIES[concept.category][0]
        said[Fact.CATEGORY] = facts[Fact.CATEGORY]
    else:
        gender = 0 if second or facts[Fact.GENDER] == 0 or random.random() < 0.15 else facts[Fact.GENDER]
        noun = english_noun(concept, gender)
        said[Fact.SECOND if second else Fact.OBJECT] = index + (1 if second else 0)
        if gender:
            said[Fact.GENDER] = gender
        if not second and facts[Fact.TONE] and random.random() < 0.6:
            before, after = TONES[facts[Fact.TONE]][0]
            noun = f"{before} {noun}" if random.random() < 0.6 or count > 1 else f"{noun} {after}"
            said[Fact.TONE] = facts[Fact.TONE]
    if count > 1:
        noun = plural(noun)
    if tint and random.random() < 0.9:
        noun = f"{COLOURS[tint - 1][0]} {noun}"
        said[Fact.SECOND_TINT if second else Fact.TINT] = tint
    if not second and facts[Fact.SIZE] and random.random() < 0.5:
        noun = f"{random.choice(('small', 'tiny', 'little') if facts[Fact.SIZE] == SMALL else ('large', 'big', 'huge'))} {noun}"
        said[Fact.SIZE] = facts[Fact.SIZE]
    return noun


def japanese_phrase(concepts, facts, said, second=False):
    index = facts[Fact.OBJECT] if not second else facts[Fact.SECOND] - 1
    concept = concepts[index]
    tint = facts[Fact.TINT if not second else Fact.SECOND_TINT]
    if not second and tint == 0 and facts[Fact.SECOND] == 0 and concept.category in CATEGORIES and random.random() < 0.03:
        noun = CATEGORIES[concept.category][1]
        said[Fact.CATEGORY] = facts[Fact.CATEGORY]
    else:
        gender = 0 if second or facts[Fact.GENDER] == 0 or random.random() < 0.15 else facts[Fact.GENDER]
        noun = japanese_noun(concept, gender)
        said[Fact.SECOND if second else Fact.OBJECT] = index + (1 if second else 0)
        if gender:
            said[Fact.GENDER] = gender
        if not second and facts[Fact.TONE] and random.random() < 0.6:
            noun = random.choice(TONES[facts[Fact.TONE]][1]) + noun
            said[Fact.TONE] = facts[Fact.TONE]
    if tint and random.random() < 0.9:
        noun = random.choice(COLOURS[tint - 1][1]) + noun
        said[Fact.SECOND_TINT if second else Fact.TINT] = tint
    if not second and facts[Fact.SIZE] and random.random() < 0.5:
        noun = random.choice(("小さい", "小さな") if facts[Fact.SIZE] == SMALL else ("大きい", "大きな")) + noun
        said[Fact.SIZE] = facts[Fact.SIZE]
    return noun


ENGLISH_NUMBERS = {2: ("two", "2"), 3: ("three", "3"), 4: ("four", "4")}
PEOPLE, ANIMALS = ("person",), ("animal", "bird", "sea", "insect")


def counted_japanese(noun: str, category: str, n: int) -> str:
    digits, kanji = str(n), "〇一二三四"[n]
    if category in PEOPLE:
        forms = [f"{digits}人の{noun}", f"{kanji}人の{noun}", f"{noun}が{digits}人", f"{noun}{digits}人"]
    elif category in ANIMALS:
        unit = random.choice(("匹", "匹", "羽" if category == "bird" else "頭"))
        forms = [f"{digits}{unit}の{noun}", f"{kanji}{unit}の{noun}", f"{noun}が{digits}{unit}", f"{noun}{digits}{unit}"]
    else:
        forms = [f"{digits}つの{noun}", f"{kanji}つの{noun}", f"{digits}個の{noun}", f"{noun}が{digits}つ", f"{noun}が{digits}個", f"{noun}{digits}個", f"全部で{digits}つの{noun}",
                 f"{noun}を{digits}つ", f"{noun}は{digits}個", f"{noun}が{kanji}つ"]
    return random.choice(forms)


def english_subject(concepts, facts, said):
    """What is in the picture, with its article."""
    if facts[Fact.SECOND]:
        first, second = english_phrase(concepts, facts, said), english_phrase(concepts, facts, said, second=True)
        a, b = with_article(first), with_article(second)
        if random.random() < 0.8:
            said[Fact.RELATION] = facts[Fact.RELATION]
            if facts[Fact.RELATION] == LEFT_OF:
                return random.choice((f"{a} to the left of {b}", f"{a} left of {b}", f"{b} to the right of {a}", f"{b} right of {a}",
                                      f"{a} on the left and {b} on the right", f"{first} on the left, {second} on the right", f"on the right {b}, on the left {a}"))
            return random.choice((f"{a} above {b}", f"{b} below {a}", f"{a} over {b}", f"{b} under {a}", f"{a} on top of {b}",
                                  f"{first} at the top, {second} at the bottom"))
        return random.choice((f"{a} and {b}", f"{b} and {a}", f"{a} with {b}", f"{first} and {second}", f"{b} next to {a}", f"{a} beside {b}"))
    n = facts[Fact.COUNT]
    if n > 1:
        nouns = english_phrase(concepts, facts, said, count=n)
        if random.random() < 0.12:
            return random.choice((f"a group of {nouns}", f"several {nouns}", nouns))
        said[Fact.COUNT] = n
        number = ENGLISH_NUMBERS[n][random.random() < 0.3]
        return random.choice((f"{number} {nouns}", f"{number} {nouns}", f"{number} {nouns}", f"a group of {number} {nouns}"))
    noun = english_phrase(concepts, facts, said)
    r = random.random()
    if r < 0.3:
        return noun
    said[Fact.COUNT] = 1
    return f"{random.choice(('one', 'a single', '1', 'only one'))} {noun}" if r < 0.4 else with_article(noun)


def japanese_subject(concepts, facts, said):
    if facts[Fact.SECOND]:
        a, b = japanese_phrase(concepts, facts, said), japanese_phrase(concepts, facts, said, second=True)
        if random.random() < 0.8:
            said[Fact.RELATION] = facts[Fact.RELATION]
            if facts[Fact.RELATION] == LEFT_OF:
                return random.choice((f"{b}の左に{a}", f"{a}の右に{b}", f"左に{a}、右に{b}", f"左に{a}と右に{b}", f"{b}の左にある{a}", f"右に{b}、左に{a}"))
            return random.choice((f"{b}の上に{a}", f"{a}の下に{b}", f"上に{a}、下に{b}", f"上に{a}と下に{b}", f"{b}の上にある{a}"))
        return random.choice((f"{a}と{b}", f"{b}と{a}", f"{a}、{b}", f"{a}と{b}が並んでいる"))
    noun = japanese_phrase(concepts, facts, said)
    category, n = concepts[facts[Fact.OBJECT]].category, facts[Fact.COUNT]
    if n > 1:
        if random.random() < 0.1:
            return random.choice((f"たくさんの{noun}", f"いくつかの{noun}", noun))
        said[Fact.COUNT] = n
        return counted_japanese(noun, category, n)
    if random.random() < 0.2:
        said[Fact.COUNT] = 1
        return counted_japanese(noun, category, 1)
    return noun


def english_caption(concepts, facts, said, words, long):
    subject = english_subject(concepts, facts, said)
    if facts[Fact.WORD] and random.random() < 0.8:
        word = words[facts[Fact.WORD]]
        said[Fact.WORD] = facts[Fact.WORD]
        subject = random.choice((f'{subject} with the word "{word}" written on it', f"{subject} with the word '{word}'", f'{subject} labelled "{word}"',
                                 f"{subject} with a label that says {word}", f'{subject}, text "{word}"'))
    style = facts[Fact.STYLE]
    say_style = style != PLAIN and random.random() < 0.75
    colour = None
    if style not in COLOURLESS and random.random() < (0.8 if long else 0.55):
        colour = COLOURS[facts[Fact.BACKGROUND]][0]
        said[Fact.BACKGROUND] = facts[Fact.BACKGROUND]
    if say_style:
        said[Fact.STYLE] = style
    if long or random.random() < 0.18:  # a list, as prompts are written
        items = [subject]
        if colour:
            items.append(random.choice((f"{colour} background", f"{colour} background", f"on a {colour} background", f"simple {colour} background")))
        if say_style:
            items.append(random.choice(STYLES[style][2]))
        extra = random.randint(8, 24) if long else random.choice((0, 0, 0, 1, 2, 4))
        items += random.sample(ENGLISH_BOILERPLATE, min(extra, len(ENGLISH_BOILERPLATE)))
        if random.random() < 0.15:
            items.append(" ".join(pseudo_word() for _ in range(random.randint(1, 3))))
        first = items[0]
        random.shuffle(items)
        if random.random() < 0.5:
            items.remove(first)
            items.insert(0, first)
        return ", ".join(items)
    text = subject
    if say_style:
        form = random.choice(STYLES[style][1])
        if "{bare}" in form:
            bare = text.removeprefix("a ").removeprefix("an ").removeprefix("the ")
            text = form.replace("{bare}", bare) if bare != text else f"{STYLES[style][2][-1]} {text}"
        else:
            text = form.format(text)
    else:
        r = random.random()
        if r < 0.4:
            text = random.choice(("a photo of {}", "a picture of {}", "an image of {}", "a drawing of {}", "there is {}", "a close up of {}", "{} on the table",
                                  "a beautiful picture of {}", "this is {}", "a cute picture of {}", "{} in the middle", "you can see {}")).format(text)
    if colour:
        text = random.choice(("{} on a {c} background", "{} on a {c} background", "{} with a {c} background", "{}, {c} background", "{} in front of a {c} background",
                              "{} on {c}", "{} against a {c} background", "{} and the background is {c}", "a {c} background with {}", "{c} backdrop, {}",
                              "{} over {c}", "the background is {c}: {}", "{} with {c} behind it")).format(text, c=colour)
    if random.random() < 0.04:
        text += f" {pseudo_word()}"
    return text


def japanese_caption(concepts, facts, said, words, long):
    subject = japanese_subject(concepts, facts, said)
    if facts[Fact.WORD] and random.random() < 0.8:
        word = words[facts[Fact.WORD]]
        said[Fact.WORD] = facts[Fact.WORD]
        subject = random.choice((f"「{word}」と書かれた{subject}", f"『{word}』という文字が書かれた{subject}", f"{word}と書いてある{subject}", f"{subject}に「{word}」の文字"))
    style = facts[Fact.STYLE]
    say_style = style != PLAIN and random.random() < 0.75
    colour = None
    if style not in COLOURLESS and random.random() < (0.8 if long else 0.55):
        colour = random.choice(COLOURS[facts[Fact.BACKGROUND]][1])
        said[Fact.BACKGROUND] = facts[Fact.BACKGROUND]
    if say_style:
        said[Fact.STYLE] = style
    if long or random.random() < 0.2:
        items = [subject]
        if colour:
            items.append(random.choice((f"{colour}背景", f"{colour}背景", f"背景は{colour.rstrip('いの')}")))
        if say_style:
            items.append(random.choice(STYLES[style][4]))
        extra = random.randint(8, 20) if long else random.choice((0, 0, 0, 1, 2, 4))
        items += random.sample(JAPANESE_BOILERPLATE, min(extra, len(JAPANESE_BOILERPLATE)))
        if random.random() < 0.1:
            items.append(pseudo_word())
        first = items[0]
        random.shuffle(items)
        if random.random() < 0.5:
            items.remove(first)
            items.insert(0, first)
        return random.choice(("、", "、", ", ", "，")).join(items)
    text = subject
    if say_style:
        text = random.choice(STYLES[style][3]).format(text)
    elif random.random() < 0.35:
        text = random.choice(("{}の絵", "{}の写真", "{}の画像", "{}が写っている写真", "{}がある", "これは{}です", "{}を描いた絵", "{}がいる", "{}のイメージ", "{}がひとつの画面に", "かわいい{}", "テーブルの上の{}", "{}のアップ", "美しい{}の絵")).format(text)
    if colour:
        stem = colour.rstrip("いの").removesuffix("色")
        text = random.choice(("{c}背景の{}", "{c}背景の{}", "{}、{c}背景", "{c}背景に{}", "{c}背景の前の{}", "{}、背景は{n}", "背景が{n}色の{}", "背景は{n}色、{}", "{}、背景色は{n}",
                              "背景を{n}色にした{}", "{n}色の背景と{}", "{n}色をバックに{}", "{}。背景は{n}色です", "{n}色背景に描かれた{}", "背景が{c}{}")).format(text, c=colour, n=stem)
    if random.random() < 0.05:
        text += random.choice(("です", "。", "だよ", "ですね", "", "！")) + "".join(random.choice(KANA) for _ in range(random.randint(0, 4)))
    return text


def caption(concepts, facts, words, japanese: bool, long: bool) -> tuple[str, list[int]]:
    """One caption of the scene with these facts, and the facts that it says. `words[k]` is the drawn word of WORD fact k."""
    said = [UNSAID] * N_FACTS
    if facts[Fact.OBJECT] < 0:  # nothing but a drawn word
        said[Fact.OBJECT], said[Fact.WORD] = facts[Fact.OBJECT], facts[Fact.WORD]
        word = words[facts[Fact.WORD]]
        concept = concepts[facts[Fact.WORD] - 1]
        forms = ((f"「{word}」という文字", f"{word}と書かれた看板", f"{word}", concept.japanese[0]) if japanese
                 else (f'the word "{word}"', f"the text {word}", f"a sign that says {word}", word, word))
        return random.choice(forms), said
    text = (japanese_caption if japanese else english_caption)(concepts, facts, said, words, long)
    if not japanese and random.random() < 0.15:
        text = text[0].upper() + text[1:] + random.choice((".", "", "!"))
    return text, said
