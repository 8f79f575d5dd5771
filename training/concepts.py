"""What can be in a picture: the concepts of concepts.tsv, colours, picture styles and their words in two languages."""

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE / "cache"

# Picture sets that are trained on, and how often each is met where a concept is in all of them. "+lines", "+page" and "+rim" are
# drawings with lines that render.mjs added.
_FLAT = ("noto", "noto-v1", "fluent-emoji-flat", "fxemoji", "emojione")
TRAINED_SETS = {
    **dict.fromkeys((*_FLAT, "fluent-emoji"), 1.0), "streamline-emojis": 1.6,
    **{f"{name}+lines": 0.3 for name in _FLAT}, **{f"{name}+page": 0.2 for name in _FLAT}, **{f"{name}+rim": 0.2 for name in _FLAT},
    "emojione-monotone": 0.5, "fluent-emoji-high-contrast": 0.8,
    **dict.fromkeys(("tabler", "ph", "mdi", "game-icons", "icon-park", "hugeicons"), 0.2),
}
# Those that the checkpoint in models/mini was trained on
FIRST_SETS = ("noto", "noto-v1", "fluent-emoji-flat", "fluent-emoji", "fxemoji")
# Styles that no training picture has: one flat, one drawn in outlines.
HELD_OUT_SETS = ("twemoji", "openmoji")

# English name, Japanese forms before a noun, sRGB
COLOURS = [
    ("red", ("赤い", "赤色の"), (215, 38, 38)),
    ("orange", ("オレンジ色の", "オレンジの"), (242, 140, 28)),
    ("yellow", ("黄色い", "黄色の"), (246, 222, 60)),
    ("green", ("緑の", "緑色の"), (48, 160, 70)),
    ("blue", ("青い", "青色の"), (45, 95, 218)),
    ("purple", ("紫の", "紫色の"), (138, 58, 188)),
    ("pink", ("ピンクの", "ピンク色の"), (246, 150, 192)),
    ("brown", ("茶色い", "茶色の"), (124, 74, 38)),
    ("black", ("黒い", "黒色の"), (16, 16, 18)),
    ("white", ("白い", "白色の"), (249, 249, 249)),
    ("gray", ("灰色の", "グレーの"), (138, 138, 140)),
]
COLOUR_NAMES = [colour[0] for colour in COLOURS]

# English forms as an adjective-like head and as a list item, Japanese likewise. Index 0 is the untouched picture.
STYLES = [
    ("plain", (), (), (), ()),
    ("pixel art", ("pixel art of {}", "a pixel art picture of {}", "a pixelated {bare}"), ("pixel art", "8-bit pixel art", "pixelated"),
     ("{}のドット絵", "ドット絵の{}", "ピクセルアートの{}"), ("ドット絵", "ピクセルアート")),
    ("black and white", ("a black and white photo of {}", "a black and white picture of {}", "{} in black and white"), ("black and white", "monochrome", "grayscale"),
     ("{}の白黒写真", "白黒の{}", "モノクロの{}"), ("白黒", "モノクロ", "白黒写真")),
    ("sepia", ("a sepia photo of {}", "a sepia picture of {}", "{} in sepia"), ("sepia", "sepia tone", "old sepia photo"),
     ("{}のセピア写真", "セピア色の{}", "セピア調の{}"), ("セピア", "セピア色", "セピア調")),
    ("blurry", ("a blurry photo of {}", "a blurry picture of {}", "a blurry {bare}"), ("blurry", "out of focus", "blurred"),
     ("ぼやけた{}", "{}のぼやけた写真", "ピンぼけの{}"), ("ぼやけた", "ピンぼけ", "ぼかし")),
    ("line drawing", ("a line drawing of {}", "a pencil sketch of {}", "line art of {}"), ("line drawing", "line art", "sketch"),
     ("{}の線画", "線画の{}", "{}のスケッチ"), ("線画", "スケッチ", "ラインアート")),
    ("night", ("{} at night", "a night scene with {}", "{} in the dark"), ("night", "at night", "night scene"),
     ("夜の{}", "{}の夜景", "夜空の下の{}"), ("夜", "夜景", "暗い夜")),
]
STYLE_NAMES = [style[0] for style in STYLES]
PLAIN, PIXEL_ART, BLACK_AND_WHITE, SEPIA, BLURRY, LINE_DRAWING, NIGHT = range(7)
# In these a background colour can't be seen as what it is, so no caption names one.
COLOURLESS = (BLACK_AND_WHITE, SEPIA, LINE_DRAWING, NIGHT)

# The skin tones that render.mjs draws: emojibase number → words
TONES = {
    1: (("light-skinned", "with light skin"), ("明るい肌の", "白い肌の")),
    3: (("medium-skinned", "with medium skin"), ("中間の肌色の", "小麦色の肌の")),
    5: (("dark-skinned", "with dark skin"), ("濃い肌の", "黒い肌の")),
}

CATEGORIES = {
    "animal": ("animal", "動物"), "bird": ("bird", "鳥"), "sea": ("sea creature", "海の生き物"), "insect": ("bug", "虫"),
    "flower": ("flower", "花"), "plant": ("plant", "植物"), "fruit": ("fruit", "果物"), "vegetable": ("vegetable", "野菜"),
    "food": ("food", "食べ物"), "sweet": ("dessert", "お菓子"), "drink": ("drink", "飲み物"), "building": ("building", "建物"),
    "vehicle": ("vehicle", "乗り物"), "clothing": ("piece of clothing", "衣類"), "instrument": ("musical instrument", "楽器"),
    "tool": ("tool", "道具"), "sport": ("sports thing", "スポーツ用品"), "person": ("person", "人"),
}


@dataclass(frozen=True)
class Concept:
    index: int
    kind: str  # thing | person (gender may be said) | figure (its label says all there is to say)
    category: str
    english: tuple[str, ...]
    japanese: tuple[str, ...]


def read_concepts() -> list[Concept]:
    lines = (HERE / "concepts.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Concept(i, r[0], r[1], tuple(r[2].split("/")), tuple(r[3].split("/"))) for i, r in enumerate(rows)]


def read_icon_records() -> list[dict]:
    return json.loads((CACHE / "icons.json").read_text())
