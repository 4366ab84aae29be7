import { sample, type Sampled } from "../model/sample.ts";
import { partOfSchedule, simpleSchedule } from "../model/schedule.ts";
import { denoiserOf } from "./denoiser.ts";
import { maskOfLatent } from "./latent_mask.ts";
import { type Context, expect, type Prepare, type Run } from "./node.ts";
import {
  Conditioning,
  Guider,
  latentOf,
  Model,
  Noise,
  Pixels,
  SamplerName,
  Sigmas,
} from "./values.ts";

/** Samples a latent with the parts that SamplerCustomAdvanced takes: all samplers end here. */
async function run(
  guider: Guider,
  { seed }: Noise,
  sampler: string,
  sigmas: number[],
  latent: Pixels,
  { networks, onStep }: Context,
): Promise<Pixels[]> {
  const { batch, samples, mask } = latent;
  const denoise = await denoiserOf(guider, latent, networks);
  const made: Sampled = await sample({
    denoise,
    latent: samples,
    seed,
    mask: mask ? maskOfLatent(mask, batch) : undefined,
    sampler,
    sigmas,
    onStep,
  });
  return [latentOf(made.samples, batch, mask), latentOf(made.x0, batch, mask)];
}

/** The guider of a node that has its model, prompts and cfg itself. */
function guiderOf(inputs: Record<string, any>): Guider {
  return new Guider(
    expect(Model, inputs, "model"),
    expect(Conditioning, inputs, "positive"),
    expect(Conditioning, inputs, "negative"),
    inputs.cfg,
  );
}

/** Loads what a sampler will run. */
export const loadsNetworks: Prepare = async (inputs, { networks }) => {
  const guider = "guider" in inputs ? expect(Guider, inputs, "guider") : guiderOf(inputs);
  await denoiserOf(guider, expect(Pixels, inputs, "latent_image"), networks);
};

/** The code of the samplers and their parts. */
export const samplingNodes: Record<string, Run> = {
  async KSampler(inputs, context) {
    const { seed, steps, sampler_name, denoise } = inputs;
    const guider = guiderOf(inputs);
    const latent = expect(Pixels, inputs, "latent_image");
    const sigmas = simpleSchedule(steps, guider.model.shift, denoise);
    const noise = new Noise(BigInt(seed));
    const [samples] = await run(guider, noise, sampler_name, sigmas, latent, context);
    return { outputs: [samples] };
  },

  async KSamplerAdvanced(inputs, context) {
    const guider = guiderOf(inputs);
    const latent = expect(Pixels, inputs, "latent_image");
    const sigmas = partOfSchedule(
      simpleSchedule(inputs.steps, guider.model.shift),
      inputs.start_at_step,
      inputs.end_at_step,
      inputs.return_with_leftover_noise === "disable",
    );
    const noise = new Noise(inputs.add_noise === "disable" ? null : BigInt(inputs.noise_seed));
    const [samples] = await run(guider, noise, inputs.sampler_name, sigmas, latent, context);
    return { outputs: [samples] };
  },

  async SamplerCustomAdvanced(inputs, context) {
    const noise = expect(Noise, inputs, "noise");
    const guider = expect(Guider, inputs, "guider");
    const { name } = expect(SamplerName, inputs, "sampler");
    const { levels } = expect(Sigmas, inputs, "sigmas");
    const latent = expect(Pixels, inputs, "latent_image");
    return { outputs: await run(guider, noise, name, levels, latent, context) };
  },

  RandomNoise: ({ noise_seed }) => ({ outputs: [new Noise(BigInt(noise_seed))] }),

  DisableNoise: () => ({ outputs: [new Noise(null)] }),

  BasicGuider(inputs) {
    const prompt = expect(Conditioning, inputs, "conditioning");
    return { outputs: [new Guider(expect(Model, inputs, "model"), prompt, prompt, 1)] };
  },

  CFGGuider: (inputs) => ({ outputs: [guiderOf(inputs)] }),

  KSamplerSelect: ({ sampler_name }) => ({ outputs: [new SamplerName(sampler_name)] }),

  BasicScheduler(inputs) {
    const { shift } = expect(Model, inputs, "model");
    return { outputs: [new Sigmas(simpleSchedule(inputs.steps, shift, inputs.denoise))] };
  },

  SplitSigmas(inputs) {
    const { levels } = expect(Sigmas, inputs, "sigmas");
    // Both halves hold the level at which they meet.
    const high = levels.slice(0, inputs.step + 1);
    const low = levels.slice(inputs.step);
    return { outputs: [new Sigmas(high), new Sigmas(low)] };
  },
};
