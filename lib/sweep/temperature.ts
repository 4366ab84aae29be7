import type { Host } from "@kgen/comfy";
import type { SweepFolder } from "./folder.ts";
import { cycle, ramp } from "./heat_phases.ts";
import { HeatSession } from "./heat_session.ts";
import type { Plan } from "./plan.ts";
import type { TemperatureResult, TemperatureRun } from "./temperature_run.ts";

/**
 * Runs one condition at many temperatures of the GPU: load from cold on until it warms no more, then idling
 * and load in turn until every bin of temperature holds enough runs. The temperature of a run is that of the 2 s before
 * it. Runs are recorded as in any sweep, so it can be interrupted and gone on with.
 *
 * @param plan with one condition; its cells serve as a pattern
 * @throws SweepError "no_temperature" without the temperature of a GPU, "unreachable", "disk"
 */
export async function sweepTemperature(
  host: Host,
  plan: Plan,
  folder: SweepFolder,
  o: TemperatureRun,
): Promise<TemperatureResult> {
  const session = new HeatSession(host, plan, folder, o);
  await session.begin();
  try {
    const ending = await ramp(session) ?? await cycle(session);
    const { runs, failed, bins } = session;
    return { ending, runs, failed, bins: bins.histogram() };
  } finally {
    session.local.close();
  }
}
