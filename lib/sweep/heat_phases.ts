import type { HeatSession } from "./heat_session.ts";
import type { TemperatureEnding } from "./temperature_ending.ts";

/** ms of idling without cooling by another 0.3 °C after which the card will cool no more. */
const stalled = 60_000;

/** Load without a pause, until the card warms no more. Null: the cycle can begin. */
export async function ramp(s: HeatSession): Promise<TemperatureEnding | null> {
  for (;;) {
    const ending = s.ended();
    if (ending) return ending;
    const t = s.celsius;
    if (t !== null && (t >= s.o.limit || t > (s.o.to ?? Infinity)) || s.isPlateau) return null;
    const failure = await s.run("ramp", null);
    if (failure) return failure;
  }
}

/** Idling and load in turn, towards the bin that lacks most. */
export async function cycle(s: HeatSession): Promise<TemperatureEnding> {
  for (;;) {
    const ending = s.ended();
    if (ending) return ending;
    const target = s.bins.next(s.celsius);
    if (target === null) return s.bins.anyMissed ? "no more bin can be reached" : "all bins full";
    const reached = await approach(s, target);
    if (typeof reached === "string") return reached;
    if (!reached) {
      s.bins.giveUp(target, s.celsius);
      continue;
    }
    const failure = await s.run("bin", target);
    if (failure) return failure;
  }
}

/** Brings the card into a bin. False: it cannot be brought there. */
async function approach(s: HeatSession, target: number): Promise<boolean | TemperatureEnding> {
  const until = s.now() + 60_000 * s.o.giveUpMinutes;
  let lowest = Infinity, fell = s.now();
  for (;;) {
    const ending = s.ended();
    if (ending) return ending;
    const t = s.celsius;
    if (t !== null && s.bins.holds(target, t)) return true;
    if (s.now() > until) return false;
    if (t === null || t >= target + s.bins.width || t >= s.o.limit) {
      s.breakLoad();
      if (t !== null && t < lowest - 0.3) [lowest, fell] = [t, s.now()];
      if (s.now() - fell > stalled) return false;
      await s.idle(target);
    } else {
      if (s.isPlateau) return false;
      const failure = await s.run("load", target);
      if (failure) return failure;
    }
  }
}
