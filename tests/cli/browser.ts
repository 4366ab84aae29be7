// Opens a page in headless Chromium with no network and asks it about itself.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "../../lib/cli/browser_page.ts";

export { chromium };

/** What `expression` gives in the page once it has loaded; it must be JSON. `folder` takes a copy of the page. */
export function inBrowser(page: string, expression: string, folder: string): any {
  const copy = join(folder, "page.html");
  const ask = `<script>addEventListener("load", () => {
    const answer = document.createElement("kgen-answer");
    answer.textContent = JSON.stringify(${expression});
    document.documentElement.append(answer);
  });</script>`;
  writeFileSync(copy, readFileSync(page, "utf8").replace("</head>", `${ask}</head>`));
  const { stdout, stderr } = spawnSync(chromium()!, [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--window-size=1200,900",
    `--user-data-dir=${join(folder, "profile")}`,
    "--dump-dom",
    pathToFileURL(copy).href,
  ], { encoding: "utf8", timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
  const answer = stdout.match(/<kgen-answer>([\s\S]*?)<\/kgen-answer>/);
  if (!answer) throw new Error(`the page gave no answer: ${stderr.slice(-500)}`);
  return JSON.parse(
    answer[1].replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
}
