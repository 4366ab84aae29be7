import type { Host } from "@kgen/comfy";

/** Questions to the plugin's clock. */
const PINGS = 8;

/**
 * The host's clock against ours, by the quickest round trip to the plugin's clock: the answer was given
 * somewhere within it. Null when it does not answer.
 */
export async function clockText(host: Host): Promise<string | null> {
  let best: { trip: number; offset: number } | null = null;
  for (let i = 0; i < PINGS; i++) {
    const began = performance.now();
    const answer = await host.call("/kgen/clock").catch(() => null);
    const ended = performance.now();
    if (typeof answer?.unix_ns !== "number") continue;
    const here = performance.timeOrigin + (began + ended) / 2;
    const trip = ended - began;
    if (!best || trip < best.trip) best = { trip, offset: answer.unix_ns / 1e6 - here };
  }
  if (!best) return null;
  const { trip, offset } = best;
  const side = offset < 0 ? "behind" : "ahead of";
  return `${words(Math.abs(offset))} ${side} ours, known within ${words(trip / 2)}`;
}

const words = (ms: number) => ms < 1000 ? `${ms.toFixed(2)} ms` : `${(ms / 1000).toFixed(2)} s`;
