import { dataset } from "@kgen/tables";
import { notTested, treatment } from "./treatment.ts";
import { treatedRun, treatmentsIn } from "./treatments_in.ts";
import { type Treatments, treatments } from "./treatments.ts";

/**
 * Every treatment that was recorded on the H100, in one family: LoRA, precision, batch, sampler, steps and compilation.
 * Paired where the kit measured in turn (`h100-kit`); compilation only exists in blocks (`h100`; `h100-kit`, with blocks
 * without it on both sides), beside it the LoRA and the weight types of `h100`, so that each has a second witness.
 * Attention and scheduler were never varied, and the table says so. The weights are random: no picture means anything, so
 * nothing here says whether a product stays the same.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { h100Catalysis } from "@kgen/kinetics";
 *
 * const { all } = h100Catalysis();
 * const kind = (name: string) => all.find((t) => t.treatment === name)!.kind;
 * assert.equal(kind("torch.compile (blocks)"), "faster, product unseen");
 * assert.equal(kind("LoRA rank 32"), "no effect seen");
 * assert.equal(kind("attention"), "not tested");
 * ```
 */
export function h100Catalysis(): Treatments {
  const kit = dataset("h100-kit/runs"), old = dataset("h100/runs");
  const change = { group: "change", control: "none", names: { none: "bf16, no LoRA" } };
  const controls = old.filter((r) =>
    r.session === 2 && r.start === "warm" &&
    ["res1024", "prompt-seed", "baseline-again"].includes(r.tag)
  ).map(treatedRun);
  const blocks = (factor: string, name: string, tag: string) =>
    treatment(
      `${name} (blocks)`,
      controls,
      old.filter((r) => r.tag === tag && r.start === "warm").map(treatedRun),
      { factor, control: "bf16, eager", design: "blocks" },
    );
  const arm = (tags: string[]) =>
    kit.filter((r) => r.group === "compile" && r.start === "warm" && tags.includes(r.tag))
      .map(treatedRun);
  const [eager, compiled] = [arm(["none", "none-after"]), arm(["compile-inductor"])];
  return treatments([
    ...treatmentsIn(kit, {
      ...change,
      factor: "LoRA",
      tags: ["lora"],
      names: { ...change.names, lora: "LoRA rank 32" },
      notes: ["The LoRA's runs also have a longer prompt."],
    }),
    blocks("LoRA", "LoRA rank 32", "lora-r32"),
    ...treatmentsIn(kit, {
      ...change,
      factor: "precision",
      tags: ["fp8", "fp8-fast"],
      names: { ...change.names, fp8: "fp8 weights", "fp8-fast": "fp8 weights, fast" },
    }),
    blocks("precision", "fp8 weights", "dtype-fp8_e4m3fn"),
    blocks("precision", "fp8 weights, fast", "dtype-fp8_e4m3fn_fast"),
    blocks("compile", "torch.compile", "compile-inductor"),
    treatment("torch.compile (between blocks)", eager, compiled, {
      factor: "compile",
      control: "bf16, eager",
      design: "blocks",
      notes: ["Without, with, without: the two blocks without bound the drift."],
    }),
    ...treatmentsIn(kit, {
      group: "batch",
      control: "batch-1",
      tags: ["batch-2", "batch-4", "batch-8"],
      rate: "NFE·pictures/s",
    }),
    ...treatmentsIn(kit, { group: "sampler", control: "res_multistep" }),
    ...treatmentsIn(kit, {
      group: "steps",
      control: "steps-8",
      tags: ["steps-2", "steps-4", "steps-12", "steps-16", "steps-24", "steps-32"],
    }),
    notTested("attention", "attention", "All recorded runs used PyTorch's attention."),
    notTested("scheduler", "scheduler", "All recorded runs used the scheduler simple."),
  ]);
}
