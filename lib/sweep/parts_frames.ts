import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "@kgen/capture";
import type { FrameStore } from "./plan_file.ts";

/** What became of the frames of a Run. */
export interface Stored {
  /** Bytes before and after. */
  from: number;
  to: number;
}

/**
 * Stores the frames of a Run in another format: each under its new name, then run.json that names them, then the
 * old ones go. It is for a Run folder that nobody else reads yet.
 *
 * WebP without loss is a third smaller than PNG and quick; AVIF without loss is slow and often larger: it is for those
 * who have a use for it. "webp" and "avif" (quality 80 and 60) lose a little: scores are computed before.
 *
 * @throws Error when a frame cannot be read or written
 */
export async function storeFrames(run: Run, store: FrameStore): Promise<Stored> {
  const { default: sharp } = await import("sharp");
  const dir = run.dir!;
  const named = new Map<string, string>();
  const sum = { from: 0, to: 0 };
  const names = [...run.evaluations.map((e) => e.frame), run.final].filter((n) => n !== null);
  for (const name of new Set(names)) {
    const bytes = await readFile(join(dir, name));
    const picture = sharp(bytes);
    const out = await (store.startsWith("webp")
      ? picture.webp(store === "webp" ? { quality: 80 } : { lossless: true, effort: 4 })
      : picture.avif(
        store === "avif" ? { quality: 60, effort: 4 } : { lossless: true, effort: 2 },
      )).toBuffer();
    const other = name.replace(/\.\w+$/, store.startsWith("webp") ? ".webp" : ".avif");
    await writeFile(join(dir, other), out);
    named.set(name, other);
    sum.from += bytes.length;
    sum.to += out.length;
  }
  const renamed = (name: string | null) => name === null ? null : named.get(name) ?? name;
  for (const e of run.evaluations) e.frame = renamed(e.frame);
  run.final = renamed(run.final);
  const { dir: _, ...stored } = run;
  await writeFile(join(dir, "run.json"), JSON.stringify(stored, null, 2) + "\n");
  for (const [name, other] of named) if (name !== other) await rm(join(dir, name));
  return sum;
}
