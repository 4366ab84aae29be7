import { choices, shortList } from "./choices.ts";
import { HttpError, type Problem } from "./errors.ts";
import type { Host } from "./host.ts";
import type { Graph } from "./workflow.ts";

/** An input that names a picture on the host. */
interface PicturePlace {
  node: string;
  classType: string;
  input: string;
  value: string;
}

/** The host lists pictures of its input folder only: not those in subfolders, outputs or temp. */
export const isElsewhere = (value: unknown) =>
  /[\\/]| \[(input|output|temp)\]$/.test(String(value));

/** Says which picture a host lacks, and how it gets there. */
export function missingPicture(p: PicturePlace, url: string, available: string[]): Problem {
  const mask = p.classType === "LoadImageMask";
  const has = available.length > 0 ? ` Its input folder has: ${shortList(available)}.` : "";
  return {
    ...p,
    kind: "missing_file",
    available,
    message: `node ${p.node} (${p.classType}), input ${p.input}: ${url} has no ` +
      `${mask ? "mask" : "picture"} ${
        JSON.stringify(p.value)
      }. Upload one, or name one that is there ` +
      `with ${mask ? "mask" : "image"}.${has}`,
  };
}

/** Pictures of a graph that no list of the host can tell of: each asked for by itself. */
export async function missingElsewhere(
  host: Host,
  graph: Graph,
  infos: Record<string, any>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [node, { class_type: classType, inputs }] of Object.entries(graph)) {
    const info = infos[classType]?.input;
    for (const [input, spec] of Object.entries<any>({ ...info?.required, ...info?.optional })) {
      const value = inputs[input];
      const ask = choices(spec) && spec[1]?.image_upload && typeof value === "string" &&
        isElsewhere(value) && !choices(spec)!.includes(value);
      if (!ask || await hasPicture(host, value)) continue;
      problems.push(missingPicture({ node, classType, input, value }, host.url, []));
    }
  }
  return problems;
}

/** Looks for "folder/name.png [temp]" on a host. */
async function hasPicture(host: Host, name: string): Promise<boolean> {
  const [, path, type] = /^(.*?)(?: \[(input|output|temp)\])?$/s.exec(name)!;
  const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  try {
    await host.view({
      filename: path.slice(at + 1),
      subfolder: path.slice(0, Math.max(at, 0)),
      type: type ?? "input",
    });
    return true;
  } catch (error) {
    if (error instanceof HttpError && [400, 404].includes(error.status)) return false;
    throw error;
  }
}
