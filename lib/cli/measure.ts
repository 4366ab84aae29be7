import { capture, type CaptureOptions, type Run } from "@kgen/capture";
import { type Host, settings, type Workflow } from "@kgen/comfy";
import { tokenize } from "@kgen/nano";
import { progressLine } from "./progress_line.ts";

/** Words that the small model has never seen are said before the run, which goes on all the same. */
function warnOfWords(prompt: string | null) {
  if (!prompt) return;
  const { known, unknown } = tokenize(prompt);
  if (unknown.length === 0) return;
  const which = known.length === 0 ? "no word of this prompt" : "not these words";
  const words = known.length === 0 ? "" : `: ${unknown.join(" ")}`;
  console.error(
    `kgen: the small model knows ${which}${words}. It knows emoji names, such as 樱花 or red apple.`,
  );
}

/** Captures one Run and shows its progress on standard error. */
export async function measure(
  host: Host,
  workflow: Workflow,
  o: CaptureOptions & { title?: string },
): Promise<Run> {
  if (host.kind === "embedded") warnOfWords(o.prompt ?? settings(workflow).prompt);
  const line = progressLine(o.title ?? workflow.name);
  try {
    const run = await capture(host, workflow, { ...o, onProgress: line.update });
    line.end(`${run.nfe} NFE in ${run.evaluations.length} steps`);
    for (const warning of run.warnings) console.error(`kgen: ${warning}`);
    return run;
  } catch (error) {
    line.end("stopped");
    throw error;
  }
}
