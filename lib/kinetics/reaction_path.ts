import { adjusted, type Adjustment, pairedTest, printable, significant } from "@kgen/stats";
import { textTable } from "@kgen/tables";
import { complianceRate, percent } from "./compliance_rate.ts";
import { KineticsError } from "./errors.ts";
import { groupBy } from "./group_by.ts";
import { mcnemarExact } from "./mcnemar.ts";
import type { PathRow, PathRun, PathWording, ReactionPaths } from "./reaction_path_types.ts";

/**
 * Is prompt design the choice of a reaction path? One content in several wordings, each against the first, paired by content and seed:
 *
 * - what was asked: pairs right in one wording only (McNemar, exact), rates with Wilson's interval
 * - t1: pairs that arrive earlier or later (sign test, exact; a run that never arrives is later than all)
 * - k: ratio with the interval of a t test on ln k
 * - side products (副产物) in the last frame: pairs that have any in one wording only (McNemar, exact)
 *
 * The p values of one question are corrected for the number of wordings (Holm unless said otherwise).
 *
 * @param runs of every wording; pairs that are not in both are left out of tests
 * @throws {KineticsError} one wording alone, a pair twice in a wording, no common pairs
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { reactionPaths } from "@kgen/kinetics";
 *
 * const run = (wording: string, pair: number, asked: boolean) => ({
 *   wording, pair, C: 0.5, t1: asked ? 3 : null, k: 0.1 + 0.01 * pair, asked,
 *   side: asked ? [] : ["dog"], onTheWay: asked ? 0 : 2, frames: 8, quality: null,
 * });
 * const pairs = [1, 2, 3, 4, 5, 6, 7, 8, 9];
 * const paths = reactionPaths([...pairs.map((p) => run("left first", p, true)), ...pairs.map((p) => run("right first", p, false))]);
 * assert.equal(paths.wordings[1].against!.asked.worse, 9);
 * assert.match(paths.words, /right first: fewer pictures as asked/);
 * ```
 */
export function reactionPaths(
  runs: readonly PathRun[],
  options: { adjust?: Adjustment; level?: number } = {},
): ReactionPaths {
  const { adjust = "holm", level = 0.95 } = options;
  const groups = [...groupBy(runs, (r) => r.wording)];
  if (groups.length < 2) {
    throw new KineticsError(
      "argument",
      `Paths are compared between wordings, and there ${groups.length === 1 ? "is 1" : "are 0"}.`,
    );
  }
  const first = groups[0][1];
  const wordings = groups.map(([name, mine], i) =>
    wordingOf(name, mine, i > 0 ? first : null, level)
  );
  // A family is one question asked of every wording.
  const questions = ["asked", "t1", "k", "side"] as const;
  for (const question of questions) {
    const tests = wordings.flatMap((w) => w.against?.[question] ?? []);
    adjusted(tests.map((t) => t.p), adjust).forEach((p, i) => tests[i].adjusted = p);
  }
  const result: ReactionPaths = {
    name: "reactionPaths",
    baseline: groups[0][0],
    wordings,
    adjustment: adjust,
    comparisons: groups.length - 1,
    level,
    table: wordings.map((w) => rowOf(w, level)),
    words: "",
  };
  result.words = wordsOf(result);
  return printable(result, (r) => `${textTable(r.table, { maxRows: 60 })}\n${r.words}`);
}

function wordingOf(
  wording: string,
  mine: readonly PathRun[],
  first: readonly PathRun[] | null,
  level: number,
): PathWording {
  const n = mine.length, mean = (v: number[]) => v.reduce((s, x) => s + x, 0) / v.length;
  const times = mine.map((r) => r.t1 ?? Infinity).sort((a, b) => a - b);
  const products = [...groupBy(mine.flatMap((r) => r.side), (s) => s)]
    .map(([name, all]): [string, number] => [name, all.length])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const rates = mine.filter((r) => r.k !== null).map((r) => Math.log(r.k!));
  const lower = times[Math.ceil(n / 2) - 1], upper = times[Math.floor(n / 2)];
  return {
    wording,
    n,
    C: mean(mine.map((r) => r.C)),
    asked: complianceRate(mine.filter((r) => r.asked).length, n, level),
    t1: lower === upper ? lower : (lower + upper) / 2,
    never: mine.filter((r) => r.t1 === null).length,
    k: rates.length === 0 ? NaN : Math.exp(mean(rates)),
    side: complianceRate(mine.filter((r) => r.side.length > 0).length, n, level),
    products,
    onTheWay: mean(mine.map((r) => r.onTheWay / r.frames)),
    against: first && against(wording, first, mine, level),
  };
}

