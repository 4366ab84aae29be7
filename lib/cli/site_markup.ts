import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { projectRoot } from "@kgen/notebook";

/** A piece of a notebook that Python turns into HTML: mistune for Markdown, pygments for the colours of code. */
export type Piece = { markdown: string } | { code: string };

/** HTML of each piece, by one process for all of them. */
export function markup(pieces: readonly Piece[]): string[] {
  const root = projectRoot();
  const python = join(root, ".venv/bin/python");
  const outcome = spawnSync(python, [join(root, "lib/notebook/render.py")], {
    input: JSON.stringify(pieces),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  if (outcome.status !== 0) {
    throw new Error(`the text could not be turned into HTML:\n${outcome.stderr}`);
  }
  return JSON.parse(outcome.stdout);
}
