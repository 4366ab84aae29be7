// JupyterLab in a real browser: "Run All" of a short lesson under both kernels, and the view with a slider in its output.
import { createServer } from "node:net";
import { renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { chromium, openPage, type Page } from "../../lib/cli/browser_page.ts";
import { startKgen, until } from "./kgen.ts";
import { lesson, lessonFolder } from "./publish_notebook.ts";

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

if (chromium()) {
  const { folder, clean } = lessonFolder();
  for (const kernel of ["deno", "tslab"] as const) {
    writeFileSync(join(folder, `${kernel}.ipynb`), JSON.stringify(lesson(kernel)));
  }
  renameSync(join(folder, "09-short.ipynb"), join(folder, "spare.ipynb"));
  const port = await freePort();
  const token = "kgen-test";
  const lab = startKgen([
    "lab",
    "--no-browser",
    `--port=${port}`,
    "--ServerApp.port_retries=0",
    `--IdentityProvider.token=${token}`,
    "--LabApp.expose_app_in_browser=True",
  ]);
  let page: Page | undefined;

  test("JupyterLab starts and asks nothing", async () => {
    await until(
      () => /Jupyter Server .* is running at/.test(lab.said.err + lab.said.out),
      "JupyterLab",
      60,
    );
    page = await openPage(chromium()!, "about:blank");
    await page.size(1500, 1000);
  });

  for (const kernel of ["deno", "tslab"] as const) {
    test(`Run All under ${kernel}: every cell runs, and the slider works`, async () => {
      const path = `lab/workspaces/kgen-test-${kernel}/tree/out/${
        basename(folder)
      }/${kernel}.ipynb`;
      await page!.go(`http://127.0.0.1:${port}/${path}?token=${token}&reset`);
      // No window of a headless browser has the focus, so no notebook is the current one by itself.
      const panel = `[...(window.jupyterapp?.shell.widgets("main") ?? [])].find((w) => w.context)`;
      await page!.until(`${panel}?.context.sessionContext.session?.kernel?.status === "idle"`);
      await page!.ask(`void window.jupyterapp.shell.activateById(${panel}.id)`);
      await page!.until(`!!window.jupyterapp.shell.currentWidget?.context`, 10_000);
      assert.is(
        await page!.ask(
          `document.querySelectorAll(".jp-Notification-Toast, .Toastify__toast").length`,
        ),
        0,
      );
      await page!.ask(`void window.jupyterapp.commands.execute("notebook:run-all-cells")`);
      const prompts =
        `[...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")].map((p) => p.textContent)`;
      await page!.until(
        `${prompts}.length === 5 && ${prompts}.every((p) => /^\\[\\d+\\]:?$/.test(p))`,
        90_000,
      );
      const view =
        `document.querySelector(".jp-OutputArea [data-kgen-scrubber]").lastElementChild.shadowRoot`;
      await page!.until(`!!${view}`, 10_000);
      const seen = await page!.ask(`({
        errors: document.querySelectorAll('.jp-OutputArea [data-mime-type*="error"], .jp-OutputArea [data-mime-type*="stderr"]').length,
        figures: document.querySelectorAll(".jp-OutputArea .jp-RenderedSVG").length,
        tables: document.querySelectorAll(".jp-OutputArea table").length,
        exercise: document.body.textContent.includes("Exercise 1.2 is open"),
      })`);
      assert.equal(seen, { errors: 0, figures: 1, tables: 1, exercise: true });
      const said = () => page!.ask(`${view}.querySelector("input").getAttribute("aria-valuetext")`);
      assert.match(await said(), /^Step 8 of 8/);
      await page!.ask(`${view}.querySelector("input").focus()`);
      await page!.press("ArrowLeft");
      await page!.press("ArrowDown");
      assert.match(await said(), /^Step 6 of 8/, "the notebook does not take the keys");
    });
  }

  test("nothing outside this computer was asked for", () => {
    assert.equal(page!.outside, []);
  });

  test.after(async () => {
    await page?.close();
    lab.child.kill("SIGTERM");
    await lab.ended;
    clean();
  });
} else console.log("skipped: JupyterLab in a browser (Chromium is not installed)");

test.run();
