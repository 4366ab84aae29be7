import process from "node:process";
import { onHangup } from "./hangup.ts";

const controller = new AbortController();
let armed = false;

/**
 * A signal that aborts at the first Ctrl-C, SIGTERM, or SIGHUP (the terminal was closed), so that a command can stop the
 * host's work and keep what it has recorded. A second Ctrl-C ends the program at once.
 */
export function interruption(): AbortSignal {
  if (!armed) {
    armed = true;
    const stop = () => {
      if (controller.signal.aborted) process.exit(130);
      process.stderr.write("\nkgen: stopping; press Ctrl-C again to end at once\n");
      controller.abort(new Error("interrupted"));
    };
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
    // A shell that ends may send it more than once: the second is no wish to end at once.
    onHangup(() => controller.signal.aborted || stop());
  }
  return controller.signal;
}

/** Whether the user has asked to stop. */
export function interrupted(): boolean {
  return controller.signal.aborted;
}
