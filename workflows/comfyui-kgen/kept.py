"""x0 predictions, kept until the timing is over."""

import torch

MIB = 1024 * 1024
# On the device, where keeping one costs a copy in its own memory; beyond it they go to the host's
# memory, which makes the device wait; beyond that they are not kept.
DEVICE_LIMIT = 256 * MIB
HOST_LIMIT = 4096 * MIB


class Kept:
    """The x0 of one pass; of a batch all pictures, or only the first."""

    def __init__(self, first=False):
        self.first = first
        self.tensors = []
        self.bytes = 0
        self.moved = 0
        self.dropped = 0

    def add(self, x0):
        if self.first:
            x0 = x0[:1]
        size = x0.numel() * x0.element_size()
        if self.bytes + size > HOST_LIMIT:
            self.dropped += 1
            return
        self.bytes += size
        if x0.device.type != "cpu" and self.bytes > DEVICE_LIMIT:
            self.moved += 1
            self.tensors.append(x0.detach().to("cpu", copy=True))
        else:
            self.tensors.append(x0.detach().clone())

    def take(self, process_out):
        """All as one batch in the host's memory, in the form that VAEDecode takes; empties itself."""
        tensors, self.tensors, self.bytes = self.tensors, [], 0
        if not tensors:
            return None
        return torch.cat([process_out(t.cpu().to(torch.float32)) for t in tensors], 0)

    def word(self):
        """What a reader must know, or None."""
        if self.dropped:
            return f"{self.dropped} x0 were not kept: they need more than {HOST_LIMIT // MIB} MiB"
        if self.moved:
            return (
                f"{self.moved} x0 were moved to the host's memory while it was timed: "
                f"they need more than {DEVICE_LIMIT // MIB} MiB"
            )
        return None
