// What is found wrong with an executed notebook: each fault alone, and nothing in a sound one.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkOutputs } from "../../lib/cli/check_outputs.ts";
import { scratch } from "./kgen.ts";

const { folder, clean } = scratch();
test.after(clean);

/** Problems of a notebook of one cell with these outputs. */
function problems(source: string, outputs: unknown[]): string[] {
  const file = join(folder, "one.ipynb");
  const cell = { cell_type: "code", source, outputs, metadata: {}, execution_count: 1 };
  writeFileSync(
    file,
    JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  );
  return checkOutputs(file);
}
const shows = (
  data: Record<string, string>,
) => [{ output_type: "display_data", data, metadata: {} }];

test("a sound cell has no problem", () => {
  assert.equal(problems("await show(k);", shows({ "text/plain": "k = 24.4 s⁻¹" })), []);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  assert.equal(problems("await show(figure);", shows({ "image/svg+xml": svg })), []);
});

test("every fault is found", () => {
  for (const text of ["k = NaN s⁻¹", "k = undefined", "[object Object]"]) {
    assert.match(
      problems("await show(k);", shows({ "text/plain": text }))[0],
      "instead of a value",
    );
  }
  assert.match(problems("await show(k);", [])[0], "1 outputs were asked for, 0 came");
  const error = { output_type: "error", ename: "E", evalue: "", traceback: [] };
  assert.match(problems("f();", [error])[0], "ended in an error");
  assert.match(
    problems("await show(f);", shows({ "image/svg+xml": "<svg/>" }))[0],
    "without xmlns",
  );
});

test.run();
