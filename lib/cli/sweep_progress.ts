import process from "node:process";
import type { Run } from "@kgen/capture";
import type { SweepEvent } from "@kgen/sweep";
import { durationText } from "./duration_text.ts";

/** Shows a sweep on standard error: one line a run, and in a terminal a line below that is drawn over itself. */
export function sweepProgress(): { event(e: SweepEvent): void; end(): void } {
  const live = process.stderr.isTTY;
  const clear = live ? "\r\x1b[K" : "";
  const say = (text: string) => process.stderr.write(`${clear}${text}\n`);
  const below = (text: string) => live && process.stderr.write(`${clear}${text}`);
  let now = "";
  return {
    event(e) {
      const count = `[${e.done + e.failed}/${e.total}]`;
      const left = e.left === null ? "" : `, ${durationText(e.left)} left`;
      if (e.kind === "begin") {
        say(
          e.skipped
            ? `${count} ${e.skipped} cells are finished and not run again${
              e.failed ? `; ${e.failed} of them failed: --retry-failed runs those again` : ""
            }`
            : `${count} begins`,
        );
      } else if (e.kind === "cell") {
        now = `${e.warmUp ? "warm-up " : ""}${e.cell.tag}${e.warmUp ? "" : ` #${e.cell.repeat}`}`;
        below(`${count} ${now}${left}`);
      } else if (e.kind === "step") {
        below(`${count} ${now} ${e.phase} ${e.step}/${e.steps}${left}`);
      } else if (e.kind === "ended") {
        const { record } = e;
        const what = record.status === "done" ? rateText(e.run) : `FAILED ${record.reason?.code}`;
        const why = record.status === "done"
          ? ""
          : `: ${record.reason?.message.replace(/\s*\n\s*/g, " ")}`;
        say(`${count} ${record.cell.group} | ${now} | ${what}${why}${left}`);
      } else if (e.kind === "retry") {
        say(
          `${count} ${now}: ${
            e.message.replace(/\s*\n\s*/g, " ")
          } (attempt ${e.attempt}); trying again`,
        );
      } else {
        say(`${count} waiting ${e.seconds} s for the host: ${e.why.replace(/\s*\n\s*/g, " ")}`);
      }
    },
    end() {
      if (live) process.stderr.write(clear);
    },
  };
}

function rateText(run: Run | null): string {
  if (run === null) return "done";
  const [first, last] = [run.evaluations[0], run.evaluations.at(-1)];
  const seconds = last && first ? last.tJob - first.tJob : 0;
  const rate = seconds > 0 ? `${((last!.nfe - first.nfe) / seconds).toFixed(2)} s⁻¹, ` : "";
  const heat = run.telemetry?.t_before_c;
  return `${rate}job ${run.times.success?.toFixed(2) ?? "?"} s${
    typeof heat === "number" ? `, ${heat.toFixed(0)} °C before` : ""
  }`;
}
