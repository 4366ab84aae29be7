import { performance } from "node:perf_hooks";
import type { Run } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { Bins } from "./bins.ts";
import { type Cell, cellId } from "./cell.ts";
import { hashOf } from "./canonical.ts";
import type { ExecuteOptions } from "./executor.ts";
import type { SweepFolder } from "./folder.ts";
import { LocalSweep } from "./local.ts";
import type { Plan } from "./plan.ts";
import type { Readings } from "./readings.ts";
import {
  temperatureDefaults,
  type TemperatureEnding,
  type TemperatureOptions,
} from "./temperature_options.ts";
import { requireTemperature, Thermometer } from "./thermometer.ts";
import { pauseFor } from "./wait_for_host.ts";

/** What a temperature sweep says while it goes. */
export interface Heat {
  /** "ramp": load from cold on; "idle": waits for the card to cool; "load": runs to warm it; "bin": a run in its bin. */
  phase: "ramp" | "idle" | "load" | "bin";
  celsius: number | null;
  target: number | null;
  bins: { bin: number; count: number; givenUp: boolean }[];
  wanted: number;
  runs: number;
  /** s since the beginning. */
  seconds: number;
  /** Setting of a ladder, such as "power limit 500 W". */
  setting: string;
}

export interface TemperatureRun extends Partial<TemperatureOptions>, ExecuteOptions {
  telemetry: Readings;
  onHeat?: (h: Heat) => void;
  /** What a ladder has set, for the column `change`; default "none". */
  setting?: string;
  /** performance.now(), or the clock of a test, ms. */
  now?: () => number;
}

/** How a temperature sweep ended. */
export interface TemperatureResult {
  ending: TemperatureEnding;
  runs: number;
  failed: number;
  bins: Heat["bins"];
}

/** ms of idling without cooling by another 0.3 °C after which the card will cool no more. */
const stalled = 60_000;

/** ms between two looks at the thermometer while idling. */
const look = 500;

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
  return await new TemperatureSweep(host, plan, folder, o).execute();
}

class TemperatureSweep {
  #o: TemperatureRun & TemperatureOptions;
  #host: Host;
  #folder: SweepFolder;
  #local: LocalSweep;
  #bins: Bins;
  #meter: Thermometer;
  #pattern: Cell;
  #givenUp = new Set<number>();
  #now: () => number;
  #began = 0;
  #next = 1;
  #runs = 0;
  #failed = 0;
  #inARow = 0;
  /** Temperatures before the runs of an unbroken load, with their moments in ms. */
  #load: [t: number, celsius: number][] = [];
  #coolest = Infinity;
  #hottest = -Infinity;

  constructor(host: Host, plan: Plan, folder: SweepFolder, o: TemperatureRun) {
    this.#o = { ...temperatureDefaults, ...known(o) } as TemperatureRun & TemperatureOptions;
    this.#host = host;
    this.#folder = folder;
    this.#now = o.now ?? (() => performance.now());
    this.#local = new LocalSweep(host, plan, folder, o);
    this.#bins = new Bins(this.#o.width, this.#o.perBin);
    this.#meter = new Thermometer(o.telemetry, this.#now);
    this.#pattern = plan.cells[0];
  }

