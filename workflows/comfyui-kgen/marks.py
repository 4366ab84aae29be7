"""Moments of a sampler on the clock of the host, taken without holding up the GPU.

On CUDA a mark is an event in the stream. The events are tied to the host's clock at two moments when
the GPU is idle, the beginning and the end of the sampler; in between the GPU's clock is stretched to
fit. Elsewhere, or when asked, a mark waits for the device and reads the host's clock.
"""

import time

import torch


def wait_for(device):
    """Waits until the device has done what was queued."""
    module = getattr(torch, device.type, None)
    if device.type != "cpu" and hasattr(module, "synchronize"):
        module.synchronize(device)


class Marks:
    """Marks of one pass of a sampler. `seconds`-like results are ns since begin()."""

    def __init__(self, device, synchronise=False):
        self.device = device
        self.events = device.type == "cuda" and not synchronise
        self.wait = device.type != "cpu" and not self.events
        self.unix_ns = 0
        self._anchor = None
        self._end = None
        self._perf = (0, 0)

    @property
    def method(self):
        return "cuda events" if self.events else "synchronised" if self.wait else "host clock"

    def _idle(self):
        wait_for(self.device)
        event = None
        if self.events:
            event = torch.cuda.Event(enable_timing=True)
            event.record(torch.cuda.current_stream(self.device))
            event.synchronize()
        return event, time.perf_counter_ns(), time.time_ns()

    def begin(self):
        self._anchor, perf, self.unix_ns = self._idle()
        self._perf = (perf, perf)

    def mark(self):
        """A moment; ns() reads it after end()."""
        if self.events:
            event = torch.cuda.Event(enable_timing=True)
            event.record(torch.cuda.current_stream(self.device))
            return event
        if self.wait:
            wait_for(self.device)
        return time.perf_counter_ns()

    def end(self):
        """Waits for the device once. Returns the ns since begin()."""
        self._end, perf, _ = self._idle()
        self._perf = (self._perf[0], perf)
        return perf - self._perf[0]

    def ns(self, mark):
        """ns between begin() and the mark. Only after end()."""
        if not self.events:
            return mark - self._perf[0]
        whole = self._anchor.elapsed_time(self._end)
        scale = (self._perf[1] - self._perf[0]) / whole if whole > 0 else 1e6
        return round(self._anchor.elapsed_time(mark) * scale)
