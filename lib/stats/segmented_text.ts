import { fitText } from "./fit_text.ts";
import { significant } from "./print.ts";
import type { SegmentedFit } from "./segmented_fit.ts";

/** A broken line as text: its table, and the test for the break in words. */
export function segmentedText(fit: SegmentedFit): string {
  const { supF, p, simulations, method } = fit.test;
  const alpha = 1 - fit.level;
  const verdict = p <= alpha
    ? "these data show a break"
    : "these data show no break, so its place means nothing";
  return [
    fitText(fit, "Broken line"),
    `test for a break: F = ${significant(supF, 3)}, p = ${significant(p, 3)} (${method}, ` +
    `${simulations} sets): ${verdict}`,
    ...fit.notes,
  ].join("\n");
}

/** What a reader of the interval must know. */
export function notesOf(
  { openBelow, openAbove }: { openBelow: boolean; openAbove: boolean },
  correlated: boolean,
): string[] {
  const notes: string[] = [];
  const ends = [
    ...openBelow ? ["lower end"] : [],
    ...openAbove ? ["upper end"] : [],
  ];
  if (ends.length > 0) {
    notes.push(
      `The ${ends.join(" and ")} of the break's interval is where the search ends: these data ` +
        `set no limit there.`,
    );
  }
  if (correlated) {
    notes.push(
      "The interval of the break's place takes the errors as independent and is too narrow if " +
        "neighbours err alike.",
    );
  }
  return notes;
}
