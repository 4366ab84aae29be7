import { gmsd, msssim, type Picture, PictureError } from "@kgen/quality";
import { readFile } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fnv, make, type Step } from "./recipes.ts";

interface Expected {
  a: Step[];
  b: Step[];
  fnv: [string, string];
  ms_ssim: number;
  gmsd: number;
  ms_ssim_float64: number;
  gmsd_float64: number;
  /** Where piq's own float32 rounding is larger than 1e-4. */
  float32_note?: string;
}

const stored = new URL("piq_expected.json", import.meta.url);
const { pairs }: { pairs: Expected[] } = JSON.parse(await readFile(stored, "utf8"));
const pictures = pairs.map((e): [Picture, Picture] => [make(e.a), make(e.b)]);

const differences = (value: (a: Picture, b: Picture) => number, key: keyof Expected) =>
  pictures.map(([a, b], i) => Math.abs(value(a, b) - Number(pairs[i][key])));

test("20 pairs are stored, and the pictures are those that piq saw", () => {
  assert.is(pairs.length, 20);
  pairs.forEach((e, i) => assert.equal(pictures[i].map(fnv), e.fnv));
});

test("msssim equals piq in float64 to 1e-10", () => {
  const worst = Math.max(...differences(msssim, "ms_ssim_float64"));
  assert.ok(worst < 1e-10, `${worst}`);
});

test("msssim equals piq in float32 to 1e-4, but for the pair where float32 itself is off", () => {
  const off = differences(msssim, "ms_ssim");
  assert.equal(off.flatMap((d, i) => d < 1e-4 ? [] : [i]), [13]);
  assert.ok(pairs[13].float32_note);
});

test("gmsd equals piq: float64 to 1e-12, float32 to 1e-6", () => {
  const double = Math.max(...differences(gmsd, "gmsd_float64"));
  const single = Math.max(...differences(gmsd, "gmsd"));
  assert.ok(double < 1e-12, `${double}`);
  assert.ok(single < 1e-6, `${single}`);
});

test("msssim refuses sides under 161, and says which picture", () => {
  for (const [w, h] of [[160, 200], [200, 160]]) {
    const small = make([["gradient", w, h, 3]]);
    assert.throws(
      () => msssim(small, small),
      (e: unknown) =>
        e instanceof PictureError && e.message.includes(`161`) && e.message.includes(`${w}x${h}`),
    );
  }
});

test("pictures with an alpha channel that hides nothing score as those without", () => {
  const [a, b] = pictures[2];
  const alpha = (p: Picture): Picture => {
    const data = new Uint8Array(p.width * p.height * 4).fill(255);
    for (let i = 0, j = 0; i < p.data.length; i += 3, j += 4) {
      data.set(p.data.subarray(i, i + 3), j);
    }
    return { ...p, channels: 4, data };
  };
  assert.is(msssim(alpha(a), b), msssim(a, b));
  assert.is(gmsd(alpha(a), alpha(b)), gmsd(a, b));
});

test.run();
