import { frechetDistance, kernelDistance, type SetFeatures, squaredMmd } from "@kgen/quality";
import { readFile } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Recipe, remake } from "./sets_recipes.ts";

interface Case {
  case: string;
  a: Recipe;
  b: Recipe;
  sum: [number, number];
  last: [number, number];
  rank_of_covariance: [number, number];
  frechet: number;
  frechet_scipy_sqrtm: number;
  frechet_torch_fidelity_eigvals: number;
  mmd2: number;
  kid: { subsets: number; size: number; seed: number; mean: number; std: number };
  torch_fidelity_whole_set?: number;
}

// Made by sets_expected.py with scipy 1.17.1 and torch-fidelity 0.4.0.
const stored = new URL("sets_expected.json", import.meta.url);
const { cases, torch_fidelity_subsets: subsets }: {
  cases: Case[];
  torch_fidelity_subsets: {
    a: Recipe;
    b: Recipe;
    indices: number[][][];
    values: number[];
    mean: number;
    std: number;
  };
} = JSON.parse(await readFile(stored, "utf8"));
const pairs = cases.map((c) => ({ ...c, x: remake(c.a), y: remake(c.b) }));

function near(got: number, want: number, limit: number, word: string): void {
  const off = Math.abs(got - want);
  assert.ok(off <= limit, `${word}: ${got} is ${off} off ${want}`);
}

test("12 pairs are stored, and remade as they were", () => {
  assert.is(pairs.length, 12);
  for (const p of pairs) {
    [p.x, p.y].forEach((f, i) => {
      near(f.data.reduce((s, v) => s + v, 0), p.sum[i], 1e-9 * f.data.length, p.case);
      assert.is(f.data[f.data.length - 1], p.last[i]);
    });
  }
});

test("the Fréchet distance equals scipy's to 1e-6 and the exact one to 1e-9", () => {
  for (const p of pairs) {
    const got = frechetDistance(p.x, p.y);
    near(got.value, p.frechet_scipy_sqrtm, 1e-6, `${p.case}, scipy`);
    near(got.value, p.frechet_torch_fidelity_eigvals, 1e-6, `${p.case}, torch-fidelity`);
    near(got.value, p.frechet, 1e-9, `${p.case}, exact`);
    assert.equal(got.rank, p.rank_of_covariance, p.case);
  }
});

test("a set and its double, with variances over 19 powers of ten, are at their known distance", () => {
  const a = remake({ n: 100, dim: 32, seed: 30 });
  a.data = a.data.map((v, i) => v * 2 ** -(i % a.dim)); // exact
  const b = { ...a, data: a.data.map((v) => 2 * v) };
  // The covariances are S and 4 S, so that tr S + 4 tr S - 2 tr 2 S = tr S, and the means are |m| apart.
  let want = 0;
  for (let j = 0; j < a.dim; j++) {
    const column = Array.from({ length: a.n }, (_, i) => a.data[i * a.dim + j]);
    const mean = column.reduce((s, v) => s + v, 0) / a.n;
    want += mean ** 2 + column.reduce((s, v) => s + (v - mean) ** 2, 0) / (a.n - 1);
  }
  near(frechetDistance(a, b).value, want, 1e-12, "double");
});

test("a set is at distance 0 from itself, never below", () => {
  for (const p of pairs) {
    const { value } = frechetDistance(p.x, p.x);
    assert.ok(value >= 0 && value < 1e-11, `${p.case}: ${value}`);
  }
});

test("the kernel distance equals the reference formula, whole and by subsets, to 1e-9", () => {
  for (const p of pairs) {
    near(squaredMmd(p.x, p.y), p.mmd2, 1e-9, p.case);
    const got = kernelDistance(p.x, p.y, p.kid);
    near(got.value, p.kid.mean, 1e-9, `${p.case}, mean`);
    near(got.std, p.kid.std, 1e-9, `${p.case}, std`);
    if (p.torch_fidelity_whole_set !== undefined) {
      near(squaredMmd(p.x, p.y), p.torch_fidelity_whole_set, 1e-9, `${p.case}, torch-fidelity`);
    }
  }
});

test("on torch-fidelity's own subsets the values are torch-fidelity's", () => {
  const [a, b] = [remake(subsets.a), remake(subsets.b)];
  const values = subsets.indices.map(([i, j]) => squaredMmd(pick(a, i), pick(b, j)));
  values.forEach((v, k) => near(v, subsets.values[k], 1e-9, `subset ${k}`));
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  near(mean, subsets.mean, 1e-9, "mean");
});

test("few draws from a large set do not build the table of all products, and agree with it", () => {
  const [a, b] = [remake({ n: 300, dim: 8, seed: 3 }), remake({ n: 300, dim: 8, seed: 4 })];
  const direct = kernelDistance(a, b, { subsets: 2, size: 20, seed: 7 }); // 2,400 products of 270,000
  const table = kernelDistance(a, b, { subsets: 400, size: 20, seed: 7 });
  const again = kernelDistance(a, b, { subsets: 400, size: 20, seed: 7 });
  assert.equal(table, again);
  assert.ok(Math.abs(direct.value - table.value) < 4 * table.std);
  assert.is.not(kernelDistance(a, b, { subsets: 2, size: 20, seed: 8 }).value, direct.value);
});

function pick(f: SetFeatures, rows: number[]): SetFeatures {
  const data = rows.flatMap((r) => [...f.data.subarray(r * f.dim, (r + 1) * f.dim)]);
  return { ...f, n: rows.length, data: Float32Array.from(data) };
}

test.run();
