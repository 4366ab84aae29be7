import { printable } from "@kgen/stats";
import { textTable } from "@kgen/tables";
import { checkOptions, metricOf } from "./recommend_check.ts";
import { limitsOf } from "./recommend_limits.ts";
import { notesOf, withDoubts } from "./recommend_notes.ts";
import { blank, place } from "./recommend_place.ts";
import type { Axis, Need, Option, Recommendation, Standing } from "./recommend_types.ts";
import { weightsOf } from "./recommend_weights.ts";
import { needWords, staysWords, tableRow } from "./recommend_words.ts";

/**
 * Recommends what to use: hard constraints 硬约束, then the Pareto front 帕累托前沿 over time, quality, memory and cost, then a
 * ranking of the front by your weights 权重. Every row says why it stands where it does; what was ruled out says by
 * which figure, against which limit, from which source.
 *
 * Uncertainty is carried through. A tie 并列 is a difference whose 95 % interval covers 0 ({@link knownDifference}, {@link paretoFront});
 * the ranking draws all numbers 4000 times from their errors with a fixed seed. Unknown numbers are never good: they break a limit,
 * dominate nobody, and an option without a number that weighs is not ranked.
 *
 * @param options rows of the benchmark table: {@link benchmarkOptions}, {@link optionOfRuns}, or your own
 * @param need limits and weights
 * @throws {KineticsError} no options, two of one name, weights that are no weights, several metrics of quality and none chosen
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { benchmarkOptions, recommend } from "@kgen/kinetics";
 *
 * const found = recommend(benchmarkOptions("h100-kit"), {
 *   task: "text-to-image",
 *   latency_s: 2,
 *   weights: { time: 0.7, quality: 0.3 },
 * });
 * assert.deepEqual(found.first, ["Turbo, H100, compiled"]); // a batch of 2 takes longer than 2 s
 * assert.match(found.rows.find((r) => r.option.variant === "Base")!.why, /latency 8.75 s .* > 2.00 s/);
 * console.log(String(found));
 * ```
 */
export function recommend(options: readonly Option[], need: Need): Recommendation {
  const asked = { ...need, metric: need.metric ?? metricOf(options, need) };
  checkOptions(options, need);
  const weights = weightsOf(asked);
  const axes = axesOf(asked, weights.map(([a]) => a));
  const judged = options.map((option) => ({ option, ...limitsOf(option, asked) }));
  const left = judged.filter((j) => j.out.length === 0).map((j) => j.option);
  const groups = asked.each === "variant"
    ? [...new Set(left.map((o) => o.variant))].map((v) => left.filter((o) => o.variant === v))
    : [left];
  const placed = groups.map((group) => place(group, axes, asked));
  const rows = placed.flatMap((p) => p.rows);
  for (const { option, out, doubtful } of judged) {
    const mine = rows.find((r) => r.option === option);
    if (mine) Object.assign(mine, { doubtful, why: withDoubts(mine, doubtful) });
    else if (out.length > 0) {
      rows.push({
        ...blank(option, "ruled out", asked),
        ruledOut: out,
        doubtful,
        why: [...out.map((r) => r.words), ...doubtful].join("; "),
      });
    }
  }
  const order: Standing[] = ["first", "tied", "front", "unranked", "dominated", "ruled out"];
  rows.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
  const first = rows.filter((r) => r.standing === "first" || r.standing === "tied").map((r) =>
    r.option.name
  );
  const stays = asked.each ? null : placed[0].stays;
  const notes = notesOf(rows, asked, axes, left.length);
  if (stays) notes.unshift(staysWords(stays, rows[0].option.name));
  const result: Recommendation = {
    name: "recommend",
    need: asked,
    axes,
    rows,
    first,
    front: placed.flatMap((p) => p.front.front),
    stays,
    notes,
    table: rows.map((r) => tableRow(r, asked)),
    words: [needWords(asked), ...notes].join("\n"),
  };
  return printable(
    result,
    (r) => `${textTable([...r.table], { maxText: 400, maxRows: 60 })}\n${r.words}`,
  );
}

/** Time, quality, memory, cost where there are prices, latency where it weighs. */
function axesOf(need: Need, weighing: Axis[]): Axis[] {
  const axes: Axis[] = ["time", "quality", "memory"];
  if (need.prices || weighing.includes("cost")) axes.push("cost");
  if (weighing.includes("latency")) axes.push("latency");
  return axes;
}
