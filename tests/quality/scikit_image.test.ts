import { mse, type Picture, psnr, rmse, ssim } from "@kgen/quality";
import { readFile } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { negative, picture } from "./pictures.ts";
import { fnv, make, type Step } from "./recipes.ts";

interface Expected {
  mse: number;
  psnr: number | "Infinity";
  ssim_gaussian: number;
  ssim_uniform: number;
}
interface Ramps extends Expected {
  pair: number;
  width: number;
  height: number;
  channels: 1 | 3;
  amount: number;
  negative: boolean;
}
interface Recipes extends Expected {
  a: Step[];
  b: Step[];
  fnv: [string, string];
}
type Pair = Expected & { pictures: [Picture, Picture] };

async function stored<T>(name: string): Promise<T[]> {
  return JSON.parse(await readFile(new URL(name, import.meta.url), "utf8")).pairs;
}

const ramps = (await stored<Ramps>("scikit_image_expected.json")).map((e): Pair => {
  const b = picture(e.width, e.height, e.channels, e.pair + 101, e.amount);
  const a = picture(e.width, e.height, e.channels, e.pair + 1, e.negative ? 256 : 0);
  return { ...e, pictures: [a, e.negative ? negative(b) : b] };
});
const recipes = await stored<Recipes>("scikit_image_recipes_expected.json");
const made = recipes.map((e): Pair => ({ ...e, pictures: [make(e.a), make(e.b)] }));

test("the pictures of the recipes are those that scikit-image saw", () => {
  for (const [i, { fnv: sums }] of recipes.entries()) assert.equal(made[i].pictures.map(fnv), sums);
});

for (const [what, pairs] of [["ramps of 11 to 70 pixels", ramps], ["50 kinds", made]] as const) {
  /** Largest difference over all pairs. */
  const worst = (value: (a: Picture, b: Picture, e: Expected) => number) =>
    Math.max(...pairs.map((e) => Math.abs(value(...e.pictures, e))));

  test(`${what}: 50 pairs are stored, and some are equal pictures`, () => {
    assert.is(pairs.length, 50);
    assert.ok(pairs.some((e) => e.psnr === "Infinity"));
  });

  test(`${what}: mse and rmse equal scikit-image`, () => {
    assert.ok(worst((a, b, e) => mse(a, b) * 255 ** 2 - e.mse) < 1e-9);
    assert.ok(worst((a, b, e) => rmse(a, b) * 255 - Math.sqrt(e.mse)) < 1e-10);
  });

  test(`${what}: psnr equals scikit-image, with Infinity for equal pictures`, () => {
    const difference = worst((a, b, e) =>
      e.psnr === "Infinity" ? (psnr(a, b) === Infinity ? 0 : NaN) : psnr(a, b) - e.psnr
    );
    assert.ok(difference < 1e-10, `${difference}`);
  });

  test(`${what}: ssim with the Gaussian window equals scikit-image`, () => {
    const difference = worst((a, b, e) => ssim(a, b) - e.ssim_gaussian);
    assert.ok(difference < 1e-10, `${difference}`);
  });

  test(`${what}: ssim with the uniform 7x7 window equals scikit-image`, () => {
    const difference = worst((a, b, e) => ssim(a, b, { window: "uniform" }) - e.ssim_uniform);
    assert.ok(difference < 1e-10, `${difference}`);
  });
}

test.run();
