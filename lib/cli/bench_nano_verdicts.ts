import {
  type Checker,
  type EditCase,
  type EditVerdict,
  expectation,
  judge,
  judgeEdit,
  type Picture,
} from "@kgen/quality";
import type { Language, PromptCase } from "./bench_nano_cases.ts";
import type { VariantName } from "./bench_nano_variants.ts";

const bit = (b: boolean | null) => b === null ? "" as const : (+b as 0 | 1);

/** What the checker says of the picture of a prompt: the columns of data/checker/nano-v0-verdicts.csv, and the variant. */
export function promptVerdict(
  variant: VariantName,
  c: PromptCase,
  language: Language,
  picture: Picture,
  checker: Checker,
) {
  const prompt = c[language], wanted = expectation(prompt), seen = checker.look(picture);
  const verdict = judge(wanted, seen);
  return {
    variant,
    id: c.id,
    language,
    seed: c.seed,
    prompt,
    things: wanted.objects.length,
    object: bit(verdict.object),
    layout: bit(verdict.layout),
    swapped: bit(verdict.swapped),
    background: bit(verdict.background),
    style: bit(verdict.style),
    all: bit(verdict.all),
    match: verdict.objects.join(" "),
    seen: seen.things.map((t) => t.emoji.en).join(" | "),
    seen_background: seen.background.colour,
    seen_style: seen.style ?? "",
    sure: seen.things.map((t) => +t.sure).join(" "),
    distance: seen.things.map((t) => t.distance.toFixed(3)).join(" "),
    margin: seen.things.map((t) => t.margin.toFixed(3)).join(" "),
    fit: seen.fit.toFixed(3),
  };
}
export type PromptRow = ReturnType<typeof promptVerdict>;

const marks = (checks: EditVerdict["checks"]) =>
  Object.entries(checks).map(([name, ok]) => `${name}=${+ok}`).join(" ");

/** What the judges of edits say of a picture. */
export function editVerdict(
  c: EditCase,
  language: Language,
  source: Picture,
  result: Picture,
  checker: Checker,
) {
  const v = judgeEdit(c, source, result, checker);
  return {
    variant: "edit" as const,
    id: c.id,
    language,
    seed: c.seed,
    kind: c.kind,
    instruction: c[language],
    named: bit(c[language].includes(":")),
    followed: bit(v.followed),
    checks: marks(v.checks),
    told: marks(v.told),
    scores: Object.entries(v.scores).map(([name, s]) => `${name}=${+s.toPrecision(4)}`).join(" "),
  };
}
export type EditRow = ReturnType<typeof editVerdict>;
