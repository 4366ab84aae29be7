"""no_reference_expected.json: variance of the Laplacian and noise sigma of 20 pictures (recipes: recipes.py).

Made on Python 3.11: pip install opencv-python-headless==5.0.0.93 scikit-image==0.26.0 scipy==1.17.1 numpy==2.4.6 PyWavelets==1.9.0; python tests/quality/no_reference_expected.py; deno fmt tests/quality. Not run by the tests.
"""
import warnings
import cv2, numpy as np, pywt
from scipy import ndimage
from skimage.restoration import estimate_sigma
import recipes as P
from expected import store, versions

warnings.simplefilter("ignore")
cv2.setNumThreads(1)


def luma(p):
    """OpenCV's grey of 8 bits: whole numbers, so exact everywhere. (R*4899 + G*9617 + B*1868 + 8192) >> 14, to be checked below."""
    if p.shape[2] == 1: return p[:, :, 0].astype(np.int64)
    r, g, b = (p[:, :, k].astype(np.int64) for k in range(3))
    return (r * WEIGHTS[0] + g * WEIGHTS[1] + b * WEIGHTS[2] + (1 << (BITS - 1))) >> BITS


def laplacian(y):
    """[0 1 0; 1 -4 1; 0 1 0], mirrored at the border without repeating the border pixel (-1 -> 1)."""
    q = np.pad(y, 1, "reflect")
    return q[:-2, 1:-1] + q[2:, 1:-1] + q[1:-1, :-2] + q[1:-1, 2:] - 4 * y


def sharpness(p):
    return float(laplacian(luma(p)).astype(float).var())        # population variance, 0..255 scale squared


def immerkaer(p):
    """Sum of |[1 -2 1; -2 4 -2; 1 -2 1] * y| over the pixels whose window lies inside, times sqrt(pi/2) / (6 (w-2)(h-2))."""
    y = luma(p)
    h, w = y.shape
    d = y[:-2] - 2 * y[1:-1] + y[2:]
    n = d[:, :-2] - 2 * d[:, 1:-1] + d[:, 2:]
    return float(np.sqrt(np.pi / 2) * np.abs(n).sum() / (6 * (w - 2) * (h - 2)))


# which whole-number weights does this OpenCV use?
probe = P.make([["ramp", 64, 64, 3, 1, 256]])
grey = cv2.cvtColor(probe, cv2.COLOR_RGB2GRAY)
for WEIGHTS, BITS in (((9798, 19235, 3735), 15), ((4899, 9617, 1868), 14)):
    if (luma(probe) == grey).all(): break
else: raise SystemExit("no weights fit")
print("OpenCV", cv2.__version__, "grey:", WEIGHTS, BITS)

recipes = [
    [["gradient", 128, 128, 3]], [["ramp", 96, 96, 3, 1, 0]], [["disc", 128, 128, 3, 220]], [["disc", 128, 128, 3, 220], ["blur", 1]],
    [["disc", 128, 128, 3, 220], ["blur", 4]], [["constant", 64, 64, 3, 128]], [["constant", 64, 48, 3, 128], ["gauss", 2, 5]],
    [["constant", 96, 96, 3, 128], ["gauss", 3, 20]], [["constant", 256, 256, 3, 128], ["gauss", 4, 50]],
    [["gradient", 160, 120, 3], ["gauss", 5, 10]], [["disc", 128, 128, 3, 200], ["gauss", 6, 15]], [["disc", 128, 128, 3, 200], ["gauss", 6, 15], ["blur", 2]],
    [["ramp", 100, 80, 3, 7, 32]], [["ramp", 64, 64, 3, 8, 256]], [["gradient", 128, 96, 3], ["blocks", 8, 32]],
    [["ramp", 33, 47, 1, 9, 20]], [["constant", 128, 128, 1, 100], ["gauss", 10, 12]], [["disc", 200, 150, 1, 255]],
    [["constant", 32, 32, 1, 0]], [["ramp", 3, 3, 1, 11, 256]],
]
rows = []
for i, r in enumerate(recipes):
    p = P.make(r); y = luma(p); c3 = p.shape[2] == 3
    g = cv2.cvtColor(p, cv2.COLOR_RGB2GRAY) if c3 else np.ascontiguousarray(p[:, :, 0])
    assert (g == y).all()
    s = sharpness(p)
    opencv = float(cv2.Laplacian(g, cv2.CV_64F).var())
    mirror = float(ndimage.laplace(y.astype(float), mode="mirror").var())
    assert abs(s - opencv) < 1e-9 * max(1, s) and abs(s - mirror) < 1e-9 * max(1, s)
    k = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])
    im = immerkaer(p)
    h, w = y.shape
    check = np.sqrt(np.pi / 2) / (6 * (w - 2) * (h - 2)) * np.abs(ndimage.convolve(y.astype(float), k)[1:-1, 1:-1]).sum()
    assert abs(im - check) < 1e-9
    gauss = [a[2] for a in r if a[0] == "gauss"]
    true = 0.0 if not gauss and r[0][0] in ("gradient", "disc", "constant") and len(r) == 1 else None
    if gauss and r[-1][0] == "gauss":  # measured on the luma: noise minus no noise
        true = float((y - luma(P.make(r[:-1]))).std())
    rows.append(dict(picture=i, recipe=r, fnv=P.fnv(p), sharpness=s, sharpness_scipy_default_reflect=float(ndimage.laplace(y.astype(float)).var()),
                     noise=im, noise_true=true, skimage_estimate_sigma_luma=float(estimate_sigma(y.astype(float))),
                     skimage_estimate_sigma_rgb_average=float(estimate_sigma(p.astype(float), channel_axis=-1, average_sigmas=True))))
    print(i, p.shape, "sharp %.6f  noise %.4f  true %s  wavelet %.4f" % (s, im, true if true is None else "%.4f" % true, rows[-1]["skimage_estimate_sigma_luma"]))
store("no_reference_expected.json", dict(made_by="no_reference_expected.py", **versions("opencv-python-headless", "scikit-image", "scipy", "numpy", "PyWavelets"),
      luma=dict(weights=WEIGHTS, bits=BITS, formula="(r*w0 + g*w1 + b*w2 + (1 << (bits-1))) >> bits")), rows, "pictures")
