import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { complexity, lawIdentities, REFERENCE_PROMPT, withUnit } from "@kgen/kinetics";
import { dataset } from "@kgen/tables";
import { failure } from "./failure.ts";

test("the seed's prompt: C = 1, 27 of 33 characters carry content", () => {
  const c = complexity(REFERENCE_PROMPT);
  assert.is(c.C, 1);
  assert.equal([c.characters, c.words, c.content], [33, 0, 27]);
  assert.ok(dataset("h100/prompts").some((p) => p.text === REFERENCE_PROMPT));
  assert.match(String(c), /C = 1\.00: 27 tokens \(approximation\), density 0\.818/);
});

test("English, Chinese and both: function words and characters carry no content", () => {
  const of = (prompt: string) => {
    const { words, characters, content } = complexity(prompt);
    return [words, characters, content];
  };
  assert.equal(of("A girl in hanfu stands under the cherry tree."), [9, 0, 5]);
  assert.equal(of("It's the cat's 85mm lens"), [5, 0, 3]); // cat's, 85mm, lens
  assert.equal(of("樱花树下的女孩"), [0, 7, 5]);
  assert.equal(of("慢慢地走的人"), [0, 6, 4]);
  assert.equal(of("hanfu女孩, ultra detailed"), [3, 2, 5]);
  assert.equal(of("ＡＢＣ été naïve"), [3, 0, 3]);
});

test("the estimate is near Qwen's own count on the five recorded prompts", () => {
  // Counted with Qwen3's tokenizer.json, which is not in the repository (11 MB).
  const counted: Record<string, number> = { w1: 1, seed: 27, en60: 69, multi: 88, long: 431 };
  for (const { prompt, text } of dataset("h100/prompts")) {
    const { tokens } = complexity(text);
    assert.ok(Math.abs(tokens - counted[prompt]) <= 0.2 * counted[prompt], `${prompt}: ${tokens}`);
  }
});

test("repeating a prompt doubles C, another reference rescales it", () => {
  const twice = complexity(REFERENCE_PROMPT + "," + REFERENCE_PROMPT).C;
  assert.ok(Math.abs(twice - 2) < 0.08, `${twice}`);
  assert.is(complexity("a red cat", { reference: "a red cat" }).C, 1);
  assert.match(
    failure(() => complexity("of the")).message,
    /The prompt has no word that carries content/,
  );
  assert.is(failure(() => complexity("")).problem, "argument");
  assert.match(
    failure(() => complexity("cat", { reference: "的" })).message,
    /The reference prompt/,
  );
});

test("a tokenizer file: bytes, merges by rank, split by its own pattern", () => {
  const dir = mkdtempSync(join(tmpdir(), "kgen-tokenizer-"));
  try {
    const file = join(dir, "tokenizer.json");
    // A made-up vocabulary: single bytes and five merges. 樱 is E6 A8 B1, which GPT-2's letters write æ ¨ ±.
    const merges = ["c a", "ca t", "Ġ cat", "æ ¨", ["æ¨", "±"]];
    const vocab = Object.fromEntries(
      ["c", "a", "t", "Ġ", "s", "æ", "¨", "±", "ca", "cat", "Ġcat", "æ¨", "æ¨±"].map((
        t,
        i,
      ) => [t, i]),
    );
    const model = { type: "BPE", vocab, merges };
    writeFileSync(file, JSON.stringify({ model }));
    const count = (prompt: string) =>
      complexity(prompt, { tokenizer: file, reference: "cat" }).tokens;
    assert.is(count("cat"), 1);
    assert.is(count("cat cat"), 2);
    assert.is(count("cats"), 2);
    assert.is(count("cat's"), 3); // cat, ', s: the split keeps 's together and no merge joins it
    assert.is(count("樱"), 1);
    assert.is(complexity("cat", { tokenizer: file, reference: "cat" }).tokenizer, file);
    const other = join(dir, "other.json");
    writeFileSync(other, JSON.stringify({ model: { type: "Unigram" } }));
    const use = (tokenizer: string) => failure(() => complexity("cat", { tokenizer })).message;
    assert.match(use(other), /holds no BPE model/);
    assert.match(use(join(dir, "none.json")), /is not a tokenizer\.json/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("both laws solve their equations; the seed's line does not solve the seed's equation", () => {
  const { identities, seed } = lawIdentities();
  assert.equal(identities.map((i) => [i.order, i.residual, i.start, i.holds]), [
    [1, "0", "0", true],
    [2, "0", "0", true],
  ]);
  for (const i of identities) assert.ok(i.largest < 1e-14);
  assert.not(seed.holds);
  assert.is(seed.equation, "dI/dt = k * C * (1 - I)");
  assert.ok(seed.largest > 0.1);
  assert.not.match(seed.residual, /^0$/);
});

test("units are checked and converted", () => {
  assert.is(withUnit(0.142, "s").toNumber("ms").toFixed(6), "142.000000");
  assert.is(withUnit({ value: 70 }, "degC").toNumber("K").toFixed(2), "343.15");
  const product = withUnit(7, "1/s").multiply(withUnit(2, "s"));
  assert.is(Number(product), 14);
  assert.throws(() => withUnit(1, "s").to("K"));
});

test.run();
