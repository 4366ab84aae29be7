import { UnknownMetricError } from "./errors.ts";
import type { Metric, PairMetric, SingleMetric, UnknownMetric } from "./metric.ts";
import { computedMetrics } from "./registry_computed.ts";
import { importedMetrics } from "./registry_imported.ts";

export type { Direction, Metric, PairMetric, SingleMetric, UnknownMetric } from "./metric.ts";

const computed = new Map(computedMetrics.map((m) => [m.name, m]));
const imported = new Map(importedMetrics.map((m) => [m.name, m]));
const registered = new Map<string, Metric>();

const find = (name: string): Metric | undefined =>
  computed.get(name) ?? registered.get(name) ?? imported.get(name);

/**
 * The metric of that name: its direction, range, unit and how to compute it.
 *
 * @throws {UnknownMetricError} listing the names there are
 *
 * @example
 * ```ts
 * import { metric } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * assert.equal(metric("psnr").unit, "dB");
 * assert.equal(metric("rmse").direction, "lower");
 * ```
 */
export function metric(name: "mse" | "rmse" | "psnr" | "ssim" | "msssim" | "gmsd"): PairMetric;
export function metric(name: "sharpness" | "noise"): SingleMetric;
export function metric(name: string): Metric;
export function metric(name: string): Metric {
  const found = find(name);
  if (found) return found;
  const here = metricNames("computed");
  throw new UnknownMetricError(name, here, metricNames().length - here.length);
}

/**
 * The metric of that name, or what can be said of a name that nobody described: its values may be kept
 * and shown with `warning`, but its `direction` is null.
 *
 * @example
 * ```ts
 * import { metricOrUnknown } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * const m = metricOrUnknown("beauty-v7");
 * assert.deepEqual([m.known, m.direction, m.label], [false, null, "beauty-v7"]);
 * assert.equal(metricOrUnknown("psnr").direction, "higher");
 * ```
 */
export function metricOrUnknown(name: string): (Metric & { known: true }) | UnknownMetric {
  const found = find(name);
  if (found) return { ...found, known: true };
  return {
    ...defaultsOf(name),
    known: false,
    direction: null,
    warning:
      `"${name}" is not a metric that kgen knows: its values are kept, but which way is better ` +
      `is not known. Say it with registerMetric({ name: ${
        JSON.stringify(name)
      }, direction: "lower" }).`,
  };
}

/**
 * The names that {@linkcode metric} knows.
 *
 * @param which "computed" leaves out those whose values can only be imported
 *
 * @example
 * ```ts
 * import { metricNames } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * assert.ok(metricNames().includes("ssim"));
 * assert.ok(metricNames("computed").includes("gmsd"));
 * ```
 */
export function metricNames(which: "all" | "computed" = "all"): string[] {
  const all = [...new Set([computed, imported, registered].flatMap((m) => [...m.keys()]))];
  return which === "all" ? all : all.filter((name) => {
    const { compare, measure, compareAsync } = metric(name);
    return compare || measure || compareAsync;
  });
}

/** What {@linkcode registerMetric} must be told; the rest has defaults. */
export type MetricDescription = Pick<Metric, "name" | "direction"> & Partial<Metric>;

/**
 * Makes a metric known by name, so that tables, figures and completeness can use it.
 *
 * Defaults: its name as label, any range, no unit, full reference, a picture, tool "other". Registering
 * a name again replaces it. A metric that kgen only imports ("lpips") can so be given a way to compute it,
 * in its own direction; those that kgen computes stay.
 *
 * @throws {TypeError} when the name, direction or range cannot be used
 *
 * @example
 * ```ts
 * import { metric, registerMetric } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * registerMetric({ name: "votes", direction: "higher", range: [0, 5], reference: false, tool: "class" });
 * assert.equal(metric("votes").label, "votes");
 * assert.throws(() => registerMetric({ name: "psnr", direction: "lower" }), /psnr/);
 * ```
 */
export function registerMetric(description: MetricDescription): Metric {
  const m: Metric = { ...defaultsOf(description.name), ...description };
  if (typeof m.name !== "string" || !/^\S+$/.test(m.name) || m.name !== m.name.toLowerCase()) {
    throw new TypeError(
      `A metric needs a short lower-case name without spaces, got ${JSON.stringify(m.name)}.`,
    );
  }
  if (computed.has(m.name)) {
    throw new TypeError(`"${m.name}" is a metric of kgen. Choose another name, like my-${m.name}.`);
  }
  if (m.direction !== "higher" && m.direction !== "lower") {
    throw new TypeError(
      `The direction of "${m.name}" must be "higher" or "lower", got ${
        JSON.stringify(m.direction)
      }.`,
    );
  }
  const known = imported.get(m.name)?.direction ?? m.direction;
  if (known !== m.direction) {
    throw new TypeError(`"${m.name}" is known here, and ${known} is better. Choose another name.`);
  }
  if (!(m.range.length === 2 && m.range[0] < m.range[1])) {
    throw new TypeError(`The range of "${m.name}" must be [low, high], got [${m.range}].`);
  }
  registered.set(m.name, m);
  return m;
}

function defaultsOf(name: string): Omit<Metric, "direction"> {
  return {
    name,
    label: name,
    range: [-Infinity, Infinity],
    unit: "",
    reference: true,
    kind: "picture",
    tool: "other",
    citation: "",
  };
}
