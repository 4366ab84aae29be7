"""Random edits: a reference picture, an instruction, and the picture that it asks for. What Edit learns from."""

import torch
import torch.nn.functional as F

from scenes import Scenes

# Pictures of each kind in a batch of 208. Style has most: the network must know the thing by sight to draw its other form.
SHARES = {"style": 64, "background": 16, "tone": 24, "mirror": 16, "replace": 32, "fill": 28, "sketch": 28}


class Edits:
    """Draws edits, many batches ahead. The method of each kind returns (scene before, scene after, pieces[, mask])."""

    def __init__(self, corpus, keep_out=True, ahead=32):
        self.c, self.s = corpus, Scenes(corpus, pairs=0.3, keep_out=keep_out)
        self.ahead, self.ready = ahead, []

    def languages(self, n):
        return self.s.number(n, 2)

    def style(self, n):
        s = self.s.scene(n, rows=self.c.twins)
        other = self.c.other[s["j"]]
        s["two"] = s["two"] & (other >= 0)
        after = {**s, "i": self.c.other[s["i"]], "j": torch.where(s["two"], other, s["j"])}
        zh = self.languages(n)
        said = self.s.prompt({**s, "style": torch.zeros_like(s["style"])}, zh, shuffle=0.0)
        said = torch.where(self.s.chance(n, 0.4)[:, None], said, 0)  # now and then what is in the picture is named
        return s, after, torch.cat([self.c.to_style[self.c.font[after["i"]], zh][:, None], said], 1)

    def background(self, n):
        s = self.s.scene(n)
        after = self.s.kept({**s, "colour": (s["colour"] + 1 + self.s.number(n, 9)) % 10, "was": s["colour"]}, n)
        before = {**after, "colour": after["was"]}
        return before, after, self.c.to_background[after["colour"], self.languages(n)][:, None]

    def tone(self, n):
        m = int(n * 1.35) + 16
        s = self.s.scene(m, pairs=0.0)
        family = self.s.number(m, len(self.c.tones))
        now, then = self.s.number(m, 6), 1 + self.s.number(m, 5)
        then = torch.where(then == now, 1 + then % 5, then)
        wanted = self.c.tones[family, then]
        after = self.s.kept({**s, "i": wanted, "j": wanted, "was": self.c.tones[family, now], "then": then}, n)
        before = {**after, "i": after["was"], "j": after["was"]}
        return before, after, self.c.to_tone[after["then"] - 1, self.languages(n)][:, None]

    def mirror(self, n):
        s = self.s.scene(n)
        after = {**s, "flip": torch.ones_like(s["two"])}
        return s, after, self.c.mirror[self.languages(n)][:, None]

    def replace(self, n):
        after = self.s.scene(n, pairs=1.0)
        right, zh = self.s.number(n, 2), self.languages(n)
        new = torch.where(right == 1, after["j"], after["i"])
        old = self.s.partner(after["i"])
        before = {**after, "i": torch.where(right == 1, after["i"], old), "j": torch.where(right == 1, old, after["j"])}
        return before, after, torch.stack([self.c.replace[right, zh], self.c.names[new, zh]], 1)

    def fill(self, n):
        s = self.s.scene(n)
        zh, right, device = self.languages(n), self.s.number(n, 2), self.c.device
        u = torch.rand(4, n, device=device)
        w, h = 32 + 44 * u[0], 32 + 44 * u[1]  # pixels
        cx, cy = 16 + 64 * u[2], 16 + 64 * u[3]
        two = s["two"]
        w, h = torch.where(two, 48.0, w), torch.where(two, 56.0, h)
        cx, cy = torch.where(two, 24.0 + 48 * right, cx), torch.where(two, 48.0, cy)
        at = torch.arange(96, device=device) + 0.5
        dx = (at[None, None, :] - cx[:, None, None]).abs() / (w / 2)[:, None, None]
        dy = (at[None, :, None] - cy[:, None, None]).abs() / (h / 2)[:, None, None]
        round_ = (self.s.chance(n, 0.3) & ~two)[:, None, None]
        mask = torch.where(round_, dx**2 + dy**2 < 1, (dx < 1) & (dy < 1)).float()[:, None]
        thing = torch.where(two & (right == 1), s["j"], s["i"])
        name = torch.where(self.s.chance(n, 0.65) | two, self.c.names[thing, zh], 0)
        return s, s, torch.stack([self.c.fill[zh], name], 1), mask

    def sketch(self, n):
        s, zh = self.s.scene(n, pairs=0.3), self.languages(n)
        pieces = self.s.prompt(s, zh, shuffle=0.0)
        said = torch.where(self.s.chance(n, 0.6), self.c.sketch[zh], 0)
        return s, s, torch.cat([said[:, None], pieces], 1)

    def refill(self):
        """Draws the scenes of many batches at once: small operations cost the same for one as for all."""
        self.ready = [([], [], [], None) for _ in range(self.ahead)]
        for kind, n in SHARES.items():
            before, after, pieces, *mask = getattr(self, kind)(n * self.ahead)
            tokens = self.c.tokens(pieces)
            still = torch.zeros_like(before["two"])
            for k in range(self.ahead):
                part = slice(k * n, (k + 1) * n)
                cut = lambda scene: {key: scene.get(key, still)[part] for key in ("i", "j", "two", "colour", "flip")}
                old = self.ready[k]
                this = mask[0][part] if mask else old[3]
                self.ready[k] = (old[0] + [cut(before)], old[1] + [cut(after)], old[2] + [tokens[part]], this)

    def batch(self, empty=0.1):
        """(reference [208,4,96,96], target [208,3,96,96], tokens [208,32]), the kinds in the order of SHARES."""
        if not self.ready:
            self.refill()
        before, after, tokens, mask = self.ready.pop()
        join = lambda parts: {key: torch.cat([p[key] for p in parts]) for key in parts[0]}
        tokens = torch.cat(tokens)
        x, target = self.c.render(join(before)), self.c.render(join(after))
        fill, sketch = place("fill"), place("sketch")
        hole = torch.zeros_like(x[:, :1])
        hole[fill] = mask
        x[sketch] = edges(x[sketch], self.s)
        tokens = torch.where(self.s.chance(len(tokens), empty)[:, None], 0, tokens)
        return reference(x, hole), target, tokens


