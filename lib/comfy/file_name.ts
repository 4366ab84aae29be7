/** Names that Windows keeps for devices, whatever the ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name under which a host's file may be saved in a folder of ours: one part, no folder, nothing that a
 * system reads in its own way. The host's name is only what it wishes; where a file goes is decided here.
 *
 * @param ref a file as a host names it, or its name
 *
 * @example
 * ```ts
 * import { safeFileName } from "@kgen/comfy";
 * import assert from "node:assert/strict";
 *
 * assert.equal(safeFileName("../../etc/passwd"), "passwd");
 * assert.equal(safeFileName({ filename: "樱花 00001.png", subfolder: "a" }), "樱花 00001.png");
 * assert.equal(safeFileName(".."), "file");
 * ```
 */
export function safeFileName(ref: { filename: string; subfolder?: string } | string): string {
  const given = String(typeof ref === "string" ? ref : ref.filename);
  const last = given.split(/[/\\]/).at(-1)!;
  const clean = last
    // Control characters, marks that turn the writing direction, and what Windows forbids.
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  if (clean === "") return "file";
  return shorten(devices.test(clean) ? `_${clean}` : clean);
}

/** File systems take 255 bytes; the ending is kept. */
function shorten(name: string): string {
  const bytes = (s: string) => new TextEncoder().encode(s).length;
  if (bytes(name) <= 200) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  const letters = [...name.slice(0, name.length - ending.length)];
  while (bytes(letters.join("") + ending) > 200) letters.pop();
  return letters.join("") + ending;
}
