import type { Run } from "@kgen/capture";
import { kNfe } from "@kgen/kinetics";
import {
  type Column,
  exportDataset,
  type Exported,
  gatherParts,
  type Row,
  SweepFolder,
} from "@kgen/sweep";

const columns: Column[] = [
  ["k_sampling_lo", "number", "95 % interval of k_sampling from the spread of its steps, s^-1"],
  ["k_sampling_hi", "number", "the same, upper end"],
];

/** The interval of a Run's rate; empty where there is none. */
function interval(run: Run): Row {
  try {
    const { ci } = kNfe(run, "sampling");
    const of = (v?: number) =>
      v !== undefined && Number.isFinite(v) ? Math.round(1e5 * v) / 1e5 : null;
    return { k_sampling_lo: of(ci?.[0]), k_sampling_hi: of(ci?.[1]) };
  } catch {
    return { k_sampling_lo: null, k_sampling_hi: null };
  }
}

/** Writes the data set of a sweep, with the intervals of the rates, and gathers its parts where they are many. */
export async function datasetOf(dir: string): Promise<Exported> {
  const exported = await exportDataset(dir, { columns: { columns, of: interval } });
  await gatherParts(new SweepFolder(dir));
  return exported;
}
