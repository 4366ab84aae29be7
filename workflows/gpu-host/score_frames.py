#!/usr/bin/env python3
"""Scores the frames of Runs, or a folder of pictures, with pyiqa and torch-fidelity, for kgen to import.

python3 score_frames.py FOLDER [--metrics niqe,lpips] [--sets fid,kid] [--out scores.csv]

FOLDER is a Run (it has run.json), a folder of Runs, or a folder of pictures. The CSV has the header
file,metric,value,tool,version: kgen's importScores reads it. Frames are named RUN/frames/008.png, the set of all
Runs' eighth frames frames/008.

--metrics  pyiqa's names, one value a picture. Those that need a reference take the Run's frames/final.png, or
           the picture of the same name in --reference.
--sets     fid, kid, is, prc of torch-fidelity, one value for each step over all Runs, against their final frames
           or the pictures in --reference. FID wants 2,048 pictures and more.
--list     says what is installed and which names it knows, and ends.

What is in --out already is not computed again. Exit 0: all there. 1: some not, see the words. 2: wrong arguments.
pyiqa (non-commercial licence) and torch-fidelity are not part of kgen: pip install pyiqa torch-fidelity.
Needs Python 3.9 and, beside the two, nothing else.
"""
import argparse
import csv
import importlib
import importlib.metadata
import math
import os
import sys
import tempfile
from pathlib import Path

PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".bmp"}
HEADER = ["file", "metric", "value", "tool", "version"]
# pyiqa computes these on the Y channel, kgen on RGB: they must not share a name.
RENAMED = {"ssim": "ssim_y", "ms_ssim": "ms_ssim_y", "gmsd": "gmsd_y"}
SETS = {
    "fid": {"frechet_inception_distance": "fid"},
    "kid": {"kernel_inception_distance_mean": "kid"},
    "is": {"inception_score_mean": "inception_score"},
    "prc": {"precision": "precision", "recall": "recall", "f_score": "f_score"},
}
SWITCHES = {"fid": "fid", "kid": "kid", "is": "isc", "prc": "prc"}
MODULES = {"pyiqa": "pyiqa", "torch-fidelity": "torch_fidelity"}


class Failed(Exception):
    """What went wrong, and what to do."""


def say(text):
    print(text, flush=True)


def complain(text):
    print(text, file=sys.stderr, flush=True)


def tool(name):
    """The module of a tool, and its version."""
    try:
        module = importlib.import_module(MODULES[name])
    except ImportError as cause:
        raise Failed(f"{name} cannot be loaded ({cause}): pip install {name}") from cause
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        version = getattr(module, "__version__", "unknown")
    return module, version


def pictures_in(folder):
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in PICTURES and not p.name.startswith("."))


def is_run(folder):
    return (folder / "run.json").is_file()


class Frame:
    """A picture, the name it has in the CSV, its reference, and the set it belongs to."""

    def __init__(self, path, name, reference, group):
        self.path, self.name, self.reference, self.group = path, name, reference, group


def frames_of_run(run, reference):
    frames = run / "frames"
    if not frames.is_dir():
        complain(f"{run}: no folder frames, passed over")
        return []
    final = frames / "final.png"
    found = []
    for path in pictures_in(frames):
        against = reference / path.name if reference else final
        if path == final and not reference:
            continue
        found.append(Frame(path, f"{run.name}/frames/{path.name}", against, f"frames/{path.stem}"))
    return found


def find_frames(folder, reference):
    """All frames, and the pictures that sets are compared with."""
    if not folder.is_dir():
        raise Failed(f"{folder}: no such folder")
    runs = [folder] if is_run(folder) else sorted(p for p in folder.iterdir() if p.is_dir() and is_run(p))
    if runs:
        frames = [f for run in runs for f in frames_of_run(run, reference)]
        finals = [run / "frames" / "final.png" for run in runs]
        return frames, pictures_in(reference) if reference else [p for p in finals if p.is_file()]
    frames = [
        Frame(p, p.name, reference / p.name if reference else None, folder.name) for p in pictures_in(folder)
    ]
    return frames, pictures_in(reference) if reference else []


