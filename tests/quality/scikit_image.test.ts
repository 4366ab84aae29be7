import { mse, type Picture, psnr, rmse, ssim } from "@kgen/quality";
import { readFile } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { negative, picture } from "./pictures.ts";

interface Expected {
  pair: number;
  width: number;
  height: number;
  channels: 1 | 3;
  amount: number;
  negative: boolean;
  mse: number;
  psnr: number | "Infinity";
  ssim_gaussian: number;
  ssim_uniform: number;
}

const stored = new URL("scikit_image_expected.json", import.meta.url);
const { pairs }: { pairs: Expected[] } = JSON.parse(await readFile(stored, "utf8"));

function remake(e: Expected): [Picture, Picture] {
  const b = picture(e.width, e.height, e.channels, e.pair + 101, e.amount);
  const a = picture(e.width, e.height, e.channels, e.pair + 1, e.negative ? 256 : 0);
  return [a, e.negative ? negative(b) : b];
}

/** Largest difference over all pairs, with the pair it is at. */
function worst(value: (a: Picture, b: Picture, e: Expected) => number): number {
  return Math.max(...pairs.map((e) => Math.abs(value(...remake(e), e))));
}

test("50 pairs are stored, and one of them is of equal pictures", () => {
  assert.is(pairs.length, 50);
  assert.is(pairs.filter((e) => e.psnr === "Infinity").length, 1);
});

test("mse and rmse equal scikit-image", () => {
  assert.ok(worst((a, b, e) => mse(a, b) * 255 ** 2 - e.mse) < 1e-9);
  assert.ok(worst((a, b, e) => rmse(a, b) * 255 - Math.sqrt(e.mse)) < 1e-10);
});

test("psnr equals scikit-image, with Infinity for equal pictures", () => {
  const difference = worst((a, b, e) =>
    e.psnr === "Infinity" ? (psnr(a, b) === Infinity ? 0 : NaN) : psnr(a, b) - e.psnr
  );
  assert.ok(difference < 1e-10, `${difference}`);
});

test("ssim with the Gaussian window equals scikit-image", () => {
  const difference = worst((a, b, e) => ssim(a, b) - e.ssim_gaussian);
  assert.ok(difference < 1e-10, `${difference}`);
});

test("ssim with the uniform 7x7 window equals scikit-image", () => {
  const difference = worst((a, b, e) => ssim(a, b, { window: "uniform" }) - e.ssim_uniform);
  assert.ok(difference < 1e-10, `${difference}`);
});

test.run();
