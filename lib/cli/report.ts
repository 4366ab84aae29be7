import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import { mathToMathml } from "./mathematics.ts";
import { readNotebook, sourceOf } from "./notebook_file.ts";
import { runProgram } from "./process.ts";
import { writeWhole } from "./write_file.ts";

/** Scripts that nbconvert's template would fetch from elsewhere; an empty address leaves them out. */
const NOT_FETCHED = [
  "mathjax_url",
  "require_js_url",
  "jquery_url",
  "mermaid_js_url",
  "widget_renderer_url",
];

const STYLE = `<style>
body { font-family: system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
.jp-RenderedSVG svg, .jp-RenderedImage img { max-width: 100%; height: auto; }
.jp-RenderedHTMLCommon { overflow-x: auto; }
</style>`;

/**
 * Turns an executed notebook into one page that needs no network: figures and styles inside, formulas as MathML.
 *
 * @param notebook An executed notebook.
 * @param target The page.
 * @param heading HTML put before the notebook.
 */
export async function report(
  notebook: string,
  target: string,
  heading: string,
  signal?: AbortSignal,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kgen-report-"));
  try {
    const file = readNotebook(notebook);
    for (const cell of file.cells) {
      if (cell.cell_type === "markdown") cell.source = mathToMathml(sourceOf(cell));
    }
    const plain = join(folder, basename(notebook));
    writeWhole(plain, JSON.stringify(file));
    const outcome = await runProgram(join(projectRoot(), ".venv/bin/jupyter"), [
      "nbconvert",
      "--to=html",
      "--log-level=ERROR",
      "--output=page.html",
      ...NOT_FETCHED.map((name) => `--HTMLExporter.${name}=`),
      plain,
    ], { cwd: folder, signal });
    if (outcome.code !== 0) throw new Error(`the report could not be made:\n${outcome.output}`);
    const page = readFileSync(join(folder, "page.html"), "utf8")
      // What an address left empty leaves behind.
      .replace(/<script[^>]*\bsrc=""[^>]*>\s*<\/script>/g, "")
      .replace("</head>", `${STYLE}</head>`)
      .replace(/<main\b[^>]*>/, (tag) => tag + heading);
    writeWhole(target, page);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
