import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Found, giveBack, readFound } from "./found.ts";
import { holdAt, type Knob, turn } from "./knob.ts";
import { type Smi, smi } from "./smi.ts";
import { writeWhole } from "./write_whole.ts";

const fileName = "found-before-the-ladder.json";

/**
 * Holds a GPU at a power limit or an SM clock, and gives back what it found. What it found is in a file in the
 * sweep's folder before anything is set, so that it can be given back even after the process was killed.
 *
 * A power limit is given back as it was. Restoring resets the SM clocks to default: a lock set by somebody else is lost,
 * nvidia-smi does not report it.
 */
export class Governor {
  readonly found: Found;
  #smi: Smi;
  #file: string;
  /** Whether anything may have been set. */
  #turned = false;

  private constructor(found: Found, smi: Smi, file: string) {
    this.found = found;
    this.#smi = smi;
    this.#file = file;
  }

  /**
   * Reads what is set, and writes it to the file. Sets nothing: whether setting is permitted shows with the first rung.
   *
   * @throws SweepError "no_permission" without the program or the GPU
   */
  static open(dir: string, knob: Knob, o: { where?: string; gpu?: number; smi?: Smi }): Governor {
    const { where = "", gpu = 0 } = o;
    const run = o.smi ?? smi(where);
    const file = join(dir, fileName);
    if (existsSync(file)) restoreFound(dir, o.smi);
    const found = readFound(run, gpu, where, knob);
    writeWhole(file, JSON.stringify(found) + "\n");
    return new Governor(found, run, file);
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

  /** @throws SweepError "no_permission" */
  set(value: number): void {
    const { gpu, knob } = this.found;
    try {
      turn(this.#smi, gpu, knob, holdAt(knob, value));
      this.#turned = true;
    } catch (error) {
      // No answer in time is no refusal: it may have been set.
      if (/ETIMEDOUT/.test((error as Error).message)) this.#turned = true;
      throw error;
    }
  }

  /** Gives back what was found, if anything was set. Does nothing the second time. */
  restore(): void {
    if (!existsSync(this.#file)) return;
    if (this.#turned) giveBack(this.found, this.#smi);
    rmSync(this.#file, { force: true });
  }
}

/**
 * Gives back what a ladder found whose process was killed. Null when there is nothing to give back. Of a clock ladder:
 * resets the SM clocks to default.
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
