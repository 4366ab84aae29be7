import type { Arrhenius, SegmentedArrhenius } from "@kgen/kinetics";
import type { Key, Ramp } from "./layout.ts";
import { significant } from "./number_text.ts";
import { COLOURS, FAINT, INK } from "./style.ts";

/** What the marks of one or two Arrhenius plots mean. */
export function arrheniusLegend(
  fits: (Arrhenius | SegmentedArrhenius)[],
  clock: Ramp | undefined,
): Key[] {
  const percent = `${significant(100 * fits[0].level)} %`;
  const unclocked = fits.some((f) => f.points.some((p) => p.sm_clock_mhz == null));
  const keys: Key[] = [];
  if (!clock) keys.push({ mark: "dot", colour: INK, text: "run" });
  else if (unclocked) keys.push({ mark: "hollow", colour: FAINT, text: "run without a clock" });
  const plain = fits.some((f) => f.name === "arrhenius");
  if (plain) {
    keys.push(
      { mark: "line", colour: COLOURS.vermilion, text: "ln k = ln A − (Ea/R)/T" },
      { mark: "band", colour: COLOURS.vermilion, text: `where it lies (${percent})` },
    );
  }
  const segmented = fits.filter((f) => f.name === "arrheniusSegmented");
  if (segmented.length > 0) {
    const mark = segmented.every((f) => f.broken) ? "line" : "dashed";
    keys.push(
      { mark, colour: COLOURS.vermilion, text: "two lines that meet" },
      { mark: "faint", colour: COLOURS.purple, text: `where the break lies (${percent})` },
    );
  }
  return keys;
}
