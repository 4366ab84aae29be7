import { randomInt } from "node:crypto";
import type { Changes, Workflow } from "@kgen/comfy";

/** Every input of a graph that holds a seed, as NODE.INPUT. */
function seedInputs(w: Workflow): string[] {
  return Object.entries(w.graph).flatMap(([id, node]) =>
    ["seed", "noise_seed"].filter((n) => typeof node.inputs[n] === "number").map((n) =>
      `${id}.${n}`
    )
  );
}

/**
 * The changes with a seed in them. A host answers a graph and seed it knows from its cache, and
 * nothing is measured: so a seed that is not given is drawn at random, one for the whole graph.
 */
export function withSeed(w: Workflow, changes: Changes): Changes {
  const inputs = seedInputs(w);
  const chosen = Object.keys(changes.set ?? {}).some((path) => inputs.includes(path));
  if (changes.seed !== undefined || chosen || inputs.length === 0) return changes;
  const seed = randomInt(0, 2 ** 32);
  return {
    ...changes,
    set: { ...Object.fromEntries(inputs.map((path) => [path, seed])), ...changes.set },
  };
}
