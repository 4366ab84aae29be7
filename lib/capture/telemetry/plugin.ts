import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import type { Host } from "@kgen/comfy";
import { pingClock } from "../host_clock.ts";
import { callPlugin, pluginWord } from "./plugin_call.ts";
import { readPluginSample } from "./plugin_sample.ts";
import { StampClock } from "./stamps.ts";
import { Telemetry } from "./telemetry.ts";

interface PluginOptions {
  hz: number;
  signal?: AbortSignal;
  patience?: number;
}

/**
 * Reads the events of the plugin comfyui-kgen, on a socket of its own so that they neither wait for a job's
 * messages nor hold them up. When the client connects anew, the events are asked for again.
 *
 * The samples carry the host's clock. The quickest message gives the difference to ours, less half of the
 * quickest round trip to /kgen/clock for its way; what the clocks drift is followed.
 */
export async function openPlugin(host: Host, o: PluginOptions): Promise<Telemetry> {
  const clientId = randomUUID();
  const patience = o.patience ?? 10_000;
  const subscribe = () =>
    callPlugin(host, "/kgen/telemetry", {
      method: "POST",
      body: { client_id: clientId, hz: o.hz },
      signal: o.signal,
    });
  let stream: Awaited<ReturnType<Host["listen"]>> | undefined;
  try {
    const without = await pluginWord(host, o.signal);
    if (without !== null) return Telemetry.none(without);
    stream = await host.listen(clientId, { signal: o.signal });
    await subscribe();
  } catch (error) {
    stream?.close();
    return Telemetry.none(`the plugin gave no telemetry: ${(error as Error).message}`);
  }
  const events = stream;
  const trips = (await pingClock(host, 5, o.signal)).map((p) => p.roundTrip);
  const way = trips.length > 0 ? Math.min(...trips) / 2 : 0;
  const clock = new StampClock();
  let begun: (first: boolean) => void = () => {};
  const first = new Promise<boolean>((resolve) => begun = resolve);
  const telemetry = new Telemetry({
    source: "plugin",
    stop: async () => {
      // Or the plugin would read the GPU for nobody until it misses the socket.
      const signal = AbortSignal.timeout(1000);
      await callPlugin(host, "/kgen/telemetry", {
        method: "DELETE",
        body: { client_id: clientId },
        signal,
      }).catch(() => {});
      events.close();
      await reading;
    },
  });
  const reading = (async () => {
    let reason = "the host closed the socket";
    try {
      for await (const e of events) {
        if (e.kind === "message" && e.type === "kgen.telemetry") {
          const { stamp, ...sample } = readPluginSample(e.data);
          if (stamp !== null) clock.see(stamp, e.t);
          telemetry.push({ t: stamp === null ? e.t : clock.at(stamp) - way, ...sample });
          begun(true);
        } else if (e.kind === "reconnected") {
          telemetry.say(`For ${(e.gap_ms / 1000).toFixed(1)} s the connection was lost.`);
          // If it fails because the connection is lost again, the next one will do.
          await subscribe().catch((error) =>
            telemetry.say(`The plugin did not begin anew: ${error.message}`)
          );
        } else if (e.kind === "closed" && e.reason) reason = e.reason;
      }
    } catch (error) {
      reason = (error as Error).message;
      events.close();
    }
    telemetry.end(`The plugin's telemetry ended: ${reason}.`);
    begun(false);
  })();
  const timer = setTimeout(() => begun(false), patience + 1500 / o.hz);
  const began = performance.now();
  const came = await first;
  clearTimeout(timer);
  if (came) return telemetry;
  const { word } = telemetry;
  await telemetry.close();
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  return Telemetry.none(word || `the plugin sent no reading within ${seconds} s`);
}
