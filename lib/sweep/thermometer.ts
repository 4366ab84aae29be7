import { performance } from "node:perf_hooks";
import { SweepError } from "./errors.ts";
import { meanOf, type Reading, type Readings } from "./readings.ts";

/** ms over which the temperature before a run is taken: the kit's definition. */
const window = 2000;

/** ms without a sample after which telemetry counts as silent. */
const silence = 10_000;

/** The temperature of the GPU that works, from telemetry. */
export class Thermometer {
  #source: Readings;
  #now: () => number;
  /** Index of the GPU that is looked at. */
  gpu: number | null = null;

  /** @param now performance.now(), or the clock of a test, ms */
  constructor(source: Readings, now: () => number = () => performance.now()) {
    this.#source = source;
    this.#now = now;
  }

  /** Mean over the last 2 s, °C; null when there is no sample in them. */
  get celsius(): number | null {
    const to = this.#now();
    return meanOf(this.#own(to - window, to), "temperature_c");
  }

  /** Nothing has been heard for 10 s. */
  get silent(): boolean {
    const to = this.#now();
    return this.#own(to - silence, to).length === 0;
  }

  /** Looks at the GPU that has worked most since a moment, where there are several. */
  follow(since: number): void {
    const all = this.#source.samples(since, this.#now());
    const gpus = [...new Set(all.map((s) => s.gpu))];
    const work = (gpu: number) =>
      meanOf(all.filter((s) => s.gpu === gpu), "utilization_percent") ?? 0;
    if (gpus.length > 0) this.gpu = gpus.reduce((a, b) => work(b) > work(a) ? b : a);
  }

  #own(from: number, to: number): Reading[] {
    const all = this.#source.samples(from, to);
    const gpu = this.gpu ?? all[0]?.gpu;
    return all.filter((s) => s.gpu === gpu);
  }
}

/**
 * Refuses to go on without the temperature of a GPU.
 *
 * @throws SweepError "no_temperature" that says why there is none and what to do
 */
export function requireTemperature(
  kind: "embedded" | "remote",
  source: Readings,
  celsius: number | null,
): void {
  const refuse = (why: string): never => {
    throw new SweepError(
      "no_temperature",
      `A temperature sweep needs the temperature of the GPU that generates: ${why}`,
    );
  };
  if (kind === "embedded") {
    refuse(
      "the embedded host computes on the CPU. The temperature of a CPU is no substitute: another chip, under another " +
        "load. Use a ComfyUI on a GPU with --host URL; lesson 03 has a recorded sweep.",
    );
  }
  if (source.source === "none") {
    refuse(
      `${source.word}. Install the plugin on the host, or name a source: --telemetry nvidia-smi (host on this ` +
        "computer) or ssh:DEST.",
    );
  }
  if (celsius === null) {
    refuse(`${source.source} sends none${source.word ? ` (${source.word})` : ""}.`);
  }
}
