import { printable, significant } from "@kgen/stats";
import { dataset } from "@kgen/tables";
import { type KnownDifference, knownDifference } from "./options_difference.ts";
import { AXES, figureOf, higherIsBetter } from "./recommend_axes.ts";
import type { Like, SettingClaim } from "./recommend_seed_needs.ts";
import type { Need, Option } from "./recommend_types.ts";

/** What data say to a setting that is advised. */
export interface SettingCheck {
  setting: string;
  /** kept: better, and its interval says so. tie: it may be 0. refuted: worse. claims only: nothing measured to test it by. */
  verdict: "kept" | "tie" | "refuted" | "claims only" | "untested" | "little to gain";
  /** Figure with it less that without it. */
  difference: KnownDifference | null;
  /** The same as a part of the figure without it. */
  change: number | null;
  words: string;
}

/**
 * Tests a setting: two options that are alike in all but it, on one axis, with the interval of their difference; what it costs on
 * the others is told with it. Or, for a part of a job that is to become faster, how much there is to gain at most.
 *
 * @param options where the two are looked for; measured ones are preferred to claims
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions, checkSetting } from "@kgen/kinetics";
 *
 * const found = checkSetting(benchmarkOptions("h100-kit"), {
 *   use: "bulk content",
 *   setting: "batch 4",
 *   test: { kind: "compare", with: { variant: "Turbo", batch: 4 }, without: { batch: 1 }, axis: "time" },
 * });
 * assert.equal(found.verdict, "kept");
 * assert.ok(found.change! > -0.16 && found.change! < -0.12); // an eighth less, for three and a half times the wait
 * ```
 */
export function checkSetting(options: readonly Option[], claim: SettingClaim): SettingCheck {
  const { setting, test } = claim;
  const nothing = { setting, difference: null, change: null };
  const say = (check: SettingCheck) =>
    printable(check, (c) => `${c.setting}: ${c.verdict}. ${c.words}`);
  if (test.kind === "none") return say({ ...nothing, verdict: "untested", words: test.words });
  if (test.kind === "phase") return say({ ...nothing, ...phase(options, test) });
  const pair = pairOf(options, test.with, test.without);
  if (!pair) {
    const like = Object.values(test.with).join(" ");
    return say({ ...nothing, verdict: "untested", words: `no run has ${like}` });
  }
  const [w, o] = pair;
  const need: Need = { weights: {}, metric: w.quality?.metric };
  const a = figureOf(w, test.axis, need), b = figureOf(o, test.axis, need);
  if (!a || !b) return say({ ...nothing, verdict: "untested", words: `${test.axis} is unknown` });
  const difference = knownDifference(a, b);
  const sign = higherIsBetter(test.axis, [w, o], need) ? 1 : -1;
  const measured = a.kind === "measured" && b.kind === "measured";
  const better = sign * difference.difference > 0;
  const verdict = !measured ? "claims only" : difference.tie ? "tie" : better ? "kept" : "refuted";
  const change = difference.difference / b.value;
  const [lo, hi] = difference.ci ?? [NaN, NaN];
  const ends = [lo, hi].map((v) => Math.abs(v)).sort((x, y) => x - y).map((v) => significant(v, 3));
  const how = difference.how === "paired" ? `${difference.pairs} pairs` : "unpaired";
  const words =
    `${w.name} against ${o.name}: ${AXES[test.axis]} ${significant(a.value, 3)} instead of ` +
    `${significant(b.value, 3)} ${a.unit}, ${difference.difference < 0 ? "less" : "more"} by ${
      significant(Math.abs(difference.difference), 3)
    } (${ends.join(" to ")}, ${how}), ${significant(100 * Math.abs(change), 2)} %${price(w, o)}`;
  const refuted = [w, o].find((x) => x.doubts.some((d) => d.verdict === "refuted"));
  const doubt = refuted ? `; but ${refuted.name} is refuted` : "";
  return say({ setting, verdict, difference, change, words: words + doubt });
}

/** What it costs on other axes. */
function price(w: Option, o: Option): string {
  const parts: string[] = [];
  if (w.batch !== o.batch && w.seconds && o.seconds) {
    parts.push(
      `the wait is ${significant(w.seconds.value, 3)} instead of ${
        significant(o.seconds.value, 3)
      } s`,
    );
  }
  if (w.memory && o.memory && w.batch !== o.batch) {
    parts.push(
      `the peak ${significant(w.memory.value, 3)} instead of ${significant(o.memory.value, 3)} GiB`,
    );
  }
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

const KEYS = [
  "variant",
  "card",
  "steps",
  "cfg",
  "width",
  "height",
  "precision",
  "sampler",
  "change",
  "batch",
] as const;

/** Two options alike in all but the setting; measured before claimed. */
function pairOf(options: readonly Option[], withIt: Like, without: Like): [Option, Option] | null {
  const like = (o: Option, l: Like) =>
    Object.entries(l).every(([k, v]) => o[k as keyof Like] === v);
  const sorted = [...options].sort((a, b) =>
    Number(a.seconds?.kind === "claimed") - Number(b.seconds?.kind === "claimed")
  );
  // The plainest of several such pairs: fewest words in its name.
  const candidates = sorted.filter((o) => like(o, withIt)).sort((a, b) =>
    a.name.length - b.name.length
  );
  for (const w of candidates) {
    const other = sorted.find((o) =>
      o !== w && like(o, without) && KEYS.every((k) => k in without || o[k] === w[k])
    );
    if (other) return [w, other];
  }
  return null;
}

/** The share of a job that a part takes: more than that nobody can gain by it (G. M. Amdahl, AFIPS 30 (1967) 483). */
function phase(
  options: readonly Option[],
  test: { variant: string; phase: string },
): Pick<SettingCheck, "verdict" | "words" | "change"> {
  const row = dataset("h100-kit/bench_host").find((r) => r.phase === test.phase);
  const option = options.find((o) => o.variant === test.variant && o.seconds?.kind === "measured");
  if (!row?.warm_s || !option) {
    return { verdict: "untested", words: `no run tells it`, change: null };
  }
  const share = row.warm_s / option.seconds!.value;
  return {
    verdict: "little to gain",
    change: -share,
    words:
      `${test.phase} takes ${row.warm_s} s of the ${significant(option.seconds!.value, 3)} s of ` +
      `${option.name}: even without it a job is only ${
        significant(100 * share, 2)
      } % shorter (h100-kit/bench_host)`,
  };
}
