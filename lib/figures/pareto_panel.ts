import type { Standing } from "@kgen/kinetics";
import * as Plot from "@observablehq/plot";
import { WIDE } from "./fit_figure.ts";
import { placeNames } from "./place_names.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { COLOURS, FAINT, INK, RULE } from "./style.ts";
import { element, escapeXml, HALO, label, short } from "./svg.ts";
import { padded, type Tick, ticks } from "./ticks.ts";
import { cut, textWidth } from "./words.ts";

/** An option with its places; y is null where its number is unknown. */
export interface ParetoPoint {
  name: string;
  label: string;
  standing: Standing;
  x: Place;
  y: Place | null;
}

interface Place {
  value: number;
  lo: number;
  hi: number;
}

/** Colour and form of each standing: size and filling tell them apart without colour. */
export const MARKS: Record<Standing, { colour: string; hollow: boolean; r: number }> = {
  first: { colour: COLOURS.vermilion, hollow: false, r: 7 },
  tied: { colour: COLOURS.orange, hollow: false, r: 6 },
  front: { colour: COLOURS.blue, hollow: false, r: 4.5 },
  unranked: { colour: FAINT, hollow: true, r: 3.5 },
  dominated: { colour: "#a0a0a0", hollow: false, r: 3.5 },
  "ruled out": { colour: "#8a8a8a", hollow: true, r: 4 },
};

const log = Math.log10;
const ORDER: Standing[] = ["first", "tied", "front", "ruled out", "dominated", "unranked"];
const PLOT = 380, TOP = 12, BOTTOM = 44, RIGHT = 18, STRIP = 46;

