import type { Axis, Need, Option } from "./recommend_types.ts";

/**
 * The four uses of the document's table of recommendations (data/seed/recommendations, by `use`) as limits and weights. The
 * document gives neither; these are our reading of its words, and data like any other: change them and see.
 */
export const SEED_NEEDS: readonly (Need & { use: string })[] = [
  {
    // 内容批量生成: many pictures, so the time of each counts.
    use: "bulk content",
    use_zh: "内容批量生成",
    task: "text-to-image",
    weights: { time: 0.7, quality: 0.3 },
  },
  {
    // 高精度产品图: quality first, and time hardly.
    use: "product pictures of high precision",
    use_zh: "高精度产品图",
    task: "text-to-image",
    weights: { time: 0.1, quality: 0.9 },
  },
  {
    // 图像修复与编辑: a task that only one variant does.
    use: "repair and editing of pictures",
    use_zh: "图像修复与编辑",
    task: "edit",
    weights: { time: 0.5, quality: 0.5 },
  },
  {
    // 教学演示与分享: every variant is to be shown, and a class waits ten seconds at most (J. Nielsen, Usability Engineering, 1993).
    use: "teaching and sharing",
    use_zh: "教学演示与分享",
    latency_s: 10,
    each: "variant",
    weights: { latency: 0.5, quality: 0.5 },
  },
];

/** What an option must be like. */
export type Like = Partial<
  Pick<Option, "variant" | "card" | "batch" | "precision" | "sampler" | "change" | "steps">
>;

/** A setting that is advised, and what could test it. */
export interface SettingClaim {
  use: string;
  setting: string;
  /** Options with it and without it, alike otherwise; or a part of a job that it is to shorten; or nothing. */
  test:
    | { kind: "compare"; with: Like; without: Like; axis: Axis }
    | { kind: "phase"; variant: string; phase: string }
    | { kind: "none"; words: string };
}

/** The settings that the document advises with them, taken apart. */
export const SEED_SETTINGS: readonly SettingClaim[] = [
  {
    use: "bulk content",
    setting: "batch 4",
    test: {
      kind: "compare",
      with: { variant: "Turbo", batch: 4 },
      without: { batch: 1 },
      axis: "time",
    },
  },
  {
    use: "bulk content",
    setting: "many cards",
    test: { kind: "none", words: "no recording has more than one card" },
  },
  {
    use: "product pictures of high precision",
    setting: "H800",
    test: {
      kind: "compare",
      with: { variant: "Base", card: "H800" },
      without: { card: "RTX 4090" },
      axis: "time",
    },
  },
  {
    use: "product pictures of high precision",
    setting: "fp16",
    test: {
      kind: "compare",
      with: { precision: "fp16" },
      without: { precision: "bf16" },
      axis: "time",
    },
  },
  {
    use: "product pictures of high precision",
    setting: "VAE acceleration",
    test: { kind: "phase", variant: "Base", phase: "VAE decode" },
  },
  {
    use: "repair and editing of pictures",
    setting: "ControlNet",
    test: { kind: "none", words: "no run used one, and Edit has no public weights" },
  },
  {
    use: "teaching and sharing",
    setting: "JupyterLab",
    test: { kind: "none", words: "it changes no figure of a run" },
  },
];
