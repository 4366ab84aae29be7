import type { Known, Option } from "@kgen/kinetics";
import { meanInterval } from "@kgen/stats";

/** A measured number from its runs. */
export function measured(values: number[], block?: (i: number) => string): Known {
  const { mean, se, ci, n } = meanInterval(values);
  return {
    value: mean,
    se,
    df: n - 1,
    ci,
    n,
    unit: "s",
    kind: "measured",
    spread: "runs",
    source: "made up",
    samples: values.map((value, i) => ({ value, block: block?.(i) })),
  };
}

/** An exact number, or one with that standard error. */
export function exact(value: number, se = 0, df = 30): Known {
  const ci: [number, number] = [value - 2 * se, value + 2 * se];
  return {
    value,
    se,
    df,
    ci,
    n: df + 1,
    unit: "s",
    kind: "measured",
    spread: "runs",
    source: "made up",
  };
}

/** An option with those numbers; null is unknown. */
export function option(
  name: string,
  seconds: Known | number | null,
  quality: Known | number | null,
  memory: Known | number | null = 10,
  more: Partial<Option> = {},
): Option {
  const known = (k: Known | number | null) => typeof k === "number" ? exact(k) : k;
  const q = known(quality);
  return {
    name,
    variant: name,
    card: "card",
    tasks: ["text-to-image"],
    languages: ["en"],
    languagesSource: "made up",
    published: true,
    steps: 8,
    nfe: 8,
    cfg: 1,
    width: 1024,
    height: 1024,
    precision: "bf16",
    sampler: "euler",
    change: "none",
    batch: 1,
    seconds: known(seconds),
    memory: known(memory),
    quality: q && { ...q, unit: "", metric: "FID", direction: "lower" },
    source: "made up",
    doubts: [],
    ...more,
  };
}
