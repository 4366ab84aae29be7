import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import type { ResultRow } from "./bench_nano_results.ts";

/** A value that was reached. */
export interface Reached {
  language: string;
  value: number;
  lo: number | null;
  hi: number | null;
  /** Pictures, pairs or runs behind it; null where it is counted whole. */
  n: number | null;
  /** Its interval holds the limit. */
  open: boolean;
  /** How far it is beyond the limit; 0 where it is not. */
  by: number;
}

/** One required figure, and what was reached. */
export interface Required {
  /** A key of the words in bench_nano_words.ts. */
  what: string;
  limit: number;
  /** The limit is a least value, a greatest, or a greatest distance from 0 either way. */
  at: "least" | "most" | "within";
  unit: "%" | "points" | "s" | "MB";
  /** What was reached, in that unit; several in two languages. None where nothing was measured. */
  reached: Reached[];
  /** By the values themselves; "not measured" without one. */
  verdict: "met" | "missed" | "not measured";
  /** Another sample could turn the verdict: every value that decides it has an interval that holds the limit. */
  open: boolean;
  /** How far the worst value is beyond the limit; 0 where it is met. */
  by: number;
}

/** Size of everything in data/nano, MB (10⁶ bytes), node_modules of the training left out. */
export function packageSize(folder = join(projectRoot(), "data/nano")): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += entry.name === "node_modules" ? 0 : 1e6 * packageSize(path);
    else bytes += statSync(path).size;
  }
  return bytes / 1e6;
}

/** The required figures of the nano family against the results. */
export function requiredFigures(rows: readonly ResultRow[], megabytes: number): Required[] {
  const find = (variant: string, measure: string, languages: string[], scale: number) =>
    rows.filter((r) =>
      r.variant === variant && r.measure === measure && languages.includes(r.language)
    ).map((r) => ({
      language: r.language,
      value: scale * r.value,
      lo: r.lo === null ? null : scale * r.lo,
      hi: r.hi === null ? null : scale * r.hi,
      n: r.n,
    }));
  const both = ["en", "zh"];
  const size = [{ language: "", value: megabytes, lo: null, hi: null, n: null }];
  return [
    verdictOf("size", 45, "most", "MB", size),
    verdictOf("turbo seconds", 0.4, "most", "s", find("turbo", "seconds a picture", [""], 1)),
    verdictOf("base seconds", 2.5, "most", "s", find("base", "seconds a picture", [""], 1)),
    verdictOf("base one object", 85, "least", "%", find("base", "one object", both, 100)),
    verdictOf("base background", 95, "least", "%", find("base", "background", both, 100)),
    verdictOf("base two objects", 60, "least", "%", find("base", "two objects", both, 100)),
    verdictOf(
      "turbo less base",
      -5,
      "least",
      "points",
      find("turbo", "Turbo less Base, one object", both, 1),
    ),
    verdictOf(
      "chinese less english",
      5,
      "within",
      "points",
      find("base", "Chinese less English, object", ["en+zh"], 1),
    ),
    verdictOf("edit followed", 70, "least", "%", find("edit", "edit all", both, 100)),
  ];
}

function verdictOf(
  what: string,
  limit: number,
  at: Required["at"],
  unit: Required["unit"],
  values: Omit<Reached, "open" | "by">[],
): Required {
  const over = {
    least: (v: number) => limit - v,
    most: (v: number) => v - limit,
    within: (v: number) => Math.abs(v) - limit,
  }[at];
  const limits = at === "within" ? [-limit, limit] : [limit];
  const reached = values.map((r) => ({
    ...r,
    open: r.lo !== null && r.hi !== null && limits.some((x) => r.lo! < x && r.hi! > x),
    by: Math.max(0, over(r.value)),
  }));
  const by = Math.max(0, ...reached.map((r) => r.by));
  // One that is surely beyond is enough for a miss.
  const open = reached.some((r) => r.open) && !reached.some((r) => r.by > 0 && !r.open);
  const verdict = !reached.length ? "not measured" : by > 0 ? "missed" : "met";
  return { what, limit, at, unit, reached, verdict, open, by };
}
