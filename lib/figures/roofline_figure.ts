import type { Roofline } from "@kgen/kinetics";
import { type Figure, FigureError } from "./figure.ts";
import { type Key, layOut } from "./layout.ts";
import { significant } from "./number_text.ts";
import { drawRoofs, type Roof } from "./roofline_panel.ts";
import { FAINT, SERIES } from "./style.ts";

/** Words of {@linkcode rooflineFigure}. */
export interface RooflineFigureOptions {
  title?: string;
  subtitle?: string;
  caption?: string | readonly string[];
}

/**
 * Rooflines: the operations a second that a card allows at each intensity (operations a byte), the ridge
 * where it turns from bandwidth to compute, and what was measured with the share of its ceiling. Cards with the same
 * limits share a roof.
 *
 * @throws {FigureError} no rooflines
 *
 * @example
 * ```ts
 * import { rooflineFigure } from "@kgen/figures";
 * import { roofline } from "@kgen/kinetics";
 * import assert from "node:assert/strict";
 *
 * const figure = rooflineFigure([roofline("H100", { k: 7.04 }), roofline("RTX 4090")]);
 * assert.match(figure.alt, /H100: at most/);
 * ```
 */
export function rooflineFigure(
  rooflines: Roofline | readonly Roofline[],
  options: RooflineFigureOptions = {},
): Figure {
  const all = [rooflines].flat() as Roofline[];
  if (all.length === 0) throw new FigureError("There are no rooflines to draw.");
  const roofs = roofsOf(all);
  const legend = roofs.map((r): Key => ({
    mark: r.dashed ? "dashed" : "line",
    colour: r.colour,
    text: `${r.gpus.join(", ")}: ${significant(r.tflops, 4)} TFLOP/s, ` +
      `${significant(r.gbs, 4)} GB/s, ridge at ${significant(r.ridge)} FLOP/byte`,
  }));
  if (all.some((r) => r.measured === null)) {
    legend.push({ mark: "hollow", colour: FAINT, text: "ceiling of this work" });
  }
  if (all.some((r) => r.measured !== null)) {
    legend.push({ mark: "dot", colour: FAINT, text: "measured" });
  }
  const works = [
    ...new Set(all.map(({ work }) => {
      const batch = work.batch === 1 ? "" : `, batch ${work.batch}`;
      return `${work.model}${batch}: ${significant(work.flop / 1e12)} TFLOP and ` +
        `${significant(work.bytes / 1e9)} GB an evaluation`;
    })),
  ];
  const title = options.title ?? "Roofline: what the card allows, and what was reached";
  const caption = options.caption === undefined
    ? [[...new Set(all.map((r) => r.verdict))].join(" "), ...new Set(all.flatMap((r) => r.notes))]
    : [options.caption].flat();
  return layOut({
    title,
    subtitle: options.subtitle ?? works.join("; "),
    alt: [title, ...works, ...all.map((r) => r.verdict), ...caption].join(". "),
    legend,
    panels: [drawRoofs(roofs, all)],
    caption,
  });
}

/** One roof for cards with the same limits: drawn on each other only one would be seen. */
function roofsOf(all: Roofline[]): Roof[] {
  const roofs: Roof[] = [];
  for (const { gpu, ridge } of all) {
    const same = roofs.find((r) => r.tflops === gpu.bf16_tflops && r.gbs === gpu.bandwidth_gbs);
    if (same) {
      if (!same.gpus.includes(gpu.gpu)) same.gpus.push(gpu.gpu);
      continue;
    }
    roofs.push({
      gpus: [gpu.gpu],
      tflops: gpu.bf16_tflops,
      gbs: gpu.bandwidth_gbs,
      ridge,
      colour: SERIES[roofs.length % SERIES.length],
      dashed: roofs.length >= SERIES.length,
    });
  }
  return roofs;
}