def place(kind):
    """Where a kind stands in a batch."""
    kinds = list(SHARES)
    start = sum(SHARES[k] for k in kinds[: kinds.index(kind)])
    return slice(start, start + SHARES[kind])


def reference(picture, hole):
    """What the network gets: the picture with 0 where it is to be filled in, and there 1 in the fourth channel."""
    return torch.cat([picture * (1 - hole), hole], 1)


def gradient(x):
    """Size of the Sobel gradient of the luma of [n,3,96,96] in [-1,1]: about 1 across an edge from black to white."""
    luma = (x * torch.tensor([0.299, 0.587, 0.114], device=x.device)[:, None, None]).sum(1, keepdim=True) / 2
    k = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]], device=x.device)[None, None] / 4
    p = F.pad(luma, (1, 1, 1, 1), mode="replicate")
    return (F.conv2d(p, k) ** 2 + F.conv2d(p, k.transpose(2, 3)) ** 2).sqrt()


def edges(x, random):
    """A line drawing of each picture, of many kinds: soft or of two tones, thin or thick, dark on light or light on dark."""
    n = len(x)
    wide = lambda v: v[:, None, None, None]
    g = gradient(x) * wide(3 + 7 * torch.rand(n, device=x.device))
    line = torch.where(wide(random.chance(n, 0.5)), (g > 0.6).float(), g.clamp(0, 1))
    line = torch.where(wide(random.chance(n, 0.3)), F.max_pool2d(line, 3, 1, 1), line)
    drawing = torch.where(wide(random.chance(n, 0.5)), 2 * line - 1, 1 - 2 * line)
    return drawing.expand(-1, 3, -1, -1)
