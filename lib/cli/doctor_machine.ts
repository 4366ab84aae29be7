import type { Host, SystemStats } from "@kgen/comfy";
import type { Finding } from "./doctor_local.ts";

/** The version that the kit's tests were recorded from. */
const TESTED = [0, 33];
const GB = 1024 ** 3;

/** What Z-Image used on an H100 with all three models loaded, GB (data/h100, memory_used_mib). */
const ALL_MODELS = 22;

/** Version, page, device and memory. */
export function machineFindings(host: Host, stats: SystemStats): Finding[] {
  const version = versionFinding(stats.system.comfyui_version, host.kind);
  if (host.kind === "embedded") return [version, deviceFinding(stats, true)];
  return [version, pageFinding(stats.system), deviceFinding(stats, false)];
}

function versionFinding(version: string | undefined, kind: Host["kind"]): Finding {
  const what = "ComfyUI";
  const tested = TESTED.join(".");
  if (!version) {
    const advice = `it is older than 0.3, or changed: the kit is tested with ${tested}`;
    return { what, state: "advice", found: "does not tell its version", advice };
  }
  const found = kind === "embedded" ? `${version}, as the embedded host speaks it` : version;
  const [major, minor] = version.split(".").map(Number);
  const older = major < TESTED[0] || (major === TESTED[0] && minor < TESTED[1]);
  const same = major === TESTED[0] && minor === TESTED[1];
  if (same) return { what, state: "ok", found };
  const advice = older
    ? `older than ${tested}, which the kit is tested with: Z-Image and frames with their node's name need ` +
      "a newer one; git pull there, and restart"
    : `newer than ${tested}, which the kit is tested with: if something is missing from a Run, say so`;
  return { what, state: "advice", found, advice };
}

/** ComfyUI's page is not needed to measure: only to open a template there. */
function pageFinding(system: SystemStats["system"]): Finding {
  const what = "ComfyUI's page";
  const packages = Array.isArray(system.comfy_package_versions)
    ? system.comfy_package_versions
    : [];
  const page = packages.find((p: any) => p?.name === "comfyui-frontend-package");
  const wanted = page?.required ?? system.required_frontend_version;
  if (page?.installed) {
    const state = page.installed === wanted || !wanted ? "ok" : "advice";
    const advice = state === "ok"
      ? undefined
      : `ComfyUI asks for ${wanted}: pip install -r requirements.txt`;
    return { what, state, found: `front end ${page.installed}`, advice };
  }
  const found = page ? "no front end is installed" : "does not tell its version";
  const advice = page
    ? "not needed to measure; to open workflows there: pip install -r requirements.txt"
    : undefined;
  return { what, state: page ? "advice" : "ok", found, advice };
}

function deviceFinding({ devices }: SystemStats, embedded: boolean): Finding {
  const what = "device";
  const gpu = devices.find((d) => d.type !== "cpu");
  if (!gpu) {
    const names = devices.map((d) => d.name).join(", ") || "none named";
    if (embedded) return { what, state: "ok", found: names };
    const advice =
      "it computes on a CPU: fine to try the kit, hours for Z-Image. On a GPU host start without --cpu";
    return { what, state: "advice", found: names, advice };
  }
  const { vram_total: total, vram_free: free } = gpu as { vram_total?: number; vram_free?: number };
  const sizes = total
    ? `, ${(total / GB).toFixed(1)} GB` +
      (free === undefined ? "" : `, ${(free / GB).toFixed(1)} GB free`)
    : ", which does not tell its memory";
  const found = gpu.name + sizes;
  if (total && total / GB < ALL_MODELS) {
    const advice =
      `Z-Image in bf16 with its text encoder and VAE takes ${ALL_MODELS} GB: ComfyUI will move weights to ` +
      "and fro, and the first evaluation of a job is slow. fp8 weights take less";
    return { what, state: "advice", found, advice };
  }
  return { what, state: "ok", found };
}
