import { performance } from "node:perf_hooks";
import type { Host } from "@kgen/comfy";
import type { SweepFolder } from "./folder.ts";
import type { HeatPhase } from "./heat.ts";
import { changeUnder, heatCell, heatColumns } from "./heat_cell.ts";
import { hostName } from "./host_name.ts";
import { LocalSweep } from "./local_sweep.ts";
import type { Plan } from "./plan.ts";
import { isPlateau, type LoadPoint } from "./plateau.ts";
import type { CellRecord } from "./record.ts";
import { TemperatureBins } from "./temperature_bins.ts";
import { endingBy, type TemperatureEnding } from "./temperature_ending.ts";
import { type TemperatureOptions, withDefaults } from "./temperature_options.ts";
import type { TemperatureRun } from "./temperature_run.ts";
import { requireTemperature, Thermometer } from "./thermometer.ts";
import { pauseFor } from "./wait_for_host.ts";

/** ms between two looks at the thermometer while idling. */
const look = 500;

/** Failed runs in a row that end a sweep. */
const failuresAtMost = 3;

/** What the phases of a temperature sweep share: thermometer, bins, clock, and a run or a pause at a time. */
export class HeatSession {
  readonly o: TemperatureRun & TemperatureOptions;
  readonly bins: TemperatureBins;
  readonly local: LocalSweep;
  readonly now: () => number;
  runs = 0;
  failed = 0;
  #meter: Thermometer;
  #pattern: Plan["cells"][number];
  #change: string;
  #began = 0;
  #next = 1;
  #inARow = 0;
  /** When the run before ended, ms. */
  #lastEnd: number | null = null;
  /** The runs of an unbroken load. */
  #load: LoadPoint[] = [];

  constructor(host: Host, plan: Plan, folder: SweepFolder, o: TemperatureRun) {
    this.o = withDefaults(o);
    this.now = o.now ?? (() => performance.now());
    this.local = new LocalSweep(host, plan, folder, o);
    this.bins = new TemperatureBins(this.o);
    this.#meter = new Thermometer(o.telemetry, this.now);
    this.#pattern = plan.cells[0];
    this.#change = changeUnder(this.#pattern, o.setting);
  }

  /** °C; null while telemetry says nothing. */
  get celsius(): number | null {
    return this.#meter.celsius;
  }

  /** Begins, where there is a temperature, with the runs of earlier sessions in their bins. */
  async begin(): Promise<void> {
    requireTemperature(this.local.host.kind, this.o.telemetry, this.celsius);
    this.#began = this.now();
    // As cool as it is now it can become again by idling.
    this.bins.reaches(this.celsius ?? Infinity);
    this.#recall(this.local.folder.records());
    await this.local.begin();
  }

  #recall(records: CellRecord[]): void {
    for (const r of records) {
      this.#next = Math.max(this.#next, r.cell.repeat + 1);
      // Another host has another card.
      if (r.url !== hostName(this.local.host)) continue;
      const t = r.extra?.t_bin_c;
      if (r.status !== "done" || typeof t !== "number") continue;
      // Every rung of a ladder begins its range where the coolest run of all was.
      this.bins.reaches(t);
      if (r.cell.change === this.#change) this.bins.add(t);
    }
  }

  /** Why the sweep is over now, or null. */
  ended(): TemperatureEnding | null {
    return endingBy({
      interrupted: this.o.signal?.aborted ?? false,
      minutes: (this.now() - this.#began) / 60_000,
      runs: this.runs,
      celsius: this.celsius,
      silent: this.#meter.silent,
    }, this.o);
  }

  /** The load of the last minutes has not warmed the card. */
  get isPlateau(): boolean {
    // A short sweep would otherwise be over before its ramp is.
    const { plateauMinutes = Math.min(3, this.o.maxMinutes / 8), plateauRise } = this.o;
    return isPlateau(this.#load, this.now(), { rise: plateauRise, span: 60_000 * plateauMinutes });
  }

  /** One run, recorded with the temperature before it. A number of failures in a row end the sweep. */
  async run(phase: HeatPhase, target: number | null): Promise<TemperatureEnding | null> {
    this.#tell(phase, target);
    const started = this.now();
    const before = this.celsius;
    const idle = this.#lastEnd === null ? null : (started - this.#lastEnd) / 1000;
    const cell = heatCell(this.#pattern, {
      repeat: this.#next,
      change: this.#change,
      phase,
      target,
    });
    const record = await this.local.cell(cell, (run) => ({
      ...heatColumns(run, before, phase, target),
      idle_before_s: idle,
    }));
    if (record === null) return "interrupted";
    this.#lastEnd = this.now();
    this.#next++;
    this.runs++;
    if (this.#meter.gpu === null) this.#meter.follow(started);
    if (record.status === "failed") {
      this.#fail(record);
      return null;
    }
    this.#inARow = 0;
    const t = record.extra?.t_bin_c;
    if (typeof t === "number") {
      this.bins.add(t);
      this.#load.push([this.now(), t]);
    }
    return null;
  }

  #fail(record: CellRecord): void {
    this.failed++;
    if (++this.#inARow < failuresAtMost) return;
    throw new Error(`Three runs in a row failed: ${record.reason?.message ?? "no reason said"}`);
  }

  /** The load is broken: what follows begins a new one. */
  breakLoad(): void {
    this.#load = [];
  }

  /** Idles until the next look at the thermometer. */
  async idle(target: number): Promise<void> {
    this.#tell("idle", target);
    await (this.o.pause ?? pauseFor)(look, this.o.signal);
  }

  #tell(phase: HeatPhase, target: number | null): void {
    this.o.onHeat?.({
      phase,
      target,
      celsius: this.celsius,
      bins: this.bins.histogram(),
      wanted: this.o.perBin,
      runs: this.runs,
      seconds: (this.now() - this.#began) / 1000,
      setting: this.o.setting ?? "",
    });
  }
}
