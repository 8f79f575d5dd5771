"""Figures of the model card: pictures in two styles never trained on, flat (Twemoji) and drawn in outlines (OpenMoji), captions in wordings
never trained on. The last block is of pictures and wordings that were trained on.

    python evaluate.py                          # the exported checkpoint, models/mini
    python evaluate.py --checkpoint runs/mini/checkpoint.pt
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from batches import Scenes, encode
from captions import LEFT_OF, Fact, counted_japanese, plural, with_article
from concepts import COLOURS, FIRST_SETS, HELD_OUT_SETS, HERE, STYLES
from model import Clip, Shape, load_exported
from scenes import APART
from tokenizer import load_tokenizer

MINI = HERE.parent / "models" / "mini"
TRAINED_WORDING = {"en": "a photo of {a}", "ja": "{x}の絵"}
TOUCHING = 0.7  # of a side at least between two centres: parts of the pictures may touch or overlap
ENGLISH_COUNTS = ("", "one", "two", "three", "four")

# None of these wordings is among captions.py's.
HELD_OUT = {
    "en": {
        "object": "an illustration featuring {a}", "colour": "an illustration of {a} whose background is plain {c}", "count": "exactly {n} {xs}, nothing else",
        "style": "{a}, rendered as {s}", "left": "{a} at left, {b} at right", "above": "{a} up high, {b} down low",
    },
    "ja": {
        "object": "{x}が描かれたイラスト", "colour": "背景が{c}になっている{x}のイラスト", "count": "{nx}だけのイラスト",
        "style": "{x}のイラスト（{s}）", "left": "左側が{x}で右側が{y}", "above": "上側が{x}で下側が{y}",
    },
}


class Subject:
    """A checkpoint, its tokenizer, and the scenes to show it."""

    def __init__(self, model: Clip, tokenizer, seed: int, held_out: str | None):
        self.model, self.tokenizer = model.eval(), tokenizer
        self.scenes = Scenes(seed, held_out)
        self.concepts = self.scenes.concepts
        self.ids = self.scenes.planner.ids

    @torch.no_grad()
    def texts(self, texts: list[str]) -> torch.Tensor:
        parts = []
        for at in range(0, len(texts), 256):
            parts.append(self.model.texts(*encode(self.tokenizer, texts[at : at + 256])))
        return torch.cat(parts)

    @torch.no_grad()
    def show(self, kinds, **fixed):
        """Embeddings and facts of freshly planned scenes."""
        plan = self.scenes.planner.plan(kinds, **fixed)
        pixels = self.scenes.pictures(plan, augment=False)
        return torch.cat([self.model.images(part) for part in pixels.split(128)]), plan.facts


def noun(concept, language):
    return concept.english[0] if language == "en" else concept.japanese[0]


def phrase(form, language, concept, other=None, **more):
    a, x = with_article(concept.english[0], 0), concept.japanese[0]
    b, y = (with_article(other.english[0], 0), other.japanese[0]) if other else ("", "")
    return form.format(a=a, b=b, x=x, y=y, **more)


def share_right(pictures, candidates, subject):
    """How often the first of each picture's candidate texts scores highest."""
    flat = [text for texts in candidates for text in texts]
    unique = list(dict.fromkeys(flat))
    where = {text: i for i, text in enumerate(unique)}
    scores = pictures @ subject.texts(unique).T
    hits = [int(scores[i, [where[text] for text in texts]].argmax()) == 0 for i, texts in enumerate(candidates)]
    return float(np.mean(hits))


def object_accuracy(subject, language, form, repeats=2, ways=100):
    chosen = [i for i in subject.ids for _ in range(repeats)]
    pictures, facts = subject.show(["single"] * len(chosen), concepts=chosen, styles=np.zeros(len(chosen), dtype=int))
    candidates = []
    for row in facts:
        own = subject.concepts[row[Fact.OBJECT]]
        pool = [c for c in (subject.concepts[i] for i in subject.ids) if c.index != own.index]
        others = pool if ways is None else random.sample(pool, ways - 1)
        candidates.append([phrase(form, language, c) for c in (own, *others)])
    return share_right(pictures, candidates, subject)


def colour_words(language):
    """As a noun: red, 赤色."""
    return [name if language == "en" else forms[0].removesuffix("い").removesuffix("の").removesuffix("色") + "色" for name, forms, _ in COLOURS]


def colour_accuracy(subject, language, form, n=600):
    pictures, facts = subject.show(["single"] * n, styles=np.zeros(n, dtype=int))
    colours = colour_words(language)
    candidates = []
    for row in facts:
        concept, right = subject.concepts[row[Fact.OBJECT]], row[Fact.BACKGROUND]
        order = [right, *(i for i in range(len(colours)) if i != right)]
        candidates.append([phrase(form, language, concept, c=colours[i]) for i in order])
    return share_right(pictures, candidates, subject)


