import process from "node:process";
import type { Heat, SweepEvent } from "@kgen/sweep";
import { durationText } from "./duration_text.ts";

/** s between two lines about idling, where there is no terminal. */
const rarely = 30;

/**
 * Shows a temperature sweep on standard error: a line a run, and in a terminal the temperature and the histogram
 * of the bins below, drawn over themselves.
 */
export function heatProgress() {
  const live = process.stderr.isTTY;
  const write = (text: string) => process.stderr.write(text);
  let drawn = 0;
  let last: Heat | null = null;
  let said = -Infinity;
  const wipe = () => {
    if (drawn > 0) write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  const draw = () => {
    if (!live || last === null) return;
    wipe();
    const lines = [headline(last), ...histogram(last)];
    write(lines.map((line) => `${line}\n`).join(""));
    drawn = lines.length;
  };
  const say = (line: string) => {
    wipe();
    write(`${line}\n`);
    draw();
  };
  return {
    onHeat(h: Heat) {
      last = h;
      if (live) draw();
      else if (h.phase === "idle" && h.seconds - said >= rarely) {
        said = h.seconds;
        say(headline(h));
      }
    },
    onEvent(e: SweepEvent) {
      if (e.kind === "waiting") {
        say(`waiting ${e.seconds} s for the host: ${e.why.replace(/\s*\n\s*/g, " ")}`);
      } else if (e.kind === "retry") say(`${e.message.replace(/\s*\n\s*/g, " ")}; trying again`);
      else if (e.kind === "ended") say(runLine(e, last));
    },
    end() {
      wipe();
      last = null;
    },
  };
}

function runLine(e: SweepEvent & { kind: "ended" }, h: Heat | null): string {
  const { record, run } = e;
  if (record.status === "failed") {
    return `FAILED ${record.reason?.code}: ${record.reason?.message.replace(/\s*\n\s*/g, " ")}`;
  }
  const [first, last] = [run?.evaluations[0], run?.evaluations.at(-1)];
  const seconds = last && first ? last.tJob - first.tJob : 0;
  const rate = seconds > 0 ? `${((last!.nfe - first!.nfe) / seconds).toFixed(3)} s⁻¹` : "no rate";
  const t = record.extra?.t_bin_c;
  const what = record.warmUp ? "warm-up" : record.cell.tag;
  const bins = h === null ? "" : ` | ${h.bins.map((b) => `${b.bin}:${b.count}`).join(" ")}`;
  return `${what} #${record.cell.repeat} ${rate}${
    typeof t === "number" ? ` at ${t.toFixed(1)} °C` : ""
  }${bins}`;
}

function headline(h: Heat): string {
  const t = h.celsius === null ? "no reading" : `${h.celsius.toFixed(1)} °C`;
  const what = {
    ramp: "load until it warms no more",
    idle: `idles down to ${h.target} °C`,
    load: `load up to ${h.target} °C`,
    bin: `run in bin ${h.target} °C`,
  }[h.phase];
  return `${h.setting ? `${h.setting}: ` : ""}${t}, ${what}; ${h.runs} runs, ${
    durationText(h.seconds)
  }`;
}

function histogram(h: Heat): string[] {
  const width = 24;
  return h.bins.map(({ bin, count, givenUp }) => {
    const full = Math.min(width, Math.round((width * count) / h.wanted));
    const here = h.celsius !== null && h.celsius >= bin &&
      bin === h.bins.findLast((b) => h.celsius! >= b.bin)?.bin;
    return `${String(bin).padStart(4)} °C ${"█".repeat(full)}${
      "·".repeat(width - full)
    } ${count}/${h.wanted}${givenUp ? " out of reach" : ""}${here ? " <" : ""}`;
  });
}
