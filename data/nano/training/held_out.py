"""Which combinations of things, background and style training leaves out, so that they can be asked for as new ones."""

import numpy as np
import torch

from phrases import COLOURS, FONTS

PRIME, START, MASK = 0x01000193, 0x811C9DC5, 0xFFFFFFFF


def held_out(a, b, colour, style):
    """The rule, for one combination: hexcodes (b empty for one thing), name of the colour, font or None."""
    h = START
    for x in f"{a}+{b}|{colour}|{style or 'any'}".encode():
        h = ((h ^ x) * PRIME) & MASK
    return finish(h) % 8 == 0


def finish(h):
    """The finaliser of murmur3."""
    h = h ^ (h >> 16)
    h = (h * 0x85EBCA6B) & MASK
    return h ^ (h >> 13)


class HeldOut:
    """The same rule for many combinations at once, by row numbers; style 0 is any, 1 and 2 are the fonts."""

    def __init__(self, hexcodes, device):
        def table(texts):
            raw = [t.encode() for t in texts]
            out = np.zeros((len(raw), max(map(len, raw)) or 1), np.int64)
            for i, r in enumerate(raw):
                out[i, : len(r)] = np.frombuffer(r, np.uint8)
            return torch.from_numpy(out).to(device), torch.tensor([len(r) for r in raw], device=device)

        self.second = table(list(hexcodes) + [""])  # the last is "no second thing"
        self.rest = table([f"|{c[0]}|{s}" for c in COLOURS for s in ["any", *FONTS]])
        first = []
        for text in hexcodes:
            h = START
            for x in f"{text}+".encode():
                h = ((h ^ x) * PRIME) & MASK
            first.append(h)
        self.first = torch.tensor(first, device=device)

    def __call__(self, i, j, two, colour, style):
        """bool [n] of int64 [n] row numbers, bool [n], int64 [n] and int64 [n]."""
        h = self.first[i]
        for (letters, lengths), at in ((self.second, torch.where(two, j, len(self.first))), (self.rest, colour * 3 + style)):
            text, n = letters[at], lengths[at]
            for k in range(text.shape[1]):
                h = torch.where(k < n, ((h ^ text[:, k]) * PRIME) & MASK, h)
        return finish(h) % 8 == 0
