"""The samples in this folder, in the exact form each tool writes; pyiqa runs for real (psnr, gmsd need no weights).
Needs pyiqa 0.1.16, torch-fidelity 0.4.0, clean-fid 0.1.35, pandas, and IQA_PYTORCH: a clone of chaofengc/IQA-PyTorch at 01ae427.
JSON is kept here as .json.txt, so that the formatter leaves it as the tools wrote it.

"made by the tool": pyiqa_*.csv (its inference_iqa.py at commit 01ae427), pyiqa_cli_*.txt (python -m pyiqa.pyiqa_cmd, 0.1.16),
torch_fidelity*.json (its metric functions on random features, dumped as fidelity.py:303 does), geneval_*.jsonl (the last lines of
evaluate_images.py: pandas to_json), clean_fid_stdout.txt (its messages and its distance on random features).
"hand": the unusual ones, written here by the rules stated in the importers' sources and tests.
"""
import json, os, subprocess, sys, tempfile
import numpy as np, pandas as pd, torch
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))  # recipes.py, sets_expected.py
OUT = os.environ.get("OUT", HERE)
import recipes as P
def write(name, text, encoding="utf-8"):
    with open(os.path.join(OUT, name.replace(".json", ".json.txt") if name.endswith(".json") else name), "wb") as f: f.write(text.encode(encoding) if isinstance(text, str) else text)

# --- pyiqa
work = tempfile.mkdtemp(); env = dict(os.environ, OMP_NUM_THREADS="1", HOME=work)
script = subprocess.run(["git", "-C", os.environ["IQA_PYTORCH"], "show", "HEAD:inference_iqa.py"], capture_output=True, check=True).stdout
open(f"{work}/inference_iqa.py", "wb").write(script)
names = ["001.png", "002.png", "003.png", "step, 4.png", '樱花 "5".png', "it's 6.png"]
for d in ("frames", "final"): os.makedirs(f"{work}/{d}")
for i, n in enumerate(names):
    first = ["disc", 64, 64, 3, 220]
    Image.fromarray(P.make([first])).save(f"{work}/final/{n}")
    Image.fromarray(P.make([first, ["gauss", 5, 60 - 12 * i]])).save(f"{work}/frames/{n}")
run = lambda *a: subprocess.run([sys.executable, *a], cwd=work, env=env, capture_output=True, check=True).stdout
for m in ("psnr", "gmsd"):
    run("inference_iqa.py", "-m", m, "-t", "frames", "-r", "final", "--device", "cpu", "--save_file", "out.csv")
    write(f"pyiqa_{m}.csv", open(f"{work}/out.csv", "rb").read())
write("pyiqa_cli.txt", run("-m", "pyiqa.pyiqa_cmd", "psnr", "gmsd", "-t", "frames", "-r", "final", "--device", "cpu"))
write("pyiqa_cli_verbose.txt", run("-m", "pyiqa.pyiqa_cmd", "psnr", "gmsd", "-v", "-t", "frames", "-r", "final", "--device", "cpu"))
run("inference_iqa.py", "-m", "psnr", "-t", "frames/001.png", "-r", "final/001.png", "--device", "cpu", "--save_file", "out.csv")
write("pyiqa_one_file.csv", open(f"{work}/out.csv", "rb").read())
# hand
write("pyiqa_fid_is_empty.csv", "")
write("pyiqa_old_tabs.txt", "001.png\t17.9\n002.png\t19.25\n003.png\t21.5\nAverage psnr score of frames with 3 images is: 19.55\n")
write("pyiqa_nan_inf.csv", "001.png,nan\r\n002.png,5.25\r\n003.png,inf\r\n004.png,\r\n005.png,-1.5e-05\r\n")
write("pyiqa_windows_csv.csv", "001.png,4.5\r\r\n002.png,4.75\r\r\n")
write("pyiqa_cli_numpy1.txt", "[2024-05-02 10:11:12] ===> Loading metrics: ['niqe', 'fid']\n[2024-05-02 10:11:14] ===> Metrics loaded: ['niqe', 'fid']\n"
      "{'fid': 182.94381206, 'niqe': {'mean': 5.125}}\n")
write("pyiqa_cli_windows_nan.txt", "{'inception_score': {'inception_score_mean': np.float64(1.5),\n                     'inception_score_std': np.float64(0.25)},\n"
      " 'niqe': {'frames\\\\001.png': nan,\n          'frames\\\\002.png': 5.25,\n          'mean': np.float64(nan)}}\n")

