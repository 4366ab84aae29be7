import { readFile } from "node:fs/promises";
import { ImportError } from "./import_rows.ts";

/** A path, or text that was read already with the name that messages give it. */
export type ImportSource = string | { file: string; text: string };

/** What the caller knows and the file does not say. */
export interface ImportOptions {
  /** The tool's version. */
  version?: string;
  /** For values of whole sets: the name of the set, for instance "frames/008". */
  set?: string;
  /** For values of whole sets: what the set was compared with. */
  reference?: string;
}

/** The text without byte order mark, with one kind of line end. UTF-8, or UTF-16 as PowerShell writes. */
export async function textOf(source: ImportSource): Promise<{ file: string; text: string }> {
  if (typeof source !== "string") return { file: source.file, text: plain(source.text) };
  let bytes: Uint8Array;
  try {
    bytes = await readFile(source);
  } catch (cause) {
    const missing = (cause as { code?: string }).code === "ENOENT";
    throw new ImportError(source, null, missing ? "no such file." : `${cause}.`, { cause });
  }
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe
    ? "utf-16le"
    : a === 0xfe && b === 0xff
    ? "utf-16be"
    : null;
  try {
    const text = new TextDecoder(encoding ?? "utf-8", { fatal: true }).decode(bytes);
    return { file: source, text: plain(text) };
  } catch (cause) {
    throw new ImportError(source, null, "not a text in UTF-8. Save it again as UTF-8.", { cause });
  }
}

/** pyiqa on Windows ends its lines with \r\r\n. */
function plain(text: string): string {
  return text.replace(/^\ufeff/, "").replace(/\r*\n|\r+/g, "\n");
}
