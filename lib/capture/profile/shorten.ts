import { parseFrame } from "./read.ts";

/**
 * Takes what is only of one computer out of the paths of a raw profile, so that it can be published and compared:
 * "site-packages/torch/...", "python3.12/threading.py", "comfy/samplers.py". Counts and order stay.
 */
export function shortenPaths(raw: string): string {
  const root = comfyRoot(raw);
  // A stack ends in its count; a path may hold spaces.
  return raw.split("\n").map((line) => {
    const m = /^(.+)( \d+)$/.exec(line);
    return m ? m[1].split(";").map((f) => shortFrame(f, root)).join(";") + m[2] : line;
  }).join("\n");
}

/** Where ComfyUI lies: the folder of the main.py at the root of a stack. */
function comfyRoot(raw: string): string | null {
  return /prompt_worker \((.*?)main\.py:\d+\)/.exec(raw)?.[1] ??
    /<module> \((.*?)main\.py:\d+\)/.exec(raw)?.[1] ?? null;
}

function shortFrame(text: string, root: string | null): string {
  const { name, file, line } = parseFrame(text);
  if (file === null) return text;
  const short = shortPath(file.replaceAll("\\", "/"), root?.replaceAll("\\", "/") ?? null);
  return `${name} (${short}${line === null ? "" : `:${line}`})`;
}

function shortPath(path: string, root: string | null): string {
  const installed = /(?:site|dist)-packages\/(.*)$/.exec(path);
  if (installed) return `site-packages/${installed[1]}`;
  if (root && path.startsWith(root)) return path.slice(root.length);
  const python = /\/(python3[\d.]*\/.*)$/.exec(path);
  if (python) return python[1];
  // Elsewhere: the last two names say enough.
  return path.startsWith("/") || /^[A-Za-z]:/.test(path)
    ? path.split("/").slice(-2).join("/")
    : path;
}
