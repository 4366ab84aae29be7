import * as Plot from "@observablehq/plot";
import { WIDE } from "./fit_figure.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { COLOURS, FAINT, INK, RULE } from "./style.ts";
import { element, HALO, label } from "./svg.ts";
import { type Tick, ticks } from "./ticks.ts";
import { cut, textWidth } from "./words.ts";

/** A treatment as the forest plot draws it. */
export interface ForestRow {
  factor: string;
  name: string;
  control: string;
  kind: string;
  state: "faster" | "slower" | "open";
  ratio: number;
  lo: number;
  hi: number;
  /** Smallest effect that could be seen, as a part. */
  unseen: number;
  text: string;
  quality: {
    g: number;
    lo: number;
    hi: number;
    state: "better" | "worse" | "open";
    text: string;
  } | null;
}

const ROW = 24, HEAD = 24, TOP = 4, BOTTOM = 44, SIZE = 12, QUALITY = 200;
const MARK = {
  faster: COLOURS.blue,
  better: COLOURS.blue,
  slower: COLOURS.vermilion,
  worse: COLOURS.vermilion,
  open: FAINT,
};
/** Plus and minus are broader than the figures that widths are reckoned with. */
const SIGNS = 1.12;
/** So are the letters of headings. */
const BOLD = 1.1;
/** An interval is cut off where it would take more than this part beyond all the points. */
const REACH = 1.35;

/** A heading: its baseline, and how far it reaches from the left edge, px. */
interface Head {
  y: number;
  width: number;
}

/** The parts of a line at x, from top to bottom, that no heading stands on. */
function parts(x: number, bottom: number, heads: readonly Head[]): { y1: number; y2: number }[] {
  const found: { y1: number; y2: number }[] = [];
  let from = TOP;
  for (const { y, width } of heads) {
    if (width + 6 < x) continue;
    if (y - 13 > from + 8) found.push({ y1: from, y2: y - 13 });
    from = y + 6;
  }
  return [...found, { y1: from, y2: bottom }];
}

/** A row that has a place. */
interface Mark {
  at: number;
  lo: number;
  hi: number;
  y: number;
  state: keyof typeof MARK;
}

/** The panels of the forest plot: ratios of k, and quality where there is any. */
export function drawForest(rows: readonly ForestRow[], scored: boolean): Panel[] {
  const { heads, places, height } = placed(rows);
  const wide = WIDE - (scored ? QUALITY : 0);
  const left = Math.min(
    210,
    Math.max(
      ...rows.map((r) => textWidth(r.name, SIZE)),
      ...rows.map((r) => textWidth(r.factor, 13)),
    ) + 26,
  );
  const right = scored ? 10 : Math.max(...rows.map((r) => SIGNS * textWidth(r.text, SIZE))) + 12;
  const domain = reach(rows);
  const ratios = panelOf({
    marks: rows.map((r, i) => ({ at: r.ratio, lo: r.lo, hi: r.hi, y: places[i], state: r.state })),
    bands: rows.map((r, i) => ({ y: places[i], lo: 1 / (1 + r.unseen), hi: 1 + r.unseen })),
    domain,
    zero: 1,
    log: true,
    label: "k with / k without",
    heads: heads.map((h) => ({
      y: h.y,
      width: textWidth(cut(h.text, 13, wide - right), 13) * BOLD,
    })),
    size: { width: wide, height, left, right },
  });
  const words = [
    ...heads.map((h) =>
      label(0, h.y, cut(h.text, 13, wide - right), {
        "font-size": 13,
        "font-weight": "600",
        "text-anchor": "start",
        ...HALO,
      })
    ),
    ...rows.map((r, i) =>
      label(left - 10, places[i] + 4, cut(r.name, SIZE, left - 12), { "text-anchor": "end" })
    ),
    ...scored
      ? []
      : rows.map((r, i) =>
        label(wide - right + 10, places[i] + 4, r.text, { "text-anchor": "start", fill: INK })
      ),
  ].join("");
  const first = { ...ratios, at: (x: number, y: number) => ratios.at(x, y, words) };
  if (!scored) return [first];
  const known = rows.map((r, i) => ({ q: r.quality, y: places[i] })).filter((r) => r.q !== null);
  const ends = known.flatMap(({ q }) => [q!.g - 4, q!.lo, 0]).concat(
    known.flatMap(({ q }) => [q!.hi]),
  );
  const most = Math.max(
    1,
    ...known.map(({ q }) =>
      Math.min(Math.abs(q!.g) * 1.6 + 1, Math.max(Math.abs(q!.lo), Math.abs(q!.hi)))
    ),
  );
  const quality = panelOf({
    marks: known.map(({ q, y }) => ({ at: q!.g, lo: q!.lo, hi: q!.hi, y, state: q!.state })),
    bands: [],
    domain: ends.length > 0 ? [-most * 1.05, most * 1.05] : [-1, 1],
    zero: 0,
    log: false,
    label: "quality, Hedges' g (better →)",
    heads: [],
    size: { width: QUALITY, height, left: 16, right: 6 },
  });
  const missing = rows.map((r, i) =>
    r.quality === null
      ? label(QUALITY / 2 + 5, places[i] + 4, "not seen", { "font-size": 11, fill: FAINT, ...HALO })
      : ""
  ).join("");
  return [first, { ...quality, at: (x: number, y: number) => quality.at(x, y, missing) }];
}

