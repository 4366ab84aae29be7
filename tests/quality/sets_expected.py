"""sets_expected.json: Frechet and kernel distances of feature sets made from a seeded whole-number generator (sets_recipes.ts makes the same).

Every feature is a whole number below 2**24 divided by 65536: exact in float32 and in float64.
"""
import warnings
import numpy as np, torch
from scipy import linalg
from expected import store, versions

warnings.simplefilter("ignore")
torch.set_num_threads(1)
M = 2**32


def mulberry32(seed):
    """next() -> whole number 0..2**32-1; the usual JavaScript mulberry32 without its last division."""
    a = seed % M
    def imul(x, y): return (x * y) % M
    def next_():
        nonlocal a
        a = (a + 0x6D2B79F5) % M
        t = imul(a ^ (a >> 15), a | 1)
        t ^= (t + imul(t ^ (t >> 7), t | 61)) % M
        return (t ^ (t >> 14)) % M
    return next_


def features(n, dim, seed, shift=0, scale=1, mix=0, relu=0, rank=0):
    """n rows of dim features. u = sum of four upper halves of mulberry32 minus 131070 (sd about 37837);
    v[j] = u[j] * scale + mix * v[j-1 of the row, unmixed u] + shift * (j + 1) * 256; relu: max(0, v);
    rank > 0: column j >= rank is column j % rank plus column (j + 1) % rank. Divided by 65536 at the end."""
    next_ = mulberry32(seed)
    out = np.empty((n, dim))
    for i in range(n):
        u = [(next_() >> 16) + (next_() >> 16) + (next_() >> 16) + (next_() >> 16) - 131070 for _ in range(dim)]
        v = [u[j] * scale + mix * (u[j - 1] if j else 0) + shift * (j + 1) * 256 for j in range(dim)]
        if relu: v = [max(0, x) for x in v]
        if rank: v = [v[j] if j < rank else v[j % rank] + v[(j + 1) % rank] for j in range(dim)]
        assert max(map(abs, v)) < 2**24
        out[i] = v
    return out / 65536


def frechet_sqrtm(a, b, eps=1e-6):
    """pytorch-fid's calculate_frechet_distance and clean-fid's frechet_distance, by scipy.linalg.sqrtm."""
    m1, m2, s1, s2 = a.mean(0), b.mean(0), np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root, used = linalg.sqrtm(s1.dot(s2)), 0
    if not np.isfinite(root).all():
        e = np.eye(len(s1)) * eps
        root, used = linalg.sqrtm((s1 + e).dot(s2 + e)), eps
    d = m1 - m2
    return float(d.dot(d) + np.trace(s1) + np.trace(s2) - 2 * np.trace(root.real)), used


def frechet_eigvals(a, b):
    """torch-fidelity 0.4.0, metric_fid.py: eigenvalues of the product, no matrix root, no eps."""
    m1, m2, s1, s2 = a.mean(0), b.mean(0), np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    t = np.sum(np.sqrt(np.linalg.eigvals(s1.dot(s2)).astype("complex128")).real)
    d = m1 - m2
    return float(d.dot(d) + np.trace(s1) + np.trace(s2) - 2 * t)


def frechet(a, b):
    """The exact one, good at any rank: the trace of the root is the sum of singular values of A B' / sqrt((na-1)(nb-1))
    of the centred rows A, B (their squares are the eigenvalues of S1 S2)."""
    x, y = a - a.mean(0), b - b.mean(0)
    d = a.mean(0) - b.mean(0)
    p, q = x / np.sqrt(len(a) - 1), y / np.sqrt(len(b) - 1)
    return float(d @ d + (p * p).sum() + (q * q).sum() - 2 * np.linalg.svd(p @ q.T, compute_uv=False).sum())


def rank(a):
    return int(np.linalg.matrix_rank(a - a.mean(0)))


def kernel(x, y, degree=3, gamma=None, coef=1):
    return (x @ y.T * (1 / x.shape[1] if gamma is None else gamma) + coef) ** degree


def mmd2(x, y, **o):
    """Unbiased MMD squared; also for sets of different size."""
    m, n = len(x), len(y)
    kx, ky, kxy = kernel(x, x, **o), kernel(y, y, **o), kernel(x, y, **o)
    return float((kx.sum() - np.trace(kx)) / (m * (m - 1)) + (ky.sum() - np.trace(ky)) / (n * (n - 1)) - 2 * kxy.mean())


def sample(next_, n, size):
    """`size` of 0..n-1 without repeats: the first steps of Fisher-Yates, j = i + next() % (n - i)."""
    index = list(range(n))
    for i in range(size):
        j = i + next_() % (n - i)
        index[i], index[j] = index[j], index[i]
    return index[:size]


def kid(a, b, subsets, size, seed):
    """Mean and POPULATION deviation over subsets: both tools' definition. Our sampling: one mulberry32 for all, first from a, then from b."""
    next_ = mulberry32(seed)
    values = [mmd2(a[sample(next_, len(a), size)], b[sample(next_, len(b), size)]) for _ in range(subsets)]
    return float(np.mean(values)), float(np.std(values)), values


def torch_fidelity(a, b, **o):
    from torch_fidelity.metric_fid import fid_features_to_statistics, fid_statistics_to_metric
    from torch_fidelity.metric_kid import kid_features_to_metric
    fid = fid_statistics_to_metric(*(fid_features_to_statistics(torch.from_numpy(v)) for v in (a, b)), False)
    out = kid_features_to_metric(torch.from_numpy(a), torch.from_numpy(b), verbose=False, **o)
    return fid["frechet_inception_distance"], out["kernel_inception_distance_mean"], out["kernel_inception_distance_std"]


