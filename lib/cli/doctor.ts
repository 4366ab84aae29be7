import process from "node:process";
import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { type Finding, localFindings } from "./doctor_local.ts";
import { hostFindings } from "./doctor_host.ts";

export const command: Command = {
  help: `
./kgen doctor [--host URL] [--telemetry SOURCE] [--json]

What works here, and what to do about the rest: programs, kernels, the model, memory and disk, fonts; and the host:
whether it answers, its version, device, models, plugin, clock, previews, telemetry, disk and queue.
  --host URL            the ComfyUI host (default: KGEN_HOST, else embedded)
  --telemetry SOURCE    auto (default), plugin, nvidia-smi, ssh:DEST or none
Exit code 1 when something that kgen needs does not work.
`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        host: { type: "string" },
        telemetry: { type: "string" },
        json: { type: "boolean" },
      },
    });
    const findings = [
      ...await localFindings(),
      ...await hostFindings(values.host, values.telemetry),
    ];
    if (values.json) process.stdout.write(JSON.stringify(findings, null, 2) + "\n");
    else findings.forEach(print);
    return findings.some(({ state }) => state === "broken") ? 1 : 0;
  },
};

const MARK = { ok: "ok     ", advice: "advice ", broken: "BROKEN " };

function print({ state, what, found, advice }: Finding) {
  console.log(`${MARK[state]} ${what}: ${found}`);
  if (advice) console.log(`        -> ${advice}`);
}
