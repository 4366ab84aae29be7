import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dataFolder } from "./dataset_package.ts";
import { FRAMES_SCHEMA } from "./schema.ts";

/** What a Parquet file of the kit says of itself, in its key-value metadata. */
export interface Provenance {
  /** "kgen.frames/2" for scores of frames; absent for other tables. */
  schema?: string;
  /** Version of kgen. */
  kgen: string;
  /** Commit of the kgen that wrote it, where that is known. */
  commit?: string;
  /** When it was written, ISO 8601. */
  created: string;
  [key: string]: string | undefined;
}

/** Where these rows come from, as far as it is known here. */
export function provenance(isScores: boolean): Provenance {
  let kgen = "unknown";
  let commit: string | undefined;
  try {
    const root = dirname(dataFolder());
    kgen = String(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
    commit = headOf(join(root, ".git"));
  } catch {
    // Outside its folder kgen does not know its version; the file says so.
  }
  return {
    ...(isScores ? { schema: FRAMES_SCHEMA } : {}),
    kgen,
    ...(commit ? { commit } : {}),
    created: new Date().toISOString(),
  };
}

/** The commit that is checked out, read without git. */
function headOf(git: string): string | undefined {
  try {
    const head = readFileSync(join(git, "HEAD"), "utf8").trim();
    if (!head.startsWith("ref: ")) return hash(head);
    const ref = head.slice(5);
    try {
      return hash(readFileSync(join(git, ref), "utf8").trim());
    } catch {
      const packed = readFileSync(join(git, "packed-refs"), "utf8").split("\n");
      return hash(packed.find((line) => line.endsWith(` ${ref}`))?.split(" ")[0] ?? "");
    }
  } catch {
    return undefined;
  }
}

const hash = (text: string) => /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
