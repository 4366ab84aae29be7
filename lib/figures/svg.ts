import type { Figure } from "./figure.ts";
import { FONT, INK } from "./style.ts";

/** Attributes of an element; undefined ones are left out. */
export type Attributes = Record<string, string | number | undefined>;

/** One SVG element as text. Children are markup already; texts go through {@linkcode escapeXml}. */
export function element(name: string, attributes: Attributes, children: string = ""): string {
  const list = Object.entries(attributes).filter(([, v]) => v !== undefined)
    .map(([k, v]) => ` ${k}="${typeof v === "number" ? short(v) : escapeXml(v!)}"`);
  return children === ""
    ? `<${name}${list.join("")}/>`
    : `<${name}${list.join("")}>${children}</${name}>`;
}

/** A line of text. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element("text", { x, y, ...attributes }, escapeXml(text));
}

/** A white rim, so that words can be read across lines. */
export const HALO = { stroke: "#ffffff", "stroke-width": 3, "paint-order": "stroke" };

/** Two digits are a hundredth of a pixel, and hide the rounding that differs between machines. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Text that is safe in markup. Characters that XML forbids are dropped. */
export function escapeXml(text: string): string {
  const names: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  // deno-lint-ignore no-control-regex
  const allowed = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "");
  return allowed.replace(/[&<>"]/g, (c) => `&${names[c]};`);
}

/** Closes a figure: white ground, fonts, title, and a size that shrinks on narrow pages. */
export function finish(
  { title, alt, width, height }: Omit<Figure, "svg">,
  content: string,
): Figure {
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "font-family": FONT,
    fill: INK,
    style: "max-width:100%;height:auto",
  };
  const ground = element("rect", { width, height, fill: "#ffffff" });
  const words = `<title>${escapeXml(title)}</title><desc>${escapeXml(alt)}</desc>`;
  return { svg: element("svg", root, words + ground + content), title, alt, width, height };
}
