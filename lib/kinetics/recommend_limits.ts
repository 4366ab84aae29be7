import { significant } from "@kgen/stats";
import { figureOf } from "./recommend_axes.ts";
import { intervalText } from "./recommend_number.ts";
import type { Axis, Known, Need, Option, RuledOut } from "./recommend_types.ts";

/**
 * Hard constraints 硬约束: each limit that an option breaks, with number, limit and source. An unknown number breaks a
 * limit too: it cannot be shown to hold. Where a number's interval holds the limit, `doubtful` says so.
 */
export function limitsOf(o: Option, need: Need): { out: RuledOut[]; doubtful: string[] } {
  const out: RuledOut[] = [], doubtful: string[] = [];
  const rule = (limit: string, words: string) => out.push({ limit, words });
  if (need.task !== undefined && !o.tasks.includes(need.task)) {
    rule(
      "task",
      `does ${o.tasks.join(" and ") || "no known task"}, not ${need.task} (seed/variants)`,
    );
  }
  for (const language of need.languages ?? []) {
    if (o.languages.includes(language)) continue;
    rule("language", `is not said to understand ${language} (${o.languagesSource})`);
  }
  if (need.cards && !need.cards.includes(o.card)) {
    rule("card", `is of an ${o.card}, and there is ${need.cards.join(" or ")}`);
  }
  const size = need.size === undefined ? [1024, 1024] : need.size;
  if (size !== null && (o.width !== size[0] || o.height !== size[1])) {
    rule("size", `makes ${o.width}×${o.height} px, not ${size[0]}×${size[1]}`);
  }
  if (need.published && !o.published) rule("published", "has no public weights");
  const trust = need.trust ?? "not refuted";
  if (trust !== "any") {
    for (const d of o.doubts.filter((d) => d.verdict === "refuted")) {
      rule("refuted", `refuted: ${d.words}`);
    }
  }
  if (trust === "measured" && o.seconds?.kind !== "measured") {
    rule("measured", `is a claim: its time was not measured (${o.seconds?.source ?? o.source})`);
  }
  const most = (axis: Axis, name: string, limit: number | undefined, factor = 1) => {
    if (limit === undefined) return;
    const k = figureOf(o, axis, need);
    const bound = limit * factor;
    if (k === null) {
      rule(
        name,
        `${name} is unknown, so it cannot be shown to be at most ${significant(limit, 3)}`,
      );
    } else if (k.value > bound) rule(name, `${name} ${broken(k, ">", bound)}`);
    if (k?.ci && k.ci[0] <= bound && k.ci[1] > bound) doubtful.push(near(name, k, bound));
  };
  most("memory", "memory", need.memory_gib);
  most("latency", "latency", need.latency_s);
  // A budget is money a picture; cost is told for a thousand.
  most("cost", "cost", need.budget, 1000);
  if (need.quality !== undefined) quality(o, need, rule, doubtful);
  return { out, doubtful };
}

function quality(
  o: Option,
  need: Need,
  rule: (limit: string, words: string) => void,
  doubtful: string[],
): void {
  const k = figureOf(o, "quality", need), bound = need.quality!;
  if (k === null) {
    return rule(
      "quality",
      `${need.metric ?? "quality"} is unknown, so it cannot be shown to reach ${bound}`,
    );
  }
  const higher = o.quality!.direction === "higher";
  const name = need.metric!;
  if (higher ? k.value < bound : k.value > bound) {
    rule("quality", `${name} ${broken(k, higher ? "<" : ">", bound)}`);
  }
  if (k.ci && k.ci[0] <= bound && k.ci[1] >= bound) doubtful.push(near(name, k, bound));
}

function broken(k: Known, sign: string, bound: number): string {
  const unit = k.unit === "" ? "" : ` ${k.unit}`;
  return `${intervalText(k)} ${sign} ${significant(bound, 3)}${unit} (${k.kind}, ${k.source})`;
}

/** "latency: perhaps, 0.38 to 0.45 s holds the limit 0.4 s, n = 3": what is known where a limit lies within the interval. */
function near(name: string, k: Known, bound: number): string {
  const unit = k.unit === "" ? "" : ` ${k.unit}`;
  const [lo, hi] = k.ci!.map((v) => significant(v, 3));
  const n = k.n === null ? "how many runs is not said" : `n = ${k.n}`;
  const limit = `${+bound.toPrecision(3)}`;
  return `${name}: perhaps, ${lo} to ${hi}${unit} holds the limit ${limit}${unit}, ${n}`;
}