CASES = [  # name, set a, set b
    ("shifted", dict(n=100, dim=8, seed=1), dict(n=100, dim=8, seed=2, shift=20)),
    ("same law", dict(n=300, dim=8, seed=3), dict(n=300, dim=8, seed=4)),
    ("same set", dict(n=120, dim=8, seed=5), dict(n=120, dim=8, seed=5)),
    ("scaled and mixed", dict(n=250, dim=32, seed=6, mix=1), dict(n=250, dim=32, seed=7, scale=2, shift=3)),
    ("different n", dict(n=500, dim=32, seed=8, mix=2), dict(n=170, dim=32, seed=9, shift=-4)),
    ("relu as after a pool layer", dict(n=400, dim=64, seed=10, mix=1, relu=1), dict(n=400, dim=64, seed=11, relu=1, shift=5)),
    ("dim 64", dict(n=500, dim=64, seed=12, mix=1), dict(n=450, dim=64, seed=13, mix=1, shift=2)),
    ("n < dim, both", dict(n=20, dim=64, seed=14), dict(n=24, dim=64, seed=15, shift=3)),
    ("n < dim, one", dict(n=300, dim=32, seed=16), dict(n=12, dim=32, seed=17, shift=6)),
    ("rank 5 of 32, n > dim", dict(n=200, dim=32, seed=18, rank=5), dict(n=200, dim=32, seed=19, rank=5, scale=2)),
    ("two pictures", dict(n=2, dim=8, seed=20), dict(n=2, dim=8, seed=21)),
    ("2 against 100", dict(n=2, dim=8, seed=22), dict(n=100, dim=8, seed=23)),
]

if __name__ == "__main__":
    rows = []
    for name, pa, pb in CASES:
        a, b = features(**pa), features(**pb)
        f = frechet(a, b)
        s, eps = frechet_sqrtm(a, b)
        e = frechet_eigvals(a, b)
        row = dict(case=name, a=pa, b=pb, rank_of_covariance=[int(np.linalg.matrix_rank(np.cov(v, rowvar=False), hermitian=True)) for v in (a, b)], sum=[float(a.sum()), float(b.sum())], last=[float(a[-1, -1]), float(b[-1, -1])],
                   rank=[rank(a), rank(b)], mean2=float(((a.mean(0) - b.mean(0)) ** 2).sum()),
                   trace=[float(np.trace(np.cov(v, rowvar=False))) for v in (a, b)],
                   frechet=f, frechet_scipy_sqrtm=s, frechet_torch_fidelity_eigvals=e, eps_added=eps, mmd2=mmd2(a, b))
        size = min(len(a), len(b), 50)
        mean, std, values = kid(a, b, 10, size, 2020)
        row["kid"] = dict(subsets=10, size=size, seed=2020, mean=mean, std=std, first=values[0])
        tf = {}
        for dtype in (np.float32, np.float64):
            fid, km, ks = torch_fidelity(a.astype(dtype), b.astype(dtype), kid_subsets=10, kid_subset_size=size)
            tf[dtype.__name__] = dict(fid=fid, kid_mean=km, kid_std=ks)
        row["torch_fidelity_rng2020"] = tf                      # its own RandomState(2020) subsets: cannot be repeated in TypeScript
        if len(a) == len(b):                                    # one subset of everything does not depend on the order
            _, km, ks = torch_fidelity(a, b, kid_subsets=1, kid_subset_size=len(a))
            assert abs(km - row["mmd2"]) < 1e-12 * max(1, abs(km)), (km, row["mmd2"])
            row["torch_fidelity_whole_set"] = km
        rows.append(row)
        print(f"{name:28s} rank {row['rank']} frechet {f:.12f}  sqrtm off {s - f:.1e} (eps {eps})  eigvals off {e - f:.1e}  f32 off {tf['float32']['fid'] - f:.1e}  mmd2 {row['mmd2']:.9f} kid {mean:.6f} +- {std:.6f}")
    # torch-fidelity's subsets, indices stored
    pa, pb = CASES[3][1:]
    a, b = features(**pa), features(**pb)
    rng, subsets, size = np.random.RandomState(2020), 4, 16
    index = [[rng.choice(len(v), size, replace=False).tolist() for v in (a, b)] for _ in range(subsets)]
    values = [mmd2(a[i], b[j]) for i, j in index]
    fid, km, ks = torch_fidelity(a, b, kid_subsets=subsets, kid_subset_size=size)
    assert abs(np.mean(values) - km) < 1e-13 and abs(np.std(values) - ks) < 1e-13
    # clean-fid's formula on the same subsets (it draws the second set first, from the global numpy generator, unseeded)
    import importlib.util, types, sys
    t = 0
    for i, j in index:
        x, y, n, m = b[j], a[i], a.shape[1], size
        k = (x @ x.T / n + 1) ** 3 + (y @ y.T / n + 1) ** 3
        t += (k.sum() - np.diag(k).sum()) / (m - 1) - ((x @ y.T / n + 1) ** 3).sum() * 2 / m
    assert abs(t / subsets / size - km) < 1e-12
    first = [mulberry32(1)() for _ in range(1)]
    g = mulberry32(1)
    store("sets_expected.json", dict(
        made_by="sets_expected.py", **versions("numpy", "scipy", "torch", "torch-fidelity"),
        mulberry32_seed1=[g() for _ in range(5)], sample_seed1_10of20=sample(mulberry32(1), 20, 10),
        torch_fidelity_subsets=dict(a=pa, b=pb, subsets=subsets, size=size, rng_seed=2020, indices=index, values=values, mean=km, std=ks)),
        rows, "cases")
