import type { Roofline } from "@kgen/kinetics";
import * as Plot from "@observablehq/plot";
import { WIDE } from "./fit_figure.ts";
import { significant } from "./number_text.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { INK, RULE } from "./style.ts";
import { element, HALO, label } from "./svg.ts";
import { decades, superscript } from "./ticks.ts";
import { cut, textWidth } from "./words.ts";

/** The roof of one or more cards with the same limits. */
export interface Roof {
  gpus: string[];
  tflops: number;
  gbs: number;
  /** FLOP/byte at which the roof turns flat. */
  ridge: number;
  colour: string;
  dashed: boolean;
}

interface Mark {
  intensity: number;
  tflops: number;
  text: string;
  colour: string;
  hollow: boolean;
}

const HEIGHT = 380, LEFT = 64, RIGHT = 18, TOP = 12, BOTTOM = 44, SIZE = 12, LINE = 16;

/** The log-log plot of {@linkcode rooflineFigure}. */
export function drawRoofs(roofs: Roof[], all: Roofline[]): Panel {
  const marks = all.map((r) => markOf(r, roofs));
  const decade = (v: number, round: (n: number) => number) => 10 ** round(Math.log10(v));
  const x: [number, number] = [
    decade(
      Math.min(...roofs.map((r) => r.ridge), ...marks.map((m) => m.intensity)) / 3,
      Math.floor,
    ),
    decade(Math.max(...roofs.map((r) => r.ridge), ...marks.map((m) => m.intensity)) * 3, Math.ceil),
  ];
  const height = (r: Roof, intensity: number) => Math.min(r.tflops, intensity * r.gbs / 1000);
  const low = Math.min(...roofs.map((r) => height(r, x[0])), ...marks.map((m) => m.tflops));
  const high = Math.max(...roofs.map((r) => r.tflops), ...marks.map((m) => m.tflops));
  const y: [number, number] = [decade(low, Math.floor), high * 1.6];
  const px = (v: number) => LEFT + (WIDE - LEFT - RIGHT) * share(v, x);
  const py = (v: number) => HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share(v, y);
  const format = (v: number) =>
    v >= 1e4 || v < 0.01 ? `10${superscript(Math.log10(v))}` : String(v);
  const panel = drawPanel({
    width: WIDE,
    height: HEIGHT,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { type: "log", domain: x },
    y: { type: "log", domain: y },
    marks: [
      Plot.gridX(decades(x), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.gridY(decades(y), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX(decades(x), {
        tickFormat: format,
        label: "intensity (FLOP/byte)",
        labelAnchor: "center",
        labelArrow: "none",
      }),
      Plot.axisY(decades(y), {
        tickFormat: format,
        label: "throughput (TFLOP/s)",
        labelAnchor: "center",
        labelArrow: "none",
      }),
      roofs.map((r) => {
        const corners = [x[0], r.ridge, x[1]].map((v) => ({ x: v, y: height(r, v) }));
        const dashes = r.dashed ? "6 4" : undefined;
        const line = { x: "x", y: "y", stroke: r.colour, strokeWidth: 2, strokeDasharray: dashes };
        return [
          Plot.ruleX([r.ridge], {
            y1: y[0],
            y2: r.tflops,
            stroke: r.colour,
            strokeOpacity: 0.6,
            strokeDasharray: "2 3",
          }),
          Plot.line(corners, line),
        ];
      }),
      Plot.dot(marks, {
        x: "intensity",
        y: "tflops",
        r: 4.5,
        stroke: "colour",
        strokeWidth: 1.5,
        fill: (m: Mark) => m.hollow ? "#ffffff" : m.colour,
      }),
    ],
  });
  const words = named(marks.map((m) => ({ ...m, x: px(m.intensity), y: py(m.tflops) })));
  return { ...panel, at: (x, y) => panel.at(x, y, words) };
}

function markOf(r: Roofline, roofs: Roof[]): Mark {
  const { bf16_tflops, bandwidth_gbs, gpu } = r.gpu;
  const roof = roofs.find((o) => o.tflops === bf16_tflops && o.gbs === bandwidth_gbs)!;
  const text = r.measured === null
    ? `${gpu}: at most ${significant(r.ceiling)} s⁻¹`
    : `${gpu}: ${significant(r.measured)} s⁻¹, ${
      significant(100 * r.fraction!, 2)
    } % of its ceiling`;
  return {
    intensity: r.intensity,
    tflops: r.achieved_tflops ?? r.ceiling * r.work.flop / 1e12,
    text,
    colour: roof.colour,
    hollow: r.measured === null,
  };
}

/** Names left of their points, moved apart where points are near each other, a thin line to each. */
function named(marks: (Mark & { x: number; y: number })[]): string {
  const parts: string[] = [];
  let above = -Infinity;
  for (const m of [...marks].sort((a, b) => a.y - b.y)) {
    const y = Math.max(m.y + 14, above + LINE);
    above = y;
    const width = textWidth(m.text, SIZE);
    const left = m.x - 18 - width > LEFT;
    const x = left ? m.x - 18 : m.x + 18;
    const ends = { x1: m.x, y1: m.y, x2: left ? x + 2 : x - 2, y2: y - 4 };
    parts.push(
      element("line", { ...ends, stroke: INK, "stroke-width": 0.7 }),
      label(x, y, cut(m.text, SIZE, left ? x : WIDE - x), {
        "text-anchor": left ? "end" : "start",
        ...HALO,
      }),
    );
  }
  return parts.join("");
}

function share(v: number, [lo, hi]: [number, number]): number {
  return Math.log(v / lo) / Math.log(hi / lo);
}
