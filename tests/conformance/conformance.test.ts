// What the kit relies on, tested in the same way on the embedded host and, where COMFY_URL names one, on a real ComfyUI.
// Nothing here clears another's queue or history, so the ComfyUI may be in use; only its node cache is dropped, once.
import process from "node:process";
import { startHost } from "@kgen/nano";
import { suite } from "uvu";
import { answers } from "./cases/answers.ts";
import { files } from "./cases/files.ts";
import { pictures } from "./cases/pictures.ts";
import { queues } from "./cases/queues.ts";
import { refusals } from "./cases/refusals.ts";
import { runs } from "./cases/runs.ts";
import { samplers } from "./cases/samplers.ts";
import { Site, Skip } from "./site.ts";
import { Results } from "./table.ts";

const cases = [...answers, ...refusals, ...runs, ...samplers, ...queues, ...files, ...pictures];
const results = new Results();
const real = process.env.COMFY_URL;
let nano: ReturnType<typeof startHost> | undefined;
// Opened by the first test and not in `before`: uvu passes over an error there.
const open: [string, () => Promise<Site>][] = [
  ["embedded", async () => Site.open("embedded", (await (nano ??= startHost())).url)],
];
if (real) open.push(["COMFY_URL", () => Site.open("COMFY_URL", real.replace(/\/$/, ""))]);
else console.log("skipped: conformance of a real ComfyUI (set COMFY_URL to the address of one)");

const conformance = suite("every host keeps what the kit relies on");
for (const [host, make] of open) {
  let site: Promise<Site> | undefined;
  for (const { name, run } of cases) {
    conformance(`${host}: ${name}`, async () => {
      const opened = await (site ??= make());
      try {
        await run(opened);
        results.set(name, host, "ok");
      } catch (error) {
        if (!(error instanceof Skip)) {
          results.set(name, host, "FAILED");
          throw error;
        }
        results.set(name, host, `skipped: ${error.message}`);
        console.log(`skipped: ${host}: ${name}: ${error.message}`);
      } finally {
        await opened.endTest();
      }
    });
  }
}
conformance.after(async () => {
  await (await nano?.catch(() => undefined))?.stop();
  if (!real) {
    for (const { name } of cases) results.set(name, "COMFY_URL", "skipped: COMFY_URL is not set");
  }
  console.log(`\n${results.table(cases, ["embedded", "COMFY_URL"])}\n`);
});
conformance.run();
