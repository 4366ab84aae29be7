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
  let alone = false, lacked = "";
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
        const cell = now || `${record.cell.tag} #${record.cell.repeat} | ${record.url}`;
        say(`${count} ${record.cell.group} | ${cell} | ${what}${why}${left}`);
      } else if (e.kind === "fleet") {
        const busy = e.status.workers.filter((w) => w.state === "working");
        const each = busy.map((w) => `${w.url.replace(/^https?:\/\//, "")} ${w.step}/${w.steps}`);
        below(
          `${count} ${busy.length} of ${e.status.workers.length} workers: ${
            each.join(", ")
          }${left}`,
        );
        const none = e.status.workers.length === 0;
        if (none && !alone) {
          say(`${count} no worker is there: start one with ./kgen worker --host URL --queue URL`);
        }
        alone = none;
        const lacking = e.status.backlog.filter((b) => b.workers === 0 && b.waiting > 0 && !none)
          .map((b) => Object.values(b.needs).join(", ")).join("; ");
        if (lacking && lacking !== lacked) {
          say(`${count} no worker has what some cells need: ${lacking}`);
        }
        lacked = lacking;
      } else if (e.kind === "retry") {
        say(
          `${count} ${now}: ${
            e.message.replace(/\s*\n\s*/g, " ")
          } (attempt ${e.attempt}); trying again`,
        );
      } else if (e.kind === "word") {
        say(`kgen: ${e.text}`);
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
