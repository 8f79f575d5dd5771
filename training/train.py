"""Trains the bundled checkpoint from scratch: symmetric contrastive loss over scenes made on the fly.

One process per core on a CPU (bfloat16 where the chip multiplies it fast), one in all on a GPU. The learning rate follows
the clock: it reaches zero after --seconds, so that a run fits the time there is. A number written to RUN/seconds changes that
while it runs; --resume goes on from the last checkpoint.
"""

import argparse
import json
import math
import os
import random
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F

from batches import JAPANESE_SHARE, Scenes, embed_texts, encode, true_pairs
from captions import Fact
from concepts import HERE
from model import Clip, Shape, load_exported
from tokenizer import load_tokenizer, train_tokenizer

MAX_SCALE = math.log(100)


def loss_of(images, texts, scale, holds):
    """Mean of both directions' cross entropy. `holds[i, j]`: caption i is true of picture j; such pairs, other than the picture's
    own, are no negatives and are left out."""
    logits = images @ texts.T * scale.clamp(max=MAX_SCALE).exp()
    target = torch.arange(len(images), device=images.device)
    others = holds.T & ~torch.eye(len(images), dtype=torch.bool, device=images.device)
    logits = logits.masked_fill(others, -1e4)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def name_loss(images, names, scale, facts, named):
    """Cross entropy of the pictures of one kind of object over the names of many concepts: negatives that a batch couldn't hold.
    `named`: the concepts of the rows of `names`, ascending."""
    alone = (facts[:, Fact.OBJECT] >= 0) & (facts[:, Fact.SECOND] == 0)
    target = torch.from_numpy(np.searchsorted(named, facts[alone, Fact.OBJECT])).to(images.device)
    return F.cross_entropy(images[torch.from_numpy(alone).to(images.device)] @ names.T * scale.clamp(max=MAX_SCALE).exp(), target)


class NameTable:
    """Embeddings of every name of every concept, for a text tower that stays as it is: all 761 concepts for the price of a look-up."""

    def __init__(self, model, tokenizer, concepts):
        self.rows, texts = [], []
        for concept in concepts:
            self.rows.append(([], []))
            for names, rows in zip((concept.english, concept.japanese), self.rows[-1]):
                rows += range(len(texts), len(texts) + len(names))
                texts += names
        device = model.logit_scale.device
        with torch.no_grad():
            self.embeddings = torch.cat([model.texts(*(part.to(device) for part in encode(tokenizer, texts[at : at + 256]))) for at in range(0, len(texts), 256)])

    def pick(self):
        """One name of each concept, by chance."""
        return self.embeddings[[random.choice(japanese if random.random() < JAPANESE_SHARE else english) for english, japanese in self.rows]]


class Optimisers:
    """Muon (Jordan et al. 2024) for the matrices inside the towers, AdamW for embeddings, projections and vectors. Both
    make steps of the same size, so they share one learning rate."""

    def __init__(self, model, rate):
        inside = {p for blocks in (model.vision_blocks, model.text_blocks) for p in blocks.parameters() if p.ndim == 2}
        matrices = [p for p in model.parameters() if p.ndim >= 2 and p not in inside]
        vectors = [p for p in model.parameters() if p.ndim < 2]
        self.muon = torch.optim.Muon([p for p in model.parameters() if p in inside], lr=rate, weight_decay=0.05, momentum=0.95, adjust_lr_fn="match_rms_adamw")
        self.adam = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.05}, {"params": vectors, "weight_decay": 0.0}], lr=rate, betas=(0.9, 0.98), eps=1e-6)

    def step(self, rate):
        for optimiser in (self.muon, self.adam):
            for group in optimiser.param_groups:
                group["lr"] = rate
            optimiser.step()

    def state_dict(self):
        return {"muon": self.muon.state_dict(), "adam": self.adam.state_dict()}

    def load_state_dict(self, state):
        self.muon.load_state_dict(state["muon"])
        self.adam.load_state_dict(state["adam"])


def rate_at(peak, step, progress):
    return peak * min(1.0, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))


def make_tokenizer(run: Path, seed: int, size: int) -> None:
    scenes = Scenes(seed)
    texts = [text for _ in range(100) for text in scenes.captions(scenes.plan(512).facts)[0]]
    for concept in scenes.concepts:
        texts += [*concept.english, *concept.japanese] * 30
    (run / "tokenizer.json").write_text(json.dumps(train_tokenizer(texts, size), ensure_ascii=False), encoding="utf-8")


