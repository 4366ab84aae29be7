import { complianceRate, parity } from "@kgen/kinetics";
import { editKinds } from "@kgen/quality";
import type { SetResult } from "./bench_nano_frechet.ts";
import type { Times } from "./bench_nano_times.ts";
import type { Variant } from "./bench_nano_variants.ts";
import type { EditRow, PromptRow } from "./bench_nano_verdicts.ts";

/** One number of the results table. */
export interface ResultRow {
  variant: string;
  /** "one object", "all background", "edit skin", "k_gen"... */
  measure: string;
  /** "en", "zh", "en+zh", or "" where no language is meant. */
  language: string;
  value: number;
  lo: number | null;
  hi: number | null;
  /** "" for a rate from 0 to 1, "points", "s", "s-1". */
  unit: string;
  /** Of n pictures or pairs k; null where nothing is counted. */
  k: number | null;
  n: number;
  /** How the interval was made. */
  interval: string;
}

const none = { lo: null, hi: null, k: null, interval: "" };

function rate(
  variant: string,
  measure: string,
  language: string,
  values: (0 | 1 | "")[],
): ResultRow[] {
  const asked = values.filter((v) => v !== "");
  if (!asked.length) return [];
  const r = complianceRate(asked.filter((v) => v === 1).length, asked.length);
  const { k, n, ci: [lo, hi] } = r;
  return [{
    variant,
    measure,
    language,
    value: r.rate,
    lo,
    hi,
    unit: "",
    k,
    n,
    interval: "Wilson",
  }];
}

/** b's rate less a's over pairs, in points. */
function difference(
  variant: string,
  measure: string,
  language: string,
  pairs: { a: boolean; b: boolean }[],
): ResultRow[] {
  if (!pairs.length) return [];
  const p = parity(pairs.map(({ a, b }) => ({ en: a, zh: b })));
  const [lo, hi] = p.ci.map((v) => 100 * v);
  const value = 100 * p.difference;
  return [{
    variant,
    measure,
    language,
    value,
    lo,
    hi,
    unit: "points",
    k: null,
    n: p.n,
    interval: "Tango, paired",
  }];
}

/** Pairs of rows with the same key. */
function paired<Row>(a: Row[], b: Row[], key: (r: Row) => string, good: (r: Row) => boolean) {
  const others = new Map(b.map((r) => [key(r), r]));
  return a.flatMap((r) => {
    const other = others.get(key(r));
    return other === undefined ? [] : [{ a: good(r), b: good(other) }];
  });
}

/** Accuracies of a variant in each language, and Chinese less English. */
export function promptResults(variant: string, verdicts: readonly PromptRow[]): ResultRow[] {
  const of = (things: number, language: string) =>
    verdicts.filter((v) => v.language === language && (!things || v.things === things));
  const right = (v: PromptRow) => v.object === 1;
  const each = (f: (language: string) => ResultRow[]) => ["en", "zh"].flatMap(f);
  return [
    ...each((l) => rate(variant, "one object", l, of(1, l).map((v) => v.object))),
    ...each((l) => rate(variant, "two objects", l, of(2, l).map((v) => v.object))),
    ...each((l) => rate(variant, "background", l, of(0, l).map((v) => v.background))),
    ...each((l) => rate(variant, "font", l, of(0, l).map((v) => v.style))),
    ...difference(
      variant,
      "Chinese less English, object",
      "en+zh",
      paired(of(0, "en"), of(0, "zh"), (v) => v.id, right),
    ),
  ];
}

/** Turbo less Base over the same prompts and noise, in each language. */
export function turboAgainstBase(verdicts: readonly PromptRow[]): ResultRow[] {
  const of = (variant: string, things: number, language: string) =>
    verdicts.filter((v) => v.variant === variant && v.things === things && v.language === language);
  return [[1, "one object"], [2, "two objects"]].flatMap(([things, what]) =>
    ["en", "zh"].flatMap((l) =>
      difference(
        "turbo",
        `Turbo less Base, ${what}`,
        l,
        paired(
          of("base", +things, l),
          of("turbo", +things, l),
          (v) => v.id,
          (v) => v.object === 1,
        ),
      )
    )
  );
}

/** Instructions followed, by kind, in both languages and in each. */
export function editResults(verdicts: readonly EditRow[]): ResultRow[] {
  const kinds = editKinds.flatMap((kind) =>
    rate(
      "edit",
      `edit ${kind}`,
      "en+zh",
      verdicts.filter((v) => v.kind === kind).map((v) => v.followed),
    )
  );
  // Another style is another task where the thing is named: then it need not be known by sight.
  const style = ([[1, "thing named"], [0, "not named"]] as const).flatMap(([named, what]) =>
    rate(
      "edit",
      `edit style, ${what}`,
      "en+zh",
      verdicts.filter((v) => v.kind === "style" && v.named === named).map((v) => v.followed),
    )
  );
  const of = (l: string) => verdicts.filter((v) => v.language === l);
  return [
    ...kinds,
    ...style,
    ...["en", "zh"].flatMap((l) => rate("edit", "edit all", l, of(l).map((v) => v.followed))),
    ...difference(
      "edit",
      "Chinese less English, edits",
      "en+zh",
      paired(of("en"), of("zh"), (v) => v.id, (v) => v.followed === 1),
    ),
  ];
}

/** Rate of evaluations, seconds and NFE of a variant. */
export function timeResults(variant: Variant, t: Times): ResultRow[] {
  const shared = { variant: variant.name, language: "" };
  return [
    { ...shared, ...none, measure: "NFE", value: t.nfe, unit: "", n: t.seconds.length },
    {
      ...shared,
      ...none,
      measure: "k_gen",
      value: t.k.value,
      lo: t.k.ci?.[0] ?? null,
      hi: t.k.ci?.[1] ?? null,
      unit: "s-1",
      n: t.k.n,
      interval: "t of ln k over runs",
    },
    {
      ...shared,
      ...none,
      measure: "seconds a picture",
      value: t.median,
      lo: t.ci?.[0] ?? null,
      hi: t.ci?.[1] ?? null,
      unit: "s",
      n: t.seconds.length,
      interval: "order, of the median",
    },
  ];
}

/** Distance from training pictures, and its floor. */
export function distanceResults(variant: string, d: SetResult): ResultRow[] {
  const shared = { variant, language: "en+zh", ...none, unit: "", n: d.n };
  return [
    { ...shared, measure: d.name, value: d.value },
    { ...shared, measure: `${d.name}, floor`, value: d.floor },
  ];
}
