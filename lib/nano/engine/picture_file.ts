import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, resolve, sep } from "node:path";
import { classOf } from "../graph/classes.ts";
import type { GraphNode } from "../graph/types.ts";

/** Where pictures lie that a graph may name. */
export interface PictureFolders {
  inputDir: string;
  outputDir: string;
  tempDir: string;
}

/** Endings of the files that LoadImage offers. */
const endings = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".avif"];

/**
 * The path of a picture by the name that a graph has for it: `a.png`, `folder/a.png`, `a.png [output]`.
 *
 * Without a folder in brackets it lies in the input folder. Null if there is no such file, and for any name that leads
 * out of its folder.
 */
export function pictureFile(folders: PictureFolders, name: unknown): string | null {
  if (typeof name !== "string") return null;
  const [, path, type] = /^(.*?)(?: ?\[(input|output|temp)\])?$/s.exec(name)!;
  const { inputDir, outputDir, tempDir } = folders;
  const root = resolve({ input: inputDir, output: outputDir, temp: tempDir }[type ?? "input"]!);
  if (path.includes("\0")) return null;
  const file = resolve(root, path);
  if (!file.startsWith(root + sep)) return null;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

/** Names of the pictures in the input folder itself, in order. */
export function inputPictures({ inputDir }: Pick<PictureFolders, "inputDir">): string[] {
  try {
    return readdirSync(inputDir, { withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.includes(extname(entry.name).toLowerCase()))
      .map((entry) => entry.name)
      .filter((name) => !name.startsWith("."))
      .sort();
  } catch (error) {
    // The folder comes with the first upload.
    if ((error as { code?: string }).code === "ENOENT") return [];
    throw error;
  }
}

/** What the file that a node reads holds, as a hash; empty for a node that reads none. A file that is gone is new. */
export function pictureDigest(folders: PictureFolders, node: GraphNode): string {
  const input = classOf(node.class_type)?.picture;
  if (!input) return "";
  const file = pictureFile(folders, node.inputs?.[input]);
  try {
    return file ? createHash("sha256").update(readFileSync(file)).digest("hex") : randomUUID();
  } catch {
    return randomUUID();
  }
}
