import { type GpuReading, noReading, type Quantity } from "./sample.ts";

/** A field of nvidia-smi's query, by its names from new drivers to old ones. */
interface Field {
  names: string[];
  is: Quantity | "timestamp" | "index" | "name";
}

const all: Field[] = [
  { names: ["timestamp"], is: "timestamp" },
  { names: ["index"], is: "index" },
  { names: ["temperature.gpu"], is: "temperature_c" },
  { names: ["temperature.memory"], is: "memory_temperature_c" },
  { names: ["power.draw"], is: "power_w" },
  { names: ["power.limit"], is: "power_limit_w" },
  { names: ["clocks.current.sm", "clocks.sm"], is: "sm_clock_mhz" },
  { names: ["clocks.current.memory", "clocks.mem"], is: "memory_clock_mhz" },
  { names: ["utilization.gpu"], is: "utilization_percent" },
  { names: ["memory.used"], is: "memory_used_mib" },
  { names: ["memory.total"], is: "memory_total_mib" },
  {
    names: ["clocks_event_reasons.active", "clocks_throttle_reasons.active"],
    is: "throttle_bits",
  },
  { names: ["name"], is: "name" },
];

/** One line of nvidia-smi. */
export interface SmiLine {
  timestamp: string;
  gpu: number;
  name: string;
  reading: GpuReading;
}

/** The fields to ask for; each refusal of the driver takes one away or gives it its older name. */
export class SmiFields {
  #fields = all.map((f) => ({ ...f }));
  /** Quantities that this driver does not know at all. */
  readonly lacking: Quantity[] = [];

  /** Arguments of the program, for a sample every `ms`. */
  args(ms: number): string[] {
    const query = this.#fields.map((f) => f.names[0]).join(",");
    return [`--query-gpu=${query}`, "--format=csv,noheader,nounits", "-lms", String(ms)];
  }

  /** Answers `Field "x" is not a valid field to query.`: true when there is something else to try. */
  refuse(said: string): boolean {
    const name = /Field "([^"]+)" is not a valid field/.exec(said)?.[1];
    const field = this.#fields.find((f) => f.names[0] === name);
    if (!field || field.is === "index") return false;
    if (field.names.length > 1) field.names = field.names.slice(1);
    else {
      this.#fields = this.#fields.filter((f) => f !== field);
      if (field.is !== "timestamp" && field.is !== "name") this.lacking.push(field.is);
    }
    return true;
  }

  /** Reads a line; null when it is none of the table. */
  parse(line: string): SmiLine | null {
    const cells = line.split(",").map((c) => c.trim());
    if (cells.length !== this.#fields.length) return null;
    const found: SmiLine = { timestamp: "", gpu: NaN, name: "", reading: noReading() };
    this.#fields.forEach(({ is }, i) => {
      if (is === "timestamp" || is === "name") found[is] = cells[i];
      else if (is === "index") found.gpu = number(cells[i]) ?? NaN;
      else found.reading[is] = number(cells[i]);
    });
    return Number.isInteger(found.gpu) ? found : null;
  }
}

/** "[N/A]", "[Not Supported]", "[Unknown Error]", "ERR!" and the like are null. */
function number(cell: string): number | null {
  const value = /^[\w.+-]+$/.test(cell) ? Number(cell) : NaN;
  return Number.isFinite(value) ? value : null;
}
