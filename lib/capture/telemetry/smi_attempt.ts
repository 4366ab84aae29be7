import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import { LineReader } from "./line_reader.ts";
import { type Program, startProgram } from "./program.ts";
import type { SmiOptions } from "./smi.ts";
import type { SmiFields } from "./smi_fields.ts";
import { readStamp, StampClock } from "./stamps.ts";
import type { Telemetry } from "./telemetry.ts";

/** What came first of a start: a reading, or why there is none. */
export type First = "sampling" | "ended" | "silent" | "stranger";

/** One start of nvidia-smi; its readings go to `telemetry`. */
export class Attempt {
  readonly program: Program;
  /** performance.now() of the start, ms. */
  readonly began = performance.now();
  /** Names of the GPUs seen. */
  readonly names: string[] = [];
  #fields: SmiFields;
  #o: SmiOptions;
  #telemetry: Telemetry;
  #lines = new LineReader();
  #clock = new StampClock();
  #seen = new Set<number>();
  #decide: (f: First) => void = () => {};
  #first: Promise<First>;

  constructor(fields: SmiFields, o: SmiOptions, telemetry: Telemetry) {
    this.#fields = fields;
    this.#o = o;
    this.#telemetry = telemetry;
    this.#first = new Promise((resolve) => this.#decide = resolve);
    const command = [...o.prefix ?? [], "nvidia-smi", ...fields.args(Math.round(1000 / o.hz))];
    this.program = startProgram(command, (piece, t) => this.#hear(piece, t));
    this.program.ended.then(() => this.#decide("ended"));
  }

  /** @param patience ms */
  async first(patience: number): Promise<First> {
    const timer = setTimeout(() => this.#decide("silent"), patience + 1500 / this.#o.hz);
    try {
      return await this.#first;
    } finally {
      clearTimeout(timer);
    }
  }

  #hear(piece: string, t: number): void {
    const lines = this.#lines.push(piece).map((l) => this.#fields.parse(l))
      .filter((l) => l !== null)
      .map((l) => ({ ...l, stamp: readStamp(l.timestamp) }));
    for (const { stamp } of lines) if (stamp !== null) this.#clock.see(stamp, t);
    for (const { stamp, gpu, name, reading } of lines) {
      this.#telemetry.push({ t: stamp === null ? t : this.#clock.at(stamp), gpu, ...reading });
      if (!this.names.includes(name)) this.names.push(name);
      const wanted = this.#o.gpuName;
      if (wanted === undefined || name === "" || this.names.includes(wanted)) {
        this.#decide("sampling");
      } else if (this.#seen.has(gpu)) this.#decide("stranger");
      this.#seen.add(gpu);
    }
  }
}
