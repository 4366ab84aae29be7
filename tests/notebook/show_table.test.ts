import { benchmarkOptions, recommend, SEED_NEEDS } from "@kgen/kinetics";
import { bundleOf } from "@kgen/notebook";
import { test } from "uvu";
import * as assert from "uvu/assert";

test("a recommendation is a table whose reasons are whole, and its words below", () => {
  const found = recommend(benchmarkOptions("seed"), SEED_NEEDS[0]);
  const html = String(bundleOf(found)["text/html"]);
  assert.match(html, /^<table/);
  for (const { why } of found.rows) {
    assert.ok(html.includes(`>${why.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</td>`), why);
  }
  assert.match(html, /<\/table><p[^>]*>Recommendation 推荐/);
  assert.is(bundleOf(found)["text/plain"], String(found));
});

test("rows and words of one's own are shown alike", () => {
  const bundle = bundleOf({ table: [{ option: "a", why: "x < y" }], words: "two lines" });
  assert.match(String(bundle["text/html"]), /x &lt; y<\/td>.*two lines/);
  assert.match(String(bundle["text/plain"]), /option {2}why[\s\S]*two lines$/);
});

test.run();
