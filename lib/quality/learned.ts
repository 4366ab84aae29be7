import { comparable, toColour } from "./comparable.ts";
import { LearnedMetricError } from "./errors.ts";
import { fixedSide, type LearnedSession, openLearned } from "./learned_session.ts";
import type { Direction, Metric } from "./metric.ts";
import { describePicture, type Picture } from "./picture.ts";

/** What the values of the network's inputs are. */
export type InputScale = "-1..1" | "0..1" | "imagenet";

/** How {@linkcode learnedMetric} names and feeds a network; the defaults are those of LPIPS. */
export interface LearnedOptions {
  /** Short lower-case name: "lpips" (or "lpips-vgg", "dists" ...). */
  name: string;
  /** Default: the name in capitals. */
  label?: string;
  /** Default "lower". */
  direction?: Direction;
  /** Soft; default [0, 1]. */
  range?: [lo: number, hi: number];
  /** Default "-1..1" (v/127.5 − 1). "imagenet": (v/255 − mean)/std of ImageNet's channels. */
  inputs?: InputScale;
  citation?: string;
}

/** A metric computed by a network: it answers later, and holds memory until `release`. */
export type LearnedMetric = Metric & Required<Pick<Metric, "compareAsync">> & {
  /** Frees the network's memory; the metric cannot be used after that. */
  release(): Promise<void>;
};

/** onnxruntime ends the whole process, without an exception, where a network pools a picture away. */
const SMALLEST = 64;

const MEAN = [0.485, 0.456, 0.406], STD = [0.229, 0.224, 0.225];

/**
 * A metric from an ONNX file of your own: LPIPS, DISTS or another network that compares two pictures.
 *
 * The file has two float32 inputs (n, 3, height, width) in RGB, the picture and then the reference, by order,
 * and its first output is one number a pair, as (n) or (n, 1, 1, 1). The known exports of LPIPS are so.
 * A file of one size takes pictures of that size only; nothing is resized. Grey gets three equal channels.
 *
 * Hand the result to `registerMetric` and tables, figures and completeness know it by name. No such file
 * comes with kgen. LPIPS: Zhang, Isola, Efros, Shechtman, Wang, "The unreasonable effectiveness of deep
 * features as a perceptual metric", CVPR 2018.
 *
 * @throws {LearnedMetricError} when the file is not such a network; later, when pictures do not fit it,
 * a side is under 64 pixels, or no number came out
 *
 * @example
 * ```ts
 * import { learnedMetric } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * // registerMetric(await learnedMetric("lpips_alex.onnx", { name: "lpips", label: "LPIPS (AlexNet)" }));
 * await assert.rejects(learnedMetric("none.onnx", { name: "lpips" }), /none\.onnx/);
 * ```
 */
export async function learnedMetric(
  onnxPath: string,
  options: LearnedOptions,
): Promise<LearnedMetric> {
  const session = await openLearned(onnxPath);
  const { name, inputs = "-1..1" } = options;
  return {
    name,
    label: options.label ?? name.toUpperCase(),
    direction: options.direction ?? "lower",
    range: options.range ?? [0, 1],
    unit: "",
    reference: true,
    kind: "picture",
    tool: "onnx",
    citation: options.citation ?? "",
    release: () => session.release(),
    async compareAsync(a, b) {
      const pair = comparable(a, b).map(toColour);
      checkSides(session, pair[0]);
      return await session.run(
        pair.map((p) => planes(p, inputs)),
        [1, 3, pair[0].height, pair[0].width],
      );
    },
  };
}

function checkSides(session: LearnedSession, p: Picture): void {
  if (p.width < SMALLEST || p.height < SMALLEST) {
    throw new LearnedMetricError(
      `A learned metric needs sides of ${SMALLEST} pixels and more, got ${
        describePicture(p)
      }: the runtime ` +
        `would end the whole process on a smaller picture.`,
      session.file,
    );
  }
  const [width, height] = [fixedSide(session, 3), fixedSide(session, 2)];
  if ((width ?? p.width) === p.width && (height ?? p.height) === p.height) return;
  throw new LearnedMetricError(
    `${session.file}: it takes pictures of ${width ?? "any"}x${height ?? "any"} only, got ` +
      `${describePicture(p)}. Export it with a free size; resizing would change what is measured.`,
    session.file,
  );
}

/** All of red, all of green, all of blue, on the scale that the network wants. */
function planes({ width, height, data }: Picture, scale: InputScale): Float32Array {
  const n = width * height;
  const out = new Float32Array(3 * n);
  for (let c = 0; c < 3; c++) {
    const [offset, divisor] = scale === "-1..1"
      ? [127.5, 127.5]
      : scale === "0..1"
      ? [0, 255]
      : [255 * MEAN[c], 255 * STD[c]];
    for (let i = 0; i < n; i++) out[c * n + i] = (data[3 * i + c] - offset) / divisor;
  }
  return out;
}
