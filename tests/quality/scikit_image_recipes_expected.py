"""scikit_image_recipes_expected.json: MSE, PSNR, SSIM in both documented settings on 50 pairs (recipes: recipes.py).

Made on Python 3.11: pip install scikit-image==0.26.0 scipy==1.17.1 numpy==2.4.6; python tests/quality/scikit_image_recipes_expected.py; deno fmt tests/quality. Not run by the tests.
"""
from skimage.metrics import mean_squared_error, peak_signal_noise_ratio, structural_similarity
import recipes as P
from expected import store, versions

pairs = []
def pair(first, b, a=None):
    pairs.append(([first] + (a or []), [first] + b))

S3 = [(32, 32), (33, 47), (64, 48), (96, 96), (129, 65), (128, 128)]
n = 0
def size():
    global n; n += 1
    return S3[n % len(S3)]
for amount in (2, 4, 16, 64, 128, 255): pair(["ramp", *size(), 3, 100 + amount, 0], [["noise", 7 * amount, amount]])
for k in (2, 10, 40, 120): pair(["disc", *size(), 3, 220], [["gauss", 11 + k, k]])
for t in (1, 2, 5): pair(["ramp", *size(), 3, 21 + t, 96], [["blur", t]])
for t in (1, 3): pair(["disc", *size(), 3, 250], [["blur", t]])
for d in ((1, 0), (0, 1), (3, 2), (-5, 7)): pair(["ramp", *size(), 3, 31, 20], [["shift", *d]])
for d in ((1, 1), (9, -4)): pair(["disc", *size(), 3, 180], [["shift", *d]])
for s, q in ((8, 8), (8, 32), (8, 96), (16, 255), (4, 24)): pair(["ramp", *size(), 3, 41 + q, 48], [["blocks", s, q]])
for s, q in ((8, 20), (8, 80)): pair(["gradient", *size(), 3], [["blocks", s, q]])
for c in ((1, 2, 0), (3, 2, 0), (1, 1, 30), (1, 8, -20)): pair(["ramp", *size(), 3, 51, 40], [["contrast", *c]])
pair(["ramp", 48, 48, 3, 61, 256], [["negative"]])                       # noise against its negative: SSIM below 0
pair(["gradient", 64, 64, 3], [["negative"]])
pair(["constant", 32, 32, 3, 128], [])                                   # equal: PSNR Infinity
pair(["constant", 32, 40, 3, 128], [["contrast", 1, 1, 1]])              # constants one apart
pair(["constant", 32, 32, 3, 0], [["negative"]])                         # black against white
pair(["constant", 48, 32, 3, 90], [["gauss", 71, 20]])                   # constant against noise
pair(["disc", 256, 256, 3, 255], [["gauss", 81, 30], ["blocks", 8, 16]])
pair(["ramp", 256, 192, 3, 82, 64], [["blur", 1], ["blocks", 8, 24]])
pair(["gradient", 256, 256, 3], [["gauss", 83, 8]])
# grey
pair(["ramp", 64, 64, 1, 91, 0], [["noise", 92, 32]])
pair(["ramp", 33, 65, 1, 93, 80], [["blur", 2]])
pair(["disc", 96, 64, 1, 200], [["shift", 2, 1]])
pair(["gradient", 128, 100, 1], [["blocks", 8, 40]])
pair(["ramp", 256, 256, 1, 94, 30], [["gauss", 95, 25], ["contrast", 5, 4, -6]])
pair(["constant", 40, 32, 1, 200], [["noise", 96, 6]])
pair(["ramp", 32, 32, 1, 97, 256], [], [["negative"]])
pair(["constant", 32, 32, 1, 255], [])
pair(["ramp", 160, 90, 1, 98, 10], [["noise", 99, 3]])

assert len(pairs) == 50, len(pairs)
rows = []
for i, (ra, rb) in enumerate(pairs):
    a, b = P.make(ra), P.make(rb)
    equal = bool((a == b).all())
    common = dict(data_range=255, channel_axis=-1)
    rows.append(dict(
        pair=i, a=ra, b=rb, fnv=[P.fnv(a), P.fnv(b)],
        mse=mean_squared_error(a, b),
        psnr=float("inf") if equal else peak_signal_noise_ratio(a, b, data_range=255),
        ssim_gaussian=structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, **common),
        ssim_uniform=structural_similarity(a, b, **common)))
store("scikit_image_recipes_expected.json", dict(
    made_by="scikit_image_recipes_expected.py", **versions("scikit-image", "numpy", "scipy"), data_range=255,
    ssim_gaussian="gaussian_weights=True, sigma=1.5, use_sample_covariance=False (window 11x11: radius int(3.5*sigma+0.5)=5)",
    ssim_uniform="win_size=7, use_sample_covariance=True: the defaults"), rows)
print(min(r["ssim_gaussian"] for r in rows), sum(r["psnr"] == float("inf") for r in rows))