# --- torch-fidelity
from torch_fidelity.metric_fid import fid_features_to_statistics as stat, fid_statistics_to_metric as fid
from torch_fidelity.metric_kid import kid_features_to_metric as kid
from torch_fidelity.metric_isc import isc_features_to_metric as isc
from torch_fidelity.metric_prc import prc_features_to_metric as prc
import sets_expected as E
a, b = (torch.from_numpy(E.features(n=300, dim=32, seed=s, shift=d).astype(np.float32)) for s, d in ((1, 0), (2, 2)))
m = {**isc(a), **fid(stat(a), stat(b), False), **kid(a, b, kid_subset_size=100, verbose=False), **prc(a, b, verbose=False)}
write("torch_fidelity.json", json.dumps(m, indent=4) + "\n")
write("torch_fidelity_text.txt", "\n".join(f"{k}: {v:.7g}" for k, v in m.items()) + "\n")
write("torch_fidelity_fid_only.json", json.dumps(fid(stat(a), stat(b), False), indent=4) + "\n")
neg = dict(m); neg.update(kid(a, torch.from_numpy(E.features(n=300, dim=32, seed=9).astype(np.float32)), kid_subset_size=100, verbose=False))
write("torch_fidelity_kid_negative.json", json.dumps({k: neg[k] for k in neg if k.startswith("kernel")}, indent=4) + "\n")
write("torch_fidelity_nan.json", json.dumps(dict(m, frechet_inception_distance=float("nan"), perceptual_path_length_mean=float("inf")), indent=4) + "\n")
write("torch_fidelity_2to1.txt", "Creating feature extractor \"inception-v3-compat\" with features ['2048']\nExtracting statistics from input 1\nFrechet Inception Distance: 18.12198\n" + json.dumps(dict(frechet_inception_distance=18.121982574), indent=4) + "\n")

# --- clean-fid: no file of its own; what a script prints
from cleanfid import fid as cf
v = cf.fid_from_feats(a.numpy(), b.numpy())
write("clean_fid_stdout.txt", f"compute FID between two folders\nFound 300 images in the folder frames/008\nFound 300 images in the folder final\n{v}\n")
write("clean_fid_named.txt", f"clean-fid: {float(v):.4f}\nKID = -1.2e-05\n")
write("clean_fid_number.txt", f"{float(v)}\n")
write("clean_fid_kgen.json", json.dumps(dict(tool="clean-fid", version="0.1.35", mode="clean", model_name="inception_v3", set="frames/008", reference="final",
      n=[300, 300], fid=float(v), kid=cf.kernel_distance(a.numpy(), b.numpy(), 10, 100)), indent=1) + "\n")

# --- GenEval
meta = [
    {"tag": "single_object", "include": [{"class": "bench", "count": 1}], "prompt": "a photo of a bench"},
    {"tag": "counting", "include": [{"class": "backpack", "count": 2}], "exclude": [{"class": "backpack", "count": 3}], "prompt": "a photo of two backpacks"},
    {"tag": "position", "include": [{"class": "skateboard", "count": 1}, {"class": "bird", "count": 1, "position": ["below", 0]}], "prompt": "a photo of a bird below a skateboard"},
    {"tag": "color_attr", "include": [{"class": "car", "count": 1, "color": "black"}, {"class": "parking meter", "count": 1, "color": "green"}], "prompt": "a photo of a black car and a green parking meter"},
]
box = [12.5, 30.25, 200.75, 211.0, 0.9871]
results = [
    (0, 0, True, "", {"bench": [box]}), (0, 1, False, "expected bench>=1, found 0", {}),
    (1, 0, False, "expected backpack<3, found 3", {"backpack": [box, box, box]}),
    (2, 0, False, "expected bird below target, found above and left of target", {"skateboard": [box], "bird": [box]}),
    (2, 1, False, "expected skateboard>=1, found 0\nno target for bird to be below", {"bird": [box]}),
    (3, 0, False, "expected black car>=1, found 0 black; and 1 blue", {"car": [box], "parking meter": [box]}),
]
def geneval(sep="/", root="images"):
    return pd.DataFrame([dict(filename=sep.join([root, f"{p:05}", "samples", f"{s:04}.png"]), tag=meta[p]["tag"], prompt=meta[p]["prompt"], correct=c, reason=r,
                              metadata=json.dumps(meta[p]), details=json.dumps(d)) for p, s, c, r, d in results]).to_json(orient="records", lines=True)
write("geneval_results.jsonl", geneval())
write("geneval_windows.jsonl", geneval("\\", "D:\\runs\\images"))
lines = geneval().splitlines()
zh = dict(filename="images/00007/samples/0000.png", tag="colors", prompt="一张红色苹果的照片", correct=1, reason=None, metadata=meta[0], details={})
write("geneval_loose.jsonl", "\ufeff" + lines[0] + "\n\n" + json.dumps(zh, ensure_ascii=False) + "\n" + lines[1][:40] + "\n" + '{"filename": "images/00001/samples/0000.png", "correct": "False"}\n'
      + '{"filename": "x.png", "tag": "t", "correct": null, "reason": "detector failed"}\n')

# --- any CSV
write("any_semicolon_bom.csv", "\ufeffDatei;PSNR;SSIM\r\n001.png;17,93;0,412\r\n002.png;19,25;0,55\r\n003.png;;NaN\r\n")
write("any_header.csv", 'file,"lpips",run\nRUN_a/frames/001.png,0.41,a\n"RUN_a\\frames\\002.png",0.33,a\n002.png,0.33,a\n002.png,0.34,a\nframes/003.png,n/a,a\nframes/004.png,0.2\n')
for n in sorted(os.listdir(OUT)): print(n, os.path.getsize(f"{OUT}/{n}"))
