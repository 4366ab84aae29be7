/** Files of weights: what is read, and what is said of a file that cannot be. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { floats, readSafetensors, withFloats } from "../../lib/nano/model/safetensors.ts";
import { WeightsError } from "../../lib/nano/model/weights_error.ts";
import { safetensors } from "./models_folder.ts";

const folder = mkdtempSync(join(tmpdir(), "kgen-safetensors-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const values = [1, -2.5, 0.125, 65504, 0, -0.0009765625];
const whole = safetensors({
  half: { shape: [2, 3], values, dtype: "F16" },
  // One number of two bytes: what follows begins where no float32 may.
  odd: { shape: [], values: [3], dtype: "F16" },
  single: { shape: [3, 2], values },
  brain: { shape: [6], values: [1, -2.5, 0.125, 256, 0, -0.0009765625], dtype: "BF16" },
});

test("numbers of each type come back as they were", () => {
  const file = readSafetensors(put("whole.safetensors", whole));
  const read = (name: string) => [...floats(file, file.tensors.get(name)!)];
  assert.equal(read("half"), values);
  assert.equal(read("odd"), [3]);
  assert.equal(read("single"), values);
  assert.equal(read("brain"), [1, -2.5, 0.125, 256, 0, -0.0009765625]);
  assert.equal(file.tensors.get("half")!.shape, [2, 3]);
});

test("changed numbers are rounded to float16, in a copy", () => {
  const file = readSafetensors(put("whole.safetensors", whole));
  const changed = withFloats(file, new Map([["half", Float32Array.of(1, 2, 3, 4, 5, 1 / 3)]]));
  const [now, before] = [changed, file].map((f) => [...floats(f, f.tensors.get("half")!)]);
  assert.equal(now, [1, 2, 3, 4, 5, 0.333251953125]);
  assert.equal(before, values);
  assert.is(floats(changed, changed.tensors.get("odd")!)[0], 3);
  assert.is(withFloats(file, new Map()), file);
});

const refusals: [string, Uint8Array, RegExp][] = [
  ["cut.safetensors", whole.slice(0, -1), /cut\.safetensors is cut short \(\d+ bytes, and brain/],
  ["header.safetensors", whole.slice(0, 40), /header\.safetensors is cut short \(40 bytes, header/],
  ["empty.safetensors", new Uint8Array(0), /empty\.safetensors is cut short \(0 bytes\)/],
  ["text.safetensors", new TextEncoder().encode("version https://git-lfs"), /not in the form/],
  ["json.safetensors", Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3), /not in the form/],
];
for (const [name, bytes, words] of refusals) {
  test(`${name}: the file and what to do are named`, () => {
    const file = put(name, bytes);
    assert.throws(
      () => readSafetensors(file),
      (e: Error) =>
        e instanceof WeightsError && words.test(e.message) && /git checkout/.test(e.message),
    );
  });
}

test("a file that is not there", () => {
  assert.throws(
    () => readSafetensors(join(folder, "none.safetensors"), "copy it again"),
    /none\.safetensors is missing: copy it again/,
  );
});

test.run();
