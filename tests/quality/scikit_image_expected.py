"""Makes scikit_image_expected.json: what scikit-image says of 50 seeded pairs of pictures.

Made with scikit-image 0.26.0, numpy 2.4.6, scipy 1.17.1 on Python 3.11:
    python -m venv /tmp/v && /tmp/v/bin/pip install scikit-image && /tmp/v/bin/python tests/quality/scikit_image_expected.py
Not run by the tests. The pictures use whole numbers only, so pictures.ts makes the same ones.
"""
import json, pathlib
import numpy as np, scipy, skimage
from skimage.metrics import mean_squared_error, peak_signal_noise_ratio, structural_similarity


def picture(width, height, channels, seed, amount):
    """A folded ramp, and on it noise of the given amount (0..256) from a linear congruential generator."""
    out = np.empty((height, width, channels), np.uint8)
    state = seed
    for y in range(height):
        for x in range(width):
            for c in range(channels):
                state = (state * 1664525 + 1013904223) % 2**32
                ramp = (x * 7 + y * 3 + c * 64) % 512
                ramp = ramp if ramp < 256 else 511 - ramp
                noise = state // 2**24
                out[y, x, c] = (ramp * (256 - amount) + noise * amount) // 256
    return out


rows = []
for i in range(50):
    width, height = 11 + (i * 37) % 60, 11 + (i * 23) % 50
    channels = 1 if i % 5 == 4 else 3
    amount = (i * 5) % 256
    a = picture(width, height, channels, i + 1, 0)
    b = picture(width, height, channels, i + 101, amount)
    if i % 7 == 3:
        a, b = picture(width, height, channels, i + 1, 256), 255 - b
    common = dict(data_range=255, channel_axis=-1)
    equal = bool((a == b).all())
    rows.append(dict(
        pair=i, width=width, height=height, channels=channels, amount=amount, negative=i % 7 == 3,
        mse=float(mean_squared_error(a, b)),
        psnr="Infinity" if equal else float(peak_signal_noise_ratio(a, b, data_range=255)),
        ssim_gaussian=float(structural_similarity(
            a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, **common)),
        ssim_uniform=float(structural_similarity(a, b, **common)),
    ))
made = dict(made_by="scikit_image_expected.py", scikit_image=skimage.__version__,
            numpy=np.__version__, scipy=scipy.__version__)
text = json.dumps(made)[:-1] + ', "pairs": [\n  ' + ",\n  ".join(map(json.dumps, rows)) + "\n]}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