function against(
  wording: string,
  first: readonly PathRun[],
  mine: readonly PathRun[],
  level: number,
): NonNullable<PathWording["against"]> {
  const partners = new Map<string, PathRun>();
  for (const run of first) partners.set(String(run.pair), run);
  const seen = new Set(mine.map((r) => String(r.pair)));
  if (seen.size < mine.length || partners.size < first.length) {
    throw new KineticsError(
      "bad table",
      `${
        seen.size < mine.length ? wording : first[0].wording
      }: a pair stands there twice. Name pairs by ` +
        `content and seed.`,
    );
  }
  const pairs = mine.filter((r) => partners.has(String(r.pair)))
    .map((b) => ({ a: partners.get(String(b.pair))!, b }));
  if (pairs.length === 0) {
    throw new KineticsError(
      "bad table",
      `${wording} and ${
        first[0].wording
      } have no pair in common. Do their pairs have the same names?`,
    );
  }
  const count = (f: (a: PathRun, b: PathRun) => boolean) =>
    pairs.filter(({ a, b }) => f(a, b)).length;
  const signs = (up: number, down: number) => ({ p: mcnemarExact(up, down), adjusted: NaN });
  const time = (r: PathRun) => r.t1 ?? Infinity, any = (r: PathRun) => r.side.length > 0;
  const better = count((a, b) => b.asked && !a.asked), worse = count((a, b) => a.asked && !b.asked);
  const earlier = count((a, b) => time(b) < time(a)), later = count((a, b) => time(b) > time(a));
  const more = count((a, b) => any(b) && !any(a)), fewer = count((a, b) => any(a) && !any(b));
  const rated = pairs.filter(({ a, b }) => a.k !== null && b.k !== null);
  const log = (which: "a" | "b") => rated.map((pair) => Math.log(pair[which].k!));
  const k = rated.length < 2 ? null : pairedTest(log("a"), log("b"), { level });
  return {
    asked: { better, worse, ...signs(better, worse) },
    t1: { earlier, later, ...signs(earlier, later) },
    side: { more, fewer, ...signs(more, fewer) },
    k: k && {
      ratio: Math.exp(k.difference),
      ci: [Math.exp(k.ci[0]), Math.exp(k.ci[1])],
      p: k.p,
      adjusted: NaN,
    },
  };
}

/** What differs from the first wording, after the correction, in words. */
function differences({ against: d }: PathWording, level: number): string[] {
  if (d === null) return [];
  const sure = (t: { adjusted: number } | null) => t !== null && t.adjusted < 1 - level;
  return [
    ...sure(d.asked)
      ? [`${d.asked.better > d.asked.worse ? "more" : "fewer"} pictures as asked`]
      : [],
    ...sure(d.t1) ? [d.t1.earlier > d.t1.later ? "earlier" : "later"] : [],
    ...sure(d.k) ? [d.k!.ratio > 1 ? "faster" : "slower"] : [],
    ...sure(d.side) ? [`${d.side.more > d.side.fewer ? "more" : "fewer"} side products`] : [],
  ];
}

const rate = (r: { k: number; n: number; ci: [number, number] }) =>
  `${r.k}/${r.n} (${percent(r.ci[0])} to ${percent(r.ci[1])})`;

function rowOf(w: PathWording, level: number): PathRow {
  const k = w.against?.k, found = differences(w, level);
  return {
    path: w.wording,
    "differs in": w.against === null
      ? "the others are held against it"
      : found.join(", ") || "nothing seen",
    n: w.n,
    C: w.C,
    "as asked": rate(w.asked),
    "t1 (NFE)": w.t1 === Infinity
      ? "most never"
      : `${significant(w.t1, 3)}${w.never > 0 ? `, ${w.never} never` : ""}`,
    "side products": rate(w.side),
    "which": w.products.slice(0, 3).map(([name, n]) => n > 1 ? `${name} ${n}×` : name).join(", "),
    "k (per NFE)": w.k,
    "k ratio": k
      ? `${significant(k.ratio, 3)} (${significant(k.ci[0], 3)} to ${significant(k.ci[1], 3)})`
      : "",
  };
}

function wordsOf(r: ReactionPaths): string {
  const pairs = Math.max(...r.wordings.map((w) => w.n));
  const told = r.wordings.slice(1).map((w) => {
    const found = differences(w, r.level);
    return `${w.wording}: ${found.length > 0 ? found.join(", ") : "no difference seen"}.`;
  });
  return [
    `${r.wordings.length} paths to the same contents, ${pairs} pairs each, against "${r.baseline}"; ` +
    `each question corrected for ${r.comparisons} comparison${
      r.comparisons === 1 ? "" : "s"
    } (${r.adjustment}).`,
    ...told,
  ].join("\n");
}