/** The plot of {@linkcode paretoFigure}, and the names that found no room. */
export function drawPareto(
  points: ParetoPoint[],
  words: { x: string; y: string; strip: string; higher: boolean },
): { panel: Panel; unnamed: string[] } {
  const sorted = [...points].sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
  const known = sorted.filter((p): p is ParetoPoint & { y: Place } => p.y !== null);
  const unknown = sorted.filter((p) => p.y === null);
  const strip = unknown.length > 0 ? STRIP : 0;
  const height = PLOT + strip;
  const lx = padded(sorted.flatMap((p) => [p.x.lo, p.x.hi]).map(log), 0.06);
  const x: [number, number] = [10 ** lx[0], 10 ** lx[1]];
  const y: [number, number] = known.length > 0
    ? padded(known.flatMap((p) => [p.y.lo, p.y.hi]), 0.1)
    : [0, 1];
  const yTicks = known.length > 0 ? ticks(y, 7) : [];
  const left = Math.ceil(36 + Math.max(20, ...yTicks.map((t) => textWidth(t.text, 12))));
  const across = WIDE - left - RIGHT, floor = PLOT - BOTTOM;
  const px = (v: number) => left + across * (log(v) - lx[0]) / (lx[1] - lx[0]);
  const py = (v: number) => TOP + (floor - TOP) * (y[1] - v) / (y[1] - y[0]);
  const xTicks = logTicks(x).map((t) => ({ ...t, at: log(t.at) }));
  const middle = floor + strip / 2 + 6;
  const stairs = staircase(known, words.higher, x, y);
  const bars = known.flatMap((p) => {
    const stroke = MARKS[p.standing].colour;
    return [
      { x1: log(p.x.lo), x2: log(p.x.hi), y1: p.y.value, y2: p.y.value, stroke },
      { x1: log(p.x.value), x2: log(p.x.value), y1: p.y.lo, y2: p.y.hi, stroke },
    ];
  });
  const panel = drawPanel({
    width: WIDE,
    height,
    marginLeft: left,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM + strip,
    // Places are log10 already: a log scale of Plot drops labels of its own choice.
    x: { domain: lx },
    y: { domain: y },
    marks: [
      Plot.gridX(xTicks.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.gridY(yTicks.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX(xTicks.map((t) => t.at), {
        ...axis(xTicks, cut(words.x, 12, across)),
        ...(strip ? { dy: strip } : {}),
      }),
      Plot.axisY(yTicks.map((t) => t.at), axis(yTicks, cut(words.y, 12, floor - TOP))),
      Plot.line(stairs.map((p) => ({ x: log(p.x), y: p.y })), {
        x: "x",
        y: "y",
        stroke: MARKS.front.colour,
        strokeWidth: 1.2,
        strokeDasharray: "6 4",
      }),
      Plot.link(bars, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        stroke: "stroke",
        strokeWidth: 1.2,
        strokeOpacity: 0.7,
      }),
      Plot.dot([...known].reverse(), {
        x: (p: ParetoPoint) => log(p.x.value),
        y: (p: ParetoPoint) => p.y!.value,
        r: (p: ParetoPoint) => MARKS[p.standing].r,
        fill: (p: ParetoPoint) => MARKS[p.standing].hollow ? "#ffffff" : MARKS[p.standing].colour,
        stroke: (p: ParetoPoint) => MARKS[p.standing].hollow ? MARKS[p.standing].colour : INK,
        strokeWidth: (p: ParetoPoint) => MARKS[p.standing].hollow ? 1.4 : 0.7,
        symbol: (p: ParetoPoint) => p.standing === "unranked" ? "diamond" : "circle",
      }),
    ],
    r: { type: "identity" },
    symbol: { type: "identity" } as object,
  });
  const edges = { left: left + 2, right: WIDE - 4, top: 2, bottom: floor };
  const names = placeNames(
    known.map((p) => ({
      x: px(p.x.value),
      y: py(p.y.value),
      text: p.label,
      bars: { left: px(p.x.lo), right: px(p.x.hi), top: py(p.y.hi), bottom: py(p.y.lo) },
    })),
    edges,
    stairs.slice(1).map((p, i) => ({
      x1: px(stairs[i].x),
      y1: py(stairs[i].y),
      x2: px(p.x),
      y2: py(p.y),
    })),
  );
  const placed = new Set(names.map((n) => n.text));
  const over = [
    ...names.map((n) =>
      n.leader ? element("line", { ...n.leader, stroke: FAINT, "stroke-width": 0.7 }) : ""
    ),
    ...names.map((n) =>
      label(n.x, n.y, n.text, { "font-size": 11, fill: INK, "text-anchor": n.anchor, ...HALO })
    ),
    strip ? stripMarkup(unknown, { left, middle, floor, strip, px, text: words.strip }) : "",
  ].join("");
  return {
    panel: { ...panel, at: (dx, dy) => panel.at(dx, dy, over) },
    unnamed: known.filter((p) => !placed.has(p.label)).map((p) => p.name),
  };
}

/** Options whose number on y is unknown, on a strip below the plot, so that nobody reads a place from them. */
function stripMarkup(
  unknown: ParetoPoint[],
  s: {
    left: number;
    middle: number;
    floor: number;
    strip: number;
    px: (v: number) => number;
    text: string;
  },
): string {
  const right = WIDE - RIGHT;
  const ground = { x: s.left, y: s.floor + 10, width: right - s.left, height: s.strip - 10 };
  return [
    element("rect", { ...ground, fill: "#f2f2f2" }),
    label(s.left + 4, s.floor + 21, s.text, {
      "font-size": 10,
      fill: FAINT,
      "text-anchor": "start",
    }),
    ...unknown.map((p) => {
      const x = Number(short(s.px(p.x.value))), y = s.middle + 6;
      const name = `<title>${escapeXml(p.name)}</title>`;
      const out = p.standing === "ruled out";
      const style = {
        fill: "#ffffff",
        stroke: MARKS[out ? "ruled out" : "unranked"].colour,
        "stroke-width": 1.2,
      };
      if (out) return element("circle", { cx: x, cy: y, r: 4, ...style }, name);
      return element("path", {
        d: `M${x},${y - 5}L${x + 4},${y}L${x},${y + 5}L${x - 4},${y}Z`,
        ...style,
      }, name);
    }),
  ].join("");
}

/** The front of the two axes as a line of steps, from what is not ruled out. */
function staircase(
  known: (ParetoPoint & { y: Place })[],
  higher: boolean,
  [, right]: [number, number],
  [low, high]: [number, number],
): { x: number; y: number }[] {
  const sign = higher ? -1 : 1;
  const left = known.filter((p) => p.standing !== "ruled out")
    .sort((a, b) => a.x.value - b.x.value || sign * (a.y.value - b.y.value));
  const steps: { x: number; y: number }[] = [];
  let best = Infinity;
  for (const p of left) {
    if (sign * p.y.value >= best) continue;
    const before = steps.length > 0 ? steps[steps.length - 1].y : higher ? low : high;
    steps.push({ x: p.x.value, y: before }, { x: p.x.value, y: p.y.value });
    best = sign * p.y.value;
  }
  if (steps.length > 0) steps.push({ x: right, y: steps[steps.length - 1].y });
  return steps;
}

/** Round places in each decade, more of them the fewer decades there are. */
function logTicks([lo, hi]: [number, number]): Tick[] {
  const found: Tick[] = [];
  const digits = hi / lo > 20 ? [1, 2, 5] : hi / lo > 2 ? [1, 1.5, 2, 3, 4, 5, 7] : null;
  if (digits === null) return ticks([lo, hi], 6);
  for (let e = Math.floor(log(lo)); e <= Math.ceil(log(hi)); e++) {
    for (const digit of digits) {
      const at = Number(`${digit}e${e}`);
      if (at >= lo && at <= hi) found.push({ at, text: String(at) });
    }
  }
  return found;
}

function axis(list: Tick[], label: string) {
  const texts = new Map(list.map((t) => [t.at, t.text]));
  const tickFormat = (at: number) => texts.get(at) ?? "";
  return { tickFormat, label, labelAnchor: "center" as const, labelArrow: "none" as const };
}
