/** What /proc/cpuinfo tells of 8-bit sums. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { addsIn32Bits } from "../../lib/nano/model/cpu.ts";

const folder = mkdtempSync(join(tmpdir(), "kgen-cpu-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function of(flags: string): boolean {
  const file = join(folder, "cpuinfo");
  writeFileSync(file, `model name\t: avx_vnni in a name\nflags\t\t: fpu ${flags} xsave\n`);
  return addsIn32Bits(file);
}

test("either form of the instruction counts, another does not", () => {
  assert.equal(["avx512_vnni", "avx2 avx_vnni", "avx2", "avx512f avx512_vnnix"].map(of), [
    true,
    true,
    false,
    false,
  ]);
});

test("where nothing is told it is not known", () => {
  assert.is(addsIn32Bits(join(folder, "none")), false);
});

test.run();
