"""Pictures of whole numbers only, made the same by recipes.ts: a recipe is a list of steps.

The first step makes a picture, every further one changes it:
  ["ramp", w, h, c, seed, amount]  the `picture` of tests/quality/pictures.ts (folded ramp + LCG noise)
  ["gradient", w, h, c]            left to right 0..255, channel 1 top to bottom, channel 2 their mean
  ["disc", w, h, c, value]         disc of `value` (channel k: value - 40k, not below 0) on 32
  ["constant", w, h, c, value]
  ["noise", seed, amount]          + uniform whole-number noise, sd about 0.289*amount
  ["gauss", seed, k]               + sum of four bytes, sd about 0.577*k: nearly normal
  ["blur", times]                  3x3 box, clamped edges, floor
  ["shift", dx, dy]                round the edges
  ["blocks", size, q]              JPEG-like: mean of block + difference from it rounded to multiples of q
  ["contrast", num, den, add]      floor((v-128)*num/den)+128+add, clamped
  ["negative"]
"""
import numpy as np

M = 2**32


def lcg(seed, n):
    out = np.empty(n, np.int64); s = seed % M
    for i in range(n):
        s = (s * 1664525 + 1013904223) % M
        out[i] = s >> 24
    return out


def clamp(v):
    return np.clip(v, 0, 255).astype(np.int64)


def ramp(w, h, c, seed, amount):
    y, x, k = np.mgrid[0:h, 0:w, 0:c]
    f = (x * 7 + y * 3 + k * 64) % 512
    r = np.where(f < 256, f, 511 - f)
    return (r * (256 - amount) + lcg(seed, h * w * c).reshape(h, w, c) * amount) // 256


def gradient(w, h, c):
    y, x = np.mgrid[0:h, 0:w]
    a, b = x * 255 // (w - 1), y * 255 // (h - 1)
    return np.stack([a, b, (a + b) // 2][:c], -1)


def disc(w, h, c, value):
    y, x = np.mgrid[0:h, 0:w]
    inside = (2 * x - w) ** 2 + (2 * y - h) ** 2 < (min(w, h) * 2 // 3) ** 2
    return np.stack([np.where(inside, max(0, value - 40 * k), 32) for k in range(c)], -1)


def constant(w, h, c, value):
    return np.full((h, w, c), value, np.int64)


def noise(p, seed, amount):
    return clamp(p + lcg(seed, p.size).reshape(p.shape) * amount // 256 - amount // 2)


def gauss(p, seed, k):
    s = lcg(seed, p.size * 4).reshape(*p.shape, 4).sum(-1) - 510
    return clamp(p + (s * k) // 256)


def blur(p, times):
    h, w, _ = p.shape
    for _ in range(times):
        q = np.pad(p, ((1, 1), (1, 1), (0, 0)), "edge")
        p = sum(q[i:i + h, j:j + w] for i in range(3) for j in range(3)) // 9
    return p


def shift(p, dx, dy):
    return np.roll(p, (dy, dx), (0, 1))


def blocks(p, size, q):
    out = np.empty_like(p); h, w, c = p.shape
    for y in range(0, h, size):
        for x in range(0, w, size):
            b = p[y:y + size, x:x + size]
            m = b.reshape(-1, c).sum(0) // (b.shape[0] * b.shape[1])
            out[y:y + size, x:x + size] = m + (2 * (b - m) + q) // (2 * q) * q
    return clamp(out)


def contrast(p, num, den, add):
    return clamp((p - 128) * num // den + 128 + add)


def negative(p):
    return 255 - p


MAKE = dict(ramp=ramp, gradient=gradient, disc=disc, constant=constant)
CHANGE = dict(noise=noise, gauss=gauss, blur=blur, shift=shift, blocks=blocks, contrast=contrast, negative=negative)


def make(recipe):
    """uint8 array (h, w, c) of a recipe."""
    (name, *args), *rest = recipe
    p = MAKE[name](*args)
    for name, *args in rest:
        p = CHANGE[name](p, *args)
    assert p.min() >= 0 and p.max() <= 255, recipe
    return p.astype(np.uint8)


def fnv(p):
    """FNV-1a of 32 bits over the bytes, row by row: to see that a remade picture is the same one."""
    h = 2166136261
    for v in p.reshape(-1).tolist():
        h = ((h ^ v) * 16777619) % M
    return f"{h:08x}"


def make_ramp_reference(w, h, c, seed, amount):
    """The loop of scikit_image_expected.py, to check `ramp` against."""
    out = np.empty((h, w, c), np.uint8); s = seed
    for y in range(h):
        for x in range(w):
            for k in range(c):
                s = (s * 1664525 + 1013904223) % M
                r = (x * 7 + y * 3 + k * 64) % 512
                r = r if r < 256 else 511 - r
                out[y, x, k] = (r * (256 - amount) + s // 2**24 * amount) // 256
    return out


if __name__ == "__main__":
    assert (make([["ramp", 23, 17, 3, 5, 77]]) == make_ramp_reference(23, 17, 3, 5, 77)).all()
    print("ramp equals the loop of scikit_image_expected.py")