def work(rank: int, args) -> None:
    world = args.processes
    if world > 1:
        dist.init_process_group("gloo", init_method=f"file://{args.run.resolve()}/rendezvous", rank=rank, world_size=world)
    device = args.device
    if device == "cpu":
        torch.set_num_threads(1)
    tokenizer = load_tokenizer(args.run / "tokenizer.json")
    torch.manual_seed(args.seed)
    model = (load_exported(args.start) if args.start else Clip(Shape(vocabulary=tokenizer.get_vocab_size()))).to(device)
    optimiser = Optimisers(model, args.rate)
    step, spent, seen = 0, 0.0, 0
    checkpoint = args.run / "checkpoint.pt"
    if args.resume:
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step, spent, seen = state["step"], state["spent"], state["seen"]
    scenes = Scenes(args.seed + 1000 * rank + step, device=device)
    if args.pictures_only:
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(not name.startswith(("token", "text_")))
        table, every = NameTable(model, tokenizer, scenes.concepts), np.arange(len(scenes.concepts))
    parameters = [p for p in model.parameters() if p.requires_grad]
    patches = (model.shape.image // model.shape.patch) ** 2
    started, saved, seconds, mean_loss = time.monotonic() - spent, time.monotonic(), args.seconds, None
    progress = spent / seconds
    while progress < 1:
        # A part of the patches for most of the time (about twice as fast), all of them for the rest.
        keep = patches * 3 // 8 if progress < args.masked else None
        rate = rate_at(args.rate, step, progress)
        plan = scenes.plan(args.batch)
        pixels = scenes.pictures(plan)
        texts, said = scenes.captions(plan.facts)
        ids, ends = encode(tokenizer, texts)
        holds = torch.from_numpy(true_pairs(said, plan.facts)).to(device)
        with torch.autocast(torch.device(device).type, dtype=torch.bfloat16, enabled=not args.float32):
            images = model.images(pixels, keep)
            with torch.set_grad_enabled(not args.pictures_only):
                captions = embed_texts(model, ids.to(device), ends.to(device))
            if args.pictures_only:
                named, names = every, table.pick()
            else:
                named, labels = scenes.names(plan.facts, args.names)
                names = embed_texts(model, *(part.to(device) for part in encode(tokenizer, labels)))
        loss = loss_of(images, captions, model.logit_scale, holds) + args.name_weight * name_loss(images, names, model.logit_scale, plan.facts, named)
        model.zero_grad()
        loss.backward()
        if rank == 0:
            progress = (time.monotonic() - started) / seconds
        if world > 1:
            flat = torch.cat([p.grad.flatten() for p in parameters] + [torch.tensor([progress if rank == 0 else 0.0])])
            dist.all_reduce(flat)
            progress, at = float(flat[-1]), 0
            for p in parameters:
                p.grad.copy_((flat[at : at + p.numel()] / world).view_as(p))
                at += p.numel()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step(rate)
        step, seen = step + 1, seen + args.batch * world
        mean_loss = loss.item() if mean_loss is None else 0.98 * mean_loss + 0.02 * loss.item()
        if rank == 0 and step % 25 == 0:
            spent = time.monotonic() - started
            print(f"step {step} pairs {seen} {spent:.0f}s of {seconds:.0f} loss {mean_loss:.3f} scale {model.logit_scale.exp().item():.1f} {seen / spent:.0f}/s", flush=True)
            if (args.run / "seconds").exists():
                seconds = float((args.run / "seconds").read_text())
        if rank == 0 and (time.monotonic() - saved > 120 or progress >= 1):
            saved = time.monotonic()
            state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": saved - started, "seen": seen, "shape": model.shape.to_dict()}
            torch.save(state, checkpoint.with_suffix(".part"))
            os.replace(checkpoint.with_suffix(".part"), checkpoint)
    if world > 1:
        dist.destroy_process_group()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "mini")
    parser.add_argument("--seconds", type=float, default=3500, help="length of the whole run")
    parser.add_argument("--batch", type=int, default=256, help="pairs per process and step")
    parser.add_argument("--names", type=int, default=400, help="concepts that a picture is told from in each step")
    parser.add_argument("--name-weight", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=1.6e-3)
    parser.add_argument("--masked", type=float, default=0.86, help="part of the run in which most patches are left out")
    parser.add_argument("--pictures-only", action="store_true", help="the text tower stays as it is")
    parser.add_argument("--vocabulary", type=int, default=4096)
    parser.add_argument("--processes", type=int, default=2, help="on a CPU: one per core")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--float32", action="store_true", help="no bfloat16")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="go on from the weights that export.py wrote to this folder")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    if args.device == "cpu" and "MALLOC_MMAP_THRESHOLD_" not in os.environ:
        # Keep freed memory: giving 20 MB back and faulting it in again costs more than many of the operations on it.
        memory = {"MALLOC_MMAP_THRESHOLD_": str(1 << 32), "MALLOC_TRIM_THRESHOLD_": str(1 << 34), "MALLOC_TOP_PAD_": str(1 << 26), "OMP_NUM_THREADS": "1"}
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **memory})
    if args.start and not args.resume:
        shutil.copyfile(args.start / "tokenizer.json", args.run / "tokenizer.json")
    if not (args.run / "tokenizer.json").exists():
        make_tokenizer(args.run, args.seed, args.vocabulary)
    if args.device != "cpu":
        args.processes = 1
    if args.processes == 1:
        return work(0, args)
    (args.run / "rendezvous").unlink(missing_ok=True)
    torch.multiprocessing.spawn(work, (args,), nprocs=args.processes)


if __name__ == "__main__":
    main()
