import { dataset, type H100Run } from "@kgen/tables";
import { gib, meanOf, peakOf } from "./options_known.ts";
import { optionName, USUAL } from "./options_name.ts";
import { claimedFid, variantFacts } from "./options_variants.ts";
import type { Option, Quality } from "./recommend_types.ts";

/** What is read of a run of either package. */
type Row = Omit<H100Run, "t_before_c" | "memory_t_before_c" | "power_before_w">;

/** Groups whose runs are not of a steady host. */
const LEFT_OUT = ["warm-up", "heat", "unrolled", "prompt"];

/**
 * The conditions of an H100 package as options: warm runs, those of the kit by the plugin. Time is submission to success.
 * Runs of one repeat of one group are a block. The weights are random, so no quality was measured: where variant, steps,
 * guidance, size and precision are as the document has them its claim is carried over, marked as claimed.
 */
export function h100Options(from: "h100-kit" | "h100"): Option[] {
  const runs: Row[] = dataset(`${from}/runs`).filter((r) =>
    r.start === "warm" && !LEFT_OUT.includes(r.group) &&
    ("way" in r ? r.way === "plugin" : true)
  );
  const conditions = new Map<string, Row[]>();
  for (const r of runs) {
    const key = [
      r.variant,
      r.steps,
      r.cfg,
      r.batch,
      r.width,
      r.height,
      r.sampler,
      r.change,
      r.previews,
    ]
      .join("|");
    conditions.set(key, [...(conditions.get(key) ?? []), r]);
  }
  const options = [...conditions.values()].map((own) => ofCondition(own, from));
  // The stock runs with and without previews are two conditions of one name.
  return options.filter((o, i) => options.findIndex((p) => p.name === o.name) === i);
}

function ofCondition(runs: Row[], from: string): Option {
  const [r] = runs;
  const variant = r.variant === "turbo" ? "Turbo" : "Base";
  const facts = variantFacts(variant)!;
  const precision = /fp8\w*/.exec(r.change)?.[0] ?? "bf16";
  const change = precision !== "bf16"
    ? "none"
    : r.change.replace(/ rank \d+.*/, "").replace("torch.compile inductor", "compiled");
  const source = `${from}, ${runs.length} runs`;
  const block = (run: Row) => `${from} ${run.session} ${run.group} ${run.repeat}`;
  const option = {
    variant,
    card: "H100",
    tasks: facts.tasks,
    languages: facts.languages,
    languagesSource: facts.languagesSource,
    published: facts.published,
    steps: r.steps,
    nfe: r.nfe,
    cfg: r.cfg,
    width: r.width,
    height: r.height,
    precision,
    sampler: r.sampler,
    change,
    batch: r.batch,
    seconds: meanOf(runs.map((run) => ({ value: run.success_s, block: block(run) })), {
      unit: "s",
      source,
    }),
    memory: peakOf(runs.map((run) => ({ value: gib(run.memory_used_mib) })), {
      unit: "GiB",
      source,
    }),
    source: from,
    doubts: [],
  };
  const quality = carried({ ...option, quality: null });
  return { name: optionName({ ...option, quality }), ...option, quality };
}

/** The document's claim, where the setting is the one that it speaks of. A sampler or a LoRA makes other pictures; a batch does not. */
function carried(o: Omit<Option, "name">): Quality | null {
  const usual = USUAL[o.variant];
  const same = o.steps === usual.steps && o.cfg === usual.cfg && o.width === 1024 &&
    o.height === 1024 && o.precision === "bf16" && o.sampler === "res_multistep" &&
    ["none", "compiled"].includes(o.change);
  return same ? claimedFid(variantFacts(o.variant)!.seed) : null;
}
