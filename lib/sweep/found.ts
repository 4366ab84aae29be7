import { SweepError } from "./errors.ts";
import { clocksAreReset, type Knob, letGo, refusal } from "./knob.ts";
import { isRefused, type Smi } from "./smi.ts";

/** What was found before anything was set, as the file in the sweep's folder keeps it. */
export interface Found {
  schema: "kgen.governor/1";
  gpu: number;
  gpuName: string;
  /** "ssh:DEST", or "" for this computer. */
  where: string;
  knob: Knob;
  power_limit_w: number;
  power_min_w: number;
  power_max_w: number;
  sm_clock_max_mhz: number;
  /** What restoring does besides. */
  note?: string;
}

/**
 * Reads what is set now, and what the card allows.
 *
 * @throws SweepError "no_permission" when nvidia-smi does not tell what the knob needs
 */
export function readFound(run: Smi, gpu: number, where: string, knob: Knob): Found {
  const fields = "name,power.limit,power.min_limit,power.max_limit,clocks.max.sm";
  const { code, output } = run([
    "-i",
    String(gpu),
    `--query-gpu=${fields}`,
    "--format=csv,noheader,nounits",
  ]);
  const [gpuName = "", ...values] = output.split("\n")[0].split(",").map((t) => t.trim());
  const [limit, least, most, clock] = values.map(Number);
  const needed = knob === "power" ? [limit, least, most] : [clock];
  if (code !== 0 || needed.some((v) => !Number.isFinite(v))) throw refusal(knob, output);
  return {
    schema: "kgen.governor/1",
    gpu,
    gpuName,
    where,
    knob,
    power_limit_w: limit,
    power_min_w: least,
    power_max_w: most,
    sm_clock_max_mhz: clock,
    ...knob === "clock" ? { note: clocksAreReset } : {},
  };
}

/**
 * Gives back what was found.
 *
 * @throws SweepError "no_permission" that says how to do it by hand
 */
export function giveBack(found: Found, run: Smi): void {
  const args = letGo(found.knob, found.power_limit_w);
  const answer = run(["-i", String(found.gpu), ...args]);
  if (!isRefused(answer)) return;
  const what = found.knob === "power" ? `power limit of ${found.power_limit_w} W` : "clocks";
  throw new SweepError(
    "no_permission",
    `The GPU could not be given back its ${what}: ${answer.output}. ` +
      `Do it by hand: nvidia-smi -i ${found.gpu} ${args.join(" ")}`,
  );
}
