import { turbo } from "./graphs.ts";
import { connect, done, previews, prompt } from "./steps.ts";
import type { Graph, Scenario } from "./types.ts";

/** The stock graph with KSamplerAdvanced in KSampler's place: 4 steps of res_multistep. */
export function advanced(change: Record<string, unknown> = {}): Graph {
  const graph = turbo();
  const { seed, denoise: _, ...shared } = graph["3"].inputs;
  graph["3"] = {
    class_type: "KSamplerAdvanced",
    inputs: {
      ...shared,
      add_noise: "enable",
      noise_seed: seed,
      steps: 4,
      start_at_step: 0,
      end_at_step: 10000,
      return_with_leftover_noise: "disable",
      ...change,
    },
  };
  return graph;
}

/** Two of them: node 3 makes the steps before `step` and leaves the noise, node 6 the rest. */
export function advancedChain(step: number, sampler_name: string): Graph {
  const graph = advanced({ end_at_step: step, return_with_leftover_noise: "enable", sampler_name });
  graph["6"] = {
    class_type: "KSamplerAdvanced",
    inputs: {
      ...advanced({ start_at_step: step, add_noise: "disable", sampler_name })["3"].inputs,
      latent_image: ["3", 0],
    },
  };
  graph["8"].inputs.samples = ["6", 0];
  return graph;
}

/** KSamplerAdvanced. */
export const advancedSampling: Scenario[] = [
  {
    name: "advanced",
    about: "KSamplerAdvanced does all steps",
    steps: [connect, prompt("p1", advanced(), previews), done("p1")],
  },
  {
    name: "advanced-chain",
    about: "Two KSamplerAdvanced, the first leaves noise that the second takes on",
    steps: [connect, prompt("p1", advancedChain(3, "euler"), previews), done("p1")],
  },
  {
    name: "advanced-middle",
    about: "Steps 1 to 3 of 4 with new noise; the last of them goes to 0",
    steps: [
      connect,
      prompt("p1", advanced({ start_at_step: 1, end_at_step: 3 }), previews),
      done("p1"),
    ],
  },
  {
    name: "advanced-nothing",
    about: "A start at or after the last step evaluates nothing; so does an end before the start",
    steps: [
      connect,
      prompt("p1", advanced({ start_at_step: 4 }), previews),
      done("p1"),
      prompt("p2", advanced({ start_at_step: 2, end_at_step: 2 }), previews),
      done("p2"),
    ],
  },
];
