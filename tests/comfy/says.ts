import * as assert from "uvu/assert";
import { InvalidWorkflowError } from "@kgen/comfy";

/** The workflow is refused in words that hold all the parts. */
export function says(run: () => unknown, ...parts: string[]): void {
  try {
    run();
  } catch (e) {
    assert.instance(e, InvalidWorkflowError);
    for (const part of parts) assert.match((e as Error).message, part);
    return;
  }
  assert.unreachable("no error");
}
