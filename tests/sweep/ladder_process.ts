// A process on a ladder, to be stopped by a test: says "holding" when the first rung is set, then waits.
import process from "node:process";
import { setInterval } from "node:timers";
import { interruption } from "../../lib/cli/interrupt.ts";
import { onLadder } from "../../lib/cli/sweep_ladder.ts";

const signal = interruption();
const patient = process.argv[3] === "deaf";
await onLadder({ knob: "power", values: [400, 300] }, process.argv[2], {
  where: "",
  gpu: 0,
  signal,
}, () => {
  console.log("holding");
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 30_000);
    if (process.argv[3] === "talks") {
      setInterval(() => {
        process.stdout.write("to a terminal\n");
        console.error("and to its errors");
      }, 20).unref();
    }
    if (!patient) signal.addEventListener("abort", () => (clearTimeout(timer), resolve()));
  });
});
