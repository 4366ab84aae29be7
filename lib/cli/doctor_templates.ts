import {
  checkAgainst,
  fitEmbedded,
  type Host,
  modelFiles,
  type Problem,
  template,
  templates,
} from "@kgen/comfy";
import type { Finding } from "./doctor_local.ts";

/** Which templates the host can run; then each thing that is missing once, with where to get it. */
export async function templateFindings(host: Host): Promise<Finding[]> {
  const ready: string[] = [];
  const pictureless: string[] = [];
  const missing = new Map<string, { problem: Problem; templates: string[] }>();
  const names = templates();
  for (const name of names) {
    const workflow = template(name);
    const fitted = host.kind === "embedded" ? fitEmbedded(workflow) : workflow;
    const all = await checkAgainst(host, fitted);
    const problems = all.filter((problem) => !isPicture(problem));
    if (all.length === 0) ready.push(name);
    else if (problems.length === 0) pictureless.push(name);
    for (const problem of problems) {
      const key = `${problem.kind} ${problem.classType} ${problem.input} ${problem.value}`;
      const entry = missing.get(key) ?? { problem, templates: [] };
      if (!entry.templates.includes(name)) entry.templates.push(name);
      missing.set(key, entry);
    }
  }
  const first = summary(host, names, ready, pictureless);
  // The embedded host is as it is: nothing can be put there.
  if (host.kind === "embedded") return [first];
  const lacking = [...missing.values()].sort((a, b) => b.templates.length - a.templates.length);
  return [
    first,
    ...lacking.map((t) => missingFinding(t.problem, neededBy(t.templates, names.length))),
  ];
}

function neededBy(some: string[], all: number): string {
  if (some.length === all) return "every template";
  return some.length > 3 ? `${some.length} of the ${all} templates` : some.join(", ");
}

/** An example's picture, which each user has to replace: no lack of the host. */
const isPicture = ({ classType, kind }: Problem) =>
  kind === "missing_file" && /^LoadImage/.test(classType);

function summary(host: Host, names: string[], ready: string[], pictureless: string[]): Finding {
  const what = "templates";
  const able = ready.length + pictureless.length;
  const some = able > 0 && able < names.length && ready.length > 0;
  const found = `${able} of ${names.length} can run${some ? `: ${ready.join(", ")}` : ""}` +
    (pictureless.length
      ? `; ${pictureless.join(", ")} ${
        pictureless.length === 1 ? "needs" : "need"
      } your picture (--image FILE)`
      : "");
  if (able === names.length) return { what, state: "ok", found };
  return host.kind === "embedded"
    ? { what, state: "ok", found, advice: "the others need a ComfyUI: --host URL" }
    : { what, state: "advice", found, advice: "what they lack follows" };
}

function missingFinding(problem: Problem, needed: string): Finding {
  const { classType, input, value, kind } = problem;
  const has = problem.available?.slice(0, 6).join(", ");
  const found = `missing, needed by ${needed}` + (has ? `; the host has ${has}` : "");
  const lacks = (what: string, advice: string): Finding => ({
    what,
    state: "advice",
    found,
    advice,
  });
  if (kind === "missing_node") {
    return lacks(
      `node type ${classType}`,
      "update ComfyUI there, or install the custom node that brings it",
    );
  }
  if (kind === "missing_file") {
    const name = String(value).split(/[\\/]/).at(-1)!;
    const known = modelFiles().find((m) => m.file === name);
    const size = known?.bytes ? ` (${(known.bytes / 1e9).toFixed(2)} GB)` : "";
    return lacks(
      `model ${value}`,
      known
        ? `${known.url}${size} into ComfyUI/models/${known.directory}/ of the host`
        : problem.message,
    );
  }
  return lacks(`${classType}.${input} ${JSON.stringify(value)}`, problem.message);
}
