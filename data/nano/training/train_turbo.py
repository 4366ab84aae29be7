"""Stage 2: Turbo, a LoRA on Base that needs neither guidance nor many steps.

FROM=STEM OUT=FOLDER DATA=FOLDER SECONDS=480 python3 train_turbo.py

Guidance distillation on the student's own way ("On Distillation of Guided Diffusion Models", arXiv 2210.03142, stage 1, with states from the
student): a conveyor of pictures is sampled by the student without guidance, each with its own number of steps; at each state the student's x0
is drawn to the teacher's guided x0 (Base, guidance 3), and then its own x0 takes the step. A finished picture makes room for new noise and a
new prompt. Only the LoRA is trained: W' = W + B A, on every linear layer of the blocks with noise level.
"""

import json
import math
import os
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

from corpus import Corpus
from look import prompts_page
from model import SIDE, Nano
from scenes import Scenes
from weights import load_parts, resume

STARTED = time.time()
ENV = os.environ.get
DEVICE = ENV("DEVICE", "cuda")
OUT, DATA = ENV("OUT", "out"), ENV("DATA", "out/nano")
SECONDS = float(ENV("SECONDS", "480"))
BATCH = int(ENV("BATCH", "256"))
RANK, GUIDANCE = int(ENV("RANK", "64")), float(ENV("GUIDANCE", "3"))
PEAK, WARM = float(ENV("RATE", "8e-4")), 200
SEED = int(ENV("SEED", "2"))
STEPS = [4, 6, 7, 8, 8, 8, 8, 8, 9, 10, 12, 16]  # of the conveyor; 8 is what Turbo is for
SHIFT = 3.0


def say(*words):
    print(f"{time.time() - STARTED:6.1f} s", *words, flush=True)


class Adapted(nn.Module):
    """A frozen linear layer with a low-rank addition, merged before it is applied."""

    def __init__(self, linear, rank):
        super().__init__()
        self.linear = linear.requires_grad_(False)
        self.a = nn.Parameter(torch.randn(rank, linear.in_features) / math.sqrt(linear.in_features))
        self.b = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x):
        return F.linear(x, self.linear.weight + self.b @ self.a, self.linear.bias)


def adapt(network, rank):
    """Gives every linear layer of the blocks with noise level its addition; {name: layer}."""
    network.requires_grad_(False)
    layers = {}
    for kind in ("noise", "blocks"):
        for i, block in enumerate(getattr(network, kind)):
            for name in ("qkv", "o", "w13", "w2", "ad"):
                layer = Adapted(getattr(block, name), rank).to(DEVICE)
                setattr(block, name, layer)
                layers[f"{kind}.{i}.{name}"] = layer
    return layers


def level(position):
    """Noise level at a position from 0 (noise) to 1 (picture) of the schedule."""
    s = 1 - position
    return SHIFT * s / (1 + (SHIFT - 1) * s)


class Conveyor:
    """Pictures on their way from noise, each at its own step k of its own n."""

    def __init__(self, scenes, n):
        self.scenes, self.size = scenes, n
        self.counts = torch.tensor(STEPS, device=DEVICE)
        self.z = torch.randn(n, 3, SIDE, SIDE, device=DEVICE)
        self.tokens = scenes.batch(n, empty=0.02)[1]
        self.n = self.counts[torch.randint(len(STEPS), (n,), device=DEVICE)]
        # At different places from the beginning, though the first pictures are then only noise.
        self.k = (torch.rand(n, device=DEVICE) * self.n).long()

    def sigma(self):
        return level(self.k / self.n)

    def step(self, x0):
        """Euler's step with the student's x0; what is finished makes room."""
        now, then = self.sigma(), level((self.k + 1) / self.n)
        ratio = (then / now)[:, None, None, None]
        self.z = ratio * self.z + (1 - ratio) * x0
        self.k += 1
        over = self.k >= self.n
        wide = over[:, None, None, None]
        self.z = torch.where(wide, torch.randn_like(self.z), self.z)
        self.tokens = torch.where(over[:, None], self.scenes.batch(self.size, empty=0.02)[1], self.tokens)
        self.n = torch.where(over, self.counts[torch.randint(len(STEPS), (self.size,), device=DEVICE)], self.n)
        self.k = torch.where(over, 0, self.k)


