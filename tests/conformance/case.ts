/** One test, declared once and run on every host. */
import type { Site } from "./site.ts";

export interface Case {
  name: string;
  /** What may differ between hosts, if anything: everything else is the same. */
  mayDiffer?: string;
  run: (site: Site) => Promise<void>;
}

export const test = (name: string, run: Case["run"], mayDiffer?: string): Case => ({
  name,
  run,
  mayDiffer,
});
