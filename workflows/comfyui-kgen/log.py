"""What was seen of the sampling in one job: passes of samplers, each with its calls and evaluations.

A call is one forward of the network; an evaluation is one x0 after guidance, made of one or more calls.
"""

import torch

from .kept import Kept
from .marks import Marks
from .version import VERSION


def number(value):
    """A float of a tensor of one or more equal elements; reading it waits for the device."""
    return float(value.flatten()[0]) if hasattr(value, "flatten") else float(value)


class Pass:
    """One pass of a sampler over its noise levels."""

    def __init__(self, device, synchronise, keep):
        self.marks = Marks(device, synchronise)
        self.kept = None if keep == "none" else Kept(first=keep == "first")
        self.mask = (None, None)
        self.word = None
        self.process_out = None
        self.calls = []
        self.evaluations = []
        self.sigmas = None
        self.shape = None
        self.cfg = None
        self.complete = False
        self.ended = None
        self.data = None
        self._steps = []

    def begin(self):
        self.marks.begin()

    def call(self, began, ended, batch, conds, sigma, tokens):
        self.calls.append((began, ended, batch, conds, sigma, tokens))

    def evaluation(self, ended, sigma, x0):
        self.evaluations.append((ended, sigma, len(self.calls)))
        self._steps.append(None)
        if self.kept is not None:
            self.kept.add(x0)

    def step(self, i):
        """The sampler reports step i (from 0), right after the first evaluation of it."""
        if not self._steps:
            return
        for n, known in enumerate(self._steps[:-1]):
            if known is None:
                self._steps[n] = max(i, 1)
        if self._steps[-1] is None:
            self._steps[-1] = i + 1

    def cannot_keep(self, why):
        if self.kept is not None:
            self.kept = None
            self.word = why

    def end(self, complete):
        """Waits for the device once and reads every mark: afterwards `data` is plain."""
        self.mask = (None, None)
        self.ended = self.marks.end()
        self.complete = complete
        self.data = self._rows()
        self.calls, self.evaluations, self.sigmas = [], [], None

    def let_go(self):
        """Of the x0 and the model, which nobody will collect."""
        self.mask, self.kept, self.process_out = (None, None), None, None
        self.calls, self.evaluations, self.sigmas = [], [], None

    def _rows(self):
        ns = self.marks.ns
        last = max([s for s in self._steps if s is not None], default=1)
        calls = [
            [ns(a), ns(b), batch, conds, number(sigma), tokens]
            for a, b, batch, conds, sigma, tokens in self.calls
        ]
        evaluations = [
            [ns(t), last if step is None else step, number(sigma), upto]
            for (t, sigma, upto), step in zip(self.evaluations, self._steps)
        ]
        return {
            "start_unix_ns": self.marks.unix_ns,
            "duration_ns": self.ended,
            "timing": self.marks.method,
            "device": str(self.marks.device),
            "complete": self.complete,
            "sigmas": [] if self.sigmas is None else [float(s) for s in self.sigmas.tolist()],
            "shape": self.shape,
            "cfg": self.cfg,
            "calls": calls,
            "evaluations": evaluations,
            "x0": 0,
            "word": self.kept.word() if self.kept is not None else self.word,
        }


class Log:
    """Of one KgenModel in one job."""

    def __init__(self, run="", keep="none", synchronise=False):
        self.run = run
        self.keep = keep
        self.synchronise = synchronise
        self.passes = []
        self.open = None
        # Plain: may outlive the job, and be read by any thread.
        self.data = {
            "schema": "kgen.log/1",
            "version": VERSION,
            "run": run,
            "columns": {
                "calls": ["start_ns", "end_ns", "batch", "conds", "sigma", "tokens"],
                "evaluations": ["end_ns", "step", "sigma", "calls"],
            },
            "passes": [],
        }

    def begin(self, device):
        self.open = Pass(device, self.synchronise, self.keep)
        self.passes.append(self.open)
        return self.open

    def end(self, complete):
        """The open pass is through. Unless it is complete, nothing of it stays but plain data."""
        here, self.open = self.open, None
        ended = False
        try:
            here.end(complete)
            self.data["passes"].append(here.data)
            ended = True
        finally:
            if not (complete and ended):
                here.let_go()

    def take(self):
        """The kept x0 of all passes as one batch, or None. Lets go of the model, too."""
        batches = []
        for p in self.passes:
            batch = p.kept.take(p.process_out) if p.kept is not None else None
            p.process_out = None
            if batch is not None:
                batches.append((p, batch))
        if not batches:
            return None
        # Passes of different sizes (an upscaled second one) do not fit in one batch: the last size wins.
        last = batches[-1][1].shape[1:]
        same = [(p, b) for p, b in batches if b.shape[1:] == last]
        for p, b in same:
            p.data["x0"] = b.shape[0]
        return torch.cat([b for _, b in same], 0)