def compiled(network):
    if ENV("COMPILE", "1") == "1":
        for block in network.blocks:
            block.compile(dynamic=False)
    return network


def main():
    torch.manual_seed(SEED)
    torch.set_float32_matmul_precision("high")
    corpus = Corpus(DATA, ENV("VOCAB", "../vocab.json"), DEVICE, limit=int(ENV("LIMIT", "0")) or None)
    state = load_parts(ENV("FROM"))
    teacher, student = Nano(corpus.vocabulary.size).to(DEVICE), Nano(corpus.vocabulary.size).to(DEVICE)
    for network in (teacher, student):
        resume(network, state)
    teacher.requires_grad_(False)
    layers = adapt(student, RANK)
    compiled(teacher), compiled(student)
    scenes = Scenes(corpus)
    parameters = [p for layer in layers.values() for p in (layer.a, layer.b)]
    say(sum(p.numel() for p in parameters) / 1e6, "M trained numbers")
    average = [p.detach().clone() for p in parameters]
    optimiser = torch.optim.AdamW(parameters, lr=PEAK, betas=(0.9, 0.99), weight_decay=0.0, fused=DEVICE == "cuda")
    belt = Conveyor(scenes, BATCH)
    kind = torch.device(DEVICE).type
    step, began, ends, log, total = 0, None, STARTED + SECONDS, [], torch.zeros((), device=DEVICE)
    empty = torch.zeros_like(belt.tokens)
    while (now := time.time()) < ends:
        if step == 30:
            began = now
        done = 0 if began is None else (now - began) / max(1, ends - began)
        rate = PEAK * min(1, (step + 1) / WARM) * (0.5 * (1 + math.cos(math.pi * min(1, done))) * 0.98 + 0.02)
        optimiser.param_groups[0]["lr"] = rate
        optimiser.zero_grad(set_to_none=True)
        sigma = belt.sigma()
        with torch.autocast(kind, torch.bfloat16):
            with torch.no_grad():
                wanted = teacher(belt.z, sigma, belt.tokens).float()
                free = teacher(belt.z, sigma, empty).float()
            wanted = free + GUIDANCE * (wanted - free)
            x0 = student(belt.z, sigma, belt.tokens).float()
        loss = (((x0 - wanted) ** 2).mean((1, 2, 3)) / sigma.clamp(min=0.1)).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        total += loss.detach()
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1 - min(0.999, (1 + step) / (10 + step)))
            belt.step(x0.detach())
        step += 1
        if step in (20, 60, 200) or step % 500 == 0:
            mean = (total / (step - (log[-1][0] if log else 0))).item()
            total.zero_()
            log.append((step, round(time.time() - STARTED, 1), round(mean, 6)))
            say("step", step, "loss", round(mean, 5), "rate", f"{rate:.2e}")
    with torch.no_grad():
        for p, q in zip(parameters, average):
            p.copy_(q)
    lora = {}
    for name, layer in layers.items():
        stem = f"diffusion_model.{name}"
        lora[f"{stem}.lora_A.weight"], lora[f"{stem}.lora_B.weight"] = layer.a.detach().half().cpu(), layer.b.detach().half().cpu()
        lora[f"{stem}.alpha"] = torch.tensor(float(RANK))
    torch.save(lora, f"{OUT}/nano-turbo-lora.pt")
    about = {"steps": step, "seconds": round(time.time() - STARTED), "batch": BATCH, "rank": RANK, "guidance": GUIDANCE, "rate": PEAK, "seed": SEED, "log": log}
    json.dump(about, open(f"{OUT}/train-turbo.json", "w"))
    say(step, "steps")
    torch.compiler.set_stance("force_eager")  # other batch sizes, once
    prompts_page(student, corpus.vocabulary, f"{OUT}/turbo8.png", 8, 1.0, DEVICE)
    prompts_page(teacher, corpus.vocabulary, f"{OUT}/base8.png", 8, 3.0, DEVICE)
    prompts_page(teacher, corpus.vocabulary, f"{OUT}/base30.png", 30, 3.0, DEVICE)
    say("pages")


if __name__ == "__main__":
    main()
