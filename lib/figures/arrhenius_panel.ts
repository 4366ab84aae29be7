import type { Arrhenius, SegmentedArrhenius } from "@kgen/kinetics";
import type { Ramp } from "./legend.ts";
import type { Panel } from "./plot.ts";
import { sequential } from "./ramp.ts";
import { scatterPanel } from "./scatter_panel.ts";
import { COLOURS, FAINT, INK } from "./style.ts";
import { padded, type Tick, ticks } from "./ticks.ts";

/** The part of the plane that a panel shows: 1000/T and ln k. */
export interface Window {
  x: [number, number];
  y: [number, number];
}

const ZERO_CELSIUS = 273.15;
const TEMPERATURE = "GPU temperature (°C)";

/** The window that holds a fit's points, its line and its band. */
export function windowOf(a: Arrhenius | SegmentedArrhenius): Window {
  const line = a.name === "arrhenius"
    ? a.line.flatMap((p) => [p.lo, p.hi])
    : a.line.map((p) => p.y);
  return {
    x: padded(a.points.map((p) => 1000 * p.x), 0.04),
    y: padded([...a.points.map((p) => p.y), ...line]),
  };
}

/** The scale of colour of all clocks; undefined where none was recorded. */
export function clockOf(fits: (Arrhenius | SegmentedArrhenius)[]): Ramp | undefined {
  const clocks = fits.flatMap((f) => f.points.map((p) => p.sm_clock_mhz))
    .filter((c): c is number => typeof c === "number" && Number.isFinite(c));
  if (clocks.length === 0) return undefined;
  return { text: "SM clock (MHz)", domain: [Math.min(...clocks), Math.max(...clocks)] };
}

/** The plot of one fit. */
export function arrheniusPanel(
  a: Arrhenius | SegmentedArrhenius,
  window: Window,
  o: { width: number; height: number; clock: Ramp | undefined; temperatureLabel?: string },
): Panel {
  const curve = a.line.map((p) => ({ x: 1000 * p.x, y: p.y }));
  const band = a.name === "arrhenius"
    ? a.line.map((p) => ({ x: 1000 * p.x, lo: p.lo, hi: p.hi }))
    : [];
  const within = (x: number) => Math.min(Math.max(x, window.x[0]), window.x[1]);
  const parts = a.name === "arrheniusSegmented" ? a.breakT : null;
  const middle = parts && 1000 / parts.value;
  return scatterPanel({
    width: o.width,
    height: o.height,
    x: { domain: window.x, label: "1000/T (K⁻¹)" },
    y: { domain: window.y, label: "ln k (k in s⁻¹)" },
    top: { ticks: celsius(window.x, o.width / 70), label: o.temperatureLabel ?? TEMPERATURE },
    strips: parts
      ? [{
        from: within(1000 / parts.ci[1]),
        to: within(1000 / parts.ci[0]),
        colour: COLOURS.purple,
      }]
      : [],
    bands: [{ points: band, colour: COLOURS.vermilion }],
    lines: [
      ...(middle === null ? [] : [{
        points: window.y.map((y) => ({ x: middle, y })),
        colour: COLOURS.purple,
        dashed: true,
      }]),
      {
        points: curve,
        colour: COLOURS.vermilion,
        dashed: a.name === "arrheniusSegmented" && !a.broken,
      },
    ],
    dots: a.points.map((p) => ({
      x: 1000 * p.x,
      y: p.y,
      ...(o.clock ? clocked(p.sm_clock_mhz, o.clock) : {}),
    })),
    outline: o.clock ? INK : undefined,
  });
}

/** Colour of a clock; a run without one is hollow. */
function clocked(clock: number | null | undefined, { domain: [lo, hi] }: Ramp) {
  if (typeof clock !== "number" || !Number.isFinite(clock)) return { colour: FAINT, hollow: true };
  return { colour: sequential(lo === hi ? 0.5 : (clock - lo) / (hi - lo)) };
}

/** Round temperatures at their places on 1000/T; the hot ones stand on the left. */
function celsius([lo, hi]: [number, number], most: number): Tick[] {
  const degrees = ticks([1000 / hi - ZERO_CELSIUS, 1000 / lo - ZERO_CELSIUS], Math.floor(most));
  return degrees.map(({ at, text }) => ({ at: 1000 / (at + ZERO_CELSIUS), text }));
}