def count_accuracy(subject, language, form, n=600, apart=APART):
    counts = [1 + i % 4 for i in range(n)]
    subject.scenes.planner.apart = apart
    pictures, facts = subject.show([f"group{c}" for c in counts], styles=np.zeros(n, dtype=int))
    subject.scenes.planner.apart = APART
    candidates = []
    for row, right in zip(facts, counts):
        concept = subject.concepts[row[Fact.OBJECT]]
        texts = []
        for c in [right, *(k for k in range(1, 5) if k != right)]:
            random.seed(int(row[Fact.OBJECT]))  # the same counter for all four
            name = concept.english[0]
            texts.append(form.format(n=ENGLISH_COUNTS[c], xs=name if c == 1 else plural(name), nx=counted_japanese(concept.japanese[0], concept.category, c)))
        candidates.append(texts)
    return share_right(pictures, candidates, subject)


def style_accuracy(subject, language, form, n=600):
    styles = np.array([1 + i % (len(STYLES) - 1) for i in range(n)])
    pictures, facts = subject.show(["single"] * n, styles=styles)
    words = [style[2 if language == "en" else 4][0] if style[2] else "" for style in STYLES]
    candidates = []
    for row, right in zip(facts, styles):
        order = [right, *(i for i in range(1, len(STYLES)) if i != right)]
        candidates.append([phrase(form, language, subject.concepts[row[Fact.OBJECT]], s=words[i]) for i in order])
    return share_right(pictures, candidates, subject)


def relation_accuracy(subject, language, form, kind, n=600):
    pictures, facts = subject.show([kind] * n, styles=np.zeros(n, dtype=int))
    candidates = []
    for row in facts:
        first, second = subject.concepts[row[Fact.OBJECT]], subject.concepts[row[Fact.SECOND] - 1]
        candidates.append([phrase(form, language, first, second), phrase(form, language, second, first)])
    return share_right(pictures, candidates, subject)


def typographic(subject, language, form, n=600):
    """(share of pictures that a drawn word pulls to the word's object, the same pictures' share without the word)."""
    planner = subject.scenes.planner
    plan = planner.plan(["word"] * n, styles=np.zeros(n, dtype=int))
    keep = np.flatnonzero(plan.facts[:, Fact.WORD] != plan.facts[:, Fact.OBJECT] + 1)
    shares = []
    for drop_word in (False, True):
        if drop_word:
            plan = plan.only(~plan.plain_word)
        with torch.no_grad():
            pictures = torch.cat([subject.model.images(part) for part in subject.scenes.pictures(plan, augment=False).split(128)])[torch.from_numpy(keep)]
        candidates = []
        for row in plan.facts[keep]:
            shown, written = subject.concepts[row[Fact.OBJECT]], subject.concepts[row[Fact.WORD] - 1]
            candidates.append([phrase(form, language, written), phrase(form, language, shown)])
        shares.append(share_right(pictures, candidates, subject))
    return tuple(shares)


def evaluate(subject) -> dict:
    figures = {}
    for language, forms in HELD_OUT.items():
        trained = TRAINED_WORDING[language]
        figures[language] = {
            "object, 100-way": object_accuracy(subject, language, forms["object"]),
            "object, 100-way, trained wording": object_accuracy(subject, language, trained),
            f"object, among all {len(subject.ids)}": object_accuracy(subject, language, forms["object"], ways=None),
            "background colour, 11-way": colour_accuracy(subject, language, forms["colour"]),
            "count, 4-way": count_accuracy(subject, language, forms["count"]),
            "style, 6-way": style_accuracy(subject, language, forms["style"]),
            "left or right, 2-way": relation_accuracy(subject, language, forms["left"], "pair-lr"),
            "above or below, 2-way": relation_accuracy(subject, language, forms["above"], "pair-ab"),
        }
        flipped, without = typographic(subject, language, trained)
        figures[language]["typographic flips"] = flipped
        figures[language]["typographic flips, word removed"] = without
    for language, forms in HELD_OUT.items():  # last, so that it leaves the other figures' pictures as they are
        figures[language]["count, 4-way, may touch"] = count_accuracy(subject, language, forms["count"], apart=TOUCHING)
    return {language: {name: round(value, 3) for name, value in values.items()} for language, values in figures.items()}


def load_subject(checkpoint: Path | None, seed: int, held_out: str | None = HELD_OUT_SETS[0]) -> Subject:
    if checkpoint is None:
        return Subject(load_exported(MINI), load_tokenizer(MINI / "tokenizer.json"), seed, held_out)
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model = Clip(Shape(**state["shape"]))
    model.load_state_dict(state["model"])
    return Subject(model, load_tokenizer(checkpoint.parent / "tokenizer.json"), seed, held_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, help="a training checkpoint instead of models/mini")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sets", nargs="+", choices=(*HELD_OUT_SETS, "trained"), default=[*HELD_OUT_SETS, "trained"], help="the styles to ask about")
    parser.add_argument("--quick", action="store_true", help="objects only")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    for name in args.sets:
        subject = load_subject(args.checkpoint, args.seed, None if name == "trained" else name)
        if name == "trained":
            pictures = subject.scenes.atlas.by_concept
            for concept, entries in pictures.items():
                pictures[concept] = [entry for entry in entries if entry[0] in FIRST_SETS]
        if args.quick or name == "trained":
            forms = TRAINED_WORDING if name == "trained" else {language: forms["object"] for language, forms in HELD_OUT.items()}
            figures = {language: {"object, 100-way": round(object_accuracy(subject, language, form, repeats=1), 3)} for language, form in forms.items()}
        else:
            figures = evaluate(subject)
        print(json.dumps({name: figures}, indent=1, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
