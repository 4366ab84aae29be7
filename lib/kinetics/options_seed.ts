import { dataset } from "@kgen/tables";
import { single } from "./options_known.ts";
import { optionName } from "./options_name.ts";
import { claimedFid, shortName, variantFacts } from "./options_variants.ts";
import type { Option } from "./recommend_types.ts";
import { seedDoubts } from "./seed_doubts.ts";

/** The rows of the document's table as options; nothing in them was measured by us. Memory is taken as GiB. */
export function seedOptions(): Option[] {
  return dataset("seed/benchmark").map((row) => {
    const variant = shortName(row.model), facts = variantFacts(variant)!;
    const source = "seed/benchmark, number of runs not said";
    const option = {
      variant,
      card: row.gpu,
      tasks: facts.tasks,
      languages: facts.languages,
      languagesSource: facts.languagesSource,
      published: facts.published,
      steps: row.nfe,
      nfe: row.nfe,
      cfg: null,
      // The text says so for all rows.
      width: 1024,
      height: 1024,
      precision: null,
      sampler: null,
      change: "none",
      batch: row.batch,
      seconds: single(row.time_s, "time", { unit: "s", source }),
      memory: single(row.max_vram_gb, "memory", { unit: "GiB", source }),
      quality: claimedFid(row.model),
      source: "document",
      doubts: seedDoubts(row),
    };
    return { name: `${optionName(option)} (claimed)`, ...option };
  });
}