  async execute(): Promise<TemperatureResult> {
    const { telemetry } = this.#o;
    requireTemperature(this.#host.kind, telemetry, this.#meter.celsius);
    this.#began = this.#now();
    // As cool as it is now it can become again by idling.
    this.#coolest = this.#meter.celsius ?? Infinity;
    this.#recall();
    await this.#local.begin();
    try {
      const ending = await this.#ramp() ?? await this.#cycle();
      return { ending, runs: this.#runs, failed: this.#failed, bins: this.#histogram() };
    } finally {
      this.#local.close();
    }
  }

  /** Counts the runs of earlier sessions into their bins. */
  #recall(): void {
    for (const r of this.#folder.records()) {
      this.#next = Math.max(this.#next, r.cell.repeat + 1);
      const t = r.extra?.t_bin_c;
      if (r.status !== "done" || typeof t !== "number") continue;
      // Every rung of a ladder begins its range where the coolest run of all was.
      this.#coolest = Math.min(this.#coolest, t);
      if (r.cell.change === this.#change) this.#count(t);
    }
  }

  get #change(): string {
    const { setting } = this.#o;
    if (!setting) return this.#pattern.change;
    return this.#pattern.change === "none" ? setting : `${this.#pattern.change}, ${setting}`;
  }

  /** Load without a pause, until the card warms no more. */
  async #ramp(): Promise<TemperatureEnding | null> {
    for (;;) {
      const ending = this.#ended();
      if (ending) return ending;
      const t = this.#meter.celsius;
      if (t !== null && (t >= this.#o.limit || t > (this.#o.to ?? Infinity)) || this.#isPlateau()) {
        return null;
      }
      const failure = await this.#run("ramp", null);
      if (failure) return failure;
    }
  }

  /** Idling and load in turn, towards the bin that lacks most. */
  async #cycle(): Promise<TemperatureEnding> {
    for (;;) {
      const ending = this.#ended();
      if (ending) return ending;
      const target = this.#choose();
      if (target === null) {
        return this.#givenUp.size > 0 && !this.#wantedBins().every((b) => this.#bins.isFull(b))
          ? "no more bin can be reached"
          : "all bins full";
      }
      const reached = await this.#approach(target);
      if (typeof reached === "string") return reached;
      if (!reached) {
        this.#giveUp(target);
        continue;
      }
      const failure = await this.#run("bin", target);
      if (failure) return failure;
    }
  }

  /** A bin that cannot be reached, and those beyond it. */
  #giveUp(target: number): void {
    const below = (this.#meter.celsius ?? Infinity) >= target + this.#bins.width;
    for (const bin of this.#wantedBins()) {
      if (below ? bin <= target : bin >= target) this.#givenUp.add(bin);
    }
  }

