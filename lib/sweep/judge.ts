import { ComfyError } from "@kgen/comfy";

/**
 * What an error of a run means for its sweep.
 * - failed: the cell is at fault, trying again would end the same way; the sweep goes on
 * - again: chance was at fault (somebody interrupted, the socket was cut): the cell is tried again
 * - host: the host has gone or was restarted: wait for it, then try again
 * - stop: nothing that follows could succeed (disk full, not let in)
 */
export type Consequence = "failed" | "again" | "host" | "stop";

/** What went wrong, for a record and for the decision what to do. */
export interface Judgement {
  consequence: Consequence;
  code: string;
  message: string;
}

const consequences: Record<string, Consequence> = {
  invalid_workflow: "failed",
  execution_error: "failed",
  out_of_memory: "failed",
  too_large: "failed",
  interrupted: "again",
  protocol: "again",
  unreachable: "host",
  timeout: "host",
  restarted: "host",
  not_comfy: "host",
  http: "host",
  unauthorised: "stop",
};

/** Judges an error of capture(). One of no known kind counts as the cell's own. */
export function judge(error: unknown): Judgement {
  const e = error as Error & { code?: string; status?: number };
  const message = String(e?.message ?? error);
  if (e?.name === "RunWriteError" || e?.name === "SweepError") {
    return { consequence: "stop", code: "disk", message };
  }
  if (error instanceof ComfyError) {
    const { code } = error as { code: string };
    const refused = code === "http" && e.status !== undefined && e.status >= 400 && e.status < 500;
    if (refused && (e.status === 401 || e.status === 403)) {
      return { consequence: "stop", code: "unauthorised", message };
    }
    return { consequence: refused ? "failed" : consequences[code] ?? "failed", code, message };
  }
  return { consequence: "failed", code: e?.name ?? "error", message };
}
