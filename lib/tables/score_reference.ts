import { type Picture, readPicture } from "@kgen/quality";
import { basename, join } from "node:path";
import type { ScoredRun } from "./run_columns.ts";

/**
 * What frames are scored against: the last captured frame of the same run (default), the picture that its
 * job saved ("final"), a picture or its path, or several, each of which gets its own rows.
 */
export type Reference =
  | "last frame"
  | "final"
  | (string & Record<never, never>)
  | Picture
  | { pictures: readonly (string | Picture)[] | Readonly<Record<string, string | Picture>> };

/** A reference with the name that stands in the table. */
export interface NamedPicture {
  name: string;
  picture: Picture;
}

/** The references that are the same for all runs, read once; null when each run has its own. */
export async function commonReferences(reference: Reference): Promise<NamedPicture[] | null> {
  if (reference === "last frame" || reference === "final") return null;
  if (typeof reference === "string") return [await read(reference, basename(reference))];
  if ("data" in reference) return [{ name: "picture", picture: reference }];
  const { pictures } = reference;
  const named: [string, string | Picture][] = Array.isArray(pictures)
    ? pictures.map((p, i) => [typeof p === "string" ? basename(p) : `picture ${i + 1}`, p])
    : Object.entries(pictures);
  if (named.length === 0) throw new TypeError("The set of references holds no pictures.");
  const names = named.map(([name]) => name);
  const twice = names.find((n, i) => names.indexOf(n) !== i);
  if (twice !== undefined) {
    throw new TypeError(
      `Two references are called "${twice}": name them, { pictures: { name: path } }.`,
    );
  }
  return await Promise.all(
    named.map(([name, p]) => typeof p === "string" ? read(p, name) : { name, picture: p }),
  );
}

/** The reference of one run. */
export async function ownReference(
  run: ScoredRun,
  kind: string,
  last?: Picture,
): Promise<NamedPicture> {
  if (last) return { name: kind, picture: last };
  if (!run.final) throw new Error("it has no saved picture. Take the last frame as reference");
  return { name: "final", picture: await pictureOf(run, run.final) };
}

/** A picture in the folder of a run. */
export function pictureOf(run: ScoredRun, name: string): Promise<Picture> {
  if (!run.dir) throw new Error("the run has no folder. Open it with openRun(folder)");
  return readPicture(join(run.dir, name));
}

async function read(path: string, name: string): Promise<NamedPicture> {
  return { name, picture: await readPicture(path) };
}