  #wantedBins(): number[] {
    const { from, to, limit } = this.#o;
    const range = this.#bins.range ?? [this.#coolest, this.#hottest];
    const low = from ?? Math.min(range[0], this.#coolest);
    const high = Math.min(to ?? Math.max(range[1], this.#hottest), limit - this.#bins.width);
    return Number.isFinite(low) && Number.isFinite(high) ? this.#bins.between(low, high) : [];
  }

  /** The bin with the fewest runs; of several the nearest. Null when none is left. */
  #choose(): number | null {
    const t = this.#meter.celsius ?? 0;
    const open = this.#wantedBins().filter((b) => !this.#bins.isFull(b) && !this.#givenUp.has(b));
    const away = (b: number) => Math.abs(b + this.#bins.width / 2 - t);
    open.sort((a, b) => this.#bins.count(a) - this.#bins.count(b) || away(a) - away(b));
    return open[0] ?? null;
  }

  /** Brings the card into a bin. False: it cannot be brought there. */
  async #approach(target: number): Promise<boolean | TemperatureEnding> {
    const until = this.#now() + 60_000 * this.#o.giveUpMinutes;
    let lowest = Infinity, fell = this.#now();
    for (;;) {
      const ending = this.#ended();
      if (ending) return ending;
      const t = this.#meter.celsius;
      if (t !== null && this.#bins.of(t) === target) return true;
      if (this.#now() > until) return false;
      if (t === null || t >= target + this.#bins.width || t >= this.#o.limit) {
        this.#load = [];
        if (t !== null && t < lowest - 0.3) [lowest, fell] = [t, this.#now()];
        if (this.#now() - fell > stalled) return false;
        this.#tell("idle", target);
        await (this.#o.pause ?? pauseFor)(look, this.#o.signal);
      } else {
        if (this.#isPlateau()) return false;
        const failure = await this.#run("load", target);
        if (failure) return failure;
      }
    }
  }

  /** One run, recorded with the temperature before it. A number of failures in a row end the sweep. */
  async #run(phase: Heat["phase"], target: number | null): Promise<TemperatureEnding | null> {
    this.#tell(phase, target);
    const started = this.#now();
    const before = this.#meter.celsius;
    const cell = this.#cell(phase, target);
    const record = await this.#local.cell(cell, (run) => extra(run, before, phase, target));
    if (record === null) return "interrupted";
    this.#next++;
    this.#runs++;
    if (this.#meter.gpu === null) this.#meter.follow(started);
    if (record.status === "failed") {
      this.#failed++;
      if (++this.#inARow >= 3) {
        throw new Error(
          `Three runs in a row failed: ${record.reason?.message ?? "no reason said"}`,
        );
      }
      return null;
    }
    this.#inARow = 0;
    const t = record.extra?.t_bin_c;
    if (typeof t === "number") {
      this.#count(t);
      this.#load.push([this.#now(), t]);
    }
    return null;
  }

  #count(celsius: number): void {
    this.#bins.add(celsius);
    this.#coolest = Math.min(this.#coolest, celsius);
    this.#hottest = Math.max(this.#hottest, celsius);
  }

  #cell(phase: Heat["phase"], target: number | null): Cell {
    const repeat = this.#next;
    const condition = hashOf({ condition: this.#pattern.condition, change: this.#change });
    const seed = (this.#pattern.seed + repeat - 1) % 2 ** 32;
    const tag = phase === "bin" ? `bin ${target} C` : phase;
    const id = cellId(condition, seed, repeat);
    return {
      ...this.#pattern,
      id,
      condition,
      seed,
      repeat,
      group: "heat",
      tag,
      change: this.#change,
    };
  }

  /** The load of the last minutes has not warmed the card. */
  #isPlateau(): boolean {
    // A short sweep would otherwise be over before its ramp is.
    const { plateauMinutes = Math.min(3, this.#o.maxMinutes / 8) } = this.#o;
    const span = 60_000 * plateauMinutes;
    const now = this.#now();
    if (this.#load.length < 4 || now - this.#load[0][0] < span) return false;
    const recent = this.#load.filter(([t]) => now - t <= span).map(([, c]) => c);
    const half = Math.floor(recent.length / 2);
    if (half < 2) return false;
    const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    // Means of the two halves lie half the span apart.
    return 2 * (mean(recent.slice(half)) - mean(recent.slice(0, half))) < this.#o.plateauRise;
  }

  #ended(): TemperatureEnding | null {
    const { signal, maxMinutes, maxRuns, limit } = this.#o;
    if (signal?.aborted) return "interrupted";
    if (this.#now() - this.#began >= 60_000 * maxMinutes) return "max minutes";
    if (this.#runs >= maxRuns) return "max runs";
    const t = this.#meter.celsius;
    if (t !== null && t >= limit + 5) return "temperature limit";
    if (t === null && this.#meter.silent) return "telemetry fell silent";
    return null;
  }

  #histogram(): Heat["bins"] {
    return this.#wantedBins().map((bin) => ({
      bin,
      count: this.#bins.count(bin),
      givenUp: this.#givenUp.has(bin),
    }));
  }

  #tell(phase: Heat["phase"], target: number | null): void {
    this.#o.onHeat?.({
      phase,
      target,
      celsius: this.#meter.celsius,
      bins: this.#histogram(),
      wanted: this.#o.perBin,
      runs: this.#runs,
      seconds: (this.#now() - this.#began) / 1000,
      setting: this.#o.setting ?? "",
    });
  }
}

/** Columns of a run: temperature by which it was put into its bin, the bin aimed at, what it was for. */
function extra(run: Run | null, before: number | null, phase: string, target: number | null) {
  const t = run?.telemetry?.t_before_c ?? before;
  return { t_bin_c: t, target_bin_c: target, phase };
}

const known = (o: object) =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined));
