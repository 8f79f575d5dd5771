"""Batches of (pictures, captions) without end."""

import random

import numpy as np
import torch

from captions import UNSAID, Fact, caption
from concepts import COLOURS, read_concepts
from scenes import Atlas, Planner, number_categories, render
from tokenizer import CONTEXT

MEAN = (0.48145466, 0.4578275, 0.40821073)  # CLIP's own, so that preprocessor_config.json holds the usual numbers
STD = (0.26862954, 0.26130258, 0.27577711)
KINDS, SHARES = ("single", "pair", "word", "sign"), (0.84, 0.05, 0.07, 0.04)
# Shares of a batch that come in sets which differ in one thing alone: the same object one to four times, and two objects in both
# orders. Among captions of other objects, nothing would ask for the number or for left and right.
COUNTED_SHARE, SWAPPED_SHARE = 0.34, 0.08
JAPANESE_SHARE, LONG_SHARE = 0.45, 0.03


def normalise(pixels: torch.Tensor) -> torch.Tensor:
    shape = (1, 3, 1, 1)
    return (pixels - torch.tensor(MEAN, device=pixels.device).view(shape)) / torch.tensor(STD, device=pixels.device).view(shape)


class Scenes:
    def __init__(self, seed: int, held_out: str | None = None, device: str = "cpu"):
        random.seed(seed)
        torch.manual_seed(seed)
        self.rng = np.random.default_rng(seed)
        self.concepts = read_concepts()
        number_categories(self.concepts)
        self.atlas = Atlas(self.concepts, held_out, device)
        self.planner = Planner(self.atlas, self.rng)

    def plan(self, size: int):
        planner, rng = self.planner, self.rng
        kinds, concepts, seconds, backgrounds = [], [], [], []
        for _ in range(int(size * COUNTED_SHARE / 4)):
            kinds += ["group1", "group2", "group3", "group4"]
            concepts += [planner.concept()] * 4
            seconds += [-1] * 4
            backgrounds += [rng.integers(len(COLOURS))] * 4
        for _ in range(int(size * SWAPPED_SHARE / 2)):
            kinds += ["pair-lr" if rng.random() < 0.6 else "pair-ab"] * 2
            one, other = planner.concept(), planner.concept()
            concepts += [one, other]
            seconds += [other, one]
            backgrounds += [rng.integers(len(COLOURS))] * 2
        rest = size - len(kinds)
        kinds += list(rng.choice(KINDS, rest, p=SHARES))
        fixed = (np.array(part + [-1] * rest) for part in (concepts, backgrounds, seconds))
        concepts, backgrounds, seconds = fixed
        return planner.plan(kinds, concepts=concepts, backgrounds=backgrounds, seconds=seconds)

    def captions(self, facts: np.ndarray) -> tuple[list[str], np.ndarray]:
        pairs = [caption(self.concepts, row, self.atlas.words, random.random() < JAPANESE_SHARE, random.random() < LONG_SHARE) for row in facts.tolist()]
        return [text for text, _ in pairs], np.array([said for _, said in pairs])

    def names(self, facts: np.ndarray, size: int) -> tuple[np.ndarray, list[str]]:
        """The concepts of these scenes and others by chance, `size` in all or a few more, and one name of each in either language."""
        shown = np.unique(facts[:, Fact.OBJECT])
        chosen = np.union1d(shown[shown >= 0], self.rng.choice(len(self.concepts), size - len(shown), replace=False))
        pick = lambda concept: random.choice(concept.japanese if random.random() < JAPANESE_SHARE else concept.english)
        return chosen, [pick(self.concepts[i]) for i in chosen]

    def pictures(self, plan, augment: bool = True) -> torch.Tensor:
        return normalise(render(plan, self.atlas, self.rng, augment))


def true_pairs(said: np.ndarray, facts: np.ndarray) -> np.ndarray:
    """[captions, pictures]: whether all that the caption says holds of the picture."""
    holds = np.ones((len(said), len(facts)), dtype=bool)
    for column in range(said.shape[1]):
        one = said[:, column : column + 1]
        holds &= (one == UNSAID) | (one == facts[None, :, column])
    return holds


def encode(tokenizer, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """[N, T] ids padded with the end token, [N] position of the first end token. T is the longest text's length."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    longest = max(map(len, rows))
    assert longest <= CONTEXT
    end = tokenizer.token_to_id("<|endoftext|>")
    ids = torch.tensor([row + [end] * (longest - len(row)) for row in rows])
    return ids, torch.tensor([len(row) - 1 for row in rows])


def embed_texts(model, ids, ends):
    """Texts in three lots by length, so that a few long ones don't make all of them long."""
    order = ends.argsort()
    parts = []
    for rows in order.tensor_split((int(len(order) * 0.6), int(len(order) * 0.94))):
        if len(rows):
            length = int(ends[rows].max()) + 1
            parts.append(model.texts(ids[rows, :length], ends[rows]))
    return torch.cat(parts)[order.argsort()]
