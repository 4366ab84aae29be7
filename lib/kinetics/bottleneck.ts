import { printable, significant } from "@kgen/stats";
import type { Arrhenius } from "./arrhenius_types.ts";
import type { Bottleneck, Evidence, Wall } from "./bottleneck_types.ts";
import { KineticsError } from "./errors.ts";
import type { Roofline } from "./roofline_types.ts";

/** One reading of the card while it worked. */
export interface ThrottleReading {
  /** The clocks event reasons as NVML gives them. */
  throttle_bits: number;
  utilization_percent?: number | null;
}

/** What is known of a run or a sweep; every part may be missing. */
export interface BottleneckEvidence {
  roofline?: Roofline;
  /** Readings taken while the card worked. */
  telemetry?: readonly ThrottleReading[];
  arrhenius?: Arrhenius;
}

/** NVML's clocks event reasons (NVIDIA, NVML API Reference, nvmlClocksEventReasons). */
const POWER = 0x4 | 0x80;
const THERMAL = 0x20 | 0x40;
const HARDWARE_SLOWDOWN = 0x8;

/** A wall stands where it held the card in most readings. */
const MOST = 0.5;
/** From this share of a ceiling on, the ceiling is what binds. */
const AT_THE_ROOF = 0.7;

/**
 * What holds k back: memory bandwidth, arithmetic, the power cap, heat, or none that these data show. Each piece of
 * evidence is a sentence; nothing is concluded from what was not recorded.
 *
 * - thermal: thermal slowdown in more than half of the readings;
 * - power: the power cap (or power brake) in more than half;
 * - bandwidth or compute: k reaches 70 % of that ceiling;
 * - otherwise none is shown: most often the host or the kernels do not keep the card busy.
 *
 * That k moves with temperature is no evidence of any wall (the seed document takes it for one of bandwidth): memory
 * clocks do not depend on it. It is reported, and decides nothing.
 *
 * @throws {KineticsError} nothing to judge by
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { bottleneck, roofline } from "@kgen/kinetics";
 * import { dataset } from "@kgen/tables";
 *
 * const busy = dataset("h100/telemetry").filter((s) => s.utilization_percent >= 90);
 * const found = bottleneck({ roofline: roofline("H100", { k: 7.04 }), telemetry: busy });
 * assert.equal(found.wall, "power");
 * console.log(String(found));
 * ```
 */
export function bottleneck(known: BottleneckEvidence): Bottleneck {
  const { roofline, telemetry, arrhenius } = known;
  const evidence: Evidence[] = [
    ...(telemetry && telemetry.length > 0 ? ofTelemetry(telemetry) : []),
    ...(roofline && roofline.measured !== null ? ofRoofline(roofline) : []),
    ...(arrhenius ? [ofTemperature(arrhenius)] : []),
  ];
  if (evidence.length === 0) {
    throw new KineticsError(
      "argument",
      "Nothing to judge by: give a roofline with a measured k, telemetry, or an Arrhenius fit.",
    );
  }
  // Heat first: a hot card also meets its power cap, not the other way round.
  const order: Wall[] = ["thermal", "power", "compute", "bandwidth"];
  const wall = order.find((w) => evidence.some((e) => e.about === w && e.speaks)) ?? "none shown";
  return printable(
    { name: "bottleneck", wall, verdict: words(wall, evidence), evidence },
    (b) =>
      [b.verdict, ...b.evidence.map((e) => `  ${e.speaks ? "+" : "-"} ${e.sentence}`)].join("\n"),
  );
}

function ofTelemetry(readings: readonly ThrottleReading[]): Evidence[] {
  const n = readings.length;
  const share = (mask: number) => readings.filter((r) => (r.throttle_bits & mask) !== 0).length / n;
  const percent = (v: number) => `${significant(100 * v, 3)} %`;
  const heat = share(THERMAL), power = share(POWER), hard = share(HARDWARE_SLOWDOWN);
  return [
    {
      about: "thermal",
      speaks: heat > MOST,
      sentence: heat === 0
        ? `Heat slowed the card in none of ${n} readings.`
        : `Heat slowed the card in ${percent(heat)} of ${n} readings.`,
    },
    {
      about: "power",
      speaks: power > MOST,
      sentence: `The power cap held the clock down in ${percent(power)} of ${n} readings.`,
    },
    ...(hard > 0
      ? [{
        about: "power" as const,
        speaks: hard > MOST,
        sentence: `The hardware slowed down (power brake or heat) in ${percent(hard)} of them.`,
      }]
      : []),
  ];
}

function ofRoofline(r: Roofline): Evidence[] {
  const k = r.measured!;
  const one = (about: "compute" | "bandwidth", what: string): Evidence => ({
    about,
    speaks: r.bound === about && k / r.ceilings[about] >= AT_THE_ROOF,
    sentence: `k is ${significant(100 * k / r.ceilings[about], 3)} % of what ${what} allows (${
      significant(r.ceilings[about], 3)
    } s⁻¹).`,
  });
  return [
    one("compute", "the card's arithmetic"),
    one("bandwidth", "its memory bandwidth, at the least traffic,"),
  ];
}

function ofTemperature(fit: Arrhenius): Evidence {
  return {
    about: "none shown",
    speaks: false,
    sentence: `${
      fit.effect ? "k moves with temperature" : "No effect of temperature on k is shown"
    } (Ea/R ${significant(fit.EaR.value, 3)} ± ${significant(fit.EaR.se, 2)} K); it tells no wall.`,
  };
}

function words(wall: Wall, evidence: Evidence[]): string {
  if (wall !== "none shown") {
    const why = evidence.filter((e) => e.about === wall && e.speaks).map((e) => e.sentence);
    const name = {
      thermal: "heat",
      power: "the power cap",
      compute: "arithmetic",
      bandwidth: "memory bandwidth",
    }[wall];
    return `What binds is ${name}. ${why.join(" ")}`;
  }
  return "These data show no wall. Look at what keeps the card waiting: the host, small kernels, transfers.";
}
