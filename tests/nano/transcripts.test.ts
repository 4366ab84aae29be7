/** Holds the embedded host, and the real one where there is one, to what a stock ComfyUI was recorded to say. */
import { startHost } from "@kgen/nano";
import { suite } from "uvu";
import { compareWithAny, recordings } from "./compare.ts";
import { modelsFolder, trialLora } from "./models_folder.ts";
import type { Profile } from "./normalise.ts";
import { embeddedProfile, realProfile } from "./profiles.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { runScenario } from "./transcript.ts";

async function check(url: string, scenario: Scenario, profile: Profile) {
  const got = await runScenario(url, scenario, profile);
  const difference = compareWithAny(scenario, await recordings(scenario), got);
  if (!difference) return;
  const error = new Error(`${scenario.about}\n${difference}\n`);
  // uvu prints the stack after the message, and a stack holds the message again.
  error.stack = error.name;
  throw error;
}

const embedded = suite("the embedded host speaks as ComfyUI does");
// Started by the first test and not in `before`: uvu passes over an error there.
const models = modelsFolder({ [embeddedProfile.lora]: trialLora() });
let host: ReturnType<typeof startHost> | undefined;
for (const scenario of scenarios) {
  embedded(scenario.name, async () => {
    host ??= startHost({ models: models.folder });
    await check((await host).url, scenario, embeddedProfile);
  });
}
embedded.after(async () => {
  await (await host?.catch(() => undefined))?.stop();
  models.remove();
});
embedded.run();

const url = Deno.env.get("COMFY_URL");
if (url) {
  const real = suite(`the transcripts hold for ${url}`);
  for (const scenario of scenarios) real(scenario.name, () => check(url, scenario, realProfile()));
  real.run();
} else {
  console.log(
    "skipped: the transcripts against a real ComfyUI (set COMFY_URL to the address of one)",
  );
}
