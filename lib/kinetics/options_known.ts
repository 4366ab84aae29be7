import { meanInterval, tInterval } from "@kgen/stats";
import { dataset } from "@kgen/tables";
import { KineticsError } from "./errors.ts";
import type { Known } from "./recommend_types.ts";

type Sample = { value: number; block?: string };
type About = Pick<Known, "unit" | "source"> & { kind?: Known["kind"]; id?: string };

/** 1 GiB is 1024 MiB; a card sold as 24 GB has 24 GiB. */
export const gib = (mib: number): number => mib / 1024;

/** Mean of runs with its standard error. One run has no scatter of its own: it is borrowed. */
export function meanOf(samples: readonly Sample[], about: About): Known {
  const { mean, se, ci, n } = meanInterval(samples.map((s) => s.value));
  if (se === null) return { ...single(mean, "time", about), n, samples: [...samples] };
  const { kind = "measured" } = about;
  return {
    value: mean,
    se,
    df: n - 1,
    ci,
    n,
    kind,
    spread: "runs",
    samples: [...samples],
    ...id(about),
  };
}

/** Highest of the runs' peaks; its standard error is the scatter of a single run, since a run's peak is what must fit. */
export function peakOf(samples: readonly Sample[], about: About): Known {
  const { sd, n } = meanInterval(samples.map((s) => s.value));
  const value = Math.max(...samples.map((s) => s.value));
  if (sd === null) return { ...single(value, "memory", about), n, samples: [...samples] };
  const ci: [number, number] = [Math.min(...samples.map((s) => s.value)), value];
  const { kind = "measured" } = about;
  return { value, se: sd, df: n - 1, ci, n, kind, spread: "runs", ...id(about) };
}

/** A number without a spread: that of single jobs on the H100 stands in. */
export function single(value: number, of: "time" | "memory", about: About): Known {
  const { relative, df } = borrowed()[of];
  const se = relative * value;
  const { kind = "claimed" } = about;
  const ci = tInterval(value, se, df);
  return { value, se, df, ci, n: null, kind, spread: "borrowed", ...id(about) };
}

/** A number whose error is known from elsewhere. */
export function given(value: number, se: number, df: number, about: About): Known {
  if (!(Number.isFinite(value) && se >= 0 && df > 0)) {
    throw new KineticsError(
      "argument",
      `A number needs a value, an error from 0 up and degrees of freedom; got ${value} ± ${se}, ${df}.`,
    );
  }
  const { kind = "measured" } = about;
  return {
    value,
    se,
    df,
    ci: tInterval(value, se, df),
    n: null,
    kind,
    spread: "given",
    ...id(about),
  };
}

/** The same number in another unit. */
export function scaled(k: Known, factor: number, unit: string): Known {
  return {
    ...k,
    value: k.value * factor,
    se: k.se === null ? null : k.se * factor,
    ci: k.ci === null ? null : [k.ci[0] * factor, k.ci[1] * factor],
    unit,
    ...(k.samples ? { samples: k.samples.map((s) => ({ ...s, value: s.value * factor })) } : {}),
  };
}

function id(about: About) {
  return {
    unit: about.unit,
    source: about.source,
    ...(about.id === undefined ? {} : { id: about.id }),
  };
}

let cached: Record<"time" | "memory", { relative: number; df: number }> | undefined;

/** How much single jobs of one condition scatter, as a part of their mean: 20 warm Turbo runs of data/h100-kit. */
export function borrowed(): Record<"time" | "memory", { relative: number; df: number }> {
  if (cached) return cached;
  const runs = dataset("h100-kit/runs").filter((r) => r.group === "turbo" && r.start === "warm");
  const of = (values: number[]) => {
    const { mean, sd, n } = meanInterval(values);
    return { relative: sd! / mean, df: n - 1 };
  };
  cached = {
    time: of(runs.map((r) => r.success_s)),
    memory: of(runs.map((r) => r.memory_used_mib)),
  };
  return cached;
}
