import {
  mse,
  type Picture,
  PictureError,
  PictureMismatchError,
  psnr,
  rmse,
  ssim,
} from "@kgen/quality";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { picture } from "./pictures.ts";

const colour = picture(16, 12, 3, 5, 100);

/** The same picture with an alpha channel of that value. */
function withAlpha(p: Picture, alpha: number): Picture {
  const data = new Uint8Array(p.width * p.height * 4).fill(alpha);
  for (let i = 0; i < p.data.length; i++) data[Math.floor(i / 3) * 4 + (i % 3)] = p.data[i];
  return { ...p, channels: 4, data };
}

test("different sizes are refused, and both sizes named", () => {
  const other = picture(12, 16, 3, 5, 100);
  for (const compare of [mse, rmse, psnr, ssim]) {
    assert.throws(
      () => compare(colour, other),
      (e: unknown) => e instanceof PictureMismatchError && /16x12 RGB.*12x16 RGB/.test(e.message),
    );
  }
});

test("an alpha channel that hides nothing is dropped, real transparency is refused", () => {
  assert.is(rmse(colour, withAlpha(colour, 255)), 0);
  assert.is(ssim(withAlpha(colour, 255), withAlpha(colour, 255)), 1);
  assert.throws(() => rmse(colour, withAlpha(colour, 254)), /transparent/);
});

test("grey against colour compares grey with each channel", () => {
  const grey: Picture = { width: 1, height: 1, channels: 1, data: Uint8Array.of(10) };
  const rgb: Picture = { width: 1, height: 1, channels: 3, data: Uint8Array.of(10, 10, 40) };
  assert.ok(Math.abs(mse(grey, rgb) - 300 / 255 ** 2) < 1e-15);
});

test("data that does not fill the size is refused", () => {
  const short = { ...colour, data: colour.data.slice(1) };
  assert.throws(
    () => mse(colour, short),
    (e: unknown) => e instanceof PictureError && /576 bytes.*575/.test(e.message),
  );
});

test("ssim refuses a picture smaller than its window and windows that are none", () => {
  const small = picture(10, 40, 3, 1, 0);
  assert.throws(() => ssim(small, small), /11x11.*10x40/);
  assert.is(ssim(small, small, { window: "uniform" }), 1);
  assert.throws(() => ssim(small, small, { window: "uniform", size: 4 }), /odd/);
  assert.throws(() => ssim(small, small, { sigma: 0 }), /sigma/);
});

test.run();
