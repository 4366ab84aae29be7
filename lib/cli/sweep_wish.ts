import { parseArgs } from "node:util";
import { type Link, SweepFolder, type Wish, wishOf } from "@kgen/sweep";
import { UsageError } from "./command.ts";
import { withQueue } from "./sweep_link.ts";

/**
 * Tells a sweep that is under way what is wished of it: on its queue, or else the process that runs it.
 *
 * @param args one DIR, and --queue URL
 * @returns the folder of the sweep
 */
export async function tellWish(
  wish: Wish,
  args: string[],
  onQueue: (link: Link, dir: string) => Promise<void>,
): Promise<{ dir: string; folder: SweepFolder }> {
  const { values, positionals } = parseArgs({
    args,
    options: { queue: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length !== 1) throw new UsageError(`sweep ${wish} takes one DIR`);
  const [dir] = positionals;
  const folder = new SweepFolder(dir);
  folder.require();
  await withQueue(dir, values.queue, async (link) => {
    if (link) await onQueue(link, dir);
    else wishOf(dir, wish);
  });
  return { dir, folder };
}
