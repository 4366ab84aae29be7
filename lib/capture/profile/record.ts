import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { clearTimeout, setTimeout } from "node:timers";
import { LineReader } from "../telemetry/line_reader.ts";
import { startProgram } from "../telemetry/program.ts";
import { sshCommand } from "../telemetry/ssh.ts";
import type { Profile } from "./profile.ts";
import { findPySpy, ProfileError } from "./py_spy.ts";
import { parseProfile } from "./read.ts";
import { shortenPaths } from "./shorten.ts";
import { noPySpy, pySpyWord } from "./words.ts";

/** Options of {@linkcode recordProfile}. */
export interface RecordOptions {
  /** Process id of ComfyUI, on the computer where it runs. */
  pid: number;
  seconds: number;
  /** File for the folded stacks; written whole or not at all. */
  out: string;
  /** Samples a second; default 100. */
  rate?: number;
  /** Also functions of C and CUDA libraries: slower, and needs their symbols. */
  native?: boolean;
  /** The computer where it runs, as ssh takes it; default this one. */
  ssh?: string;
  /** Ends it early; what was sampled by then is kept. */
  signal?: AbortSignal;
}

/**
 * Records where a Python process spends its time, with py-spy. Every thread that is at work counts, so the samples
 * may be more than seconds x rate. py-spy halts the process for each sample: measure no rates meanwhile.
 *
 * @returns the profile, which is in `out` too (folded stacks, without the computer's own paths)
 * @throws ProfileError when py-spy, the permission or the process is missing: says which, and what to do;
 * TypeError or RangeError for an argument that cannot be
 *
 * @example
 * ```ts
 * import { recordProfile } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(recordProfile({ pid: -1, seconds: 1, out: "profile.txt" }), RangeError);
 * ```
 */
export async function recordProfile(o: RecordOptions): Promise<Profile> {
  const rate = o.rate ?? 100;
  check("pid", o.pid, 1, 2 ** 31 - 1);
  check("rate", rate, 1, 1000);
  if (!(o.seconds >= 1 && o.seconds <= 3600)) {
    throw new RangeError(`A profile takes 1 to 3600 seconds, not ${o.seconds}.`);
  }
  const unfinished = `${o.out}.${process.pid}.tmp`;
  const local = o.ssh === undefined ? findPySpy() : "py-spy";
  if (local === null) throw new ProfileError(noPySpy);
  await mkdir(dirname(o.out), { recursive: true });
  const asked = [
    ...["record", "--format", "raw", "--full-filenames", "--pid", String(o.pid)],
    ...["--duration", String(Math.round(o.seconds)), "--rate", String(rate)],
    ...o.native ? ["--native"] : [],
  ];
  try {
    const raw = o.ssh === undefined
      ? await here([local, ...asked, "--output", unfinished], unfinished, o)
      : await there(asked, o.ssh, o);
    const text = shortenPaths(raw);
    const profile = parseProfile(text, o.out);
    await writeFile(unfinished, text);
    await rename(unfinished, o.out);
    return profile;
  } finally {
    await rm(unfinished, { force: true });
  }
}

function check(name: string, value: number, low: number, high: number) {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${name} is ${value}, not a whole number from ${low} to ${high}.`);
  }
}

async function here(command: string[], file: string, o: RecordOptions): Promise<string> {
  const { ended } = await runFor(command, o, () => {});
  // Stopped early it still writes what it has.
  const raw = await readFile(file, "utf8").catch(() => null);
  if (raw === null) throw new ProfileError(pySpyWord(ended, o.pid));
  return raw;
}

/**
 * Over there the profile goes through a file of its own and then to standard output, which py-spy cannot
 * always open by itself. All that is put into the command is fixed words and checked numbers.
 */
async function there(asked: string[], dest: string, o: RecordOptions): Promise<string> {
  const script = `f=$(mktemp) && py-spy ${asked.join(" ")} --output $f 1>&2; c=$?; ` +
    "cat $f; rm -f $f; exit $c";
  const lines: string[] = [];
  const reader = new LineReader();
  const { ended } = await runFor([...sshCommand(dest).prefix, script], o, (piece) => {
    lines.push(...reader.push(piece));
  });
  if (ended.code !== 0) throw new ProfileError(pySpyWord(ended, o.pid, dest));
  return lines.join("\n") + "\n";
}

/** Runs a program that ends by itself after o.seconds; much later it is ended. */
async function runFor(command: string[], o: RecordOptions, hear: (piece: string) => void) {
  const program = startProgram(command, hear);
  const stop = () => program.stop("SIGINT");
  const timer = setTimeout(stop, 1000 * o.seconds + 30_000);
  o.signal?.addEventListener("abort", stop, { once: true });
  if (o.signal?.aborted) stop();
  const ended = await program.ended;
  clearTimeout(timer);
  o.signal?.removeEventListener("abort", stop);
  return { ended };
}
