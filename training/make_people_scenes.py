"""Writes pictures of people whose gender the emoji says, and of no one. What reads whom a picture shows is measured against them.

    python make_people_scenes.py OUT [--set twemoji] [--people 2280] [--neither 400] [--nobody 600] [--seed 41]

`--people` each of women and of men, `--neither` of people whose emoji says neither; every occupation and activity of concepts.tsv in turn. OUT/scenes.json
lists for each picture its file, who it shows ("woman", "man", "person", or "nobody"), the thing or occupation, and the tone of its skin (0: the
emoji's yellow).
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
from PIL import Image

from batches import Scenes
from concepts import HELD_OUT_SETS
from scenes import render

PEOPLE = ("person", "man", "woman")  # as the atlas numbers genders
NOBODY = "nobody"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", default=HELD_OUT_SETS[0], choices=HELD_OUT_SETS)
    parser.add_argument("--people", type=int, default=2280)
    parser.add_argument("--neither", type=int, default=400)
    parser.add_argument("--nobody", type=int, default=600)
    parser.add_argument("--seed", type=int, default=41)
    given = parser.parse_args()
    random.seed(given.seed)
    scenes = Scenes(given.seed, given.set)
    planner, atlas, rng = scenes.planner, scenes.atlas, scenes.planner.rng
    whole = {index: entries for index, entries in atlas.by_concept.items() if {gender for _, gender, _, _ in entries} >= {0, 1, 2}}
    working = [concept.index for concept in scenes.concepts if concept.kind == "person" and concept.index in whole]
    things = [concept.index for concept in scenes.concepts if concept.category != "person" and concept.index in atlas.by_concept]
    wanted = []  # (who, concept)
    for gender in range(len(PEOPLE)):
        wanted += [(gender, working[i % len(working)]) for i in range(given.people if gender else given.neither)]
    wanted += [(None, int(rng.choice(things))) for _ in range(given.nobody)]
    plan = planner.plan(["single"] * len(wanted), concepts=np.array([concept for _, concept in wanted]), styles=np.zeros(len(wanted), dtype=int))
    plan.tint[:] = 0
    tones = []
    for scene, (gender, concept) in enumerate(wanted):
        if gender is None:
            tones.append(0)
            continue
        entries = [entry for entry in whole[concept] if entry[1] == gender]
        plain = [entry for entry in entries if entry[2] == 0]
        _, _, tone, icon = random.choice(plain if plain and random.random() < 0.4 else entries)
        plan.icon[np.flatnonzero(plan.scene == scene)] = icon
        tones.append(int(tone))
    pixels = (render(plan, atlas, rng, augment=False) * 255).round().byte()
    given.out.mkdir(parents=True, exist_ok=True)
    listed = []
    for scene, (gender, concept) in enumerate(wanted):
        who = NOBODY if gender is None else PEOPLE[gender]
        file = f"{scene:04d}-{who}.png"
        Image.fromarray(pixels[scene].permute(1, 2, 0).numpy()).save(given.out / file)
        listed.append({"file": file, "who": who, "what": scenes.concepts[concept].english[0], "tone": tones[scene]})
    (given.out / "scenes.json").write_text(json.dumps({"set": given.set, "scenes": listed}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
