""".npy feature files in the forms numpy and torch write; features.json says what each holds. numpy 2.4.6."""
import json, os, sys
import numpy as np
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import sets_expected as E
os.chdir(os.environ.get("OUT", HERE))
f = E.features(n=12, dim=6, seed=1)
out = {}
def put(name, a, good=True, why=None, **k):
    path = f"{name}.npy"
    with open(path, "wb") as h: np.lib.format.write_array(h, a, **k)
    out[name] = dict(good=good, dtype=a.dtype.str, shape=list(a.shape), fortran=bool(np.isfortran(a)), sum=float(a.astype(float).sum()) if a.dtype.kind != "O" else None, why=why)
put("float32", f.astype("<f4")); put("float64", f); put("float16", f.astype("<f2")); put("big_endian", f.astype(">f4"))
put("fortran", np.asfortranarray(f.astype("<f4"))); put("version2", f.astype("<f4"), version=(2, 0)); put("version3", f.astype("<f4"), version=(3, 0))
put("one_row", f[:1].astype("<f4"), False, "a single picture has no covariance"); put("one_dimension", f[0].astype("<f4"), False, "needs 2 dimensions")
put("four_dimensions", f.astype("<f4").reshape(12, 6, 1, 1), True, "(n, d, 1, 1) as pytorch-fid's pool gives: the last two may be dropped")
put("int64", (f * 65536).astype("<i8"), True, "whole numbers below 2**53"); put("nan", np.where(f == f[3, 2], np.nan, f).astype("<f4"), False, "NaN in row 3 column 2")
put("object", np.array([[1, "a"]], dtype=object), False, "a pickle: never read", allow_pickle=True)
d = open("float32.npy", "rb").read()
open("truncated.npy", "wb").write(d[:-10]); out["truncated"] = dict(good=False, why="288 bytes of data named, 278 there")
open("not_npy.npy", "wb").write(b"PK\x03\x04" + d[4:40]); out["not_npy"] = dict(good=False, why="a zip (.npz)")
first = dict(recipe=dict(n=12, dim=6, seed=1), row3=f[3].tolist())
from expected import clean
json.dump(clean(dict(first, files=out)), open("features.json", "w"), indent=1)
print({k: v.get("sum") for k, v in out.items()}); print(d[:80])
