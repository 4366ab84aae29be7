import { noise, type Picture, PictureError, sharpness } from "@kgen/quality";
import { readFile } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fnv, make, type Step } from "./recipes.ts";

interface Expected {
  recipe: Step[];
  fnv: string;
  sharpness: number;
  noise: number;
  /** Standard deviation of the noise that was put in, in the luma. */
  noise_true: number | null;
}

const stored = new URL("no_reference_expected.json", import.meta.url);
const { pictures }: { pictures: Expected[] } = JSON.parse(await readFile(stored, "utf8"));
const made = pictures.map((e) => make(e.recipe));

test("20 pictures are stored, and they are those that OpenCV saw", () => {
  assert.is(pictures.length, 20);
  assert.equal(made.map(fnv), pictures.map((e) => e.fnv));
});

test("sharpness equals the variance of OpenCV's Laplacian", () => {
  pictures.forEach((e, i) => {
    const off = Math.abs(sharpness(made[i]) - e.sharpness) / Math.max(1, e.sharpness);
    assert.ok(off < 1e-12, `picture ${i}: ${off}`);
  });
});

test("noise equals Immerkær's formula in numpy", () => {
  pictures.forEach((e, i) => {
    assert.ok(Math.abs(noise(made[i]) - e.noise) < 1e-12, `picture ${i}`);
  });
});

test("noise finds what was put on flat and slowly changing pictures to 3 %", () => {
  const flat = pictures.flatMap((e, i) =>
    e.noise_true && ["constant", "gradient"].includes(e.recipe[0][0])
      ? [noise(made[i]) / e.noise_true]
      : []
  );
  assert.ok(flat.length >= 4, `${flat.length}`);
  for (const ratio of flat) assert.ok(Math.abs(ratio - 1) < 0.03, `${ratio}`);
});

test("blur lowers both, noise raises both", () => {
  const disc: Step = ["disc", 128, 128, 3, 200];
  const noisy = make([disc, ["gauss", 6, 15]]);
  const blurred = make([disc, ["gauss", 6, 15], ["blur", 2]]);
  const clean = make([disc]);
  for (const value of [sharpness, noise]) {
    assert.ok(value(blurred) < value(noisy));
    assert.ok(value(clean) < value(noisy));
  }
});

test("pictures too small are refused, transparent ones too", () => {
  const line: Picture = { width: 1, height: 9, channels: 1, data: new Uint8Array(9) };
  assert.throws(() => sharpness(line), (e: unknown) => e instanceof PictureError);
  const thin: Picture = { width: 2, height: 9, channels: 1, data: new Uint8Array(18) };
  assert.throws(() => noise(thin), /3 and more, got 2x9 grey/);
  const glass: Picture = { width: 3, height: 3, channels: 4, data: new Uint8Array(36) };
  for (const value of [sharpness, noise]) assert.throws(() => value(glass), /transparent/);
});

test.run();
