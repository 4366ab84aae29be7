import type { Networks } from "../model/networks.ts";
import type { OnStep } from "../model/sampler.ts";
import { NodeError } from "./errors.ts";
import type { Job, Setup } from "./messages.ts";
import type { SavedFile } from "./save.ts";
import type { Pixels } from "./values.ts";

/** What a node gives: one value for each output, and what an output node shows. */
export interface Result {
  outputs: unknown[];
  ui?: { images: SavedFile[] };
}

/** What a node may use beside its inputs. */
export interface Context {
  setup: Setup;
  job: Job;
  networks: Networks;
  onStep: OnStep;
  /** Shows a text under the node. */
  tell: (text: string) => void;
  /** Sends each picture of a batch over the socket, whatever previews the prompt asks for. */
  show: (images: Pixels) => void;
}

/** The code of a node class. */
export type Run = (inputs: Record<string, any>, context: Context) => Result | Promise<Result>;

/** What a node class needs before it is said to run, so that it is no part of its time. */
export type Prepare = (inputs: Record<string, any>, context: Context) => Promise<unknown>;

/** Checks a value that came over a link: a literal in its place passes ComfyUI's validation. */
export function expect<T>(
  kind: new (...args: any[]) => T,
  inputs: Record<string, any>,
  name: string,
): T {
  if (inputs[name] instanceof kind) return inputs[name];
  throw new NodeError(
    "TypeError",
    `${name} must be a link to a node that gives a ${kind.name}, not ${String(inputs[name])}`,
  );
}
