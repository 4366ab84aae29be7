import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import process from "node:process";
import { kgenRoot } from "@kgen/comfy";
import type { Files } from "./background_writer.ts";
import { RunFolder } from "./folder.ts";
import type { Run } from "./run.ts";

interface Place {
  out?: string;
  name?: string;
  files?: Files;
}

/** Makes the Run folder with a first run.json in it, so that a Run cut off is told from any other. */
export async function openRunFolder(blank: Omit<Run, "id" | "created">, o: Place) {
  const parent = resolve(o.out ?? join(kgenRoot() ?? process.cwd(), "out", "runs"));
  if (
    o.name !== undefined && (!/^[\p{L}\p{N}_.-]+$/u.test(o.name) || /^\.|\.partial$/.test(o.name))
  ) {
    throw new RangeError(
      `A Run cannot be named ${
        JSON.stringify(o.name)
      }: use letters, digits, dot, dash and underscore.`,
    );
  }
  for (;;) {
    const now = new Date();
    const stamp = now.toISOString().replace(/[-:]|\.\d+Z/g, "");
    const id = o.name ??
      `${stamp}-${blank.variant}-${blank.seed ?? "noseed"}-${randomBytes(2).toString("hex")}`;
    const folder = await RunFolder.create(parent, id, o.files);
    if (folder) {
      const { schema, status, ...rest } = blank;
      const created = now.toISOString();
      const run: Run = { schema, id, status, created, ...rest, dir: folder.dir };
      await folder.writeRun(run).catch(async (error) => {
        await folder.discard().catch(() => {});
        throw error;
      });
      return { folder, run };
    }
    if (o.name !== undefined) {
      throw new RangeError(
        `There is a Run named ${o.name} in ${parent} already. Choose another name.`,
      );
    }
  }
}
