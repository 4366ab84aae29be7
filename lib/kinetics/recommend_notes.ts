import type { Axis, Need, RecommendationRow } from "./recommend_types.ts";

/** Why a row stands where it does, with what data say against its numbers. */
export function withDoubts(row: RecommendationRow, doubtful: string[]): string {
  const doubts = row.option.doubts.filter((d) => d.verdict !== "not reproduced")
    .map((d) => `${d.verdict}: ${d.words}`);
  const unseen = row.option.doubts.find((d) => d.verdict === "not reproduced");
  return [row.why, ...doubtful, ...doubts, ...(unseen ? [`not reproduced: ${unseen.words}`] : [])]
    .join(". ");
}

/** What must be known of the whole table. */
export function notesOf(
  rows: readonly RecommendationRow[],
  need: Need,
  axes: readonly Axis[],
  left: number,
): string[] {
  const notes: string[] = [];
  if (left === 0) {
    notes.push("No option meets all constraints. The rows say which limit rules out which.");
  } else if (!rows.some((r) => r.standing === "first")) {
    notes.push("Nothing can be ranked: every option left lacks a number that weighs.");
  }
  if (!axes.includes("cost")) notes.push("No prices were stated, so cost is not judged.");
  const priceless = [...new Set(rows.map((r) => r.option.card))].filter((c) =>
    need.prices && need.prices[c] === undefined
  );
  if (priceless.length > 0) notes.push(`No price was stated for ${priceless.join(", ")}.`);
  const used = rows.filter((r) => r.standing !== "ruled out");
  if (used.some((r) => r.option.seconds?.spread === "borrowed")) {
    notes.push(
      "A single number has no scatter of its own: that of single jobs on the H100 stands in for it.",
    );
  }
  if (used.some((r) => r.figures.quality?.kind === "claimed")) {
    notes.push(`${need.metric} is the document's claim for the variant, nowhere measured here.`);
  }
  return notes;
}
