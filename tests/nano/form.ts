import { Buffer } from "node:buffer";
import type { Upload } from "./scenarios/types.ts";

/** A form as a browser sends it. */
export function formOf({ picture, filename, field = "image", fields }: Upload): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (picture !== undefined) {
    const blob = new Blob([Buffer.from(picture, "base64")], { type: "image/png" });
    form.append(field, blob, filename);
  }
  return form;
}
