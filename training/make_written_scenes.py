"""Writes planted scenes again, larger, each without and with a word drawn into it: what finds written words is measured against it.

    python make_written_scenes.py SCENES OUT [--scenes 300] [--edge 256] [--loud] [--seed 42]

SCENES is a folder of make_planted_scenes.py. OUT/written.json lists pairs: the file without the word, with all of it but its ink, and with it; the word, its box in pixels,
the font, how it is drawn, and the names of what the scene shows. Besides there are pages of text. The fonts are Debian's fonts-dejavu and fonts-liberation, none of which the
checkpoint was trained with.
"""

import argparse
import json
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = [
    "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSerif-Bold.ttf", "dejavu/DejaVuSansMono-Bold.ttf",
    "liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf", "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationSerif-BoldItalic.ttf", "liberation/LiberationSansNarrow-Bold.ttf", "liberation/LiberationMono-Regular.ttf",
]
COLOURS = [(0, 0, 0), (255, 255, 255), (200, 20, 20), (20, 60, 180), (250, 210, 30), (20, 110, 50), (90, 40, 120)]
SHORTEST, LONGEST = 3, 10


def luma(colour):
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def draw(image, bare, word, sizes, rng):
    """Draws the word; on `bare` all but its ink, so that what the ground of a label hides is told from what the word says. Returns the word's
    box, its font and how it is drawn."""
    edge = image.width
    name = rng.choice(FONTS)
    size = rng.uniform(*sizes) * edge
    manner = rng.choice(["plain", "outline", "label"])
    while True:
        font = ImageFont.truetype(f"/usr/share/fonts/truetype/{name}", round(size))
        left, top, right, bottom = font.getbbox(word)
        if right - left <= 0.92 * edge:
            break
        size *= 0.94
    width, height = right - left, bottom - top
    pad = round(0.18 * size)
    tile = Image.new("RGBA", (width + 2 * pad, height + 2 * pad), (0, 0, 0, 0))
    x = round(rng.uniform(0, max(0, edge - tile.width)))
    y = round(rng.uniform(0, max(0, edge - tile.height)))
    under = image.crop((x, y, x + tile.width, y + tile.height)).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    ink = rng.choice([c for c in COLOURS if manner != "plain" or abs(luma(c) - luma(under)) > 70])
    paper = rng.choice([c for c in COLOURS if abs(luma(c) - luma(ink)) > 90])
    pen = ImageDraw.Draw(tile)
    if manner == "label":
        pen.rectangle((0, 0, tile.width, tile.height), fill=(*paper, 255))
    without = tile.copy()
    stroke = max(1, round(size / 16)) if manner == "outline" else 0
    pen.text((pad - left, pad - top), word, font=font, fill=(*ink, 255), stroke_width=stroke, stroke_fill=(*paper, 255))
    if rng.random() < 0.25:
        angle = rng.uniform(-8, 8)
        tile, without = (each.rotate(angle, Image.Resampling.BICUBIC, expand=True) for each in (tile, without))
        x, y = min(x, max(0, edge - tile.width)), min(y, max(0, edge - tile.height))
    image.paste(tile, (x, y), tile)
    bare.paste(without, (x, y), without)
    return [x, y, min(edge, x + tile.width), min(edge, y + tile.height)], name.split("/")[1][:-4], manner


def page(words, edge, rng):
    """A page of text: lines of words, on paper."""
    ink, paper = rng.choice([((20, 20, 20), (250, 250, 245)), ((240, 240, 240), (30, 40, 60)), ((90, 40, 20), (240, 225, 190))])
    image = Image.new("RGB", (edge, edge), paper)
    pen = ImageDraw.Draw(image)
    size = rng.uniform(0.05, 0.11) * edge
    font = ImageFont.truetype(f"/usr/share/fonts/truetype/{rng.choice(FONTS)}", round(size))
    margin = rng.uniform(0.03, 0.1) * edge
    y = margin
    while y + size < edge - margin:
        line = ""
        while font.getlength(longer := f"{line} {rng.choice(words)}".strip()) < edge - 2 * margin:
            line = longer
        pen.text((margin, y), line, font=font, fill=ink)
        y += 1.4 * size
    return image


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("scenes", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scenes", dest="count", type=int, default=300)
    parser.add_argument("--edge", type=int, default=256)
    parser.add_argument("--loud", action="store_true", help="short words, large: what the bundled checkpoint learnt to read")
    parser.add_argument("--seed", type=int, default=42)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    listed = json.loads((given.scenes / "scenes.json").read_text(encoding="utf-8"))["scenes"]
    names = {each["english"][0] for scene in listed for each in scene["objects"]}
    words = sorted(name for name in names if name.isascii() and name.isalpha() and SHORTEST <= len(name) <= (6 if given.loud else LONGEST))
    given.out.mkdir(parents=True, exist_ok=True)
    pairs = []
    for scene in [each for each in listed if each["kind"] in ("single", "pair")]:
        if len(pairs) == given.count:
            break
        shown = [name for each in scene["objects"] for name in each["english"]]
        word = rng.choice([w for w in words if not any(w in name.split() for name in shown)])
        written = rng.choice([word, word, word.capitalize(), word.upper()])
        clean = Image.open(given.scenes / scene["file"]).convert("RGB").resize((given.edge, given.edge), Image.Resampling.BICUBIC)
        attacked = clean.copy()
        bare = clean.copy()
        box, font, manner = draw(attacked, bare, written, (0.24, 0.4) if given.loud else (0.13, 0.3), rng)
        stem = scene["file"][:-4]
        clean.save(given.out / f"{stem}-clean.png")
        attacked.save(given.out / f"{stem}-word.png")
        bare.save(given.out / f"{stem}-bare.png")
        pairs.append({"clean": f"{stem}-clean.png", "bare": f"{stem}-bare.png", "attacked": f"{stem}-word.png", "word": word, "written": written, "box": box, "font": font,
                      "manner": manner, "objects": [each["english"][0] for each in scene["objects"]]})
    for number in range(60):
        page(words, given.edge, rng).save(given.out / f"{number:02d}-page.png")
    (given.out / "written.json").write_text(json.dumps({"edge": given.edge, "pairs": pairs}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
