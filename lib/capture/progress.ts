import type { Graph } from "@kgen/comfy";
import { phaseOf } from "./phases.ts";
import type { Recorder } from "./recorder.ts";

/** How far a capture is. */
export interface Progress {
  /** check, queue, load, encode, sample, decode, save, other or done. */
  phase: string;
  /** Steps finished. */
  step: number;
  /** Steps in all; 0 while unknown. */
  steps: number;
  /** Evaluations finished. */
  nfe: number;
  /** A short text for people. */
  message: string;
}

/** Calls back whenever the node or the step has changed, and never lets a callback harm a capture. */
export class ProgressReporter {
  #last = "";
  #callback: ((p: Progress) => void) | undefined;
  #warn: (text: string) => void;

  constructor(callback: ((p: Progress) => void) | undefined, warn: (text: string) => void) {
    this.#callback = callback;
    this.#warn = warn;
  }

  say(phase: string, message: string, r?: Recorder): void {
    if (!this.#callback) return;
    const p = {
      phase,
      step: r?.evaluations.at(-1)?.step ?? 0,
      steps: r?.steps ?? 0,
      nfe: r?.nfe ?? 0,
      message,
    };
    const key = `${p.phase} ${p.step} ${message}`;
    if (key === this.#last) return;
    this.#last = key;
    try {
      this.#callback(p);
    } catch (error) {
      this.#callback = undefined;
      this.#warn(`Progress was not shown: the callback failed with ${String(error)}.`);
    }
  }

  /** Where the recorder is now. */
  update(r: Recorder, graph: Graph): void {
    if (!this.#callback) return;
    if (r.node === null) return this.say("queue", "waiting for the host", r);
    const classType = graph[r.node]?.class_type ?? "node " + r.node;
    const phase = phaseOf(classType);
    const step = r.evaluations.at(-1)?.step ?? 0;
    this.say(
      phase,
      phase === "sample" && step > 0
        ? `step ${step} of ${r.steps ?? "?"}, ${r.nfe} NFE`
        : classType,
      r,
    );
  }
}
