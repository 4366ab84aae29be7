import { join } from "node:path";
import { editWeights, type Host, template } from "@kgen/comfy";
import type { CaptureOptions, Run } from "@kgen/capture";
import { interruption } from "./interrupt.ts";
import { measure } from "./measure.ts";

const WORKFLOWS = {
  turbo: "zimage-turbo-speed-test",
  base: "zimage-base-quality-benchmark",
  edit: "zimage-edit",
} as const;
export type Variant = keyof typeof WORKFLOWS;
const TITLES: Record<Variant, string> = { turbo: "Turbo", base: "Base ", edit: "Edit " };

/** What is the same for every run of a variant. */
type Common = CaptureOptions & { seed: number };

/** Captures a variant `repeats` times, with one seed after another. */
export async function capturesOf(
  host: Host,
  variant: Variant,
  repeats: number,
  common: Common,
): Promise<Run[]> {
  // One model at a time: this computer may have little memory. A host of the user's keeps what it has loaded.
  if (host.kind === "embedded") {
    await host.free({ models: true, memory: true }, { signal: interruption() });
  }
  const runs: Run[] = [];
  for (let i = 0; i < repeats; i++) {
    const title = `${TITLES[variant]} ${i + 1}/${repeats}`;
    const seed = common.seed + i;
    const signal = interruption();
    runs.push(
      await measure(host, template(WORKFLOWS[variant]), {
        ...common,
        seed,
        title,
        signal,
      }),
    );
  }
  return runs;
}

/** Edits a finished picture, once: an evaluation takes long. No Run where the host has no weights for it. */
export async function editsOf(host: Host, picture: Run, common: Common): Promise<Run[]> {
  const weights = await editWeights(host, { signal: interruption() });
  if (weights === null) return [];
  // Steps and guidance that the small model's card measures Edit with.
  const asOnCard = host.kind === "embedded" ? { steps: 15, cfg: 3 } : {};
  return await capturesOf(host, "edit", 1, {
    ...common,
    ...asOnCard,
    // Weights that were trained to edit begin from noise alone.
    denoise: 1,
    models: { UNETLoader: weights },
    images: { image: join(picture.dir!, picture.final!) },
    notes: [`It edits the finished picture of Run ${picture.id}.`],
  });
}
