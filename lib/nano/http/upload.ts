import { Buffer } from "node:buffer";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { extname, join, resolve, sep } from "node:path";
import process from "node:process";
import { empty, json } from "./respond.ts";

/** The form in a body; null if it is none. */
async function readForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData | null> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    return null;
  }
}

/** The first of NAME.png, NAME (1).png, NAME (2).png ... that is free or holds these very bytes. */
function freeName(folder: string, name: string, bytes: Uint8Array): string {
  const end = extname(name);
  const stem = name.slice(0, name.length - end.length);
  for (let i = 0;; i++) {
    const next = i ? `${stem} (${i})${end}` : name;
    const path = join(folder, next);
    if (!existsSync(path) || Buffer.compare(readFileSync(path), bytes) === 0) return next;
  }
}

/**
 * POST /upload/image: puts the form's file `image` into a folder, under a new name where another picture has its own.
 *
 * Fields of the form: `type` (input, temp or output; input if absent), `subfolder`, `overwrite` ("true" or "1"). 400 for a
 * form without a file, and for a name or subfolder that leads out of the folder; unlike ComfyUI, for any name with a
 * folder in it. Throws on an unknown type, and on a text in the file's place.
 */
export async function upload(
  body: Uint8Array<ArrayBuffer>,
  type: string,
  folders: Record<string, string>,
): Promise<Response> {
  const form = await readForm(body, type);
  const file = form?.get("image");
  if (!form || file === undefined || file === null) return empty(400);
  if (typeof file === "string") throw new TypeError("image is a text and not a file");
  const field = (name: string) => String(form.get(name) ?? "");
  const kind = field("type") || "input";
  const root = Object.hasOwn(folders, kind) ? folders[kind] : undefined;
  if (!root) throw new TypeError(`there is no folder ${kind}`);
  const subfolder = field("subfolder");
  const folder = resolve(root, subfolder);
  if (folder !== root && !folder.startsWith(root + sep)) return empty(400);
  if (!file.name || /[/\\\0]/.test(file.name) || /^\.+$/.test(file.name)) return empty(400);
  const bytes = new Uint8Array(await file.arrayBuffer());
  // From here on nothing waits: two uploads cannot get in each other's way.
  mkdirSync(folder, { recursive: true });
  const overwrite = ["true", "1"].includes(field("overwrite"));
  const name = overwrite ? file.name : freeName(folder, file.name, bytes);
  // A file appears whole or not at all.
  const part = join(folder, `.${process.pid}-upload.part`);
  writeFileSync(part, bytes);
  renameSync(part, join(folder, name));
  return json({ name, subfolder, type: kind });
}
