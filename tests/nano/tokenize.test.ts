/** How a prompt becomes tokens. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { tokenize } from "@kgen/nano";

test("English words and Han characters, lower case, punctuation apart", () => {
  const { tokens, known, unknown } = tokenize("Red APPLE,樱花!");
  assert.equal(known, ["red", "apple", "樱", "花"]);
  assert.equal(unknown, []);
  assert.is(tokens.length, 32);
  assert.ok(tokens.slice(0, 4).every((id) => id > 1));
  assert.ok(tokens.slice(4).every((id) => id === 0));
});

test("words that the model does not know are token 1", () => {
  const { tokens, known, unknown } = tokenize("xyzzy cat qwertz");
  assert.equal(unknown, ["xyzzy", "qwertz"]);
  assert.equal(known, ["cat"]);
  assert.equal(tokens.slice(0, 4).map((id) => id === 1), [true, false, true, false]);
});

test("nothing known, nothing at all, other scripts", () => {
  assert.equal(tokenize("xyzzy").known, []);
  assert.equal(tokenize("").tokens, Array(32).fill(0));
  assert.equal(tokenize("  ,.!? こ é ").unknown, []);
});

test("a word that is a property of every object is not known", () => {
  assert.equal(tokenize("constructor").unknown, ["constructor"]);
});

test("words after the 32nd are dropped and told", () => {
  const { tokens, known, dropped } = tokenize("cat ".repeat(33) + "dog");
  assert.is(tokens.length, 32);
  assert.is(known.length, 32);
  assert.equal(dropped, ["cat", "dog"]);
});

test.run();
