import { describeRun, noFrame, seconds } from "./film_frame.ts";
import type { FilmRun } from "./film_strip.ts";
import type { Moment } from "./pacing.ts";
import { FAINT, INK, RULE, SERIES } from "./style.ts";
import { element, finish, label } from "./svg.ts";
import { wrap } from "./words.ts";

/** A frame made ready for its place, or the word for why there is none. */
export type Still = { uri: string; width: number; height: number } | string;

/** What all moments of an animation have in common. */
export interface Scene {
  runs: readonly FilmRun[];
  names: string[];
  /** The frames of each run. */
  stills: Still[][];
  side: number;
  title: string;
  alt: string;
  /** Pace and note. */
  told: string[];
}

const MARGIN = 16, GAP = 14, LEAST = 400, LANE = 14, NAME = 17;

/** Draws one moment: the latest frame of each run, its step, and a clock with a lane for each run. */
export function drawMoment(
  scene: Scene,
  moment: Moment,
): { svg: string; width: number; height: number } {
  const { runs, side, stills, names } = scene;
  const across = runs.length * (side + GAP) - GAP;
  const inner = Math.max(across, LEAST);
  const width = inner + 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  const write = (text: string, size: number, most: number, more: Record<string, string> = {}) => {
    for (const line of wrap(text, size, inner, most)) {
      y += size + 5;
      parts.push(label(MARGIN, y - 5, line, { "font-size": size, ...more }));
    }
  };
  write(scene.title, 15, 2, { "font-weight": "600" });
  if (runs.length === 1) write(describeRun(runs[0]), 12, 2, { fill: FAINT });
  y += 8;
  const left = MARGIN + (inner - across) / 2;
  const nameLines = Math.max(...names.map((n) => wrap(n, 12, side, 2).length));
  const head = runs.length > 1 ? NAME + 15 * (nameLines - 1) + 7 : 0;
  runs.forEach((run, i) => {
    const x = left + i * (side + GAP), middle = { "text-anchor": "middle", "font-size": 12 };
    let top = y;
    if (runs.length > 1) {
      const lines = wrap(names[i], 12, side, 2);
      const bold = { ...middle, "font-weight": 600 };
      lines.forEach((l, n) =>
        parts.push(label(x + side / 2, top + 12 + 15 * (n + nameLines - lines.length), l, bold))
      );
      // The colour of its lane below.
      const rule = { x, y: top + NAME + 15 * (nameLines - 1), width: side, height: 3 };
      parts.push(element("rect", { ...rule, fill: SERIES[i % SERIES.length] }));
      top += head;
    }
    const e = run.evaluations[moment.shown[i]];
    const still = e ? stills[i][moment.shown[i]] : "no frame yet";
    parts.push(typeof still === "string" ? noFrame(still, x, top, side) : at(still, x, top, side));
    const [first, second] = e ? stepText(run, e) : [`before step 1 of ${steps(run)}`, ""];
    parts.push(
      label(x + side / 2, top + side + 16, first, middle),
      label(x + side / 2, top + side + 32, second, { ...middle, fill: FAINT }),
    );
  });
  y += head + side + 44;
  parts.push(clock(scene, moment, y, inner));
  y += 22 + runs.length * LANE + 6;
  scene.told.forEach((line) => write(line, 11, 3, { fill: FAINT }));
  // Whole pixels: every page must have one size.
  const height = Math.ceil(y + MARGIN - 4);
  return finish({ title: scene.title, alt: "", width, height }, parts.join(""));
}

function at({ uri, width, height }: Exclude<Still, string>, x: number, y: number, side: number) {
  const place = {
    x: Math.round(x + (side - width) / 2),
    y: Math.round(y + (side - height) / 2),
    width,
    height,
  };
  const edge = { fill: "none", stroke: RULE, "stroke-width": 1 };
  return element("image", { ...place, href: uri }) + element("rect", { ...place, ...edge });
}

function stepText(run: FilmRun, e: FilmRun["evaluations"][number]): [string, string] {
  const last = e === run.evaluations.at(-1);
  const sigma = e.sigma === null ? "" : `, σ ${e.sigma.toFixed(3)}`;
  return [
    `step ${e.step} of ${steps(run)}, NFE ${e.nfe}`,
    `t ${seconds(e.t)} s${sigma}${last ? ", done" : ""}`,
  ];
}

function steps(run: FilmRun): number {
  return run.evaluations.at(-1)!.step;
}

/** Time so far, and under it a lane for each run with a mark at each of its frames. */
function clock({ runs }: Scene, { t }: Moment, y: number, inner: number): string {
  const last = Math.max(...runs.map((r) => r.evaluations.at(-1)!.t)) || 1;
  const end = `of ${seconds(last)} s`;
  const parts = [
    label(MARGIN, y + 12, `t = ${seconds(t)} s`, { "font-size": 13, "font-weight": 600 }),
    label(MARGIN + inner, y + 12, end, { "font-size": 12, fill: FAINT, "text-anchor": "end" }),
  ];
  runs.forEach((run, i) => {
    const mid = y + 26 + i * LANE, colour = runs.length === 1 ? INK : SERIES[i % SERIES.length];
    const x = (s: number) => MARGIN + 4 + (inner - 8) * s / last;
    const bar = { x1: x(0), y1: mid, y2: mid, "stroke-width": 2 };
    parts.push(element("line", { ...bar, x2: x(run.evaluations.at(-1)!.t), stroke: RULE }));
    const now = Math.min(t, run.evaluations.at(-1)!.t);
    parts.push(element("line", { ...bar, x2: x(now), stroke: colour, "stroke-width": 3 }));
    for (const e of run.evaluations) {
      const past = e.t <= t;
      const mark = { cx: x(e.t), cy: mid, r: 3.5, stroke: past ? colour : "#8c8c8c" };
      parts.push(element("circle", { ...mark, fill: past ? colour : "#ffffff" }));
    }
  });
  return parts.join("");
}

/** What tells the runs apart; equal ones are numbered. */
export function namesOf(runs: readonly FilmRun[]): string[] {
  const differ = (of: (r: FilmRun) => unknown) => new Set(runs.map(of)).size > 1;
  const names = runs.map((r) =>
    [
      differ((o) => o.prompt) && r.prompt?.trim(),
      differ((o) => o.variant) && r.variant,
      differ((o) => o.evaluations.length) && `${r.evaluations.length} steps`,
      differ((o) => o.seed) && r.seed != null && `seed ${r.seed}`,
      differ((o) => o.sampler) && r.sampler,
      differ((o) => o.cfg) && r.cfg != null && `guidance ${r.cfg}`,
    ].filter((p) => p).join(", ")
  );
  const twice = new Set(names).size < names.length;
  return names.map((n, i) => twice ? `${i + 1}${n === "" ? "" : `: ${n}`}` : n);
}
