import * as Plot from "@observablehq/plot";
import { WIDE } from "./fit_figure.ts";
import { drawPanel, type Panel } from "./plot.ts";
import { INK, RULE } from "./style.ts";
import { padded, type Tick, ticks } from "./ticks.ts";
import { label } from "./svg.ts";
import { textWidth, wrap } from "./words.ts";

/** Points of one colour. */
export interface SetSeries {
  name: string;
  colour: string;
  points: { step: number; value: number; lo: number | null; hi: number | null }[];
}

const PLOT = 282, LINE = 16, BOTTOM = 44, RIGHT = 18;

/** The plot within {@linkcode setDistanceFigure}. */
export function drawSetDistance(series: SetSeries[], axis: string): Panel {
  const all = series.flatMap((s) => s.points.map((p) => ({ ...p, colour: s.colour })));
  const steps = [...new Set(all.map((p) => p.step))].sort((a, b) => a - b);
  const heights = all.flatMap((p) => [p.value, p.lo ?? p.value, p.hi ?? p.value]);
  const [, high] = padded([0, ...heights]);
  const low = Math.min(0, ...heights);
  const y: [number, number] = [low === 0 ? 0 : padded([low, high])[0], high];
  const yTicks = ticks(y, 8);
  const left = Math.ceil(18 + Math.max(...yTicks.map((t) => textWidth(t.text, 12))));
  // Along the axis the name of the features would be cut; above it there is room.
  const heading = wrap(axis, 12, WIDE, 3);
  const top = heading.length * LINE + 12, height = top + PLOT + BOTTOM;
  const across = WIDE - left - RIGHT;
  const every = Math.max(1, Math.ceil(steps.length * 26 / across));
  const x: [number, number] = [steps[0] - 0.5, steps[steps.length - 1] + 0.5];
  const bars = all.filter((p) => p.lo !== null && p.hi !== null);
  // Series of one step stand beside one another, or their bars would cover each other.
  const aside = new Map(
    series.map((
      s,
      i,
    ) => [s.colour, (i - (series.length - 1) / 2) * Math.min(0.12, 0.5 / series.length)]),
  );
  const place = (p: { step: number; colour: string }) => p.step + aside.get(p.colour)!;
  const panel = drawPanel({
    width: WIDE,
    height,
    marginLeft: left,
    marginRight: RIGHT,
    marginTop: top,
    marginBottom: BOTTOM,
    x: { domain: x },
    y: { domain: y },
    marks: [
      Plot.gridY(yTicks.map((t) => t.at), { stroke: RULE, strokeOpacity: 0.6 }),
      Plot.axisX(
        steps.filter((_, i) => i % every === 0),
        named("step", steps.map((s) => ({ at: s, text: String(s) }))),
      ),
      Plot.axisY(yTicks.map((t) => t.at), named(null, yTicks)),
      Plot.ruleY([0], { stroke: INK }),
      series.map((s) =>
        Plot.line(means(s), { x: place, y: "value", stroke: s.colour, strokeWidth: 1.8 })
      ),
      Plot.ruleX(bars, { x: place, y1: "lo", y2: "hi", stroke: "colour", strokeWidth: 1.5 }),
      Plot.dot(all, {
        x: place,
        y: "value",
        r: 4,
        fill: "colour",
        stroke: "#ffffff",
        strokeWidth: 0.8,
      }),
    ],
  });
  const words = heading.map((line, i) =>
    label(0, 12 + i * LINE, line, { "text-anchor": "start", "font-size": 12 })
  ).join("");
  return { ...panel, at: (x, y) => panel.at(x, y, words) };
}

/** The mean of each step, in order. */
function means({ points, colour }: SetSeries): { step: number; value: number; colour: string }[] {
  const steps = [...new Set(points.map((p) => p.step))].sort((a, b) => a - b);
  return steps.map((step) => {
    const mine = points.filter((p) => p.step === step);
    return { step, colour, value: mine.reduce((sum, p) => sum + p.value, 0) / mine.length };
  });
}

function named(label: string | null, places: Tick[]) {
  const texts = new Map(places.map((t) => [t.at, t.text]));
  return {
    tickFormat: (at: number) => texts.get(at) ?? "",
    label,
    labelAnchor: "center" as const,
    labelArrow: "none" as const,
  };
}
