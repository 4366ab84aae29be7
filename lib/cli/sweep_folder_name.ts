import { join } from "node:path";
import process from "node:process";
import { safeFileName, shownAddress } from "@kgen/comfy";
import { projectRoot } from "@kgen/notebook";

/** The folder of a sweep when none is named: one below out/sweeps, with the host in its name. */
export function sweepFolderName(name: string, host = process.env.KGEN_HOST || "embedded"): string {
  const where = shownAddress(host).replace(/^[a-z]+:\/\//i, "").replace(/[^A-Za-z0-9.-]+/g, "-");
  return join(projectRoot(), "out/sweeps", safeFileName(`${safeFileName(name)}-${where}`));
}
