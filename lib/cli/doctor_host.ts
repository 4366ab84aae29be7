import process from "node:process";
import { checkAgainst, fitEmbedded, type Host, template, templates } from "@kgen/comfy";
import { openHost } from "@kgen/notebook";
import type { Finding } from "./doctor_local.ts";

/** Whether the host has all that a template needs. */
async function templateFinding(host: Host, name: string): Promise<Finding> {
  const what = `template ${name}`;
  const workflow = template(name);
  const problems = await checkAgainst(
    host,
    host.kind === "embedded" ? fitEmbedded(workflow) : workflow,
  );
  if (problems.length === 0) return { what, state: "ok", found: "can run" };
  return {
    what,
    state: "advice",
    found: problems.map((p) => p.message).join("; "),
    advice: `put what is missing on the host; workflows/${name}.json says where it comes from`,
  };
}

/** What the host says of itself, and which templates it can run. */
export async function hostFindings(url = process.env.KGEN_HOST || "embedded"): Promise<Finding[]> {
  const what = `host ${url}`;
  let host: Host;
  try {
    host = await openHost(url);
  } catch (error) {
    return [{ what, state: "broken", found: (error as Error).message }];
  }
  try {
    const { system, devices } = await host.systemStats();
    const device = devices.map((d) => d.name).join(", ");
    const found = `ComfyUI ${system.comfyui_version ?? "of an unknown version"} on ${device}`;
    const checked = await Promise.all(templates().map((name) => templateFinding(host, name)));
    return [{ what, state: "ok", found }, ...checked];
  } finally {
    await host.close();
  }
}
