import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { INK } from "./style.ts";
import { element, short } from "./svg.ts";

let page: Document | undefined;

/** A plot's size and its markup, to be set at a place within a figure. */
export interface Panel {
  width: number;
  height: number;
  /** The panel as a nested `<svg>` with its corner at x, y; `over` is markup drawn on top of it. */
  at(x: number, y: number, over?: string): string;
}

/**
 * Draws with Observable Plot outside a browser. Its own style sheet is dropped, colours are made
 * explicit and coordinates cut to a hundredth of a pixel: the same data give the same bytes.
 */
export function drawPanel(options: Plot.PlotOptions & { width: number; height: number }): Panel {
  page ??= parseHTML("<!doctype html><html><body></body></html>").document as unknown as Document;
  const svg = Plot.plot({ ...options, document: page });
  svg.querySelector("style")?.remove();
  const markup = svg.innerHTML.replaceAll("currentColor", INK)
    .replace(/="[^"]*"/g, (value) => value.replace(/-?\d*\.\d+(e[-+]?\d+)?/g, (n) => short(+n)));
  const { width, height } = options;
  const box = { width, height, viewBox: `0 0 ${width} ${height}`, "font-size": 12, fill: INK };
  return {
    width,
    height,
    at: (x, y, over = "") =>
      element("svg", { x, y, ...box, "text-anchor": "middle" }, markup + over),
  };
}
