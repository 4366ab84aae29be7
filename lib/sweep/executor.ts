import type { capture, Run } from "@kgen/capture";
import type { SweepFolder } from "./folder.ts";
import type { Plan } from "./plan.ts";
import type { CellRecord } from "./record.ts";
import type { Readings } from "./readings.ts";
import type { Cell } from "./cell.ts";
import type { SweepStatus } from "./queue_status.ts";

/** What happens in a sweep, for whoever shows it. */
export type SweepEvent =
  & { done: number; failed: number; total: number; /** s */ left: number | null }
  & (
    | { kind: "begin"; skipped: number; session: number }
    | { kind: "cell"; cell: Cell; warmUp: boolean; order: number }
    | { kind: "step"; cell: Cell; step: number; steps: number; phase: string }
    | { kind: "ended"; record: CellRecord; run: Run | null; seconds: number }
    | { kind: "retry"; cell: Cell; attempt: number; code: string; message: string }
    | { kind: "waiting"; seconds: number; why: string }
    | { kind: "word"; text: string }
    | { kind: "fleet"; status: SweepStatus }
  );

/** How a plan is carried out. */
export interface ExecuteOptions {
  /** Stops after interrupting the job on the host. Everything finished is kept. */
  signal?: AbortSignal;
  onEvent?: (e: SweepEvent) => void;
  telemetry?: Readings;
  /** Run cells again that are recorded as failed. */
  retryFailed?: boolean;
  /** Go on in a folder whose runs were made on another host or device. */
  otherHost?: boolean;
  /** What the host is called in records; default its address. */
  hostName?: string;
  /** s to wait for a host that has gone; default 600. */
  patience?: number;
  /** In place of real pauses and of capture(), for tests. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
  capture?: typeof capture;
}

/** What came out of a plan. */
export interface Tally {
  total: number;
  /** Over all sessions. */
  done: number;
  failed: number;
  /** Finished by earlier sessions. */
  skipped: number;
  interrupted: boolean;
}

/**
 * Carries out a plan: each cell that is not finished in the folder is run and recorded exactly once,
 * done or failed with its reason.
 */
export interface Executor {
  readonly name: string;
  execute(plan: Plan, folder: SweepFolder, o?: ExecuteOptions): Promise<Tally>;
}
