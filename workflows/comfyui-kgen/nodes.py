"""The two nodes."""

import json

from .log import Log
from .logs import remember
from .wrap import watch


class KgenModel:
    """Puts the watch on a model. Goes between the model and its sampler or guider."""

    DESCRIPTION = "Notes the time of every forward of the model and every x0 of its sampler."
    CATEGORY = "kgen"
    FUNCTION = "go"
    RETURN_TYPES = ("MODEL", "KGEN_LOG")
    RETURN_NAMES = ("model", "log")

    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {
                "model": ("MODEL",),
                "keep": (["none", "x0", "first"], {
                    "tooltip": "Keep the x0 of every evaluation: none, all, or of the first picture "
                    "of a batch.",
                }),
                "run": ("STRING", {"default": "", "tooltip": "Id of the capture."}),
            },
            "optional": {
                "synchronise": ("BOOLEAN", {
                    "default": False,
                    "tooltip": "Wait for the GPU at every mark, instead of CUDA events. Slower.",
                }),
            },
        }

    @classmethod
    def IS_CHANGED(cls, **inputs):
        return float("nan")  # a measurement is never taken from the cache

    def go(self, model, keep, run, synchronise=False):
        log = Log(run, keep, synchronise)
        watched = model.clone()
        watch(watched, log)
        remember(log)
        return (watched, log)


class KgenCollect:
    """Hands out what was noted, when the sampler is through."""

    DESCRIPTION = "The log of a KgenModel as output of the job, and the kept x0 as a batch of latents."
    CATEGORY = "kgen"
    FUNCTION = "go"
    RETURN_TYPES = ("LATENT",)
    RETURN_NAMES = ("x0",)
    OUTPUT_NODE = True

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {
            "log": ("KGEN_LOG",),
            "after": ("LATENT", {"tooltip": "Output of the sampler."}),
        }}

    @classmethod
    def IS_CHANGED(cls, **inputs):
        return float("nan")

    def go(self, log, after):
        x0 = log.take()
        samples = after["samples"][:0] if x0 is None else x0
        text = json.dumps(log.data, separators=(",", ":"))
        return {"ui": {"kgen": [text]}, "result": ({"samples": samples},)}


NODE_CLASS_MAPPINGS = {"KgenModel": KgenModel, "KgenCollect": KgenCollect}
NODE_DISPLAY_NAME_MAPPINGS = {"KgenModel": "kgen: watch model", "KgenCollect": "kgen: collect"}
