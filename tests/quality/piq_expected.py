"""piq_expected.json: piq.multi_scale_ssim and piq.gmsd (defaults, data_range 1.) on 20 pairs (recipes: recipes.py).

From float32 pictures / 255 as issue 6 says, and from float64 ones; `numpy` is piq_numpy.py.

Made on Python 3.11: pip install piq==0.8.0 torch==2.11.0 numpy==2.4.6; python tests/quality/piq_expected.py; deno fmt tests/quality. Not run by the tests.
"""
import numpy as np, torch, piq
import recipes as P, piq_numpy as N
from expected import store, versions

torch.set_num_threads(1)
recipes = []
def pair(first, b, a=None):
    recipes.append(([first] + (a or []), [first] + b))
pair(["ramp", 161, 161, 3, 1, 0], [["noise", 2, 32]])               # the smallest size
pair(["ramp", 192, 176, 3, 3, 0], [["noise", 4, 128]])
pair(["ramp", 256, 256, 3, 5, 96], [["blur", 2]])
pair(["ramp", 200, 163, 3, 6, 20], [["shift", 3, 2]])               # one odd side
pair(["gradient", 256, 256, 3], [["blocks", 8, 40]])
pair(["gradient", 175, 208, 3], [["gauss", 7, 20]])                 # the other side odd
pair(["disc", 224, 224, 3, 230], [["gauss", 8, 60]])
pair(["disc", 173, 181, 3, 250], [["blur", 3]])                     # both odd
pair(["disc", 256, 192, 3, 180], [["shift", 9, -4]])
pair(["ramp", 162, 190, 3, 9, 40], [["contrast", 1, 2, 0]])
pair(["ramp", 256, 167, 3, 10, 48], [["blocks", 8, 96]])
pair(["ramp", 170, 170, 3, 11, 256], [["negative"]])                # relu: MS-SSIM 0
pair(["disc", 186, 202, 3, 200], [])                                # equal
pair(["constant", 164, 164, 3, 128], [["contrast", 1, 1, 20]])      # constants
pair(["constant", 161, 170, 3, 90], [["gauss", 12, 20]])
pair(["gradient", 240, 161, 1], [["noise", 13, 24]])                # grey
pair(["disc", 177, 161, 1, 220], [["gauss", 14, 30], ["blocks", 8, 16]])
pair(["ramp", 256, 256, 1, 15, 64], [["blur", 1]])
pair(["ramp", 168, 184, 1, 16, 256], [["noise", 17, 60]])
pair(["gradient", 201, 255, 3], [["contrast", 3, 2, 12], ["gauss", 18, 4]])
assert len(recipes) == 20

rows, worst = [], [0, 0, 0, 0]
for i, (ra, rb) in enumerate(recipes):
    a, b = P.make(ra), P.make(rb)
    row = dict(pair=i, a=ra, b=rb, fnv=[P.fnv(a), P.fnv(b)])
    for kind, dtype in (("", np.float32), ("_float64", np.float64)):
        x, y = (torch.from_numpy((p.astype(dtype) / dtype(255)).transpose(2, 0, 1)[None].copy()) for p in (a, b))
        row["ms_ssim" + kind] = piq.multi_scale_ssim(x, y, data_range=1.).item()
        row["gmsd" + kind] = piq.gmsd(x, y, data_range=1.).item()
    m, g = N.ms_ssim(a, b), N.gmsd(a, b)
    for k, d in enumerate((m - row["ms_ssim"], m - row["ms_ssim_float64"], g - row["gmsd"], g - row["gmsd_float64"])):
        worst[k] = max(worst[k], abs(d))
    if i == 13:
        row["float32_note"] = "flat pictures: E[xx]-mu*mu in float32 is 1e-8 off beside C2 = 9e-4; piq's own float32 value is 3e-4 too low. Test against ms_ssim_float64."
    rows.append(row)
    print(i, a.shape, "ms_ssim %.8f (numpy off by %.1e, %.1e)  gmsd %.8f (%.1e, %.1e)" % (
        row["ms_ssim"], m - row["ms_ssim"], m - row["ms_ssim_float64"], row["gmsd"], g - row["gmsd"], g - row["gmsd_float64"]))
off = dict(zip(("ms_ssim", "ms_ssim_float64", "gmsd", "gmsd_float64"), worst))
store("piq_expected.json", dict(made_by="piq_expected.py", **versions("piq", "torch", "numpy"), numpy_off_by_at_most=off), rows)
print(off)
assert off["ms_ssim_float64"] < 1e-11 and off["gmsd"] < 1e-6 and off["gmsd_float64"] < 1e-12
assert all(abs(r["ms_ssim"] - r["ms_ssim_float64"]) < 1e-4 for r in rows if "float32_note" not in r)
