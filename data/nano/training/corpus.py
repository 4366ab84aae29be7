"""Glyphs, names and their assembly into training pictures and prompts, many at a time on the training device."""

import io
import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import phrases
from held_out import HeldOut
from vocabulary import TOKENS, Vocabulary

SIDE = 96
PIECE = 20  # longest piece of a prompt, in tokens


class Corpus:
    """All glyphs as pictures [N,4,96,96], and the pieces that prompts are put together from."""

    def __init__(self, folder, vocabulary, device, limit=None):
        self.device = device
        self.rows = json.load(open(f"{folder}/glyphs.json", encoding="utf-8"))[:limit]
        self.pictures(open(f"{folder}/glyphs.bin", "rb").read())
        self.index()
        self.vocabulary = Vocabulary(vocabulary)
        self.vocabulary.add(phrases.every())
        self.write_pieces()
        self.held = HeldOut([r["hex"] for r in self.rows], device)
        colours = torch.tensor([c[2] for c in phrases.COLOURS], device=device)
        self.colours = colours.float() / 127.5 - 1

    def pictures(self, packed):
        def glyph(row):
            picture = Image.open(io.BytesIO(packed[row["off"] : row["off"] + row["len"]])).convert("RGBA")
            return np.asarray(picture.resize((SIDE, SIDE), Image.LANCZOS))

        with ThreadPoolExecutor(16) as pool:
            images = np.stack(list(pool.map(glyph, self.rows)))
        self.images = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous().to(self.device)

    def index(self):
        """Which rows stand for what: the plain ones by font, the other font's, the same with another skin tone."""
        rows, device = self.rows, self.device
        font = [phrases.FONTS.index(r["set"]) for r in rows]
        at = {(r["set"], r["hex"]): i for i, r in enumerate(rows)}
        plain = [i for i, r in enumerate(rows) if r["hex"] == r["base"]]
        whole = lambda x: torch.tensor(x, device=device)
        self.font = whole(font)
        self.by_font = [whole([i for i in plain if font[i] == f]) for f in (0, 1)]
        self.plain = whole(plain)
        other = [at.get((phrases.FONTS[1 - f], r["hex"]), -1) for f, r in zip(font, rows)]
        self.other = whole(other)
        self.twins = whole([i for i in plain if other[i] >= 0])
        tone = {}
        for i, r in enumerate(rows):
            if not r["mixed"] and 1 <= r["tone"] <= 5:
                tone.setdefault((r["set"], r["base"]), {})[r["tone"]] = i
        full = [[at[k], *(t[n] for n in range(1, 6))] for k, t in tone.items() if len(t) == 5 and k in at]
        self.tones = whole(full or [[0] * 6])  # [families, 6]: without tone, then 1 to 5
        self.named = whole([i for i, r in enumerate(rows) if r["hex"] == r["base"] or not r["mixed"]])

    def write_pieces(self):
        """A table of token pieces; piece 0 is empty."""
        texts, number = [""], {}

        def piece(text):
            if text not in number:
                number[text] = len(texts)
                texts.append(text)
            return number[text]

        both = lambda en, zh: [piece(en), piece(zh)]
        table = lambda x: torch.tensor(x, device=self.device)
        self.names = table([both(r["en"], r["zh"]) for r in self.rows])  # [N, language]
        tags = [[[piece(t) for t in r[k][:12]] or [0] for k in ("tags", "ztags")] for r in self.rows]
        self.tags = torch.zeros(len(self.rows), 2, 12, dtype=torch.int64)
        self.tag_count = torch.ones(len(self.rows), 2)
        for i, pair in enumerate(tags):
            for k, t in enumerate(pair):
                self.tags[i, k, : len(t)] = torch.tensor(t)
                self.tag_count[i, k] = len(t)
        self.tags, self.tag_count = self.tags.to(self.device), self.tag_count.to(self.device)
        several = lambda pairs: table([both(*p) for p in pairs])
        self.background = several(phrases.BACKGROUND)
        self.style = several(phrases.STYLES)
        self.left, self.right = several([phrases.LEFT])[0], several([phrases.RIGHT])[0]
        self.to_style, self.to_background = several(phrases.TO_STYLE), several(phrases.TO_BACKGROUND)
        self.to_tone, self.replace = several(phrases.TO_TONE), several(phrases.REPLACE)
        self.mirror, self.fill, self.sketch = (several([p])[0] for p in (phrases.MIRROR, phrases.FILL, phrases.SKETCH))
        ids = [[t for t in self.vocabulary.encode(text) if t][:PIECE] for text in texts]
        self.piece = table([x + [0] * (PIECE - len(x)) for x in ids])
        self.length = table([len(x) for x in ids])

    def tokens(self, pieces):
        """int64 [n,32] of the pieces [n,k] one after the other."""
        lengths = self.length[pieces]
        start = lengths.cumsum(1) - lengths
        at = start[:, :, None] + torch.arange(PIECE, device=self.device)
        good = (torch.arange(PIECE, device=self.device) < lengths[:, :, None]) & (at < TOKENS)
        out = torch.zeros(len(pieces), TOKENS + 1, dtype=torch.int64, device=self.device)
        out.scatter_(1, torch.where(good, at, TOKENS).flatten(1), self.piece[pieces].flatten(1))
        return out[:, :TOKENS]

    def render(self, scene):
        """float32 [n,3,96,96] in [-1,1] of a scene {i, j, two, colour[, flip]}."""
        ground = self.colours[scene["colour"]][:, :, None, None]

        def over(x):
            alpha = x[:, 3:] / 255
            return (x[:, :3] / 127.5 - 1) * alpha + ground * (1 - alpha)

        first = self.images[scene["i"]].float()
        half, quarter = SIDE // 2, SIDE // 4
        canvas = torch.zeros_like(first)
        canvas[:, :, quarter : quarter + half, :half] = F.avg_pool2d(first, 2)
        canvas[:, :, quarter : quarter + half, half:] = F.avg_pool2d(self.images[scene["j"]].float(), 2)
        two = scene["two"][:, None, None, None]
        x = over(torch.where(two, canvas, first)).clamp(-1, 1)
        if "flip" in scene:
            x = torch.where(scene["flip"][:, None, None, None], x.flip(3), x)
        return x
