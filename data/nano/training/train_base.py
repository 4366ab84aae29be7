"""Stage 1: Base and Edit, one network, from earlier weights or from none.

FROM=STEM OUT=FOLDER DATA=FOLDER SECONDS=540 python3 train_base.py

A step sees two batches: scenes with prompts (Base) and edits with reference pictures (Edit). Flow matching with
prediction of x0: z = sigma*noise + (1 - sigma)*x, and the loss is that of the velocity, |x0 - x|^2/sigma^2. AdamW, cosine decay by the
clock, averaged weights. What it prints goes to the model card.
"""

import json
import math
import os
import time

import torch

from corpus import Corpus
from edits import Edits
from look import edits_page, prompts_page
from model import Nano
from scenes import Scenes
from weights import load_parts, resume, save_parts

STARTED = time.time()
ENV = os.environ.get
DEVICE = ENV("DEVICE", "cuda")
OUT, DATA = ENV("OUT", "out"), ENV("DATA", "out/nano")
SECONDS = float(ENV("SECONDS", "540"))  # from the start of the program to the last step
BATCH = int(ENV("BATCH", "192"))
EDIT = float(ENV("EDIT", "0.5"))  # weight of the loss of edits; 0 trains Base alone
PEAK, WARM = float(ENV("RATE", "8e-4")), int(ENV("WARM", "400"))
EMA = float(ENV("EMA", "0.9995"))
SEED = int(ENV("SEED", "1"))


def say(*words):
    print(f"{time.time() - STARTED:6.1f} s", *words, flush=True)


def loss_of(network, x, tokens, ref=None):
    """Velocity loss at random noise levels, more of them high."""
    n = len(x)
    sigma = torch.sigmoid(torch.randn(n, device=x.device) + 0.8).clamp(1e-3, 1 - 1e-4)
    # One in twelve at pure noise, where every sampling begins.
    sigma = torch.where(torch.rand(n, device=x.device) < 1 / 12, 1.0, sigma)
    wide = sigma[:, None, None, None]
    z = (1 - wide) * x + wide * torch.randn_like(x)
    with torch.autocast(x.device.type, torch.bfloat16):
        x0 = network(z, sigma, tokens, ref)
    return (((x0.float() - x) ** 2).mean((1, 2, 3)) / sigma.clamp(min=0.05) ** 2).mean()


def main():
    torch.manual_seed(SEED)
    torch.set_float32_matmul_precision("high")
    corpus = Corpus(DATA, ENV("VOCAB", "../vocab.json"), DEVICE, limit=int(ENV("LIMIT", "0")) or None)
    say(len(corpus.rows), "glyphs,", corpus.vocabulary.size, "words,", len(corpus.tones), "families of skin tones")
    network = Nano(corpus.vocabulary.size).to(DEVICE)
    if ENV("FROM"):
        say("new:", *resume(network, load_parts(ENV("FROM")))[:12])
    if ENV("COMPILE", "1") == "1":
        # The main blocks only: each shape takes a quarter of a minute to compile, and the others have little to do.
        for block in network.blocks:
            block.compile(dynamic=False)
    scenes, edits = Scenes(corpus), Edits(corpus)
    parameters = list(network.parameters())
    average = [p.detach().clone() for p in parameters]
    decayed = [p for p in parameters if p.ndim > 1]
    plain = [p for p in parameters if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=PEAK, betas=(0.9, 0.95), fused=DEVICE == "cuda")
    step, began, ends, log = 0, None, STARTED + SECONDS, []
    sums = torch.zeros(2, device=DEVICE)
    while (now := time.time()) < ends:
        if step == 30:
            began = now  # compilation is over
        done = 0 if began is None else (now - began) / max(1, ends - began)
        rate = PEAK * min(1, (step + 1) / WARM) * (0.5 * (1 + math.cos(math.pi * min(1, done))) * 0.98 + 0.02)
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.zero_grad(set_to_none=True)
        s, tokens = scenes.batch(BATCH)
        base = loss_of(network, corpus.render(s), tokens)
        base.backward()
        sums[0] += base.detach()
        if EDIT:
            ref, x, tokens = edits.batch()
            edit = loss_of(network, x, tokens, ref)
            (EDIT * edit).backward()
            sums[1] += edit.detach()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1 - min(EMA, (1 + step) / (10 + step)))
        step += 1
        if step in (1, 20, 60, 200) or step % 500 == 0:
            since = step - (log[-1][0] if log else 0)
            a, b = (sums / since).tolist()
            sums.zero_()
            log.append((step, round(time.time() - STARTED, 1), round(a, 5), round(b, 5)))
            say("step", step, "loss of Base", round(a, 4), "of Edit", round(b, 4), "rate", f"{rate:.2e}")
    with torch.no_grad():
        for p, q in zip(parameters, average):
            p.copy_(q)
    save_parts(network.state_dict(), f"{OUT}/nano-base")
    corpus.vocabulary.save(f"{OUT}/vocab.json")
    about = {"steps": step, "seconds": round(time.time() - STARTED), "batch": BATCH, "rate": PEAK, "ema": EMA, "seed": SEED, "from": ENV("FROM"), "log": log}
    json.dump(about, open(f"{OUT}/train-base.json", "w"))
    say(step, "steps")
    torch.compiler.set_stance("force_eager")  # other batch sizes, once
    prompts_page(network, corpus.vocabulary, f"{OUT}/base30.png", 30, 3.0, DEVICE)
    edits_page(network, Edits(corpus), f"{OUT}/edit20.png", 20, 3.0, DEVICE)
    say("pages")


if __name__ == "__main__":
    main()
