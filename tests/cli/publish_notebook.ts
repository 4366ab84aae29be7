// A short lesson to publish: a parameter, a Run, figures, the view with a slider, an exercise with its solution.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./kgen.ts";

const text = (source: string) => ({ cell_type: "markdown", metadata: {}, source });
const code = (source: string, tags?: string[]) => ({
  cell_type: "code",
  execution_count: null,
  metadata: tags ? { tags } : {},
  outputs: [],
  source,
});

/** The lesson as a notebook file, for a kernel. */
export function lesson(kernel: "deno" | "tslab" = "deno") {
  const cells = [
    text(`# 9. A short lesson 短课

**What you will learn**

1. How a picture *forms*.
2. What $k$ is.

Time: about 1 minute. No GPU.`),
    code('let prompt = "樱花"; // what to draw\nlet seed = 5;', ["parameters"]),
    code(`import { capture } from "@kgen/capture";
import { template } from "@kgen/comfy";
import { convergence, scrubber } from "@kgen/figures";
import { completeness } from "@kgen/kinetics";
import { check, openHost, progress, show } from "@kgen/notebook";
import { score } from "@kgen/tables";`),
    code(`const run = await capture(await openHost(), template("zimage-turbo-speed-test"), {
  prompt: prompt,
  seed: seed,
  onProgress: progress("Turbo"),
});
const I = completeness(await score(run, ["rmse"]), "rmse");`),
    code(
      "await show(convergence(I));\nawait show(scrubber(run, I));\nawait show([{ step: 1, I: 0 }]);",
    ),
    text(
      "## 9.1 A law 定律\n\n$$\\frac{dI}{dt} = k\\,C\\,(1-I)$$\n\nand `code` with $5. See [another lesson](08-elsewhere.ipynb#x).",
    ),
    text("**1.2** How many?"),
    code('await check("1.2", NaN);'),
    text(
      "<details><summary>Solution 解答</summary>\n\n19 steps: *78*.\n\n</details>\n\n**9.2** And why?",
    ),
    text("<details><summary>Solution 解答</summary>\n\n```ts\nconst a = 1;\n```\n\n</details>"),
  ];
  return {
    cells: cells.map((cell, i) => ({ id: `cell-${i}`, ...cell })),
    metadata: {
      kernelspec: { display_name: "TypeScript", language: "typescript", name: kernel },
      language_info: { file_extension: ".ts", mimetype: "text/x.typescript", name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** A folder with the lesson, within the kit's so that its imports are found. JupyterLab shows none that begins with a dot. */
export function lessonFolder() {
  mkdirSync(join(ROOT, "out"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, "out/lesson-"));
  writeFileSync(join(folder, "09-short.ipynb"), JSON.stringify(lesson()));
  return { folder, clean: () => rmSync(folder, { recursive: true, force: true }) };
}
