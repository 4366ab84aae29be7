"""Watches a model through ComfyUI's own wrappers, beside whatever else is wrapped around it.

SAMPLER_SAMPLE: where a sampler begins and ends. APPLY_MODEL: each forward of the network.
PREDICT_NOISE: x0 after guidance and everything that changes it. Nothing is changed on the way.
"""

from comfy.patcher_extension import WrappersMP

KEY = "kgen"


def watch(model, log):
    """Adds the wrappers to a clone of a model."""
    model.add_wrapper_with_key(WrappersMP.SAMPLER_SAMPLE, KEY, sampler_wrapper(log))
    model.add_wrapper_with_key(WrappersMP.PREDICT_NOISE, KEY, guidance_wrapper(log))
    model.add_wrapper_with_key(WrappersMP.APPLY_MODEL, KEY, network_wrapper(log))


def sampler_wrapper(log):
    def sample(executor, guider, sigmas, extra_args, callback, noise, latent_image=None,
               denoise_mask=None, disable_pbar=False):
        here = log.begin(noise.device)
        here.sigmas = sigmas
        here.shape = list(noise.shape)
        here.cfg = getattr(guider, "cfg", None)
        if len(getattr(guider.inner_model, "latent_shapes", None) or []) > 1:
            here.cannot_keep("x0 of a model with several latents (video with sound) are not kept")
        if here.kept is not None:
            here.process_out = guider.inner_model.process_latent_out
            here.mask = (denoise_mask, latent_image)

        def report(step, x0, x, total):
            here.step(step)
            if callback is not None:
                callback(step, x0, x, total)

        complete = False
        here.begin()
        try:
            result = executor(guider, sigmas, extra_args, report, noise, latent_image, denoise_mask,
                              disable_pbar)
            complete = True
            return result
        finally:
            try:
                log.end(complete)
            except Exception:
                # A device in error cannot say how long it took; the error itself goes on.
                if complete:
                    raise

    return sample


def guidance_wrapper(log):
    def predict(executor, x, timestep, model_options={}, seed=None):
        x0 = executor(x, timestep, model_options, seed)
        here = log.open
        if here is not None:
            mark = here.marks.mark()
            here.evaluation(mark, timestep, seen(x0, *here.mask) if here.kept is not None else None)
        return x0

    return predict


def seen(x0, mask, latent):
    """What the sampler sees: where a mask forbids change, the given latent."""
    if mask is None or latent is None:
        return x0
    return x0 * mask + latent * (1.0 - mask)


def network_wrapper(log):
    def apply(executor, x, t, *args, **kwargs):
        here = log.open
        if here is None:
            return executor(x, t, *args, **kwargs)
        began = here.marks.mark()
        out = executor(x, t, *args, **kwargs)
        ended = here.marks.mark()
        text = args[1] if len(args) > 1 else kwargs.get("c_crossattn")
        options = args[3] if len(args) > 3 else kwargs.get("transformer_options") or {}
        conds = "".join("u" if c else "c" for c in options.get("cond_or_uncond", []))
        here.call(began, ended, x.shape[0], conds, t, text.shape[1] if text is not None else None)
        return out

    return apply
