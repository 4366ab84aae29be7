import { ProtocolError } from "@kgen/comfy";

/** A forward of the network, as the plugin noted it. */
export interface LoggedCall {
  /** ns since the sampler began. */
  startNs: number;
  endNs: number;
  /** Latents in it, both prompts counted. */
  batch: number;
  /** "c" with the prompt, "u" with the negative one, "cu" both at once. */
  conds: string;
  sigma: number;
  /** Length of the text. */
  tokens: number | null;
}

/** An x0 after guidance. */
export interface LoggedEvaluation {
  /** ns since the sampler began. */
  endNs: number;
  /** Step of the sampler, from 1. */
  step: number;
  sigma: number;
  /** Calls made until then. */
  calls: number;
}

/** One pass of a sampler. */
export interface LoggedPass {
  /** Unix time of the host at its beginning, ns, rounded to 256 ns by the size of a number here. */
  startUnixNs: number;
  durationNs: number;
  /** "cuda events", "synchronised" or "host clock". */
  timing: string;
  device: string;
  complete: boolean;
  sigmas: number[];
  calls: LoggedCall[];
  evaluations: LoggedEvaluation[];
  /** x0 that were handed out. */
  x0: number;
  word: string | null;
}

/** What one KgenCollect gave, or one log of /kgen/log. */
export interface PluginLog {
  version: string;
  passes: LoggedPass[];
}

/**
 * Reads a log of the plugin.
 *
 * @throws ProtocolError for a log of another version of its form, or one that makes no sense
 */
export function readPluginLog(given: unknown): PluginLog {
  try {
    const log: any = typeof given === "string" ? JSON.parse(given) : given;
    if (log?.schema !== "kgen.log/1") {
      throw new TypeError(`its schema is ${JSON.stringify(log?.schema)}, not "kgen.log/1"`);
    }
    return { version: String(log.version), passes: log.passes.map(readPass) };
  } catch (error) {
    throw new ProtocolError(
      `The log of the plugin cannot be read: ${(error as Error).message}. ` +
        "Install the comfyui-kgen that came with this kit.",
    );
  }
}

function readPass(p: any): LoggedPass {
  const calls = p.calls.map(([a, b, batch, conds, sigma, tokens]: any[]) => ({
    startNs: finite(a),
    endNs: finite(b),
    batch: finite(batch),
    conds: String(conds),
    sigma: finite(sigma),
    tokens: tokens === null ? null : finite(tokens),
  }));
  return {
    startUnixNs: finite(p.start_unix_ns),
    durationNs: finite(p.duration_ns),
    timing: String(p.timing),
    device: String(p.device),
    complete: p.complete === true,
    sigmas: p.sigmas.map(finite),
    calls,
    evaluations: p.evaluations.map(([end, step, sigma, upto]: any[]) => ({
      endNs: finite(end),
      step: finite(step),
      sigma: finite(sigma),
      calls: finite(upto),
    })),
    x0: finite(p.x0 ?? 0),
    word: typeof p.word === "string" ? p.word : null,
  };
}

function finite(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError(`${JSON.stringify(value)} stands where a number belongs`);
  }
  return value;
}

/** All passes of several logs, by their beginning. */
export function passesOf(logs: PluginLog[]): LoggedPass[] {
  return logs.flatMap((l) => l.passes).sort((a, b) => a.startUnixNs - b.startUnixNs);
}
