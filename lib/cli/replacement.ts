import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { refuseOther, takeFolder } from "./output_folder.ts";

/** A folder that is made anew beside the one it is to replace. */
export interface Replacement {
  /** Where the new one is made. */
  folder: string;
  /** Whether something stood in the target before. */
  before: boolean;
  /** Puts the new one in the target's place. What only the old one has is copied into it first. */
  place(): void;
  /** Takes the new one away; the target is as it was. */
  discard(): void;
  /** Leaves the new one where it was made, to be looked at; the target is as it was. */
  keep(): void;
}

/**
 * Begins a folder `TARGET.partial` beside a target, so that the target is whole at every time: the old one until `place`, the
 * new one after. What a killed process left is cleared away first, and an old one that it had put aside comes back.
 *
 * @param target The folder to replace; it need not exist. A link is followed.
 * @param mine Names that the command writes: by them a folder of its own is recognised.
 * @throws {Error} when the target or the folder beside it holds other things, when another process is at it, or when
 * nothing may be written beside it.
 */
export function replacement(target: string, mine: string[]): Replacement {
  refuseOther(target, mine);
  const there = existsSync(target) ? realpathSync(target) : target;
  const folder = `${there}.partial`, aside = `${there}.replaced`;
  const giveBack = takeFolder(folder, mine);
  if (existsSync(aside)) {
    // It ended between two renames, or while it removed the old one.
    if (existsSync(there)) rmSync(aside, { recursive: true });
    else renameSync(aside, there);
  }
  for (const name of readdirSync(folder)) {
    if (name !== ".lock") rmSync(join(folder, name), { recursive: true });
  }
  return {
    folder,
    before: existsSync(there) && readdirSync(there).length > 0,
    place() {
      mkdirSync(dirname(there), { recursive: true });
      const old = existsSync(there);
      if (old) {
        // `force: false` leaves what the new one has.
        cpSync(there, folder, {
          recursive: true,
          force: false,
          verbatimSymlinks: true,
          filter: (path) => basename(path) !== ".lock",
        });
        renameSync(there, aside);
      }
      try {
        renameSync(folder, there);
      } catch (error) {
        if (old) renameSync(aside, there);
        throw error;
      }
      rmSync(join(there, ".lock"), { force: true });
      rmSync(aside, { recursive: true, force: true });
    },
    discard: () => rmSync(folder, { recursive: true, force: true }),
    keep: giveBack,
  };
}