class Scores:
    """The CSV: read again when it is there, written whole under another name and then renamed."""

    def __init__(self, path):
        self.path, self.rows = path, {}
        if path.exists():
            with open(path, newline="", encoding="utf-8-sig") as file:
                reader = csv.reader(file)
                if next(reader, None) != HEADER:
                    raise Failed(f"{path}: not a file of this script (its first line is another): --out ELSE")
                for row in reader:
                    if len(row) == len(HEADER):
                        self.rows[(row[0], row[1], row[3], row[4])] = row[2]

    def has(self, *key):
        return key in self.rows

    def put(self, name, metric, value, by, version):
        self.rows[(name, metric, by, version)] = repr(float(value))

    def save(self):
        part = self.path.with_name(f".{self.path.name}.part")
        with open(part, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for (name, metric, by, version), value in sorted(self.rows.items()):
                writer.writerow([name, metric, value, by, version])
        os.replace(part, self.path)


def score_pictures(names, frames, device, scores):
    """One value a picture, by pyiqa. Gives how many are missing."""
    pyiqa, version = tool("pyiqa")
    missing = 0
    for name in names:
        metric = RENAMED.get(name, name)
        todo = [f for f in frames if not scores.has(f.name, metric, "pyiqa", version)]
        say(f"pyiqa {name}: {len(todo)} of {len(frames)} pictures to do")
        if not todo:
            continue
        try:
            score = pyiqa.create_metric(name, device=device)
        except Exception as cause:  # a tool's own errors are of every kind: unknown name, no weights, no memory
            complain(f"pyiqa {name}: cannot be made ({cause}). --list tells the names; weights need the network once.")
            missing += len(todo)
            continue
        full = getattr(score, "metric_mode", "NR") == "FR"
        for frame in todo:
            problem = reference_problem(frame) if full else None
            if problem is None:
                try:
                    result = score(str(frame.path), str(frame.reference)) if full else score(str(frame.path))
                    value = float(result.item() if hasattr(result, "item") else result)
                    problem = "the score is not a number" if math.isnan(value) else None
                except Exception as cause:
                    problem = str(cause) or type(cause).__name__
            if problem is None:
                scores.put(frame.name, metric, value, "pyiqa", version)
            else:
                complain(f"{frame.path}: no {name}: {problem}")
                missing += 1
        scores.save()
    return missing


def reference_problem(frame):
    if frame.reference is None:
        return "it needs a reference: give --reference FOLDER"
    return None if frame.reference.is_file() else f"the reference {frame.reference} is not there"


def score_sets(names, frames, against, device, scores):
    """One value a set, by torch-fidelity. Gives how many are missing."""
    fidelity, version = tool("torch-fidelity")
    groups = {}
    for frame in frames:
        groups.setdefault(frame.group, []).append(frame.path)
    missing = 0
    for group, paths in sorted(groups.items()):
        todo = [n for n in names if not all(scores.has(group, m, "torch-fidelity", version) for m in SETS[n].values())]
        if not todo:
            continue
        pair = [n for n in todo if n != "is"]
        few = min(len(paths), len(against)) if pair else len(paths)
        say(f"torch-fidelity {','.join(todo)}: {group}, {len(paths)} pictures against {len(against)}")
        if few < 2:
            complain(f"{group}: a set needs 2 pictures and more, there are {len(paths)} and {len(against)}: "
                     "more Runs, or --reference FOLDER")
            missing += len(todo)
            continue
        if few < 2048 and "fid" in todo:
            complain(f"{group}: {few} pictures, fewer than 2048: the FID comes out too large")
        for name, values in measured(fidelity, todo, paths, against, device, few, group):
            for key, metric in SETS[name].items():
                if key in values and not math.isnan(values[key]):
                    scores.put(group, metric, values[key], "torch-fidelity", version)
                else:
                    complain(f"{group}: torch-fidelity gave no {metric}")
                    missing += 1
        scores.save()
    return missing


def measured(fidelity, names, paths, against, device, few, group):
    """All at once, because they share their features; one by one where that fails, so that one does not take all."""
    try:
        values = measure(fidelity, names, paths, against, device, few)
        return [(name, values) for name in names]
    except Exception as cause:
        complain(f"{group}: {cause}")
        if len(names) == 1:
            return [(names[0], {})]
        return [pair for name in names for pair in measured(fidelity, [name], paths, against, device, few, group)]


def measure(fidelity, names, paths, against, device, few):
    """torch-fidelity reads folders: each set becomes a folder of links."""
    with tempfile.TemporaryDirectory(prefix="kgen-sets-") as scratch:
        asked = {SWITCHES[n]: True for n in names}
        asked["input1"] = linked(Path(scratch) / "1", paths)
        if any(n != "is" for n in names):
            asked["input2"] = linked(Path(scratch) / "2", against)
        if "kid" in names:
            asked["kid_subset_size"] = min(1000, few)
        asked["samples_find_ext"] = ",".join(sorted(e[1:] for e in PICTURES))
        return fidelity.calculate_metrics(cuda=device.startswith("cuda"), verbose=False, **asked)


def linked(folder, paths):
    folder.mkdir()
    for i, path in enumerate(paths):
        os.symlink(path.resolve(), folder / f"{i:06}{path.suffix.lower()}")
    return str(folder)


def list_tools():
    for name in MODULES:
        try:
            module, version = tool(name)
        except Failed as word:
            say(f"{name}: not installed. {word}")
            continue
        say(f"{name} {version}")
        known = module.list_models() if name == "pyiqa" else list(SETS)
        say("  " + " ".join(known))


def default_device():
    try:
        return "cuda" if importlib.import_module("torch").cuda.is_available() else "cpu"
    except ImportError:
        return "cpu"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--metrics", default="", metavar="A,B")
    parser.add_argument("--sets", default="", metavar="A,B", help=", ".join(SETS))
    parser.add_argument("--reference", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=Path("scores.csv"), metavar="CSV")
    parser.add_argument("--device", help="cuda, cuda:1, cpu; default cuda where there is one")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    if given.list:
        return given
    if given.folder is None:
        parser.error("give a folder of Runs or pictures, or --list")
    given.metrics = [n for n in given.metrics.split(",") if n]
    given.sets = [n for n in given.sets.split(",") if n]
    if not given.metrics and not given.sets:
        parser.error("say what to compute: --metrics niqe,lpips or --sets fid,kid")
    for name in given.sets:
        if name not in SETS:
            parser.error(f"--sets knows {', '.join(SETS)}, not {name}")
    for name in given.metrics:
        if name in SETS or name == "inception_score":
            parser.error(f"{name} describes a set of pictures: --sets {name}")
    if given.reference and not given.reference.is_dir():
        parser.error(f"--reference {given.reference}: no such folder")
    return given


def main():
    given = arguments()
    if given.list:
        list_tools()
        return 0
    try:
        frames, against = find_frames(given.folder, given.reference)
        if not frames:
            raise Failed(f"{given.folder}: no frames and no pictures in it")
        scores = Scores(given.out)
        device = given.device or default_device()
        missing = 0
        if given.metrics:
            missing += score_pictures(given.metrics, frames, device, scores)
        if given.sets:
            missing += score_sets(given.sets, frames, against, device, scores)
        scores.save()
    except (Failed, OSError) as word:
        complain(f"score_frames: {word}")
        return 1
    say(f"{given.out}: {len(scores.rows)} scores" + (f"; {missing} missing, see above" if missing else ""))
    return 1 if missing else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        complain("stopped; what is in the CSV stays, run it again to go on")
        sys.exit(1)
