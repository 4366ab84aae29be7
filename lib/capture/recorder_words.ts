/** What a recording lacks, in figures. */
export interface Gaps {
  evaluations: number;
  /** Evaluations without a frame. */
  bare: number;
  /** Steps that the host did not report. */
  missed: number[];
  /** Steps were timed by `progress`, for lack of progress_state. */
  byProgress: boolean;
  /** Samplers of which it is not known how many evaluations they make. */
  unknownSamplers: (string | null)[];
  /** Previews that belong to no step. */
  strays: number;
  /** The host had the result of a sampler already. */
  cachedSampler: boolean;
}

/** What a reader of times that are those of messages must know, when a GPU made the picture. */
export const messageTimesWord =
  "Times are those of messages; on an H100 they made k 6 % too high (data/h100-kit). " +
  "The plugin comfyui-kgen gives the GPU's own.";

/** What a reader of the Run must know of it. */
export function warningsOf(g: Gaps, previewMethod: string): string[] {
  const warnings: string[] = [];
  const say = (text: string) => warnings.push(text);
  if (g.missed.length > 0) {
    say(
      `The host did not report step ${g.missed.join(", ")}` +
        (previewMethod === "none"
          ? ": without previews it reports at most one in 100 ms."
          : ", so those evaluations have no time and no frame."),
    );
  }
  if (g.byProgress) {
    say(
      "The host sends no progress_state: steps are timed by progress, after the preview is made.",
    );
  }
  if (g.unknownSamplers.length > 0) {
    const names = g.unknownSamplers.map((n) => n ?? "this sampler node").join(", ");
    say(
      `How many evaluations a step ${names} makes is not known to the kit: one was counted.`,
    );
  }
  if (previewMethod !== "none" && g.bare > 0) {
    say(`${g.bare} of ${g.evaluations} evaluations have no frame: the host sent no preview.`);
  }
  if (g.strays > 0) {
    say(`${g.strays} previews belong to no step of the sampler and are not kept.`);
  }
  if (g.evaluations === 0 && g.cachedSampler) {
    say(
      "Nothing was evaluated: the host had the result of this graph and seed already. Use a new seed.",
    );
  }
  return warnings;
}
