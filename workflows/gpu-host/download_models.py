#!/usr/bin/env python3
"""Downloads the model files that kgen's templates name, so that a half or a wrong one is never in place.

python3 download_models.py MODELS_DIR turbo|base|all|FILE ... [--list models.json] [--check]

A file is written under the name .FILE.part beside its place, checked (size, then SHA-256 where it is known), and only
then renamed. Run again after any failure: it goes on where it stopped. HF_ENDPOINT names a mirror of huggingface.co,
such as https://hf-mirror.com. Exit 0: all there. 1: not all there. 2: wrong arguments. Needs Python 3.9 and nothing else.
"""
import argparse
import errno
import fcntl
import hashlib
import http.client
import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHUNK = 1 << 20
SILENCE_S = 60
SHARED = ["qwen_3_4b.safetensors", "ae.safetensors"]
SETS = {
    "turbo": ["z_image_turbo_bf16.safetensors", *SHARED],
    "base": ["z_image_bf16.safetensors", *SHARED],
}


class Failed(Exception):
    """What went wrong, and what to do."""


def say(text):
    print(text, flush=True)


def size_text(count):
    return "unknown size" if count is None else f"{count / 1e9:.2f} GB" if count >= 1e7 else f"{count} bytes"


def address(url):
    """The address to ask: that of a mirror where HF_ENDPOINT names one."""
    mirror = os.environ.get("HF_ENDPOINT", "").rstrip("/")
    home = "https://huggingface.co/"
    return f"{mirror}/{url[len(home):]}" if mirror and url.startswith(home) else url


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def problem(path, model, known=None):
    """Why a complete file is not the right one, or None."""
    size = path.stat().st_size
    want = model["bytes"] if model["bytes"] is not None else known
    if want is not None and size != want:
        return f"has {size} bytes, expected {want}"
    if model["sha256"]:
        found = sha256_of(path)
        if found != model["sha256"].lower():
            return f"has SHA-256 {found}, expected {model['sha256']}"
    return None


def open_from(url, start):
    headers = {"User-Agent": "kgen-gpu-host", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=SILENCE_S)


def total_of(answer, start):
    """Bytes of the whole file, as the server tells it; None if it does not."""
    ranged = answer.headers.get("Content-Range", "")
    if answer.status == 206 and "/" in ranged:
        total = ranged.rsplit("/", 1)[1]
        return int(total) if total.isdigit() else None
    length = answer.headers.get("Content-Length")
    return int(length) if length else None


def receive(url, part, model):
    """Adds to the part what is missing. Returns the size of the whole, or None if the server does not tell it."""
    start = part.stat().st_size if part.is_file() else 0
    try:
        answer = open_from(url, start)
    except urllib.error.HTTPError as error:
        # The part is as long as the file, or longer: the checks after this tell which.
        if error.code == 416 and start:
            total = error.headers.get("Content-Range", "").rsplit("/", 1)[-1]
            return int(total) if total.isdigit() else None
        raise
    with answer:
        if answer.headers.get_content_type() == "text/html":
            raise Failed("the server sent a web page and no file. Is a login or a proxy in between?")
        resumed = answer.status == 206
        total = total_of(answer, start)
        if model["bytes"] is not None and total is not None and total != model["bytes"]:
            raise Failed(
                f"the server has {total} bytes, the list says {model['bytes']}: the file was changed there. "
                "Get a newer kgen, or put the file in place yourself.")
        have = start if resumed else 0
        need = (total or model["bytes"] or 0) - have
        free = shutil.disk_usage(part.parent).free
        if need > free:
            raise OSError(errno.ENOSPC, f"needs {size_text(need)} more, {size_text(free)} free")
        if resumed:
            say(f"  going on at {size_text(start)}")
        told = time.monotonic()
        with open(part, "ab" if resumed else "wb") as file:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                have += len(chunk)
                if time.monotonic() - told > 5:
                    told = time.monotonic()
                    say(f"  {size_text(have)} of {size_text(total)}")
        if total is not None and have < total:
            raise ConnectionError(f"the connection ended after {have} of {total} bytes")
        return total


