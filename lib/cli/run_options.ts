import { type CaptureOptions, pictureProblem } from "@kgen/capture";
import type { Lora } from "@kgen/comfy";
import { UsageError, wholeNumber } from "./command.ts";

/** Options of ./kgen run, for parseArgs. */
export const RUN_OPTIONS = {
  host: { type: "string" },
  prompt: { type: "string" },
  negative: { type: "string" },
  seed: { type: "string" },
  steps: { type: "string" },
  cfg: { type: "string" },
  width: { type: "string" },
  height: { type: "string" },
  batch: { type: "string" },
  sampler: { type: "string" },
  scheduler: { type: "string" },
  denoise: { type: "string" },
  lora: { type: "string" },
  image: { type: "string" },
  mask: { type: "string" },
  set: { type: "string", multiple: true },
  repeats: { type: "string" },
  previews: { type: "string" },
  way: { type: "string" },
  exact: { type: "boolean" },
  "no-frames": { type: "boolean" },
  telemetry: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
} as const;

/** Values of RUN_OPTIONS as parseArgs gives them. */
type Values = { [name in keyof typeof RUN_OPTIONS]?: any };

/** "3.cfg=4" as a change; the value is read as JSON when it is JSON, else as text. */
function parseSet(texts: string[]): Record<string, unknown> {
  return Object.fromEntries(texts.map((text) => {
    const found = text.match(/^([^.=]+\.[^=]+)=(.*)$/s);
    if (!found) throw new UsageError(`--set takes NODE.INPUT=VALUE; given "${text}"`);
    try {
      return [found[1], JSON.parse(found[2])];
    } catch {
      return [found[1], found[2]];
    }
  }));
}

function decimal(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new UsageError(`--${name} takes a number; given "${text}"`);
  }
  return value;
}

/** A value out of a few. */
function oneOf<T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined || choices.includes(text as T)) return text as T | undefined;
  throw new UsageError(`--${name} takes ${choices.join(", ")}; given "${text}"`);
}

/** "file.safetensors:0.8"; the strength is 1 when it is not given. */
function loraOf(text: string | undefined): Lora | undefined {
  if (text === undefined) return undefined;
  const found = text.match(/^(.+?)(?::(-?[\d.]+))?$/s);
  const strength = Number(found?.[2] ?? 1);
  if (!found || !Number.isFinite(strength)) {
    throw new UsageError(`--lora takes FILE or FILE:STRENGTH; given "${text}"`);
  }
  return { file: found[1], strength };
}

/** Pictures of this computer that the host is sent. */
function picturesOf({ image, mask }: Values): CaptureOptions["images"] {
  for (const [name, file] of Object.entries({ image, mask })) {
    const problem = file === undefined ? null : pictureProblem(file);
    if (problem !== null) throw new UsageError(`--${name}: ${problem}`);
  }
  return image === undefined && mask === undefined ? undefined : { image, mask };
}

/** What the options of ./kgen run ask for. */
export function choose(values: Values): CaptureOptions {
  const previews = oneOf("previews", values.previews, ["latent2rgb", "taesd", "none"] as const);
  const way = oneOf("way", values.way, ["auto", "previews", "prefix", "plugin"] as const);
  if (values.exact && way === "previews") {
    throw new UsageError("--exact does not go with --way previews: previews are not exact");
  }
  const { telemetry } = values;
  if (telemetry !== undefined && !/^(auto|plugin|nvidia-smi|none|ssh:.+)$/s.test(telemetry)) {
    throw new UsageError(
      `--telemetry takes auto, plugin, nvidia-smi, ssh:DEST or none; given "${telemetry}"`,
    );
  }

  return {
    prompt: values.prompt,
    negative: values.negative,
    steps: wholeNumber("steps", values.steps, 1, 10_000),
    cfg: decimal("cfg", values.cfg),
    width: wholeNumber("width", values.width, 1),
    height: wholeNumber("height", values.height, 1),
    batch: wholeNumber("batch", values.batch, 1),
    sampler: values.sampler,
    scheduler: values.scheduler,
    denoise: decimal("denoise", values.denoise),
    lora: loraOf(values.lora),
    images: picturesOf(values),
    set: parseSet(values.set ?? []),
    out: values.out,
    previewMethod: previews,
    way,
    exact: values.exact,
    frames: !values["no-frames"],
    telemetry,
  };
}
