import { existsSync, readFileSync } from "node:fs";
import { decodeThrottle } from "@kgen/capture";
import type { Row } from "./run_row.ts";

/** The rows of a session's log for `telemetry.csv`; `began` is the session's first submission, Unix ms. */
export function telemetryRows(path: string, session: number, began: number): Row[] {
  if (!existsSync(path)) return [];
  const [head, ...lines] = readFileSync(path, "utf8").split("\n");
  const names = head.split(",");
  const rows: Row[] = [];
  for (const line of lines) {
    const cells = line.split(",");
    // The last line may have been cut off with the power.
    if (cells.length !== names.length) continue;
    const at = (name: string) => {
      const cell = cells[names.indexOf(name)];
      return cell === undefined || cell === "" ? null : Number(cell);
    };
    const bits = at("throttle_bits");
    rows.push({
      session,
      t_s: Math.round(100 * (at("unix_ms")! - began)) / 1e5,
      temperature_c: at("temperature_c"),
      memory_temperature_c: at("memory_temperature_c"),
      power_w: at("power_w"),
      sm_clock_mhz: at("sm_clock_mhz"),
      memory_clock_mhz: at("memory_clock_mhz"),
      utilization_percent: at("utilization_percent"),
      memory_used_mib: at("memory_used_mib"),
      throttle_bits: bits,
      throttle: bits === null ? "" : decodeThrottle(bits).join("; ") || "none",
      gpu: at("gpu"),
      power_limit_w: at("power_limit_w"),
    });
  }
  return rows;
}
