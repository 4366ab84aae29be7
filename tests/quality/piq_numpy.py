"""piq 0.8.0's MS-SSIM and GMSD written anew in numpy float64, loop-free but in the order a TypeScript version would take.

Pictures come as uint8 (h, w, c), c = 1 or 3. No torch here: read this, not piq, to write the TypeScript.
"""
import numpy as np

WEIGHTS = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])  # sum 1.0001: used as they are, not normalised
C1, C2 = 0.01 ** 2, 0.03 ** 2                                  # data range 1


def taps(size=11, sigma=1.5):
    g = np.exp(-((np.arange(size) - (size - 1) / 2) ** 2) / (2 * sigma ** 2))
    return g / g.sum()      # the outer product of these is piq's 2D kernel: separable


def smooth(p, g=taps()):
    """Weighted sum over the window, only where the whole window lies inside: h-10 by w-10."""
    n = len(g)
    h, w = p.shape
    rows = sum(g[i] * p[:, i:w - n + 1 + i] for i in range(n))
    return sum(g[i] * rows[i:h - n + 1 + i] for i in range(n))


def ssim_and_cs(x, y):
    """Means over pixels of SSIM and of its contrast-structure part."""
    mx, my = smooth(x), smooth(y)
    sxx, syy, sxy = smooth(x * x) - mx * mx, smooth(y * y) - my * my, smooth(x * y) - mx * my
    cs = (2 * sxy + C2) / (sxx + syy + C2)                     # covariances divided by n (weights sum 1)
    return (((2 * mx * my + C1) / (mx * mx + my * my + C1)) * cs).mean(), cs.mean()


def halve(p):
    """2x2 mean. If width OR height is odd, one row on top AND one column on the left are repeated first;
    a side that is odd after that (the one that was even) loses its last row or column."""
    if p.shape[0] % 2 or p.shape[1] % 2:
        p = np.pad(p, ((1, 0), (1, 0)), "edge")
    p = p[:p.shape[0] // 2 * 2, :p.shape[1] // 2 * 2]
    return (p[0::2, 0::2] + p[1::2, 0::2] + p[0::2, 1::2] + p[1::2, 1::2]) / 4


def ms_ssim(a, b):
    if min(a.shape[:2]) < 161:                                  # (11 - 1) * 2**4 + 1
        raise ValueError("needs sides of 161 and more")
    result = []
    for c in range(a.shape[2]):
        x, y = a[:, :, c] / 255.0, b[:, :, c] / 255.0
        value = 1.0
        for level in range(5):
            if level:
                x, y = halve(x), halve(y)
            s, cs = ssim_and_cs(x, y)
            value *= max(s if level == 4 else cs, 0.0) ** WEIGHTS[level]   # relu on the mean, per channel and level
        result.append(value)
    return float(np.mean(result))


def luma(p):
    p = p / 255.0
    return p[:, :, 0] if p.shape[2] == 1 else 0.299 * p[:, :, 0] + 0.587 * p[:, :, 1] + 0.114 * p[:, :, 2]


def gradient(p):
    """Magnitude of the Prewitt gradient, same size, zeros outside the picture."""
    h, w = p.shape
    q = np.pad(p, 1)
    at = lambda dy, dx: q[1 + dy:1 + dy + h, 1 + dx:1 + dx + w]
    gx = sum(at(d, 1) - at(d, -1) for d in (-1, 0, 1)) / 3
    gy = sum(at(1, d) - at(-1, d) for d in (-1, 0, 1)) / 3
    return np.sqrt(gx * gx + gy * gy)


def gmsd(a, b, t=170 / 255 ** 2):
    """No clamp, no crop: the border of zeros takes part in the deviation."""
    g = []
    for p in (luma(a), luma(b)):
        if p.shape[0] % 2 or p.shape[1] % 2:
            p = np.pad(p, ((0, 1), (0, 1)))                     # ZEROS, at the bottom AND on the right (not as in MS-SSIM)
        p = p[:p.shape[0] // 2 * 2, :p.shape[1] // 2 * 2]
        g.append(gradient((p[0::2, 0::2] + p[1::2, 0::2] + p[0::2, 1::2] + p[1::2, 1::2]) / 4))
    gms = (2 * g[0] * g[1] + t) / (g[0] ** 2 + g[1] ** 2 + t)
    return float(np.sqrt(((gms - gms.mean()) ** 2).mean()))     # population deviation
