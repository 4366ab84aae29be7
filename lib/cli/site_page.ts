import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mathToMathml } from "./mathematics.ts";
import { type Cell, sourceOf } from "./notebook_file.ts";
import type { Executed } from "./publish_execute.ts";
import { chinese, headings } from "./site_headings.ts";
import { markup, type Piece } from "./site_markup.ts";
import { outputHtml } from "./site_outputs.ts";
import { wordsOf } from "./site_text.ts";

/** A lesson as HTML, and what an index says of it. */
export interface Lesson {
  name: string;
  title: string;
  /** What you will learn. */
  aims: string[];
  /** Such as "about 25 minutes". */
  time: string | null;
  /** The cells. */
  html: string;
  sections: { id: string; html: string }[];
  /** The first figure, as SVG. */
  figure: string | null;
}

/** The cells of every notebook as HTML: text with its formulas as MathML, code with its colours, outputs. */
export function lessons(executed: readonly Executed[], root: string): Lesson[] {
  const cells = executed.map(({ notebook }) =>
    notebook.cells.filter((cell) => cell.cell_type !== "raw" && sourceOf(cell).trim() !== "")
  );
  const rendered = markup(
    cells.flat().map((cell): Piece =>
      cell.cell_type === "code"
        ? { code: sourceOf(cell) }
        : { markdown: mathToMathml(sourceOf(cell)) }
    ),
  );
  let next = 0;
  const pages = new Set(executed.map(({ name }) => name));
  return executed.map(({ name }, i) => {
    const parts = cells[i].map((cell) => cellHtml(cell, rendered[next++], root, pages));
    const { html, title, sections } = headings(parts.join("\n"));
    const opening = cells[i].find((cell) => cell.cell_type === "markdown");
    const text = opening ? sourceOf(opening) : "";
    return {
      name,
      title: title ?? name,
      aims: [...text.matchAll(/^\d+\. (.*(?:\n {3}.*)*)/gm)].map((m) => plain(m[1])),
      time: text.match(/^Time: ([^.]*)/m)?.[1] ?? null,
      html,
      sections,
      figure: figureOf(cells[i]),
    };
  });
}

function cellHtml(cell: Cell, rendered: string, root: string, pages: Set<string>): string {
  if (cell.cell_type === "markdown") {
    return `<div class="text">${chinese(local(rendered, root, pages))}</div>`;
  }
  const { tags = [] } = cell.metadata;
  const kind = tags.includes("parameters")
    ? ["parameters", "Parameters: change them and run everything again"]
    : tags.includes("injected-parameters")
    ? ["parameters", "Parameters of this execution"]
    : null;
  const tag = kind ? `<div class="tag">${kind[1]}</div>` : "";
  const outputs = (cell.outputs ?? []).map(outputHtml).filter((html) => html !== "");
  const shown = outputs.length ? `<div class="output">${outputs.join("\n")}</div>` : "";
  const code = `<div class="input${
    kind ? ` ${kind[0]}` : ""
  }">${tag}<pre><code>${rendered}</code></pre></div>`;
  return `<div class="cell">${code}${shown}</div>`;
}

/** Pictures beside the notebook become part of the page; other notebooks are pages here, or plain words where they are not published. */
function local(html: string, root: string, pages: Set<string>): string {
  return html
    .replace(/(<img\b[^>]*?\bsrc=")([^":]+\.(png|jpe?g|svg))"/g, (whole, before, path, type) => {
      const file = join(root, "notebooks", path);
      if (!existsSync(file)) return whole;
      const mime = { png: "image/png", svg: "image/svg+xml" }[type as string] ?? "image/jpeg";
      return `${before}data:${mime};base64,${readFileSync(file).toString("base64")}"`;
    })
    .replace(
      /<a\b([^>]*?)\bhref="(?:\.\/)?([\w-]+)\.ipynb(#[^"]*)?"([^>]*)>([\s\S]*?)<\/a>/g,
      (_, before, name, part = "", after, words) =>
        pages.has(name) ? `<a${before}href="${name}.html${part}"${after}>${words}</a>` : words,
    );
}

/** Markdown of one line as words. */
function plain(markdown: string): string {
  return wordsOf(mathToMathml(markdown)).replace(/\s+/g, " ").replace(/[*`]/g, "")
    .replace(/(^|[\s(])_(\S[^_]*)_(?=\W|$)/g, "$1$2");
}

function figureOf(cells: readonly Cell[]): string | null {
  for (const cell of cells) {
    for (const { data } of cell.outputs ?? []) {
      const svg = data?.["image/svg+xml"];
      if (svg) return Array.isArray(svg) ? svg.join("") : svg;
    }
  }
  return null;
}
