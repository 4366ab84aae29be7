import { readFile } from "node:fs/promises";
import type { Frame, Profile, Stack } from "./profile.ts";
import { ProfileError } from "./py_spy.ts";
import { parseSpeedscope } from "./speedscope.ts";

/**
 * Reads a profile: folded stacks (`py-spy record --format raw`, also those of other tools), or
 * speedscope JSON.
 *
 * @throws ProfileError that names the file, and the line where it is wrong
 *
 * @example
 * ```ts
 * import { ProfileError, readProfile } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * await assert.rejects(readProfile("no-such-profile.txt"), ProfileError);
 * ```
 */
export async function readProfile(path: string): Promise<Profile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new ProfileError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return parseProfile(text, path);
}

/**
 * The same, of a text. An empty profile has no stacks: the process was idle.
 *
 * @example
 * ```ts
 * import { parseProfile } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * const p = parseProfile("main (main.py:9);forward (torch/nn/modules/linear.py:134) 17\n");
 * assert.equal(p.samples, 17);
 * assert.deepEqual(p.stacks[0].frames[1], { name: "forward", file: "torch/nn/modules/linear.py", line: 134 });
 * ```
 */
export function parseProfile(text: string, file: string | null = null): Profile {
  if (/^\s*\{/.test(text)) return parseSpeedscope(text, file);
  const stacks: Stack[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "") return;
    const m = /^(.+) (\d+)$/.exec(line);
    if (!m) {
      throw new ProfileError(
        `${file ?? "the profile"}, line ${i + 1}: no stack with a count at its end. ` +
          "Record it with py-spy record --format raw.",
      );
    }
    stacks.push({ frames: m[1].split(";").map(parseFrame), count: Number(m[2]) });
  });
  const samples = stacks.reduce((n, s) => n + s.count, 0);
  return { stacks, samples, file };
}

/** "forward (torch/nn/linear.py:134)", "memcpy (libc.so.6)" or a bare name. */
export function parseFrame(text: string): Frame {
  const m = /^(.*) \((.+)\)$/.exec(text);
  if (!m) return { name: text, file: null, line: null };
  const [, file, line] = /^(.*?)(?::(\d+))?$/.exec(m[2])!;
  return { name: m[1], file, line: line === undefined ? null : Number(line) };
}
