import type { capture } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import type { Cell } from "./cell.ts";
import type { Offer } from "./queue_needs.ts";
import type { Readings } from "./readings.ts";
import type { CellRecord } from "./record.ts";

/** What a worker says while it works. */
export type WorkerEvent =
  | { kind: "ready"; text: string }
  | { kind: "cell"; cell: Cell; text: string }
  | { kind: "ended"; record: CellRecord; seconds: number; text: string }
  | { kind: "again" | "elsewhere" | "waiting" | "dropped" | "word"; text: string };

/** How a worker works. */
export interface WorkerOptions {
  /** The host whose cells it runs. */
  host: Host;
  /** What the host is called in the results; default its URL. */
  name?: string;
  /** redis://... */
  queue: string;
  offer: Offer;
  /** Folder that holds the folders of the sweeps here; default where they were submitted. */
  results?: string;
  /** Folder of this computer to capture in; default that for temporary files. */
  scratch?: string;
  telemetry?: Readings;
  signal?: AbortSignal;
  onEvent?: (e: WorkerEvent) => void;
  /** s after which a worker that says nothing is given up and its cell goes to another; default 30. */
  lock?: number;
  /** s to wait for a host or a full disk before the worker ends; default for ever. */
  patience?: number;
  /** Ends when there has been nothing to do for so many s; default never. */
  untilIdle?: number;
  /** In place of real pauses and of capture(), for tests. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
  capture?: typeof capture;
  /** In place of everything on the host: the cell is done without a Run. For measuring the queue itself. */
  perform?: (cell: Cell, signal: AbortSignal) => Promise<void>;
}

/** What a worker did. */
export interface WorkerTally {
  done: number;
  failed: number;
  /** Cells that another worker had finished first. */
  late: number;
  /** Cells given back because the host failed. */
  elsewhere: number;
  interrupted: boolean;
}
