import type { Graph } from "../graph/types.ts";

/** What the server sends to the worker. */
export type ToWorker =
  | { kind: "setup"; setup: Setup }
  | { kind: "run"; job: Job }
  /** Forget every cached result and the loaded model. */
  | { kind: "free" };

/** Where the worker finds and puts things. */
export interface Setup {
  /** The folder of weights, graphs and LoRAs. */
  modelDir: string;
  inputDir: string;
  outputDir: string;
  tempDir: string;
  /** Threads of the network; 0 is one for each core. */
  threads: number;
  /** One Int32: not 0 asks the running job to stop. */
  interrupt: SharedArrayBuffer;
}

/** One prompt to run. */
export interface Job {
  promptId: string;
  graph: Graph;
  outputs: string[];
  extraData: Record<string, any>;
}

/** A message of ComfyUI's socket. */
export type Event = [type: string, data: Record<string, unknown>];

/** A preview as the worker sends it; the server puts it in the frame that the client understands. */
export interface Preview {
  png: Uint8Array<ArrayBuffer>;
  node: string;
}

/** A text about a node's progress, as ComfyUI's page shows it under the node. */
export interface ProgressText {
  node: string;
  text: string;
}

/** What the worker sends to the server, in the order in which it happens. */
export type FromWorker =
  /** `everyone`: goes to all sockets when the prompt has no client. */
  | { kind: "event"; event: Event; everyone: boolean }
  /** The end of a sampler's step, after its progress_state. */
  | { kind: "step"; progress: Event; preview?: Preview }
  | { kind: "text"; text: ProgressText }
  | { kind: "done"; outcome: Outcome };

/** How a job ended: what the history keeps. */
export interface Outcome {
  promptId: string;
  success: boolean;
  messages: Event[];
  outputs: Record<string, unknown>;
  meta: Record<string, unknown>;
}
