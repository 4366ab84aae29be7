import { basename, join, resolve, sep } from "node:path";

const types: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  json: "application/json",
};
const empty = (status: number) => new Response(null, { status });

/** /view: a file of the output or temp folder. What leads out of them is refused as ComfyUI does. */
export async function view(
  query: URLSearchParams,
  folders: Record<string, string>,
): Promise<Response> {
  let filename = query.get("filename");
  if (filename === null) return empty(404);
  // The type may also stand at the end of the name.
  const annotated = /^(.*)\[(output|temp|input)\]$/s.exec(filename);
  if (annotated) filename = annotated[1].trimEnd();
  if (!filename || filename.startsWith("/") || filename.includes("..")) return empty(400);
  const root = folders[annotated?.[2] ?? query.get("type") ?? "output"];
  if (!root) return empty(400);
  const folder = resolve(root, query.get("subfolder") ?? "");
  if (folder !== root && !folder.startsWith(root + sep)) return empty(403);
  const name = basename(filename);
  let bytes;
  try {
    bytes = await Deno.readFile(join(folder, name));
  } catch {
    return empty(404);
  }
  const quoted = name.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return new Response(bytes, {
    headers: {
      "content-type": types[name.split(".").pop()!] ?? "application/octet-stream",
      "content-disposition": `filename="${
        encodeURI(quoted).replaceAll("%22", '"').replaceAll("%20", " ")
      }"`,
      "x-content-type-options": "nosniff",
    },
  });
}
