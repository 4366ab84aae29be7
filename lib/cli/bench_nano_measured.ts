import { cpus } from "node:os";
import { join } from "node:path";
import { csvFormat } from "d3-dsv";
import { Checker, type Picture, readPicture } from "@kgen/quality";
import { languages, promptsOf } from "./bench_nano_cases.ts";
import { distanceFromTraining } from "./bench_nano_frechet.ts";
import type { Report } from "./bench_nano_markdown.ts";
import type { Bench } from "./bench_nano_pictures.ts";
import { packageSize, requiredFigures } from "./bench_nano_required.ts";
import {
  distanceResults,
  editResults,
  promptResults,
  type ResultRow,
  timeResults,
  turboAgainstBase,
} from "./bench_nano_results.ts";
import { PictureStore } from "./bench_nano_store.ts";
import type { Times } from "./bench_nano_times.ts";
import type { Variant } from "./bench_nano_variants.ts";
import { type EditRow, editVerdict, type PromptRow, promptVerdict } from "./bench_nano_verdicts.ts";
import { writeWhole } from "./write_file.ts";

/** Looks at all pictures and counts; writes verdicts and results. */
export async function measured(
  b: Bench,
  variants: Variant[],
  times: Record<string, Times>,
  o: { command: string; missing: string[] },
): Promise<Report> {
  const checker = new Checker();
  const rows: ResultRow[] = [], verdicts: PromptRow[] = [], followed: EditRow[] = [];
  for (const v of variants) {
    const store = new PictureStore(b.out, v, b.weights);
    const look = (id: string, language: string) => readPicture(store.path(id, language));
    if (v.name === "edit") {
      for (const c of b.edits) {
        for (const l of languages) {
          followed.push(editVerdict(c, l, b.sources.get(c.id)!, await look(c.id, l), checker));
        }
      }
      rows.push(...editResults(followed));
    } else {
      // One picture of each prompt, every other one from the Chinese: two of the same noise tell no more than one.
      const set: Picture[] = [];
      for (const [i, c] of promptsOf(v.name, b.prompts).entries()) {
        for (const l of languages) {
          const seen = await look(c.id, l);
          verdicts.push(promptVerdict(v.name, c, l, seen, checker));
          if (l === languages[i % 2]) set.push(seen);
        }
      }
      rows.push(...promptResults(v.name, verdicts.filter((r) => r.variant === v.name)));
      const far = await distanceFromTraining(set, checker);
      if (far) rows.push(...distanceResults(v.name, far));
    }
    if (times[v.name]) rows.push(...timeResults(v, times[v.name]));
  }
  rows.push(...turboAgainstBase(verdicts));
  const required = requiredFigures(rows, packageSize());
  const report: Report = {
    rows,
    required,
    variants: variants.map((v) => v.name),
    reference: 1000,
    made: {
      prompts: verdicts.length ? b.prompts.length : 0,
      edits: followed.length ? b.edits.length : 0,
      cores: cpus().length,
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      date: new Date().toISOString().slice(0, 10),
      command: o.command,
      settings: variants.map((v) => {
        const n = promptsOf(v.name, b.prompts).length;
        const some = v.name === "edit" || n === b.prompts.length ? "" : `, ${n} of the prompts`;
        return `${v.title}: ${v.settings.steps} steps, guidance ${v.settings.cfg}, ${v.model}${some}`;
      }).join("; ") + ".",
      notes: [
        ...o.missing,
      ],
    },
  };
  if (verdicts.length) writeWhole(join(b.out, "verdicts.csv"), csvFormat(verdicts) + "\n");
  if (followed.length) writeWhole(join(b.out, "edits.csv"), csvFormat(followed) + "\n");
  writeWhole(join(b.out, "results.csv"), csvFormat(rows) + "\n");
  writeWhole(
    join(b.out, "results.json"),
    JSON.stringify({ schema: "kgen.nano-bench/1", weights: b.weights, ...report, times }, null, 2) +
      "\n",
  );
  return report;
}
