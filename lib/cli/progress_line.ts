import process from "node:process";
import type { Progress } from "@kgen/capture";

/** A line on standard error that is drawn over itself; on a pipe or in a log only its last state is written. */
export function progressLine(
  title: string,
): { update(p: Progress): void; end(text: string): void } {
  const live = process.stderr.isTTY;
  return {
    update(p) {
      if (!live) return;
      const width = 24;
      const full = p.steps > 0 ? Math.round((width * p.step) / p.steps) : 0;
      const bar = "█".repeat(full) + "·".repeat(width - full);
      process.stderr.write(
        `\r\x1b[K${title} ${bar} step ${p.step}/${p.steps}, NFE ${p.nfe} ${p.phase}`,
      );
    },
    end(text) {
      process.stderr.write(`${live ? "\r\x1b[K" : ""}${title} ${text}\n`);
    },
  };
}
