"""The nano network: a single-stream diffusion transformer of the kind of Z-Image, for 96x96 pixels.

Text tokens, picture tokens and, for Edit, the tokens of a reference picture stand in one sequence. RMSNorm, SwiGLU,
rotary positions on three axes (sequence, y, x), modulation by the noise level, prediction of the clean picture x0.
Architecture after "Z-Image" (arXiv 2511.22699); predicting x0 in pixels through a bottleneck after "Back to Basics: Let
Denoising Generative Models Denoise" (arXiv 2511.13720).
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

TOKENS = 32  # text tokens; 0 pads, 1 is an unknown word, all zeros is the empty prompt
SIDE = 96  # pixels
PATCH = 8  # pixels
GRID = SIDE // PATCH


class RMS(nn.Module):
    """RMSNorm with a weight for each channel."""

    def __init__(self, width):
        super().__init__()
        self.w = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.w, 1e-5)


def rotate(x, cos, sin):
    """Rotary position embedding of the two halves of the last axis."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Block(nn.Module):
    """Attention and SwiGLU; with `mod`, scaled and gated by the noise level, as identity at the start."""

    def __init__(self, width, heads, mod=True):
        super().__init__()
        self.h = heads
        hidden = int(width * 8 / 3 / 32) * 32
        self.n1 = RMS(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.qn = RMS(width // heads)
        self.kn = RMS(width // heads)
        self.o = nn.Linear(width, width, bias=False)
        self.n2 = RMS(width)
        self.w13 = nn.Linear(width, 2 * hidden, bias=False)
        self.w2 = nn.Linear(hidden, width, bias=False)
        self.ad = nn.Linear(128, 4 * width) if mod else None
        if mod:
            nn.init.zeros_(self.ad.weight)
            nn.init.zeros_(self.ad.bias)

    def forward(self, x, cos, sin, t=None):
        b, n, d = x.shape
        if self.ad is not None:
            sa, ga, sm, gm = self.ad(t).unsqueeze(1).chunk(4, -1)
            sa, sm, ga, gm = 1 + sa, 1 + sm, torch.tanh(ga), torch.tanh(gm)
        else:
            sa = ga = sm = gm = 1.0
        q, k, v = self.qkv(self.n1(x) * sa).view(b, n, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4)
        q, k = rotate(self.qn(q), cos, sin), rotate(self.kn(k), cos, sin)
        x = x + ga * self.o(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, d))
        u, g = self.w13(self.n2(x) * sm).chunk(2, -1)
        return x + gm * self.w2(F.silu(u) * g)


def positions():
    """Positions (sequence, y, x) of text, picture and reference tokens: a reference lies over the picture, one later."""
    y, x = torch.meshgrid(torch.arange(GRID), torch.arange(GRID), indexing="ij")
    text = torch.stack([torch.arange(TOKENS), torch.zeros(TOKENS), torch.zeros(TOKENS)], 1)
    at = lambda s: torch.stack([torch.full((GRID * GRID,), s), y.flatten(), x.flatten()], 1)
    return text, at(TOKENS), at(TOKENS + 1)


def rotary_table(pos, half):
    """Cosine and sine [tokens, half]: a quarter of the frequencies for the sequence, the rest for y and x."""
    first = half // 4
    second = (half - first) // 2
    angles = []
    for axis, n in enumerate((first, second, half - first - second)):
        f = 1 / (100.0 ** (torch.arange(n).float() / n))
        angles.append(pos[:, axis : axis + 1].float() * f)
    angle = torch.cat(angles, 1)
    return angle.cos(), angle.sin()


def patches(x):
    """[b,c,96,96] as [b,144,64·c]: one row for each patch, pixels first, channels last."""
    b, c = x.shape[:2]
    return x.view(b, c, GRID, PATCH, GRID, PATCH).permute(0, 2, 4, 3, 5, 1).reshape(b, GRID * GRID, PATCH * PATCH * c)


class Nano(nn.Module):
    """x0 = Nano()(z, sigma, tokens[, ref]); `words` is the size of the vocabulary with its two special tokens."""

    def __init__(self, words, width=256, depth=10, heads=4, refine=2):
        super().__init__()
        self.d = width
        self.tok = nn.Embedding(words, width)
        nn.init.normal_(self.tok.weight, std=0.02)
        self.cap = nn.ModuleList(Block(width, heads, False) for _ in range(refine))
        self.noise = nn.ModuleList(Block(width, heads) for _ in range(1))
        self.bott = nn.Linear(PATCH * PATCH * 3, 96, bias=False)
        self.xin = nn.Linear(96, width)
        self.rbott = nn.Linear(PATCH * PATCH * 4, 128, bias=False)
        self.rin = nn.Linear(128, width)
        self.ref = nn.ModuleList(Block(width, heads, False) for _ in range(1))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.te = nn.Sequential(nn.Linear(128, 256), nn.SiLU(), nn.Linear(256, 128))
        self.fn = RMS(width)
        self.fad = nn.Linear(128, width)
        self.out = nn.Linear(width, PATCH * PATCH * 3)
        for layer in (self.fad, self.out):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        half = width // heads // 2
        text, picture, reference = positions()
        tables = {"t": text, "i": picture, "r": reference, "a": torch.cat([text, picture]), "e": torch.cat([text, picture, reference])}
        for name, pos in tables.items():
            cos, sin = rotary_table(pos, half)
            self.register_buffer("c" + name, cos, False)
            self.register_buffer("s" + name, sin, False)

    def level(self, sigma):
        """Embedding of the noise level."""
        f = torch.exp(-math.log(10000) * torch.arange(64, device=sigma.device, dtype=torch.float32) / 64)
        a = sigma[:, None] * 1000 * f
        return self.te(torch.cat([a.cos(), a.sin()], 1).to(self.out.weight.dtype))

    def text(self, tokens):
        c = self.tok(tokens)
        for block in self.cap:
            c = block(c, self.ct, self.st)
        return c

    def reference(self, ref):
        r = self.rin(self.rbott(patches(ref).to(self.out.weight.dtype)))
        for block in self.ref:
            r = block(r, self.cr, self.sr)
        return r

    def forward(self, z, sigma, tokens, ref=None):
        b = z.shape[0]
        t = F.silu(self.level(sigma))
        x = self.xin(self.bott(patches(z).to(self.out.weight.dtype)))
        for block in self.noise:
            x = block(x, self.ci, self.si, t)
        parts = [self.text(tokens), x]
        cos, sin = self.ca, self.sa
        if ref is not None:
            parts.append(self.reference(ref))
            cos, sin = self.ce, self.se
        u = torch.cat(parts, 1)
        for block in self.blocks:
            u = block(u, cos, sin, t)
        u = u[:, TOKENS : TOKENS + GRID * GRID]
        x = self.out(self.fn(u) * (1 + self.fad(t).unsqueeze(1)))
        return x.view(b, GRID, GRID, PATCH, PATCH, 3).permute(0, 5, 1, 3, 2, 4).reshape(b, 3, SIDE, SIDE)


def sigmas(steps, shift=3.0):
    """The noise levels of ComfyUI's "simple" schedule: steps + 1 numbers from 1 to 0, shifted."""
    s = torch.linspace(1, 0, steps + 1)
    return shift * s / (1 + (shift - 1) * s)


@torch.no_grad()
def sample(network, tokens, steps, cfg, seed=0, ref=None, noise=None):
    """Euler sampling with guidance (the empty prompt keeps the reference); pictures [b,3,96,96] in [-1,1]."""
    device = tokens.device
    b = len(tokens)
    if noise is None:
        noise = torch.randn(b, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))
    z = noise.to(device)
    levels = sigmas(steps).tolist()
    for now, then in zip(levels, levels[1:]):
        s = torch.full((b,), now, device=device)
        x0 = network(z, s, tokens, ref).float()
        if cfg != 1:
            free = network(z, s, torch.zeros_like(tokens), ref).float()
            x0 = free + cfg * (x0 - free)
        z = z + (z - x0) / now * (then - now)
    return z.clamp(-1, 1)
