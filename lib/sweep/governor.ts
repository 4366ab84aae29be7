import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SweepError } from "./errors.ts";
import { writeWhole } from "./write_whole.ts";

/** What a ladder turns: the power limit, W, or the SM clock, MHz. */
export type Knob = "power" | "clock";

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
}

/** The program that reads and sets; it waits, so that it also works while a process ends. */
export type Smi = (args: string[]) => { code: number; output: string };

/** nvidia-smi on this computer, or by ssh without a password ("ssh:DEST"). */
export function smi(where = "", program = "nvidia-smi"): Smi {
  const dest = where === "" ? null : /^ssh:([\w@][\w.@:-]*)$/.exec(where)?.[1];
  if (dest === undefined) throw new TypeError(`"${where}" is no ssh:DEST.`);
  return (args) => {
    const [name, list] = dest === null
      ? [program, args]
      : ["ssh", ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", dest, program, ...args]];
    const done = spawnSync(name, list, { encoding: "utf8", timeout: 30_000 });
    if (done.error) return { code: 127, output: done.error.message };
    return { code: done.status ?? 1, output: `${done.stdout}${done.stderr}`.trim() };
  };
}

const fileName = "found-before-the-ladder.json";

/**
 * Holds a GPU at a power limit or an SM clock, and gives back what it found. What it found is in a file in the
 * sweep's folder before anything is set, so that it can be given back even after the process was killed.
 */
export class Governor {
  readonly found: Found;
  #smi: Smi;
  #file: string;

  private constructor(found: Found, smi: Smi, file: string) {
    this.found = found;
    this.#smi = smi;
    this.#file = file;
  }

  /**
   * Reads what is set, tries whether setting is permitted (by setting what is set already), and writes what was found to
   * the file.
   *
   * @throws SweepError "no_permission" without the program, the GPU or the permission
   */
  static open(dir: string, knob: Knob, o: { where?: string; gpu?: number; smi?: Smi }): Governor {
    const { where = "", gpu = 0 } = o;
    const run = o.smi ?? smi(where);
    const file = join(dir, fileName);
    if (existsSync(file)) restoreFound(dir, o.smi);
    const found = read(run, gpu, where, knob);
    const governor = new Governor(found, run, file);
    writeWhole(file, JSON.stringify(found) + "\n");
    try {
      if (knob === "power") governor.#do(["-pl", String(found.power_limit_w)], "the power limit");
      else governor.#do(["-rgc"], "the SM clock");
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    }
    return governor;
  }

  /** Refuses rungs that the card does not allow. */
  check(rungs: readonly number[]): void {
    const { power_min_w: least, power_max_w: most, sm_clock_max_mhz: top } = this.found;
    for (const rung of rungs) {
      const ok = this.found.knob === "power"
        ? rung >= least && rung <= most
        : rung > 0 && rung <= top;
      if (ok) continue;
      throw new RangeError(
        this.found.knob === "power"
          ? `This card takes power limits of ${least} to ${most} W, not ${rung}.`
          : `This card takes SM clocks up to ${top} MHz, not ${rung}.`,
      );
    }
  }

  set(value: number): void {
    if (this.found.knob === "power") this.#do(["-pl", String(value)], "the power limit");
    else this.#do(["-lgc", `${value},${value}`], "the SM clock");
  }

  /** Gives back what was found. Does nothing the second time. */
  restore(): void {
    if (!existsSync(this.#file)) return;
    giveBack(this.found, this.#smi);
    rmSync(this.#file, { force: true });
  }

  #do(args: string[], what: string): void {
    const { code, output } = this.#smi(["-i", String(this.found.gpu), ...args]);
    if (code !== 0 || /insufficient permission|not supported/i.test(output)) {
      throw refusal(what, output);
    }
  }
}

/**
 * Gives back what a ladder found whose process was killed. Null when there is nothing to give back.
 *
 * @throws SweepError "no_permission" when it could not be set; the file stays
 */
export function restoreFound(dir: string, run?: Smi): Found | null {
  const file = join(dir, fileName);
  if (!existsSync(file)) return null;
  const found: Found = JSON.parse(readFileSync(file, "utf8"));
  giveBack(found, run ?? smi(found.where));
  rmSync(file, { force: true });
  return found;
}

function giveBack(found: Found, run: Smi): void {
  const args = found.knob === "power" ? ["-pl", String(found.power_limit_w)] : ["-rgc"];
  const { code, output } = run(["-i", String(found.gpu), ...args]);
  if (code === 0 && !/insufficient permission|not supported/i.test(output)) return;
  throw new SweepError(
    "no_permission",
    `The GPU could not be given back its ${
      found.knob === "power" ? `power limit of ${found.power_limit_w} W` : "clocks"
    }: ${output}. Do it by hand: nvidia-smi -i ${found.gpu} ${args.join(" ")}`,
  );
}

function read(run: Smi, gpu: number, where: string, knob: Knob): Found {
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
  if (code !== 0 || needed.length === 0 || needed.some((v) => !Number.isFinite(v))) {
    throw refusal(knob === "power" ? "the power limit" : "the SM clock", output);
  }
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
  };
}

function refusal(what: string, output: string): SweepError {
  return new SweepError(
    "no_permission",
    `nvidia-smi does not let ${what} be set: ${
      output.split("\n").slice(0, 2).join(" ") || "no answer"
    }. ` +
      "It needs root on the computer with the GPU. Run the sweep as root there, or leave the ladder out.",
  );
}