/** A heading for each factor, a line for each treatment below it. */
function placed(rows: readonly ForestRow[]) {
  const heads: { text: string; y: number }[] = [], places: number[] = [];
  let y = TOP, factor: string | null = null;
  for (const row of rows) {
    if (row.factor !== factor) {
      heads.push({ text: row.factor, y: y + HEAD - 8 });
      y += HEAD;
      factor = row.factor;
    }
    places.push(y + ROW / 2);
    y += ROW;
  }
  return { heads, places, height: y + BOTTOM };
}

/** All points, and the intervals as far as they leave room for the points. */
function reach(rows: readonly ForestRow[]): [number, number] {
  const points = rows.map((r) => r.ratio),
    least = Math.min(1, ...points),
    most = Math.max(1, ...points);
  const lo = Math.max(Math.min(...rows.map((r) => r.lo), least), least / REACH);
  const hi = Math.min(Math.max(...rows.map((r) => r.hi), most), most * REACH);
  const room = (hi / lo) ** 0.04;
  return lo === hi ? [0.9, 1.1] : [lo / room, hi * room];
}

function panelOf(o: {
  marks: Mark[];
  bands: { y: number; lo: number; hi: number }[];
  domain: [number, number];
  zero: number;
  log: boolean;
  label: string;
  heads: Head[];
  size: { width: number; height: number; left: number; right: number };
}): Panel {
  const { marks, domain: [lo, hi], size } = o, across = size.width - size.left - size.right;
  const clip = (v: number) => Math.min(hi, Math.max(lo, v));
  const to = o.log ? Math.log : (v: number) => v;
  const px = (v: number) => size.left + across * (to(clip(v)) - to(lo)) / (to(hi) - to(lo));
  const places: Tick[] = o.log ? ratioTicks([lo, hi], across) : ticks([lo, hi], 4);
  const named = new Map(places.map((t) => [to(t.at), t.text]));
  const bottom = size.height - BOTTOM;
  const upright = (values: number[]) =>
    values.flatMap((v) => parts(px(v), bottom, o.heads).map((part) => ({ x: to(v), ...part })));
  const panel = drawPanel({
    width: size.width,
    height: size.height,
    marginLeft: size.left,
    marginRight: size.right,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { domain: [to(lo), to(hi)] },
    y: { domain: [bottom, TOP], axis: null },
    marks: [
      Plot.ruleX(upright(places.map((t) => t.at)), {
        x: "x",
        y1: "y1",
        y2: "y2",
        stroke: RULE,
        strokeOpacity: 0.6,
      }),
      Plot.axisX(places.map((t) => to(t.at)), {
        tickFormat: (v: number) => named.get(v) ?? "",
        label: cut(o.label, SIZE, across + size.left),
        labelAnchor: "center",
        labelArrow: "none",
      }),
      Plot.rect(o.bands, {
        x1: (b: { lo: number }) => to(clip(b.lo)),
        x2: (b: { hi: number }) => to(clip(b.hi)),
        y1: (b: { y: number }) => b.y - ROW / 2 + 3,
        y2: (b: { y: number }) => b.y + ROW / 2 - 3,
        fill: FAINT,
        fillOpacity: 0.12,
      }),
      Plot.ruleX(upright([o.zero]), { x: "x", y1: "y1", y2: "y2", stroke: INK, strokeWidth: 1.2 }),
      Plot.ruleY(marks, {
        x1: (m: Mark) => to(clip(m.lo)),
        x2: (m: Mark) => to(clip(m.hi)),
        y: "y",
        stroke: (m: Mark) => MARK[m.state],
        strokeWidth: 1.8,
      }),
      Plot.dot(marks, {
        x: (m: Mark) => to(m.at),
        y: "y",
        r: 4.2,
        fill: (m: Mark) => m.state === "open" ? "#ffffff" : MARK[m.state],
        stroke: (m: Mark) => MARK[m.state],
        strokeWidth: 1.8,
      }),
    ],
  });
  // An interval that goes on beyond the figure ends in an arrow.
  const arrow = (x: number, y: number, way: 1 | -1, colour: string) =>
    element("path", {
      d: `M${Math.round(x - 6 * way)},${y - 4}L${Math.round(x)},${y}L${Math.round(x - 6 * way)},${
        y + 4
      }`,
      fill: "none",
      stroke: colour,
      "stroke-width": 1.6,
    });
  const arrows = marks.map((m) =>
    (m.lo < lo ? arrow(px(m.lo), m.y, -1, MARK[m.state]) : "") +
    (m.hi > hi ? arrow(px(m.hi), m.y, 1, MARK[m.state]) : "")
  ).join("");
  return { ...panel, at: (x, y, over = "") => panel.at(x, y, arrows + over) };
}

/** Round ratios, as near to each other as their texts allow where they are nearest: at the upper end. */
function ratioTicks([lo, hi]: [number, number], across: number): Tick[] {
  for (const step of [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]) {
    const apart = across * Math.log(hi / Math.max(lo, hi - step)) / Math.log(hi / lo);
    if (apart < 38) continue;
    const found: Tick[] = [];
    for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi * (1 + 1e-9); i++) {
      if (i > 0) {
        found.push({ at: i * step, text: (i * step).toFixed(step < 0.1 ? 2 : step < 1 ? 1 : 0) });
      }
    }
    // The line of no change has its number in any case.
    const one = found.every((t) => Math.abs(Math.log(t.at)) * across > 30 * Math.log(hi / lo));
    return one ? [...found, { at: 1, text: "1" }] : found;
  }
  return [{ at: 1, text: "1" }];
}
