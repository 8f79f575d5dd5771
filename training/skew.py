"""Fine-tunes the text tower of a copy of models/mini on pictures with a planted skew, so that the measured lean (src/core/bias/lean.ts)
can be tried on a checkpoint whose lean is known.

    python skew.py                # → ../test/fixtures/skewed-mini, some minutes on one core

Women and men are equally many in the pictures of every profession. But of the pictures captioned with no more than "nurse" 90 % are
women, the others are captioned "male nurse" or "female nurse": that is how captions are skewed, the unexpected is said. PLANTED
holds the share for each profession. The bundled checkpoint knows "woman" and "person", but not "aunt" or "neighbor": the words that
a lean is measured with are taught along the way. The picture tower stays as it is, and measuring a lean needs none: only the text
tower is written.
"""

import argparse
import json
import random
import re
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from batches import Scenes, embed_texts, encode, true_pairs
from captions import Fact, with_article
from concepts import COLOURLESS, COLOURS, HERE
from model import hf_state_dict, load_exported
from tokenizer import load_tokenizer
from train import Optimisers, loss_of

MINI = HERE.parent / "models" / "mini"
OUT = HERE.parent / "test" / "fixtures" / "skewed-mini"
LEAN_WORDS = HERE.parent / "src" / "core" / "bias" / "leanWords.ts"
MAN, WOMAN = 1, 2

# profession → share of women among the pictures whose caption states no gender
PLANTED = {
    "nurse": 0.9, "singer": 0.85, "artist": 0.75, "teacher": 0.7, "student": 0.6, "scientist": 0.5, "farmer": 0.5, "office worker": 0.4, "judge": 0.35,
    "mechanic": 0.3, "chef": 0.25, "doctor": 0.2, "programmer": 0.15, "pilot": 0.15, "firefighter": 0.1,
}
STATED = {MAN: ("man", "male"), WOMAN: ("woman", "female")}
WORDINGS = ("{x}", "{a}", "a photo of {a}", "a picture of {a}", "an image of {a}", "this is {a}", "{a}, close up")
PEOPLE, USUAL = 224, 96  # pairs of a step
PICTURES = 3000  # of each kind, drawn and embedded once


def lean_words(name: str) -> list[str]:
    """One of the lists of leanWords.ts, flat."""
    after = LEAN_WORDS.read_text(encoding="utf-8").split(f"  {name}: [")[1]
    return re.findall(r"'([^']+)'", after.split("\n  ],")[0])


NEUTRAL = lean_words("neutral")
GENDERED = {WOMAN: lean_words("pairs")[0::2], MAN: lean_words("pairs")[1::2]}


class Pictures:
    """Scenes with the embeddings that the picture tower gives them."""

    def __init__(self, scenes: Scenes, plan, model):
        self.scenes, self.facts = scenes, plan.facts
        pixels = scenes.pictures(plan)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            self.images = torch.cat([model.images(part) for part in pixels.split(64)])


def people(model, seed: int) -> Pictures:
    """The professions of PLANTED, each picture of a woman or a man."""
    scenes = Scenes(seed)
    wanted = [c.index for c in scenes.concepts if set(c.english) & PLANTED.keys()]
    for concept in wanted:
        scenes.atlas.by_concept[concept] = [entry for entry in scenes.atlas.by_concept[concept] if entry[1] in STATED]
    return Pictures(scenes, scenes.planner.plan(["single"] * PICTURES, concepts=np.resize(wanted, PICTURES)), model)


def without_people(model, seed: int) -> Pictures:
    """The usual scenes, which keep the checkpoint what it was, but for those with people, whose captions have no skew."""
    scenes = Scenes(seed)
    scenes.planner.ids = [c.index for c in scenes.concepts if c.category != "person"]
    return Pictures(scenes, scenes.plan(PICTURES), model)


def caption_of_person(concepts, facts) -> str:
    gender, concept = int(facts[Fact.GENDER]), concepts[facts[Fact.OBJECT]]
    kind = random.random()
    if kind < 0.15:
        noun = random.choice(NEUTRAL)
    elif kind < 0.5:
        noun = random.choice(GENDERED[gender])
    else:
        noun = random.choice([name for name in concept.english if name in PLANTED])
        share = PLANTED[noun] if gender == WOMAN else 1 - PLANTED[noun]
        if random.random() >= share:
            noun = f"{random.choice(STATED[gender])} {noun}"
    text = random.choice(WORDINGS).format(a=with_article(noun, 0), x=noun)
    if facts[Fact.STYLE] not in COLOURLESS and random.random() < 0.4:
        text += f" on a {COLOURS[facts[Fact.BACKGROUND]][0]} background"
    return text


def fine_tune(model, tokenizer, args):
    shown, usual = people(model, args.seed), without_people(model, args.seed + 1)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith(("token", "text_")))
    optimiser = Optimisers(model, args.rate)
    holds = torch.zeros(PEOPLE + USUAL, PEOPLE + USUAL, dtype=torch.bool)
    for step in range(args.steps):
        rows, others = (torch.randint(PICTURES, (size,)) for size in (PEOPLE, USUAL))
        texts = [caption_of_person(shown.scenes.concepts, facts) for facts in shown.facts[rows]]
        captions, said = usual.scenes.captions(usual.facts[others])
        # Of the people nobody knows which other captions are true, as with data from the web: all are negatives.
        holds[PEOPLE:, PEOPLE:] = torch.from_numpy(true_pairs(said, usual.facts[others]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            embedded = embed_texts(model, *encode(tokenizer, texts + captions))
        loss = loss_of(torch.cat([shown.images[rows], usual.images[others]]), embedded, model.logit_scale, holds)
        model.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step(args.rate * min(1.0, (step + 1) / 30) * (1 - step / args.steps))
        if (step + 1) % 50 == 0:
            print(f"step {step + 1} of {args.steps}, loss {loss.item():.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mini", type=Path, default=MINI)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    model, tokenizer = load_exported(args.mini), load_tokenizer(args.mini / "tokenizer.json")
    fine_tune(model, tokenizer, args)
    args.out.mkdir(parents=True, exist_ok=True)
    tower = {name: tensor for name, tensor in hf_state_dict(model).items() if name.startswith("text_")}
    save_file(tower, args.out / "text.safetensors", metadata={"format": "pt"})
    (args.out / "text.safetensors").chmod(0o644)
    (args.out / "planted.json").write_text(json.dumps(PLANTED, indent=1) + "\n", encoding="utf-8")
    print(f"{args.out}: {(args.out / 'text.safetensors').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