def fetch(model, folder, retries, pause_s):
    """Puts one file in place. Raises Failed with what to do."""
    place = folder / model["file"]
    if place.exists():
        wrong = model["bytes"] is not None and place.stat().st_size != model["bytes"]
        if wrong:
            raise Failed(
                f"{place} is there with {place.stat().st_size} bytes, expected {model['bytes']}. "
                "It is not touched: move it away, then run this again.")
        say(f"ok       {place.name} is there")
        return
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{model['file']}.part"
    url = address(model["url"])
    say(f"getting  {model['file']} ({size_text(model['bytes'])}) from {url}")
    with open(folder / f".{model['file']}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failed("another download of it is under way. Wait for it, or end it.") from None
        try:
            attempts(url, part, model, retries, pause_s)
        finally:
            Path(lock.name).unlink(missing_ok=True)
    os.replace(part, place)
    say(f"ok       {place.name} is complete" + ("" if model["sha256"] else " (no SHA-256 is known for it)"))


def attempts(url, part, model, retries, pause_s):
    """Until the part is whole and right. What may pass is tried again from where it stopped."""
    for attempt in range(retries + 1):
        was_part = part.is_file() and part.stat().st_size > 0
        try:
            total = receive(url, part, model)
            wrong = problem(part, model, total)
            if not wrong:
                return
            part.unlink()
            if not was_part:
                raise Failed(f"what came {wrong}. It was removed. Try another HF_ENDPOINT, or later.")
            say(f"  the part {wrong}: from the start again")
        except urllib.error.HTTPError as error:
            if error.code < 500 and error.code != 429:
                raise Failed(f"the server answered {error.code} {error.reason}. Is the address right? {url}") from None
            passing(error, attempt, retries, pause_s)
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
            passing(error, attempt, retries, pause_s)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Failed(
                    f"the disk is full ({error.strerror}). Make room in {part.parent}, or use a folder on another "
                    "disk, then run this again: it goes on where it stopped.") from None
            passing(error, attempt, retries, pause_s)
    raise Failed("it was never right. Try later, or another HF_ENDPOINT.")


def passing(error, attempt, retries, pause_s):
    reason = getattr(error, "reason", None) or error
    if attempt == retries:
        raise Failed(
            f"no success after {retries + 1} attempts: {reason}. Check the network, or set HF_ENDPOINT to a mirror "
            "(in China: HF_ENDPOINT=https://hf-mirror.com), then run this again: it goes on where it stopped.")
    wait = min(pause_s * 2**attempt, 30)
    say(f"  {reason}; again in {wait:g} s")
    time.sleep(wait)


def choose(models, names):
    by_name = {model["file"]: model for model in models}
    wanted = []
    for name in names:
        wanted += [m["file"] for m in models if m["url"]] if name == "all" else SETS.get(name, [name])
    unknown = [name for name in wanted if name not in by_name]
    if unknown:
        raise Failed(f"the list has no {', '.join(unknown)}. It has: turbo, base, all, {', '.join(by_name)}")
    for model in models:
        if Path(model["file"]).name != model["file"] or Path(model["directory"]).name != model["directory"]:
            raise Failed(f"{model['directory']}/{model['file']} is no plain name in a plain folder")
    return [by_name[name] for name in dict.fromkeys(wanted)]


def main():
    lists = [HERE / "models.json", HERE.parent / "models.json"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="ComfyUI's models folder")
    parser.add_argument("names", nargs="+", help="turbo, base, all, or names of files")
    parser.add_argument("--list", type=Path, default=next((p for p in lists if p.exists()), lists[-1]))
    parser.add_argument("--check", action="store_true", help="read the files that are there and check their SHA-256")
    parser.add_argument("--retries", type=int, default=5)
    parser.add_argument("--pause", type=float, default=1, help="seconds before the first retry; doubles")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be downloaded")
    o = parser.parse_args()
    try:
        chosen = choose(json.loads(o.list.read_text(encoding="utf-8")), o.names)
    except Failed as error:
        say(f"FAILED   {error}")
        return 2
    failures = 0
    for model in chosen:
        folder = o.folder / model["directory"]
        try:
            if o.dry_run:
                say(f"would get {model['file']} ({size_text(model['bytes'])}) into {folder} from {address(model['url'])}")
            elif o.check:
                place = folder / model["file"]
                wrong = problem(place, model) if place.exists() else "is not there"
                if wrong:
                    raise Failed(f"{place} {wrong}. Remove it and download it again.")
                say(f"ok       {model['file']}" + ("" if model["sha256"] else " (no SHA-256 is known for it)"))
            else:
                fetch(model, folder, o.retries, o.pause)
        except Failed as error:
            failures += 1
            say(f"FAILED   {model['file']}: {error}")
        except OSError as error:
            failures += 1
            say(f"FAILED   {model['file']}: {error.strerror or error} ({error.filename or folder}). "
                "Is the folder yours to write?")
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("stopped; run the same command again to go on.")
        sys.exit(130)
