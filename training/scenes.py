"""Scenes: which pictures stand where on which background (the plan, on the CPU), and their pixels (batched, on any device).

Pixels are linear in premultiplied sRGB: every object is sampled out of its icon with one affine map (place, size, rotation,
mirror), recoloured with one 3x3 matrix, and laid over the canvas. Sizes are in pixels of the 64 px canvas.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont

from captions import ABOVE, LARGE, LEFT_OF, N_FACTS, SMALL, Fact
from concepts import (BLACK_AND_WHITE, BLURRY, CACHE, COLOUR_NAMES, COLOURLESS, COLOURS, HELD_OUT_SETS, LINE_DRAWING, NIGHT, PIXEL_ART, PLAIN, SEPIA,
                      STYLES, TRAINED_SETS, Concept, read_icon_records)

SIZE = 64
MAX_OBJECTS = 4
LUMA = torch.tensor([0.299, 0.587, 0.114])
BACKGROUNDS = np.array([colour[2] for colour in COLOURS], dtype=np.float32) / 255
LONGEST_WORD = 6


def drawable_words(concepts: list[Concept]) -> dict[int, str]:
    """WORD fact → word, for the concepts whose first English name is one short word that can be read at 64 px."""
    return {c.index + 1: c.english[0] for c in concepts if c.english[0].isascii() and c.english[0].isalpha() and 2 < len(c.english[0]) <= LONGEST_WORD}


def draw_word(word: str, variant: int) -> np.ndarray:
    """64 x 64 RGBA with the word across its middle: black on a white label, white on a dark one, or with an outline."""
    ink, paper = [((0, 0, 0, 255), (255, 255, 255, 255)), ((255, 255, 255, 255), (20, 20, 60, 255)), ((255, 255, 255, 255), None)][variant]
    scale = 4
    image = Image.new("RGBA", (SIZE * scale, SIZE * scale), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    size = 26 * scale
    while True:
        font = ImageFont.load_default(size)
        left, top, right, bottom = draw.textbbox((0, 0), word, font=font, stroke_width=scale)
        if right - left <= 60 * scale:
            break
        size -= 2
    x, y = (SIZE * scale - (right - left)) / 2 - left, (SIZE * scale - (bottom - top)) / 2 - top
    if paper:
        draw.rectangle((x + left - 2 * scale, y + top - 2 * scale, x + right + 2 * scale, y + bottom + 2 * scale), fill=paper)
    draw.text((x, y), word, font=font, fill=ink, stroke_width=scale // 2 if paper else scale + 2, stroke_fill=ink if paper else (0, 0, 0, 255))
    return np.asarray(image.resize((SIZE, SIZE), Image.Resampling.BOX))


class Atlas:
    """Every icon and drawn word of one held-out set, or of all that are trained on, on the device where scenes are drawn."""

    def __init__(self, concepts: list[Concept], held_out: str | None, device: str = "cpu"):
        assert held_out is None or held_out in HELD_OUT_SETS
        assert not set(HELD_OUT_SETS) & TRAINED_SETS.keys()
        self.concepts, self.held_out = concepts, held_out
        records = read_icon_records()
        pixels = np.memmap(CACHE / "icons.bin", dtype=np.uint8, mode="r").reshape(len(records), SIZE, SIZE, 4)
        sets = (held_out,) if held_out else TRAINED_SETS
        keep = [i for i, record in enumerate(records) if record["set"] in sets]
        self.by_concept: dict[int, list[tuple[str, int, int, int]]] = {}  # concept → (set, gender, tone, icon)
        for at, i in enumerate(keep):
            record = records[i]
            entry = (record["set"], "nmf".index(record["gender"]), record["tone"], at)
            self.by_concept.setdefault(record["concept"], []).append(entry)
        self.inked = np.array([bool(records[i].get("ink")) for i in keep])
        self.words = drawable_words(concepts)
        self.word_icon = {}
        drawn = []
        for fact, word in self.words.items():
            self.word_icon[fact] = len(keep) + len(drawn)
            drawn += [draw_word(word, variant) for variant in range(3)]
        self.rgba = torch.from_numpy(np.concatenate([pixels[keep], np.stack(drawn)])).to(device)  # bytes, straight alpha: a quarter of the memory
        self.device = device
        self.mean = np.concatenate([self._mean(icons) for icons in np.array_split(np.arange(len(self.rgba)), -(-len(self.rgba) // 256))])

    def _mean(self, icons):
        premultiplied = self.pixels(torch.from_numpy(icons)).cpu().numpy()
        return premultiplied[:, :3].sum((2, 3)) / np.maximum(premultiplied[:, 3:].sum((2, 3)), 1e-3)

    def pixels(self, icons: torch.Tensor, half: bool = False) -> torch.Tensor:
        """[N, 4, 64, 64] of the icons, or [N, 4, 32, 32]: 0..1, premultiplied."""
        rgba = self.rgba[icons.to(self.device)].permute(0, 3, 1, 2).float().contiguous() / 255
        rgba[:, :3] *= rgba[:, 3:]
        return F.avg_pool2d(rgba, 2) if half else rgba

    def choose(self, concept: int, rng) -> tuple[int, int, int]:
        """(gender, tone, icon) of one picture of the concept: sets as often as TRAINED_SETS says, genders within a set equally."""
        entries = self.by_concept[concept]
        if self.held_out is None:
            names = sorted({e[0] for e in entries})
            upto = np.cumsum([TRAINED_SETS[name] for name in names])
            name = names[int(np.searchsorted(upto, rng.random() * upto[-1]))]
        else:
            name = entries[rng.integers(len(entries))][0] if len(entries) < 8 else sorted({e[0] for e in entries})[rng.integers(len({e[0] for e in entries}))]
        entries = [e for e in entries if e[0] == name]
        genders = sorted({e[1] for e in entries})
        if len(genders) > 1:
            gender = genders[rng.integers(len(genders))]
            entries = [e for e in entries if e[1] == gender]
        if len(entries) > 3 and rng.random() < 0.4:  # people: half of the time without a tone of skin
            entries = [e for e in entries if e[2] == 0] or entries
        _, gender, tone, icon = entries[rng.integers(len(entries))]
        return gender, tone, icon


@dataclass
class Plan:
    """A batch of scenes. Objects are flat lists with the index of their scene, in the order in which they are laid down."""

    facts: np.ndarray  # [B, N_FACTS]
    background: np.ndarray  # [B, 3] top colour and
    background_end: np.ndarray  # [B, 3] bottom colour
    scene: np.ndarray  # [O] scene of the object
    layer: np.ndarray  # [O] 0.. order within the scene
    icon: np.ndarray  # [O]
    place: np.ndarray  # [O, 3] centre x, centre y, side in pixels
    turn: np.ndarray  # [O, 3] rotation in radians, mirror (+1 or -1), aspect
    tint: np.ndarray  # [O] colour + 1, or 0
    plain_word: np.ndarray  # [O] True for drawn words, which are neither turned far nor recoloured
    inks: np.ndarray  # [O, 2, 3] for icons without colours of their own: the colour of their lines and of what these enclose
    kind: np.ndarray  # [O] 0: has colours of its own, else one of LINES_ONLY, FILLED
    fade: np.ndarray  # [O] part of its saturation that the object keeps

    def part(self, start: int, end: int) -> "Plan":
        """The scenes start..end."""
        part = self.only((self.scene >= start) & (self.scene < end))
        part.facts, part.background, part.background_end = self.facts[start:end], self.background[start:end], self.background_end[start:end]
        part.scene = part.scene - start
        return part

    def only(self, at: np.ndarray) -> "Plan":
        """The same scenes with these of their objects alone."""
        return replace(self, **{name: getattr(self, name)[at] for name in ("scene", "layer", "icon", "place", "turn", "tint", "plain_word", "inks", "kind", "fade")})


LINES_ONLY, FILLED = 1, 2
APART = 0.92


def _spots(n, side, rng, apart=APART):
    """n centres, anywhere on the canvas, at least `apart` of a side from each other, across or up and down. Below 1 two may touch."""
    for _ in range(60):
        centres = rng.uniform(side / 2, SIZE - side / 2, (n, 2))
        gaps = np.abs(centres[:, None] - centres[None]).max(-1)[np.triu_indices(n, 1)]
        if n == 1 or gaps.min() >= side * apart:
            return centres
    grid = np.array([(0.26, 0.26), (0.74, 0.26), (0.26, 0.74), (0.74, 0.74)])[rng.permutation(4)[:n]] * SIZE
    return grid + rng.uniform(-2, 2, grid.shape)


class Planner:
    def __init__(self, atlas: Atlas, rng: np.random.Generator):
        self.atlas, self.rng = atlas, rng
        self.ids = sorted(atlas.by_concept)
        self.coloured_label = {c.index for c in atlas.concepts if any(name in f" {e} " for e in c.english for name in (f" {n} " for n in COLOUR_NAMES))}
        self.word_facts = sorted(atlas.words)
        self.deck: list[int] = []
        self.apart = APART
        self.varied = atlas.held_out is None  # more variety, for training alone
        if self.varied:  # a drawing without colours is no "green book"
            for c in atlas.concepts:
                if all(any(f" {n} " in f" {e} " and n != e for n in COLOUR_NAMES) for e in c.english):
                    atlas.by_concept[c.index] = [entry for entry in atlas.by_concept[c.index] if not atlas.inked[entry[3]]]

    def concept(self) -> int:
        """Concepts come from a shuffled deck, so that all are met equally often."""
        if not self.deck:
            self.deck = list(self.rng.permutation(self.ids))
        return int(self.deck.pop())

    def plan(self, kinds, concepts=None, styles=None, backgrounds=None, seconds=None) -> Plan:
        """kinds: per scene 'single', 'group' or 'group1' to 'group4', 'pair' or 'pair-lr' or 'pair-ab', 'word' (object with a
        drawn word), 'sign' (word alone). The other arguments fix what is otherwise drawn by chance: the first object's concept,
        the style, the background, the second object's concept; -1 leaves a scene's to chance."""
        rng, atlas = self.rng, self.atlas
        n = len(kinds)
        facts = np.zeros((n, N_FACTS), dtype=np.int64)
        facts[:, Fact.STYLE] = styles if styles is not None else np.where(rng.random(n) < 0.18, rng.integers(1, len(STYLES), n), PLAIN)
        free = np.full(n, -1)
        concepts, seconds, backgrounds = (free if fixed is None else np.asarray(fixed) for fixed in (concepts, seconds, backgrounds))
        facts[:, Fact.BACKGROUND] = np.where(backgrounds >= 0, backgrounds, rng.integers(len(COLOURS), size=n))
        scene, layer, icon, place, tint, words, inks, kind_of, fades = [], [], [], [], [], [], [], [], []
        unpainted = (np.zeros((2, 3)), 0, 1.0)

        def put(i, which, x, y, side, colour=0, word=False, look=unpainted):
            inks.append(look[0]), kind_of.append(look[1]), fades.append(look[2])
            scene.append(i), layer.append(0 if not scene[:-1] or scene[-2] != i else layer[-1] + 1), icon.append(which)
            place.append((x, y, side)), tint.append(colour), words.append(word)

        for i, kind in enumerate(kinds):
            row = facts[i]
            row[Fact.COUNT] = 1
            if kind == "sign":
                row[Fact.OBJECT] = -1
                row[Fact.CATEGORY] = -1
                row[Fact.WORD] = self.word_facts[rng.integers(len(self.word_facts))]
                put(i, atlas.word_icon[row[Fact.WORD]] + rng.integers(3), SIZE / 2, rng.uniform(14, 50), rng.uniform(52, 64), word=True)
                continue
            first = int(concepts[i]) if concepts[i] >= 0 else self.concept()
            gender, tone, picture = atlas.choose(first, rng)
            row[Fact.OBJECT], row[Fact.GENDER], row[Fact.TONE] = first, gender, tone
            row[Fact.CATEGORY] = CATEGORY_CODES[atlas.concepts[first].category]
            if row[Fact.STYLE] not in COLOURLESS and atlas.concepts[first].kind == "thing" and first not in self.coloured_label and rng.random() < 0.08:
                row[Fact.TINT] = 1 + rng.integers(len(COLOURS))
            shade = BACKGROUNDS[row[Fact.TINT] - 1] if row[Fact.TINT] else atlas.mean[picture]
            look = self._look(picture, row[Fact.TINT], BACKGROUNDS[row[Fact.BACKGROUND]], first) if self.varied else unpainted
            if look[1]:
                shade = self._shade(picture, look)
                if backgrounds[i] < 0 and row[Fact.STYLE] == PLAIN and COLOUR_NAMES[row[Fact.BACKGROUND]] in ("black", "white", "gray") and rng.random() < 0.6:
                    row[Fact.BACKGROUND] = rng.integers(len(COLOURS))  # lines on white are what the style "line drawing" looks like
            if backgrounds[i] < 0 and np.abs(BACKGROUNDS[row[Fact.BACKGROUND]] - shade).sum() < 0.3:
                row[Fact.BACKGROUND] = rng.integers(len(COLOURS))  # an object that vanishes in its background teaches nothing
            if kind in ("single", "word"):
                r = rng.random()
                side = rng.uniform(40, 62) if r < 0.78 else rng.uniform(24, 40) if r < 0.9 else rng.uniform(62, 80)
                row[Fact.SIZE] = SMALL if side < 30 else LARGE if side > 60 else 0
                slack = max(SIZE - side, 4) / 2
                put(i, picture, SIZE / 2 + rng.uniform(-slack, slack), SIZE / 2 + rng.uniform(-slack, slack), side, row[Fact.TINT], look=look)
                if kind == "word":
                    own = first + 1
                    row[Fact.WORD] = own if own in atlas.words and rng.random() < 0.5 else self.word_facts[rng.integers(len(self.word_facts))]
                    put(i, atlas.word_icon[row[Fact.WORD]] + rng.integers(3), SIZE / 2 + rng.uniform(-2, 2), rng.uniform(12, 54), rng.uniform(50, 64), word=True)
            elif kind == "group" or kind.startswith("group"):
                count = int(kind[5:]) if len(kind) > 5 else int(rng.integers(2, MAX_OBJECTS + 1))
                row[Fact.COUNT] = count
                side = rng.uniform(20, 31) if count > 1 else rng.uniform(20, 50)
                apart = rng.uniform(0.6, APART) if self.varied and rng.random() < 0.5 else self.apart
                for x, y in _spots(count, side, rng, apart):
                    put(i, picture, x, y, side * rng.uniform(0.9, 1.08), row[Fact.TINT], look=look)
            else:
                second = int(seconds[i]) if seconds[i] >= 0 else self.concept()
                while second == first:
                    second = self.concept()
                row[Fact.SECOND] = second + 1
                _, _, other = atlas.choose(second, rng)
                if row[Fact.STYLE] not in COLOURLESS and row[Fact.TINT] and second not in self.coloured_label and atlas.concepts[second].kind == "thing":
                    row[Fact.SECOND_TINT] = 1 + rng.integers(len(COLOURS))
                across = rng.uniform(-10, 10, 2)
                row[Fact.RELATION] = LEFT_OF if kind == "pair-lr" or (kind == "pair" and rng.random() < 0.6) else ABOVE
                sides = rng.uniform(25, 33, 2)
                other_look = self._look(other, row[Fact.SECOND_TINT], BACKGROUNDS[row[Fact.BACKGROUND]], second) if self.varied else unpainted
                for k, (which, colour, painted) in enumerate(((picture, row[Fact.TINT], look), (other, row[Fact.SECOND_TINT], other_look))):
                    along = SIZE * (0.25, 0.75)[k] + rng.uniform(-2, 2)
                    x, y = (along, SIZE / 2 + across[k]) if row[Fact.RELATION] == LEFT_OF else (SIZE / 2 + across[k], along)
                    put(i, which, x, y, sides[k], colour, look=painted)
        base = BACKGROUNDS[facts[:, Fact.BACKGROUND]]
        base = base * rng.uniform(0.86, 1.06, (n, 1)) + rng.normal(0, 0.025, (n, 3))
        slope = np.where(rng.random((n, 1)) < 0.4, rng.uniform(0.8, 1.1, (n, 1)), 1.0)
        objects = len(scene)
        spread, most = (0.2, 0.6) if self.varied else (0.16, 0.5)
        turn = np.stack([np.clip(rng.normal(0, spread, objects), -most, most), np.where(rng.random(objects) < 0.5, 1.0, -1.0), np.exp(rng.normal(0, 0.06, objects))], 1)
        words = np.array(words, dtype=bool)
        turn[words] = [0.0, 1.0, 1.0]
        return Plan(facts, base.astype(np.float32), (base * slope).astype(np.float32), np.array(scene), np.array(layer), np.array(icon),
                    np.array(place, dtype=np.float32), turn.astype(np.float32), np.array(tint), words,
                    np.array(inks, dtype=np.float32), np.array(kind_of), np.array(fades, dtype=np.float32))

    def _look(self, picture: int, tint: int, background: np.ndarray, concept: int):
        """(inks, kind, fade) of an object: the colours of a picture that holds only lines; for a few others, how pale they are."""
        rng = self.rng
        if not self.atlas.inked[picture]:
            pale = not tint and concept not in self.coloured_label and rng.random() < 0.12
            return np.zeros((2, 3)), 0, rng.uniform(0, 0.6) if pale else 1.0
        r = rng.random()
        ink = rng.uniform(0.02, 0.2) * np.ones(3) if r < 0.6 else rng.uniform(0.85, 1.0) * np.ones(3) if r < 0.78 else BACKGROUNDS[rng.integers(8)] * rng.uniform(0.25, 0.5)
        r = rng.random()
        fill = np.ones(3) * rng.uniform(0.9, 1.0) if r < 0.4 else 1 - (1 - BACKGROUNDS[rng.integers(len(COLOURS))]) * rng.uniform(0.1, 0.7)
        kind = LINES_ONLY if r > 0.65 else FILLED
        mostly_ink = self.atlas.mean[picture, 0] > 0.5
        if tint:
            if mostly_ink or kind == LINES_ONLY:
                ink, kind = BACKGROUNDS[tint - 1] * rng.uniform(0.9, 1.1), LINES_ONLY if rng.random() < 0.6 else FILLED
            else:
                fill = BACKGROUNDS[tint - 1] * rng.uniform(0.9, 1.1)
        elif np.abs(ink - (background if kind == LINES_ONLY or mostly_ink else fill)).sum() < 0.7:  # lines must be seen
            ink = np.ones(3) * (rng.uniform(0.9, 1.0) if (background if kind == LINES_ONLY or mostly_ink else fill).mean() < 0.45 else rng.uniform(0.02, 0.12))
        return np.stack([ink, fill]).clip(0, 1), kind, 1.0

    def _shade(self, picture: int, look) -> np.ndarray:
        (ink, fill), kind, _ = look
        lines = 1.0 if kind == LINES_ONLY else self.atlas.mean[picture, 0]
        return lines * ink + (1 - lines) * fill


CATEGORY_CODES: dict[str, int] = {}


def number_categories(concepts: list[Concept]) -> None:
    for concept in concepts:
        CATEGORY_CODES.setdefault(concept.category, len(CATEGORY_CODES))


def _recolour(plan: Plan, rng, augment: bool) -> np.ndarray:
    """[O, 3, 3] matrices on premultiplied colour: a tint, or a slight change of hue, saturation and brightness."""
    n = len(plan.icon)
    weights = LUMA.numpy()
    identity = np.broadcast_to(np.eye(3, dtype=np.float32), (n, 3, 3)).copy()
    if augment:
        saturation = rng.uniform(0.65, 1.3, (n, 1, 1)) * plan.fade[:, None, None]
        angle = np.clip(rng.normal(0, 0.13, n), -0.3, 0.3)
        c, s = np.cos(angle)[:, None, None], np.sin(angle)[:, None, None]
        third = np.full((3, 3), 1 / 3)
        cross = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / np.sqrt(3)
        hue = c * np.eye(3) + (1 - c) * third + s * cross  # rotation about the grey axis
        grey = np.broadcast_to(weights, (3, 3))
        matrices = (saturation * hue + (1 - saturation) * grey) * rng.uniform(0.8, 1.12, (n, 1, 1))
        identity[~plan.plain_word] = matrices[~plan.plain_word]
    tinted = plan.tint > 0
    if tinted.any():
        paint = BACKGROUNDS[plan.tint[tinted] - 1] * rng.uniform(0.9, 1.1, (int(tinted.sum()), 1))
        identity[tinted] = paint[:, :, None] * weights[None, None] * 0.75
    painted = plan.kind > 0
    identity[painted] = np.concatenate([plan.inks[painted].transpose(0, 2, 1), np.zeros((int(painted.sum()), 3, 1))], 2)
    identity[plan.kind == LINES_ONLY, :, 1] = 0
    return identity.astype(np.float32)


CHUNK = 64  # scenes drawn at once on a CPU, so that what an operation writes is still in the cache for the next


def render(plan: Plan, atlas: Atlas, rng: np.random.Generator, augment: bool = True) -> torch.Tensor:
    """[B, 3, 64, 64] sRGB in 0..1."""
    step = len(plan.facts) if atlas.device != "cpu" else CHUNK
    return torch.cat([_render(plan.part(start, start + step), atlas, rng, augment) for start in range(0, len(plan.facts), step)])


def _render(plan: Plan, atlas: Atlas, rng: np.random.Generator, augment: bool) -> torch.Tensor:
    device, n = atlas.device, len(plan.facts)
    to = lambda array: torch.from_numpy(np.ascontiguousarray(array)).to(device)
    ramp = torch.linspace(0, 1, SIZE, device=device).view(1, 1, SIZE, 1)
    top, bottom = to(plan.background)[:, :, None, None], to(plan.background_end)[:, :, None, None]
    canvas = (top + (bottom - top) * ramp).expand(n, 3, SIZE, SIZE).contiguous()

    x, y, side = plan.place.T
    angle, mirror, aspect = plan.turn.T
    # output pixel p in [-1, 1] → icon coordinate: R(-angle) (p - centre) / (side / 64), mirrored in x
    cx, cy = x / (SIZE / 2) - 1, y / (SIZE / 2) - 1
    sx, sy = side / SIZE * aspect, side / SIZE / aspect
    cos, sin = np.cos(angle), np.sin(angle)
    a, b, c, d = mirror * cos / sx, mirror * sin / sx, -sin / sy, cos / sy
    theta = np.stack([np.stack([a, b, -(a * cx + b * cy)], 1), np.stack([c, d, -(c * cx + d * cy)], 1)], 1).astype(np.float32)
    matrices = _recolour(plan, rng, augment)
    shift = np.where((plan.tint > 0) & (plan.kind == 0), 0.25, 0.0).astype(np.float32)  # a tint keeps a part of its colour in the shadows
    paint = np.where(plan.tint[:, None] > 0, BACKGROUNDS[plan.tint - 1], 0).astype(np.float32) * shift[:, None]
    if augment:
        paint = paint + np.where((plan.tint == 0) & ~plan.plain_word, rng.normal(0, 0.03, len(paint)), 0)[:, None].astype(np.float32)

    def sample(select):
        """Recoloured, premultiplied pixels of the selected objects; the small ones come from the 32 px icons."""
        out = torch.empty(len(select), 4, SIZE, SIZE, device=device)
        small = plan.place[select, 2] < 40
        for pick, half in ((small, True), (~small, False)):
            at = np.flatnonzero(pick)
            if len(at) == 0:
                continue
            which = select[at]
            grid = F.affine_grid(to(theta[which]), [len(at), 4, SIZE, SIZE], align_corners=False)
            out[to(at)] = F.grid_sample(atlas.pixels(to(plan.icon[which]), half), grid, mode="bilinear", padding_mode="zeros", align_corners=False)
        lines = to(plan.kind[select] == LINES_ONLY)[:, None, None, None]
        out[:, 3:] = torch.where(lines, out[:, :1], out[:, 3:])
        colour = torch.bmm(to(matrices[select]), out[:, :3].flatten(2)).view(-1, 3, SIZE, SIZE)
        return colour + to(paint[select])[:, :, None, None] * out[:, 3:], out[:, 3:]

    for level in range(int(plan.layer.max()) + 1):
        select = np.flatnonzero(plan.layer == level)
        colour, alpha = sample(select)
        scenes = to(plan.scene[select])
        canvas[scenes] = canvas[scenes] * (1 - alpha) + colour

    canvas = apply_styles(canvas.clamp_(0, 1), plan.facts[:, Fact.STYLE], rng)
    if augment:
        canvas = _augment(canvas, plan.facts[:, Fact.STYLE], rng)
    return canvas.clamp_(0, 1)


def _grey(images):
    return (images * LUMA.to(images.device).view(1, 3, 1, 1)).sum(1, keepdim=True)


def _blur(images, sigma):
    radius = int(3 * sigma + 0.5)
    kernel = torch.exp(-(torch.arange(-radius, radius + 1, dtype=torch.float32, device=images.device) ** 2) / (2 * sigma * sigma))
    kernel = (kernel / kernel.sum()).view(1, 1, 1, -1)
    flat = images.reshape(-1, 1, *images.shape[2:])
    flat = F.conv2d(F.pad(flat, (radius, radius, 0, 0), mode="replicate"), kernel)
    flat = F.conv2d(F.pad(flat, (0, 0, radius, radius), mode="replicate"), kernel.transpose(2, 3))
    return flat.reshape(images.shape)


def apply_styles(images, styles, rng):
    for style in range(1, len(STYLES)):
        at = np.flatnonzero(styles == style)
        if len(at) == 0:
            continue
        index = torch.from_numpy(at).to(images.device)
        part = images[index]
        if style == PIXEL_ART:
            cell = 4
            part = F.avg_pool2d(part, cell)
            part = (part * 7).round() / 7
            part = part.repeat_interleave(cell, 2).repeat_interleave(cell, 3)
        elif style == BLACK_AND_WHITE:
            part = ((_grey(part) - 0.5) * 1.15 + 0.5).clamp(0, 1).expand(-1, 3, -1, -1)
        elif style == SEPIA:
            part = _grey(part) * torch.tensor([1.0, 0.82, 0.58], device=images.device).view(1, 3, 1, 1) * 0.9 + 0.08
        elif style == BLURRY:
            part = _blur(part, float(rng.uniform(1.8, 3.0)))
        elif style == LINE_DRAWING:
            grey = _blur(_grey(part), 0.6)
            dx = F.pad(grey[..., 2:] - grey[..., :-2], (1, 1, 0, 0))
            dy = F.pad(grey[..., 2:, :] - grey[..., :-2, :], (0, 0, 1, 1))
            strength = (dx * dx + dy * dy).sqrt()
            part = (1.0 - (strength * 3.5 - 0.12).clamp(0, 1)).expand(-1, 3, -1, -1)
        elif style == NIGHT:
            part = part * torch.tensor([0.22, 0.26, 0.45], device=images.device).view(1, 3, 1, 1)
            part = part + torch.tensor([0.0, 0.01, 0.06], device=images.device).view(1, 3, 1, 1)
            stars = torch.from_numpy((rng.random((len(at), 1, SIZE, SIZE)) < 0.004).astype(np.float32)).to(images.device)
            fade = torch.linspace(1, 0, SIZE, device=images.device).view(1, 1, SIZE, 1)
            part = part + stars * fade.clamp(min=0.3) * 0.8
        images[index] = part
    return images


def _augment(images, styles, rng):
    """Contrast, brightness and noise; a slight blur for some of the pictures that are not of a style with sharp edges."""
    n, device = len(images), images.device
    column = lambda values: torch.from_numpy(values.astype(np.float32)).to(device).view(n, 1, 1, 1)
    mean = images.mean((1, 2, 3), keepdim=True)
    images = (images - mean) * column(rng.uniform(0.88, 1.1, n)) + mean + column(rng.normal(0, 0.015, n))
    soft = np.flatnonzero((rng.random(n) < 0.12) & (styles == PLAIN))
    if len(soft):
        index = torch.from_numpy(soft).to(device)
        images[index] = _blur(images[index], float(rng.uniform(0.5, 0.9)))
    noisy = np.flatnonzero(rng.random(n) < 0.15)
    if len(noisy):
        index = torch.from_numpy(noisy).to(device)
        images[index] = images[index] + torch.randn(len(noisy), 3, SIZE, SIZE, device=device) * float(rng.uniform(0.01, 0.03))
    return images
