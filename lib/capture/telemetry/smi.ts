import { performance } from "node:perf_hooks";
import { clearTimeout, setTimeout } from "node:timers";
import { Attempt } from "./smi_attempt.ts";
import { SmiFields } from "./smi_fields.ts";
import { smiWord } from "./smi_words.ts";
import { Telemetry } from "./telemetry.ts";

/** How to read nvidia-smi. */
export interface SmiOptions {
  source: string;
  hz: number;
  /** What to put before `nvidia-smi`, to run it elsewhere. */
  prefix?: string[];
  dest?: string;
  /** The GPU that must be among those found. */
  gpuName?: string;
  signal?: AbortSignal;
  /** ms to the first reading. */
  patience?: number;
  /** ms after which a program that ended is started again, longer each time; default 5000. */
  again?: number;
}

/** The longest pause before it is started again, ms. */
const longest = 60_000;

/**
 * Reads nvidia-smi, here or elsewhere: one program, which prints a line a GPU until it is stopped. When it ends
 * in the middle (the network, the driver) it is started again after a while, as often as needed.
 */
export async function openSmi(o: SmiOptions): Promise<Telemetry> {
  const fields = new SmiFields();
  const where = o.dest ?? "this computer";
  const patience = o.patience ?? (o.dest ? 20_000 : 10_000);
  let current: Attempt | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const close = () => telemetry.close();
  const telemetry = new Telemetry({
    source: o.source,
    stop: async () => {
      closed = true;
      clearTimeout(timer);
      o.signal?.removeEventListener("abort", close);
      await current?.program.stop();
    },
  });
  o.signal?.addEventListener("abort", close, { once: true });

  /** Starts it until it samples; else says why not. */
  async function begin(): Promise<string | null> {
    for (;;) {
      if (closed || o.signal?.aborted) return "it was stopped before it began";
      const attempt = current = new Attempt(fields, o, telemetry);
      const outcome = await attempt.first(patience);
      if (outcome === "sampling") return null;
      await attempt.program.stop();
      if (outcome === "silent") {
        return `nvidia-smi on ${where} gave no reading within ${patience / 1000} s: ` +
          "run it by hand to see why";
      }
      if (outcome === "stranger") {
        return `the GPU of the host is ${o.gpuName}, and this computer has ${
          attempt.names.join(", ")
        }: the host is elsewhere, behind a tunnel. Install the plugin there, or use ssh:DEST`;
      }
      const ended = await attempt.program.ended;
      if (!fields.refuse(ended.said)) return smiWord(ended, o.dest ?? null);
    }
  }

  /** Waits for its end, and starts it again. */
  async function watch(): Promise<void> {
    while (!closed) {
      const ended = await current!.program.ended;
      const lost = performance.now();
      const s = ((lost - current!.began) / 1000).toFixed(1);
      telemetry.end(`After ${s} s no more came: ${smiWord(ended, o.dest ?? null)}.`);
      let pause = o.again ?? 5000;
      do {
        await new Promise<void>((resolve) => {
          timer = setTimeout(resolve, pause);
          // It holds up nobody who wants to end.
          (timer as { unref?: () => void }).unref?.();
        });
        pause = Math.min(2 * pause, longest);
      } while (!closed && await begin() !== null);
      if (closed) return;
      telemetry.resume(`It came back ${((performance.now() - lost) / 1000).toFixed(1)} s later.`);
    }
  }

  const word = await begin();
  if (word !== null) {
    await telemetry.close();
    return Telemetry.none(word);
  }
  if (fields.lacking.length > 0) {
    telemetry.say(`The driver is too old to tell ${fields.lacking.join(", ")}.`);
  }
  watch();
  return telemetry;
}
