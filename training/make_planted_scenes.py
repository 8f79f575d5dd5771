"""Writes scenes whose content is known: pictures, and what stands where in them. What explains scores is measured against it.

    python make_planted_scenes.py OUT [--set twemoji] [--singles 200] [--pairs 200] [--trios 60] [--words 200] [--sets 60] [--facts 0] [--seed 16]

OUT/scenes.json lists for each picture its file, kind, background, style, size, drawn word, and its objects: names in English and Japanese, and the box
[left, top, right, bottom] of what is drawn of it, in pixels of the 64 px picture. Pictures of one `set` share their first object and background:
three of it alone, three of it beside something else. `--facts` adds so many sets of six for each kind of FACTS: pictures that share what a
caption may say of that kind (`fact`), and their first object.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from captions import LARGE, LEFT_OF, SMALL, Fact
from concepts import COLOURS, HELD_OUT_SETS, STYLES
from batches import Scenes
from scenes import SIZE, _spots, render

FACTS = ("colour", "object", "number", "side", "size", "style")
NUMBERS = (2, 3, 4)
SIZES = ((0, SMALL, (22, 29)), (1, LARGE, (64, 80)))


def fact_scenes(sets, planner, first_set):
    """Of each scene: its fact, the number of its set, and what `plan` is to fix: kind, first and second concept, background, style; and the size."""
    rng, found = planner.rng, []
    for number, fact in enumerate(fact for fact in FACTS for _ in range(sets)):
        concept, second = planner.concept(), planner.concept() if fact == "side" else -1
        background = int(rng.integers(len(COLOURS))) if fact == "colour" else -1
        style = 1 + int(rng.integers(len(STYLES) - 1)) if fact == "style" else 0
        kind = f"group{rng.choice(NUMBERS)}" if fact == "number" else rng.choice(("pair-lr", "pair-ab")) if fact == "side" else "single"
        size = int(rng.integers(2)) if fact == "size" else None
        found += [(fact, first_set + number, kind, concept, second, background, style, size)] * 6
    return found


def boxes(plan, atlas, rng):
    """The box of each object: where a scene of it alone, on black and on white, differs from the bare background."""
    found = []
    for at in range(len(plan.scene)):
        alone = plan.only(np.array([at]))
        alone = alone.part(int(plan.scene[at]), int(plan.scene[at]) + 1)
        alone.layer = np.zeros(1, dtype=alone.layer.dtype)
        alone.facts = alone.facts.copy()
        alone.facts[:, Fact.STYLE] = 0
        drawn = []
        for shade in (0.0, 1.0):
            alone.background = alone.background_end = np.full((1, 3), shade, dtype=np.float32)
            drawn.append((render(alone, atlas, rng, augment=False)[0] - shade).abs().amax(0))
        seen = torch.maximum(*drawn)
        ys, xs = np.nonzero((seen > 0.15).numpy())
        found.append([int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1] if len(xs) else None)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", default=HELD_OUT_SETS[0], choices=HELD_OUT_SETS)
    for kind, number in (("singles", 200), ("pairs", 200), ("trios", 60), ("words", 200), ("sets", 60)):
        parser.add_argument(f"--{kind}", type=int, default=number)
    parser.add_argument("--facts", type=int, default=0)
    parser.add_argument("--seed", type=int, default=16)
    given = parser.parse_args()
    torch.set_num_threads(1)
    random.seed(given.seed)
    scenes = Scenes(given.seed, given.set)
    planner, atlas = scenes.planner, scenes.atlas
    kinds = ["single"] * given.singles + ["pair"] * given.pairs + ["group3"] * given.trios + ["word"] * given.words
    of_set = {}
    concepts, backgrounds = [-1] * len(kinds), [-1] * len(kinds)
    for number in range(given.sets):
        concept, background = planner.concept(), int(planner.rng.integers(len(COLOURS)))
        for kind in ("single", "single", "single", "pair", "pair", "pair"):
            of_set[len(kinds)] = number
            kinds.append(kind), concepts.append(concept), backgrounds.append(background)
    seconds, styles, fact_of, sizes = [-1] * len(kinds), [0] * len(kinds), {}, {}
    for fact, number, kind, concept, second, background, style, size in fact_scenes(given.facts, planner, given.sets):
        scene = len(kinds)
        of_set[scene], fact_of[scene] = number, fact
        if size is not None:
            sizes[scene] = size
        kinds.append(kind), concepts.append(concept), seconds.append(second), backgrounds.append(background), styles.append(style)
    plan = planner.plan(kinds, concepts=concepts, seconds=seconds, backgrounds=backgrounds, styles=np.array(styles, dtype=int))
    plan.tint[:] = 0
    for scene, size in sizes.items():
        _, plan.facts[scene, Fact.SIZE], sides = SIZES[size]
        side = planner.rng.uniform(*sides)
        slack = max(SIZE - side, 4) / 2
        plan.place[plan.scene == scene] = (*(SIZE / 2 + planner.rng.uniform(-slack, slack, 2)), side)
    of_trio = {}
    for scene, kind in enumerate(kinds):
        if kind == "group3" and scene not in fact_of:
            of_trio[scene] = [int(i) for i in planner.rng.choice(planner.ids, 3, replace=False)]
            for k, at in enumerate(np.flatnonzero(plan.scene == scene)):
                plan.icon[at] = atlas.choose(of_trio[scene][k], planner.rng)[2]
    plan.background_end = plan.background
    pixels = (render(plan, atlas, planner.rng, augment=False) * 255).round().byte()
    found = boxes(plan, atlas, planner.rng)
    given.out.mkdir(parents=True, exist_ok=True)
    listed = []
    for scene, kind in enumerate(kinds):
        facts = plan.facts[scene]
        file = f"{scene:04d}-{kind}.png"
        Image.fromarray(pixels[scene].permute(1, 2, 0).numpy()).save(given.out / file, optimize=True)
        objects = []
        for k, at in enumerate(np.flatnonzero(plan.scene == scene)):
            if plan.plain_word[at]:
                continue
            index = of_trio[scene][k] if scene in of_trio else facts[Fact.OBJECT] if k == 0 else facts[Fact.SECOND] - 1
            concept = scenes.concepts[int(index)]
            objects.append({"english": list(concept.english), "japanese": list(concept.japanese), "box": found[at]})
        listed.append({
            "file": file,
            "kind": "trio" if scene in of_trio else kind,
            "set": of_set.get(scene),
            **({"fact": fact_of[scene], "count": int(facts[Fact.COUNT]), "size": ("ordinary", "small", "large")[facts[Fact.SIZE]]} if scene in fact_of else {}),
            "background": COLOURS[facts[Fact.BACKGROUND]][0],
            "style": STYLES[facts[Fact.STYLE]][0],
            "relation": None if not facts[Fact.RELATION] else "left of" if facts[Fact.RELATION] == LEFT_OF else "above",
            "word": atlas.words[facts[Fact.WORD]] if facts[Fact.WORD] else None,
            "objects": objects,
        })
    (given.out / "scenes.json").write_text(json.dumps({"set": given.set, "size": SIZE, "scenes": listed}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
