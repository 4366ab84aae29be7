import { change, custom, split } from "./custom_graphs.ts";
import { base } from "./graphs.ts";
import { connect, done, get, previews, prompt } from "./steps.ts";
import type { Scenario } from "./types.ts";

/** Samplers made of parts. */
export const customSampling: Scenario[] = [
  {
    name: "heun",
    about: "Sampler heun: two evaluations a step and one in the last, told of once a step",
    steps: [
      connect,
      prompt("p1", base({ "3": { sampler_name: "heun", steps: 4 } }), previews),
      done("p1"),
    ],
  },
  {
    name: "sampler-custom",
    about: "SamplerCustomAdvanced with RandomNoise, BasicGuider, KSamplerSelect, BasicScheduler",
    steps: [connect, prompt("p1", custom(), previews), done("p1"), get("/history/{p1}")],
  },
  {
    name: "sampler-custom-guidance",
    about: "CFGGuider and euler, half denoised",
    steps: [
      connect,
      prompt("p1", custom({ cfg: 3, sampler: "euler", denoise: 0.5 }), previews),
      done("p1"),
    ],
  },
  {
    name: "sampler-custom-denoise-zero",
    about: "BasicScheduler with denoise 0: no noise levels, no evaluation",
    steps: [connect, prompt("p1", custom({ denoise: 0 }), previews), done("p1")],
  },
  {
    name: "split-sigmas",
    about: "Two samplers, the second with DisableNoise; its denoised_output is saved",
    steps: [connect, prompt("p1", split(2), previews), done("p1")],
  },
  {
    name: "split-sigmas-at-the-start",
    about:
      "A split before the first step leaves the first sampler nothing to do: no latent can be told",
    steps: [connect, prompt("p1", split(0), previews), done("p1")],
  },
  {
    name: "split-sigmas-past-the-end",
    about: "A split after the last step leaves the second sampler nothing to do",
    steps: [connect, prompt("p1", split(9), previews), done("p1")],
  },
  {
    name: "sampler-custom-wrong",
    about: "A sampler and a scheduler that nobody has, and noise for a guider",
    steps: [
      prompt("p1", custom({ sampler: "none" })),
      prompt("p2", change(custom(), "24", { scheduler: "none" })),
      prompt("p3", change(custom(), "3", { guider: ["21", 0] })),
      prompt("p4", change(custom(), "21", { noise_seed: -1 })),
    ],
  },
  {
    name: "literal-for-a-guider",
    about: "A literal where a link belongs fails in the sampler",
    steps: [connect, prompt("p1", change(custom(), "3", { guider: 5 })), done("p1")],
  },
  {
    name: "object-info-custom",
    about: "What these nodes say of themselves",
    steps: [
      "KSamplerAdvanced",
      "SamplerCustomAdvanced",
      "RandomNoise",
      "DisableNoise",
      "BasicGuider",
      "CFGGuider",
      "KSamplerSelect",
      "BasicScheduler",
      "SplitSigmas",
      "SaveImageWebsocket",
    ].map((node) => get(`/object_info/${node}`)),
  },
];
