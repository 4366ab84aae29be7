import type { Animation, Figure, View } from "@kgen/figures";
import { type OrderFits, orderTable } from "@kgen/kinetics";
import { type FrameLike, htmlTable, textTable } from "@kgen/tables";
import { Buffer } from "node:buffer";
import { escapeHtml } from "./escape_html.ts";
import { type Bundle, slot } from "./kernel.ts";

/** A result that prints itself: a rate, a fit, an Arrhenius line, a roofline. */
type Printable = { toString(): string };

/** A result with a table of its own, such as a recommendation: the rows, and the words below them. */
interface Tabled {
  table: readonly object[];
  words: string;
}

function isTabled(x: any): x is Tabled {
  return Array.isArray(x?.table) && typeof x?.words === "string";
}

/** Columns of sentences, which need several lines. */
const SENTENCES = ["why", "settings", "an H100 gives"];

/** What can be shown: a figure, an animation, a view to use, a danfojs frame, rows of a table, the fits of both orders, a result, or text. */
export type Showable =
  | Figure
  | Animation
  | View
  | OrderFits
  | Tabled
  | FrameLike
  | Record<string, unknown>[]
  | Printable
  | string;

function isFigure(x: any): x is Figure {
  return typeof x?.svg === "string";
}

/** A picture as a file: an animation. */
function isPicture(x: any): x is Animation {
  return /^image\/(png|gif)$/.test(x?.mime) && ArrayBuffer.isView(x.bytes);
}

/** A PNG as it is. A GIF within HTML, because nbconvert drops `image/gif` from published pages. */
function pictureBundle({ bytes, mime, alt }: Animation): Bundle {
  const data = Buffer.from(bytes).toString("base64");
  if (mime === "image/png") return { [mime]: data, "text/plain": alt };
  const words = escapeHtml(alt).replaceAll('"', "&quot;");
  const html = `<img src="data:${mime};base64,${data}" alt="${words}">`;
  return { "text/html": html, "text/plain": alt };
}

/** Something to use, such as `scrubber` makes: its script runs in a trusted notebook and in a published page. */
function isView(x: any): x is View {
  return typeof x?.html === "string" && typeof x.alt === "string";
}

function isFits(x: any): x is OrderFits {
  return Boolean(x?.n1 && x?.n2 && x?.verdict);
}

/** A danfojs frame, recognised without importing danfojs, which takes a second. */
function isTable(x: any): x is Record<string, unknown>[] | FrameLike {
  return Array.isArray(x) || Boolean(x?.$data && x?.columns);
}

const MONOSPACE = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;" +
  "white-space:pre-wrap;word-break:normal;overflow-wrap:break-word;line-height:1.35;padding:0;margin:.4em 0";

/** Text that may take several lines: as it stands where columns are lined up in it, else a paragraph a line. */
function paragraphs(text: string): string {
  if (/\n.*\S {2}| {2}\S.*\n|\n {2}/.test(text)) {
    return `<pre style="${MONOSPACE}">${escapeHtml(text)}</pre>`;
  }
  return text.split("\n").map((line) => `<p style="margin:.2em 0">${escapeHtml(line)}</p>`).join(
    "",
  );
}

/**
 * What `show` hands to the notebook for a value.
 *
 * @throws {TypeError} for a value that has no view, saying which have one.
 *
 * @example
 * ```ts
 * import { bundleOf } from "@kgen/notebook";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(bundleOf("k < 1"), {
 *   "text/html": '<p style="margin:.2em 0">k &lt; 1</p>',
 *   "text/plain": "k < 1",
 * });
 * ```
 */
export function bundleOf(x: Showable): Bundle {
  if (typeof x === "string") return { "text/html": paragraphs(x), "text/plain": x };
  if (isFigure(x)) return { "image/svg+xml": x.svg, "text/plain": x.alt };
  if (isPicture(x)) return pictureBundle(x);
  if (isView(x)) return { "text/html": x.html, "text/plain": x.alt };
  if (isFits(x)) {
    const rows = orderTable(x);
    return {
      "text/html": htmlTable(rows) + paragraphs(x.verdict),
      "text/plain": `${textTable(rows)}\n${x.verdict}`,
    };
  }
  if (isTable(x)) return { "text/html": htmlTable(x), "text/plain": textTable(x) };
  if (isTabled(x)) {
    const options = { wrap: SENTENCES, maxRows: 60, maxText: 90 };
    const html = htmlTable(x.table, options) + paragraphs(x.words);
    const own = x.toString !== Object.prototype.toString;
    const plain = own ? String(x) : `${textTable(x.table, options)}\n${x.words}`;
    return { "text/html": html, "text/plain": plain };
  }
  // Rates, lines and all other results print themselves.
  if (typeof x === "object" && x !== null && x.toString !== Object.prototype.toString) {
    return bundleOf(String(x));
  }
  throw new TypeError(
    "show takes a figure, an animation, a data frame, an array of rows, a rate, fits or text; given " +
      (x === null
        ? "null"
        : typeof x === "object"
        ? `an object with ${Object.keys(x).join(", ")}`
        : typeof x),
  );
}

/**
 * Shows a value in the cell's output, under the Deno kernel and under tslab alike; outside a notebook its text is
 * printed. Await it, or the output may come under a later cell.
 *
 * @param x A figure, an animation, a view to use, a danfojs data frame, an array of rows, a result of a fit, or text; or a promise of one.
 *
 * @example
 * ```ts
 * import { show } from "@kgen/notebook";
 * await show("k_gen = 24.4 s⁻¹");
 * ```
 */
export async function show(x: Showable | Promise<Showable>): Promise<void> {
  await slot().write(bundleOf(await x));
}
