"""Random scenes with their prompts: what Base learns from."""

import torch


class Scenes:
    """Draws scenes {i, j, two, colour, style} and prompts; `keep_out` leaves the held-out combinations out."""

    def __init__(self, corpus, pairs=0.33, keep_out=True, ahead=64):
        self.c, self.pairs, self.keep_out, self.ahead = corpus, pairs, keep_out, ahead
        self.ready = []

    def chance(self, n, p):
        return torch.rand(n, device=self.c.device) < p

    def number(self, n, below):
        return torch.randint(below, (n,), device=self.c.device)

    def pick(self, n, rows):
        return rows[self.number(n, len(rows))]

    def partner(self, i):
        """A second thing of the same font."""
        n = len(i)
        return torch.where(self.c.font[i] == 0, self.pick(n, self.c.by_font[0]), self.pick(n, self.c.by_font[1]))

    def scene(self, n, rows=None, pairs=None, white=0.5):
        """n scenes of rows that may be asked for; style is 0 where none is named, else 1 + font."""
        m = int(n * 1.35) + 16
        if rows is None:
            i = torch.where(self.chance(m, 0.12), self.pick(m, self.c.named), self.pick(m, self.c.plain))
        else:
            i = self.pick(m, rows)
        two = self.chance(m, self.pairs if pairs is None else pairs)
        j = torch.where(two, self.partner(i), i)
        colour = torch.where(self.chance(m, white), 0, self.number(m, 10))
        style = torch.where(self.chance(m, 0.5), 1 + self.c.font[i], 0)
        out = {"i": i, "j": j, "two": two, "colour": colour, "style": style}
        return self.kept(out, n)

    def kept(self, scene, n):
        """The first n that may be used, as the rule of held_out.py says."""
        if self.keep_out:
            bad = self.c.held(scene["i"], scene["j"], scene["two"], scene["colour"], scene["style"])
        else:
            bad = torch.zeros_like(scene["two"])
        order = torch.argsort(bad.int(), stable=True)[:n]
        return {k: v[order] for k, v in scene.items()}

    def name(self, i, zh, plain=False):
        """Two pieces: the name, the name with a tag, or now and then only a tag."""
        n = len(i)
        tag = self.c.tags[i, zh, (torch.rand(n, device=self.c.device) * self.c.tag_count[i, zh]).long()]
        what = torch.rand(n, device=self.c.device)
        if plain:
            what = torch.zeros_like(what)
        name = self.c.names[i, zh]
        return torch.where((what > 0.96) & (tag > 0), 0, name), torch.where(what > 0.88, tag, 0)

    def prompt(self, s, zh, shuffle=0.12):
        """Pieces [n,9] of the prompt of each scene; zh int64 [n] is 1 for Chinese."""
        c, n = self.c, len(zh)
        two, chinese = s["two"], zh == 1
        zero = torch.zeros_like(zh)
        label, tag = self.name(s["i"], zh)
        label = torch.where(two, c.names[s["i"], zh], label)
        tag = torch.where(two, 0, tag)
        second = torch.where(two, c.names[s["j"], zh], 0)
        left, right = torch.where(two, c.left[zh], 0), torch.where(two, c.right[zh], 0)
        turned = two & self.chance(n, 0.25)  # the one on the right is said first
        label, second = torch.where(turned, second, label), torch.where(turned, label, second)
        left, right = torch.where(turned, right, left), torch.where(turned, left, right)
        things = [
            torch.where(chinese, left, label), torch.where(chinese, label, tag), torch.where(chinese, tag, left),
            torch.where(chinese, right, second), torch.where(chinese, second, right),
        ]
        said = (s["colour"] > 0) | self.chance(n, 0.1)
        ground = torch.where(said, c.background[s["colour"], zh], 0)
        style = torch.where(s["style"] > 0, c.style[(s["style"] - 1).clamp(min=0), zh], 0)
        early = self.chance(n, shuffle)  # background and style before the things
        before = [torch.where(early, x, zero) for x in (style, ground)]
        after = [torch.where(early, zero, x) for x in (ground, style)]
        return torch.stack(before + things + after, 1)

    def batch(self, n, empty=0.1):
        """Scenes and tokens of n training pictures; a tenth has the empty prompt, for guidance. Drawn many batches ahead."""
        if not self.ready:
            m = n * self.ahead
            scene = self.scene(m)
            tokens = self.c.tokens(self.prompt(scene, self.number(m, 2)))
            tokens = torch.where(self.chance(m, empty)[:, None], 0, tokens)
            parts = [slice(k, k + n) for k in range(0, m, n)]
            self.ready = [({k: v[p] for k, v in scene.items()}, tokens[p]) for p in parts]
        return self.ready.pop()
