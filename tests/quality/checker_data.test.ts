/** The data package of the checker: files are those that it says, and the table agrees with prompts and checker. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { expectation } from "@kgen/quality";
import { csvParse } from "d3-dsv";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const folder = "data/checker";
const about = JSON.parse(readFileSync(`${folder}/datapackage.json`, "utf8"));
const specs = JSON.parse(readFileSync(`${folder}/prompts.json`, "utf8"));
const verdicts = csvParse(readFileSync(`${folder}/nano-v0-verdicts.csv`, "utf8"));

test("sizes and checksums; every data file is described, with licence and the names of its makers", () => {
  for (const { path, bytes, hash } of about.resources) {
    const content = readFileSync(`${folder}/${path}`);
    assert.is(content.length, bytes, path);
    assert.is(`sha256:${createHash("sha256").update(content).digest("hex")}`, hash, path);
  }
  const data = readdirSync(folder).filter((f) => /\.(json|bin|csv)$/.test(f));
  assert.equal(
    data.filter((f) => f !== "datapackage.json").sort(),
    about.resources.map((r: { path: string }) => r.path).sort(),
  );
  assert.is(about.licenses[0].name, "CC-BY-4.0");
  const readme = readFileSync(`${folder}/README.md`, "utf8").replace(/\s+/g, " ");
  for (const maker of ["Google", "Twitter", "Miles Johnson"]) {
    assert.match(readme, maker);
    assert.ok(about.sources.some((s: { title: string }) => s.title.includes(maker)));
  }
});

test("verdicts: each prompt in both languages, columns as described, no row that contradicts itself", () => {
  const table = about.resources.find((r: { name: string }) => r.name === "nano-v0-verdicts");
  assert.equal(verdicts.columns, table.schema.fields.map((f: { name: string }) => f.name));
  const asked = specs.flatMap((s: Record<string, string>) =>
    ["en", "zh"].map((l) => [s.id, l, String(s.seed), s[l]])
  );
  assert.equal(verdicts.map((v) => [v.id, v.language, v.seed, v.prompt]), asked);
  for (const v of verdicts) {
    const wanted = expectation(v.prompt), right = v.match.split(" ");
    assert.is(+v.things, wanted.objects.length);
    assert.is(+v.background, +(v.seen_background === wanted.background), v.id);
    const style = wanted.style === null ? "" : String(+(v.seen_style === wanted.style));
    assert.is(v.style, style, v.id);
    const good = right.every((m) => m === "same" || m === "twin");
    assert.is(+v.object, +(good && v.layout === "1"), v.id);
    assert.is(+v.all, +(v.object === "1" && v.background === "1" && v.style !== "0"), v.id);
  }
});

test("the prompts are held out: the hash of the README takes all of them and an eighth of others", () => {
  const heldOut = (a: string, b: string, colour: string, style: string | null) => {
    let h = 0x811c9dc5;
    for (const x of new TextEncoder().encode(`${a}+${b}|${colour}|${style ?? "any"}`)) {
      h = Math.imul(h ^ x, 0x01000193) >>> 0;
    }
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
    return (h ^ (h >>> 13)) % 8 === 0;
  };
  let others = 0;
  for (const { objects: [a, b], background, style } of specs) {
    assert.ok(heldOut(a.hexcode, b?.hexcode ?? "", background, style));
    others += +heldOut(a.hexcode, "1F408", background, style);
  }
  assert.ok(others > 10 && others < 45, `${others} of ${specs.length}`);
});

test.run();
