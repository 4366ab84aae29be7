/**
 * Records every scenario from a real ComfyUI, or those named:
 * `COMFY_URL=http://127.0.0.1:8188 deno run -A tests/nano/record_transcripts.ts [NAME | NAME.VARIANT ...]`
 */
import { compare } from "./compare.ts";
import { realProfile } from "./profiles.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { runScenario, type Transcript } from "./transcript.ts";

/** One answer or message a line: so that a reader can follow it, and a change shows as lines. */
export function format(transcript: Transcript, host: string): string {
  const lines = (items: unknown[]) =>
    items.map((item) => `    ${JSON.stringify(item)}`).join(",\n");
  const sockets = Object.entries(transcript.sockets).map(([client, messages]) =>
    `    ${JSON.stringify(client)}: [\n${lines(messages)}\n    ]`
  );
  const parts = [
    `  "scenario": ${JSON.stringify(transcript.scenario)}`,
    `  "about": ${JSON.stringify(transcript.about)}`,
    `  "host": ${JSON.stringify(host)}`,
    `  "answers": [\n${lines(transcript.answers)}\n  ]`,
    `  "sockets": {\n${sockets.join(",\n")}\n  }`,
  ];
  if (transcript.statuses) parts.push(`  "statuses": ${JSON.stringify(transcript.statuses)}`);
  return `{\n${parts.join(",\n")}\n}\n`;
}

/** Only what comes twice the same is kept: another client of the same host would show in a recording. */
async function recordTwice(url: string, scenario: Scenario): Promise<Transcript> {
  let difference: string | undefined;
  for (let attempt = 0; attempt < 3; attempt++) {
    const first = await runScenario(url, scenario, realProfile());
    difference = compare(scenario, first, await runScenario(url, scenario, realProfile()));
    if (!difference) return first;
  }
  throw new Error(
    `${scenario.name} is not the same twice: is somebody else using ${url}?\n${difference}`,
  );
}

if (import.meta.main) {
  const url = Deno.env.get("COMFY_URL");
  if (!url) {
    console.error(
      "COMFY_URL is not set: give the address of a ComfyUI, such as http://127.0.0.1:8188",
    );
    Deno.exit(2);
  }
  const stats = await (await fetch(new URL("/system_stats", url))).json();
  const host = `ComfyUI ${stats.system.comfyui_version}`;
  const names = Deno.args.length ? Deno.args : scenarios.map(({ name }) => name);
  for (const name of names) {
    const scenario = scenarios.find((s) =>
      s.name === name || s.variants?.some((variant) => `${s.name}.${variant}` === name)
    );
    if (!scenario) {
      console.error(`No scenario is called ${name}: see tests/nano/scenarios.ts`);
      Deno.exit(2);
    }
    const transcript = await recordTwice(url, scenario);
    const file = new URL(`./transcripts/${name}.json`, import.meta.url);
    await Deno.writeTextFile(file, format(transcript, host));
    console.log(`recorded ${name}`);
  }
}
