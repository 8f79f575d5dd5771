"""Writes test/fixtures/mini-eval: small pictures in the held-out style and, per question, the texts to choose from.

The tests put the same questions to the real engine. `share` is how many this checkpoint answers rightly through PyTorch.
Run it again after export.py: the pictures stay the same, the shares follow the checkpoint.
"""

import json
import random
import shutil

import numpy as np
import torch
from PIL import Image

from captions import Fact, counted_japanese, plural
from concepts import HERE, STYLES
from evaluate import ENGLISH_COUNTS, HELD_OUT, colour_words, load_subject, phrase, share_right
from batches import normalise
from scenes import render

OUT = HERE.parent / "test" / "fixtures" / "mini-eval"
SINGLE = """cat|dog|apple|banana|strawberry|pizza|hamburger|sushi|donut|car|bus|bicycle|airplane|rocket|sailboat|house|castle|sunflower|rose|
cactus|penguin|elephant|frog|turtle|octopus|butterfly|guitar|key|umbrella|crown|robot|ghost|pumpkin|snowman|firefighter|astronaut""".replace("\n", "").split("|")
COUNTED = "cat|lemon|balloon|star|tomato|heart".split("|")
STYLED = "panda|sailboat|tree".split("|")
WAYS = 100


def main():
    torch.set_num_threads(1)
    subject = load_subject(None, seed=11)
    random.seed(11)
    by_name = {concept.english[0]: concept for concept in subject.concepts}
    names = SINGLE + [name for name in COUNTED for _ in range(4)] + [name for name in STYLED for _ in range(6)]
    kinds = ["single"] * len(SINGLE) + [f"group{count}" for _ in COUNTED for count in range(1, 5)] + ["single"] * (6 * len(STYLED))
    styles = np.array([0] * (len(SINGLE) + 4 * len(COUNTED)) + [1 + i % 6 for i in range(6 * len(STYLED))])
    plan = subject.scenes.planner.plan(kinds, concepts=[by_name[name].index for name in names], styles=styles)
    plan.background_end = plan.background  # even backgrounds: small files
    pixels = render(plan, subject.scenes.atlas, subject.scenes.rng, augment=False)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    files = []
    bytes_ = (pixels * 255).round().byte()
    for at, (name, picture) in enumerate(zip(names, bytes_)):
        files.append(f"{at:02d}-{name}.png")
        Image.fromarray(picture.permute(1, 2, 0).numpy()).save(OUT / files[-1], optimize=True)
    with torch.no_grad():
        embeddings = subject.model.images(normalise(bytes_.float() / 255))

    pool = [by_name[name] for name in SINGLE]
    pool += random.sample([c for c in subject.concepts if c.english[0] not in SINGLE], WAYS - len(pool))
    questions = []

    def ask(name, language, cases, texts=None):
        pictures = embeddings[[files.index(case["file"]) for case in cases]]
        ordered = []
        for case in cases:
            choices = case.get("texts", texts)
            ordered.append([choices[case["right"]], *(text for i, text in enumerate(choices) if i != case["right"])])
        share = share_right(pictures, ordered, subject)
        questions.append({"name": name, "language": language, "share": round(share, 4), **({"texts": texts} if texts else {}), "cases": cases})

    singles, counted, styled = range(len(SINGLE)), range(len(SINGLE), len(SINGLE) + 4 * len(COUNTED)), range(len(SINGLE) + 4 * len(COUNTED), len(names))
    for language, forms in HELD_OUT.items():
        ask("object", language, [{"file": files[i], "right": i} for i in singles], [phrase(forms["object"], language, concept) for concept in pool])
        ask("colour", language, [{"file": files[i], "right": int(plan.facts[i, Fact.BACKGROUND]),
                                  "texts": [phrase(forms["colour"], language, by_name[names[i]], c=colour) for colour in colour_words(language)]} for i in singles])
        cases = []
        for i in counted:
            concept, texts = by_name[names[i]], []
            for count in range(1, 5):
                random.seed(i)
                texts.append(forms["count"].format(n=ENGLISH_COUNTS[count], xs=names[i] if count == 1 else plural(names[i]),
                                                   nx=counted_japanese(concept.japanese[0], concept.category, count)))
            cases.append({"file": files[i], "right": int(plan.facts[i, Fact.COUNT]) - 1, "texts": texts})
        ask("count", language, cases)
        words = [style[2 if language == "en" else 4][0] for style in STYLES[1:]]
        ask("style", language, [{"file": files[i], "right": int(styles[i]) - 1,
                                 "texts": [phrase(forms["style"], language, by_name[names[i]], s=word) for word in words]} for i in styled])
    (OUT / "cases.json").write_text(json.dumps({"questions": questions}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (OUT / "README.md").write_text(README, encoding="utf-8")
    for question in questions:
        print(question["name"], question["language"], question["share"], len(question["cases"]))


README = """# Pictures to question the bundled checkpoint with

Scenes of 64 × 64 in a style that `models/mini` was never trained on, made by `training/make_eval_fixture.py`. `cases.json` holds questions:
`name` (object, colour, count, style), `language`, `cases` with `file`, `right` (index of the right text) and `texts` (or the question's own
`texts`, where all cases choose from the same), and `share`: how many of them the checkpoint answers rightly when PyTorch computes it.

The graphics are from [Twemoji](https://github.com/jdecked/twemoji), © Twitter and contributors, licensed under
[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/). Changes: placed, turned and repeated on coloured backgrounds, and filtered.
"""


if __name__ == "__main__":
    main()
