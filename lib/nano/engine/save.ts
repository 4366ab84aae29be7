import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, normalize, resolve, sep } from "node:path";
import process from "node:process";
import { NodeError } from "./errors.ts";
import { side } from "./values.ts";

/** Where one picture went, as the history and /view name it. */
export interface SavedFile {
  filename: string;
  subfolder: string;
  type: "output" | "temp";
}

/** Fills in %width%, %height% and the parts of the local time. */
function fillIn(prefix: string, now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const values: Record<string, string> = {
    width: String(side),
    height: String(side),
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
  };
  return prefix.replace(/%(\w+)%/g, (all, name) => values[name] ?? all);
}

/** The number after the highest one in use: files are called PREFIX_00001_.png. */
function nextNumber(folder: string, name: string): number {
  const numbers = readdirSync(folder).map((file) =>
    file.startsWith(`${name}_`) ? Number.parseInt(file.slice(name.length + 1), 10) || 0 : 0
  );
  return Math.max(0, ...numbers) + 1;
}

/** Puts a finished file in its place; false if there is one already. */
function place(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "EEXIST" || existsSync(to)) return false;
    // A file system without hard links.
    renameSync(from, to);
    return true;
  }
}

/**
 * Writes PNG files under `root` with a prefix that may name a subfolder, numbered on from those that are there.
 *
 * A file appears whole or not at all. A prefix that leads out of `root` is a `NodeError`.
 */
export function savePictures(
  root: string,
  type: SavedFile["type"],
  prefix: string,
  pictures: Uint8Array[],
): SavedFile[] {
  const path = normalize(fillIn(prefix));
  const subfolder = dirname(path) === "." ? "" : dirname(path);
  const folder = resolve(root, subfolder);
  if (folder !== root && !folder.startsWith(root + sep)) {
    throw new NodeError(
      "Exception",
      "**** ERROR: Saving image outside the output folder is not allowed.\n" +
        ` full_output_folder: ${folder}\n         output_dir: ${root}`,
    );
  }
  mkdirSync(folder, { recursive: true });
  const name = basename(path);
  let number = nextNumber(folder, name);
  return pictures.map((bytes, index) => {
    const part = join(folder, `.${process.pid}-${index}.part`);
    const stem = name.replaceAll("%batch_num%", String(index));
    try {
      writeFileSync(part, bytes);
      while (true) {
        const filename = `${stem}_${String(number++).padStart(5, "0")}_.png`;
        if (place(part, join(folder, filename))) return { filename, subfolder, type };
      }
    } finally {
      rmSync(part, { force: true });
    }
  });
}
