import { editKinds } from "@kgen/quality";
import type { Required } from "./bench_nano_required.ts";
import type { ResultRow } from "./bench_nano_results.ts";
import { english, type Made, type Words } from "./bench_nano_words.ts";

/** All that the table shows. */
export interface Report {
  rows: ResultRow[];
  required: Required[];
  variants: string[];
  /** Pictures of the set that distances are to. */
  reference: number;
  made: Made;
}

const digits = (v: number, n: number) => v.toFixed(n).replace("-", "−");

/** "92.9 % [87.4, 96.1] (130/140)" */
export function cell(r: ResultRow | undefined): string {
  if (r === undefined) return "";
  const rate = r.k !== null;
  const scale = rate ? 100 : 1;
  const places = rate || r.unit === "points" ? 1 : r.unit === "s" ? 2 : r.measure === "NFE" ? 0 : 2;
  const show = (v: number) => digits(scale * v, places);
  const ends = r.lo === null || r.hi === null ? "" : ` [${show(r.lo)}, ${show(r.hi)}]`;
  const unit = rate ? " %" : r.unit === "s" ? " s" : "";
  return `${show(r.value)}${unit}${ends}${rate ? ` (${r.k}/${r.n})` : ""}`;
}

const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
const rule = (n: number) => `|${" --- |".repeat(n)}`;

/** The results as Markdown: the table of the variants, of edits, and the required figures. */
export function markdown(report: Report, words: Words = english): string {
  const parts = [
    variantTable(report, words),
    editTable(report, words),
    requiredTable(report, words),
    words.made(report.made).join("\n\n"),
  ];
  return parts.filter((p) => p !== "").join("\n\n") + "\n";
}

function variantTable({ rows, variants, reference }: Report, w: Words): string {
  const found = (v: string, measure: string, language: string) =>
    rows.find((r) => r.variant === v && r.measure === measure && r.language === language);
  const lines: string[] = [];
  const add = (label: string, make: (variant: string) => string) => {
    const cells = variants.map(make);
    if (cells.some((c) => c !== "")) lines.push(line([label, ...cells]));
  };
  for (const measure of ["one object", "two objects", "background", "font"]) {
    for (const language of ["en", "zh"]) {
      add(
        `${w.measures[measure]}, ${w.languages[language]}`,
        (v) => cell(found(v, measure, language)),
      );
    }
  }
  const paired = "Chinese less English, object";
  add(w.measures[paired], (v) => cell(found(v, paired, "en+zh")));
  for (const measure of ["Turbo less Base, one object", "Turbo less Base, two objects"]) {
    for (const language of ["en", "zh"]) {
      add(
        `${w.measures[measure]}, ${w.languages[language]}`,
        (v) => cell(found(v, measure, language)),
      );
    }
  }
  add(w.measures.distance, (v) => {
    const is = rows.find((r) => r.variant === v && /^Fréchet.*\)$/.test(r.measure));
    const floor = rows.find((r) => r.variant === v && /floor$/.test(r.measure));
    if (!is || !floor) return "";
    return `${digits(is.value, 2)} (${w.floor(digits(floor.value, 2), is.n, reference)})`;
  });
  for (const measure of ["NFE", "k_gen", "seconds a picture"]) {
    add(w.measures[measure], (v) => cell(found(v, measure, "")));
  }
  if (!lines.length) return "";
  const head = line([w.heads.measure, ...variants.map((v) => w.variants[v])]);
  return [head, rule(variants.length + 1), ...lines].join("\n");
}

function editTable({ rows }: Report, w: Words): string {
  const mine = rows.filter((r) => r.variant === "edit");
  const lines = [
    ...editKinds.flatMap((k) =>
      k === "style" ? ["style", "style, thing named", "style, not named"] : [k]
    )
      .map((k) => [w.measures[`edit ${k}`], `edit ${k}`, "en+zh"]),
    ...["en", "zh"].map((l) => [`${w.measures["edit all"]}, ${w.languages[l]}`, "edit all", l]),
    [w.measures["Chinese less English, edits"], "Chinese less English, edits", "en+zh"],
  ].flatMap(([label, measure, language]) => {
    const row = mine.find((r) => r.measure === measure && r.language === language);
    return row ? [line([label, cell(row)])] : [];
  });
  if (!lines.length) return "";
  return [line([w.followed, ""]), rule(2), ...lines].join("\n");
}

/** "at least 85 %" */
function limitText(f: Required, w: Words): string {
  const limit = amount(f, f.limit, w, f.unit === "s" ? 1 : 0);
  return f.at === "within"
    ? w.within + limit
    : `${f.at === "least" ? w.atLeast : w.atMost} ${limit}`;
}

function amount(f: Required, v: number, w: Words, places: number): string {
  const unit = f.unit === "points" ? w.points : f.unit;
  return `${digits(v, places)} ${unit}`;
}

/** The values whose interval holds the limit, in words. */
function holding(f: Required, w: Words, places: number): string[] {
  const limits = f.at === "within" ? [-f.limit, f.limit] : [f.limit];
  return f.reached.filter((r) => r.open).map((r) => {
    const limit = limits.filter((x) => r.lo! < x && r.hi! > x)
      .map((x) => amount(f, x, w, f.unit === "s" ? 1 : 0)).join(" / ");
    const language = f.reached.length > 1 ? `${w.languages[r.language]} ` : "";
    return w.holds(language, digits(r.lo!, places), amount(f, r.hi!, w, places), limit, r.n);
  });
}

function requiredTable({ required }: Report, w: Words): string {
  const lines = required.map((f) => {
    const places = f.unit === "s" ? 2 : 1;
    const reached = f.reached.map((r) => {
      const ends = r.lo === null || r.hi === null
        ? ""
        : ` [${digits(r.lo, places)}, ${digits(r.hi, places)}]`;
      const language = f.reached.length > 1 ? `${w.languages[r.language]} ` : "";
      return `${language}${digits(r.value, places)}${ends}`;
    }).join("; ");
    const missedBy = amount({ ...f, unit: f.unit === "%" ? "points" : f.unit }, f.by, w, places);
    const verdict = f.open
      ? w.perhaps(f.verdict === "met" ? null : missedBy, holding(f, w, places))
      : { "met": w.met, "missed": w.missed(missedBy), "not measured": w.notMeasured }[f.verdict];
    return line([w.required[f.what], limitText(f, w), reached, verdict]);
  });
  const { figure, asked, reached, verdict } = w.heads;
  return [line([figure, asked, reached, verdict]), rule(4), ...lines].join("\n");
}
