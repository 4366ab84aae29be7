import type { Frame, Profile, Stack } from "./profile.ts";
import { ProfileError } from "./py_spy.ts";

/** Reads speedscope JSON as py-spy writes it: sampled profiles, one a thread. */
export function parseSpeedscope(text: string, file: string | null): Profile {
  const bad = (what: string) => new ProfileError(`${file ?? "the profile"}: ${what}`);
  let json: any;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw bad(`is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(json.shared?.frames) || !Array.isArray(json.profiles)) {
    throw bad("is JSON, and not a speedscope profile: it has no shared.frames and profiles.");
  }
  const frames: Frame[] = json.shared.frames.map((f: any) => ({
    name: String(f.name),
    file: typeof f.file === "string" ? f.file : null,
    line: typeof f.line === "number" ? f.line : null,
  }));
  const stacks: Stack[] = [];
  for (const profile of json.profiles) {
    if (profile.type !== "sampled") {
      throw bad(`has a profile of type ${JSON.stringify(profile.type)}; only "sampled" is read.`);
    }
    for (const sample of profile.samples as number[][]) {
      if (sample.some((i) => !frames[i])) throw bad("a sample names a frame that is not there.");
      stacks.push({ frames: sample.map((i) => frames[i]), count: 1 });
    }
  }
  return { stacks, samples: stacks.length, file };
}
