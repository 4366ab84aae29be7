import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { familyNotes } from "../model/family_notes.ts";
import { kgenRoot } from "../paths.ts";

/** The version of ComfyUI whose API this host speaks. */
export const comfyVersion = "0.33.0";

function versionIn(file: string): string {
  return JSON.parse(readFileSync(join(kgenRoot(), file), "utf8")).version;
}

/**
 * /system_stats: ComfyUI's keys with the truth about this host, a CPU; `kgen_embedded`, which tells it from a real one;
 * and `kgen_notes`, what to know of its models.
 *
 * As on ComfyUI without a GPU, the device's memory is the machine's.
 */
export function systemStats(
  { threads, modelDir }: { threads: number; modelDir: string },
): Record<string, unknown> {
  const { total, available } = Deno.systemMemoryInfo();
  const device = `cpu: ${cpus()[0]?.model ?? "unknown"}, ${threads} threads`;
  return {
    system: {
      os: Deno.build.os,
      ram_total: total,
      ram_free: available,
      comfyui_version: comfyVersion,
      kgen_embedded: versionIn("package.json"),
      kgen_notes: familyNotes(modelDir),
      required_frontend_version: "none",
      installed_templates_version: null,
      required_templates_version: "none",
      comfy_package_versions: [
        { name: "comfyui-frontend-package", installed: null, required: "none" },
      ],
      python_version: `none (Deno ${Deno.version.deno})`,
      pytorch_version: `none (onnxruntime-node ${
        versionIn("node_modules/onnxruntime-node/package.json")
      })`,
      embedded_python: false,
      deploy_environment: "kgen-embedded",
      argv: ["kgen", "host"],
    },
    devices: [{
      name: device,
      type: "cpu",
      index: null,
      vram_total: total,
      vram_free: available,
      torch_vram_total: total,
      torch_vram_free: available,
    }],
  };
}
