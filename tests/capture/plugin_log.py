# Run by plugin_log.test.ts: the plugin's watch of a sampler with a torch and a ComfyUI that are made up here. Prints JSON.
import gc
import json
import sys
import types
import weakref

folder = sys.argv[1]


class Tensor:
    """As much of one as the watch touches. What is made is known, to see what is still there."""

    alive = weakref.WeakSet()
    device = types.SimpleNamespace(type="cpu")
    shape = (1, 16, 8, 8)

    def __init__(self):
        Tensor.alive.add(self)

    def numel(self):
        return 1024

    def element_size(self):
        return 4

    def detach(self):
        return self

    cpu = detach

    def clone(self):
        return Tensor()

    def to(self, *args, **kwargs):
        return self

    def flatten(self):
        return [0.5]

    def tolist(self):
        return [1.0, 0.5, 0.0]


class Model:
    alive = weakref.WeakSet()

    def __init__(self):
        Model.alive.add(self)
        self.wrappers = {}

    def add_wrapper_with_key(self, kind, key, wrapper):
        self.wrappers[kind] = wrapper

    def process_latent_out(self, x):
        return x


torch = types.ModuleType("torch")
torch.float32 = "float32"
torch.cat = lambda tensors, dim: types.SimpleNamespace(
    shape=(sum(t.shape[0] for t in tensors), 16, 8, 8),
)
extension = types.ModuleType("comfy.patcher_extension")
extension.WrappersMP = types.SimpleNamespace(
    SAMPLER_SAMPLE="sample", PREDICT_NOISE="predict", APPLY_MODEL="apply",
)
package = types.ModuleType("plugin")
package.__path__ = [folder]
sys.modules.update({
    "torch": torch, "comfy": types.ModuleType("comfy"), "comfy.patcher_extension": extension,
    "plugin": package,
})

from plugin.log import Log  # noqa: E402
from plugin.logs import recall, remember  # noqa: E402
from plugin.wrap import watch  # noqa: E402


def job(run, keep, fail_at=None, steps=2):
    """A job with the watch on its model. Returns its log."""
    model, log = Model(), Log(run, keep)
    watch(model, log)
    remember(log)
    guider = types.SimpleNamespace(inner_model=model, cfg=1.0)

    def sampler(guider, sigmas, extra, callback, noise, *rest):
        for i in range(steps):
            if i == fail_at:
                raise RuntimeError("made to fail")
            x0 = model.wrappers["predict"](
                lambda x, t, *a: model.wrappers["apply"](lambda x, t, *a: Tensor(), x, t),
                noise, Tensor(),
            )
            callback(i, x0, noise, steps)
        return noise

    model.wrappers["sample"](sampler, guider, Tensor(), {}, None, Tensor())
    return log


def outcome(run, keep, **how):
    try:
        return job(run, keep, **how)
    except RuntimeError as error:
        if str(error) != "made to fail":
            raise
        return None


def left():
    gc.collect()
    return [len(Model.alive), len(Tensor.alive)]


for n in range(20):
    outcome(f"failed-{n}", "x0", fail_at=1)
failed = left()
[cut] = recall("failed-19")

log = outcome("good", "x0")
kept = left()
batch = log.take()
[said] = recall("good")
del log
job("none", "none")
print(json.dumps({
    "failed": failed, "cut": cut, "kept": kept, "batch": batch.shape[0], "said": said,
    "after": left(), "oldest": recall("failed-0"),
}))
