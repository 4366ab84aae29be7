import { performance } from "node:perf_hooks";
import type { Host, HostEvent } from "@kgen/comfy";
import type { ClockOffset } from "./clock_offset.ts";
import { toMicroseconds } from "./seconds.ts";

/** A round trip to the plugin's clock. Client times are performance.now(), ms. */
export interface Ping {
  at: number;
  /** ms */
  roundTrip: number;
  /** Host minus client, ms. */
  offset: number;
}

/** Unix time of the client, ms. It comes from performance.now(), so that it never jumps. */
const unixOf = (t: number) => performance.timeOrigin + t;

/** Asks the plugin's clock some times. Those that fail are left out. */
export async function pingClock(host: Host, times = 8, signal?: AbortSignal): Promise<Ping[]> {
  const pings: Ping[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    const answer = await host.call("/kgen/clock", { signal }).catch(() => null);
    const ended = performance.now();
    const ns = answer?.unix_ns;
    if (typeof ns !== "number") continue;
    const at = (began + ended) / 2;
    pings.push({ at, roundTrip: ended - began, offset: ns / 1e6 - unixOf(at) });
  }
  return pings;
}

/** The host's clock, as far as a capture knows it. */
export interface HostClock {
  offset: ClockOffset;
  /** Unix time of the host, ns, as performance.now() of the client, ms. */
  toClient(unixNs: number): number;
}

const best = (pings: Ping[]) => pings.reduce((a, b) => b.roundTrip < a.roundTrip ? b : a);

/**
 * The clock out of round trips before and after a job: of each the shortest counts, and the answer was
 * given somewhere within it, so half of it is the uncertainty. In between the offset is a straight line.
 * Null without a round trip.
 *
 * @param t0 performance.now() at submission, ms
 */
export function clockByPings(before: Ping[], after: Ping[], t0: number): HostClock | null {
  const ends = [before, after].filter((p) => p.length > 0).map(best);
  if (ends.length === 0) return null;
  const first = ends[0];
  const last = ends.at(-1)!;
  const slope = last.at > first.at ? (last.offset - first.offset) / (last.at - first.at) : 0;
  const at = (t: number) => first.offset + slope * (t - first.at);
  return {
    offset: {
      offset_s: toMicroseconds(at(t0) / 1000),
      uncertainty_s: toMicroseconds(Math.max(...ends.map((p) => p.roundTrip)) / 2000),
      method: "ping",
      drift: ends.length > 1 ? slope : null,
    },
    toClient(unixNs) {
      const host = unixNs / 1e6 - performance.timeOrigin; // = t + at(t)
      return (host - first.offset + slope * first.at) / (1 + slope);
    },
  };
}

/**
 * The clock out of the timestamps of messages, ms, when there is no plugin. The host stamps a message
 * before it is received here, and execution_start after the submission: the offset lies between.
 * Null without such messages.
 *
 * @param t0 performance.now() at submission, ms
 */
export class MessageClock {
  #low = -Infinity;
  #high = Infinity;
  #t0: number;

  constructor(t0: number) {
    this.#t0 = t0;
  }

  push(e: HostEvent): void {
    if (e.kind !== "message") return;
    const stamp = e.data?.timestamp;
    if (typeof stamp !== "number" || !/^execution_/.test(e.type)) return;
    this.#low = Math.max(this.#low, stamp - unixOf(e.t));
    if (e.type === "execution_start") {
      // Whole ms: the true time may be up to 1 ms later.
      this.#high = Math.min(this.#high, stamp + 1 - unixOf(this.#t0));
    }
  }

  get clock(): HostClock | null {
    if (!Number.isFinite(this.#low) || !Number.isFinite(this.#high)) return null;
    const offset = (this.#low + this.#high) / 2;
    return {
      offset: {
        offset_s: toMicroseconds(offset / 1000),
        uncertainty_s: toMicroseconds(Math.max(0.5, (this.#high - this.#low) / 2) / 1000),
        method: "messages",
        drift: null,
      },
      toClient: (unixNs) => unixNs / 1e6 - performance.timeOrigin - offset,
    };
  }
}
