/** Checks of a graph that the recorded transcripts do not reach. The rest is in transcripts.test.ts. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseJson } from "../../lib/nano/graph/json.ts";
import type { Graph } from "../../lib/nano/graph/types.ts";
import { validate } from "../../lib/nano/graph/validate.ts";
import { embeddedProfile } from "./profiles.ts";
import { base, fill, turbo } from "./scenarios/graphs.ts";

const graph = (change = {}) => fill(turbo(change), embeddedProfile) as Graph;
const errorsOf = (change: object, id: string) =>
  validate(graph(change as never)).nodeErrors[id].errors.map((e) => `${e.message}: ${e.details}`);

test("the stock graphs are right", () => {
  assert.equal(validate(graph()).outputs, ["9"]);
  assert.is(validate(fill(base(), embeddedProfile) as Graph).error, null);
});

test("a size that the model cannot make names what is allowed", () => {
  assert.equal(errorsOf({ "13": { width: 1024, height: 64 } }, "13"), [
    "Value 1024 bigger than max of 96: width",
    "Value 64 smaller than min of 96: height",
  ]);
  const { nodeErrors } = validate(graph({ "13": { width: 1024 } }));
  const [type, options] = nodeErrors["13"].errors[0].extra_info.input_config as [string, any];
  assert.equal([type, options.min, options.max], ["INT", 96, 96]);
  assert.match(options.tooltip, "96x96 only");
  assert.equal(nodeErrors["13"].dependent_outputs, ["9"]);
});

test("a batch of more than four", () => {
  assert.equal(errorsOf({ "13": { batch_size: 5 } }, "13"), [
    "Value 5 bigger than max of 4: batch_size",
  ]);
});

test("samplers and schedulers that the host does not have", () => {
  assert.equal(errorsOf({ "3": { sampler_name: "dpmpp_2m", scheduler: "karras" } }, "3"), [
    "Value not in list: sampler_name: 'dpmpp_2m' not in ['euler', 'heun', 'res_multistep']",
    "Value not in list: scheduler: 'karras' not in ['simple']",
  ]);
});

test("numbers are written as Python writes them", () => {
  assert.equal(errorsOf({ "3": { cfg: 101, steps: "8.5", denoise: null, seed: -1 } }, "3"), [
    "Value -1 smaller than min of 0: seed",
    "Failed to convert an input value to a INT value: steps, 8.5, invalid literal for int() with base 10: '8.5'",
    "Value 101.0 bigger than max of 100.0: cfg",
    "Failed to convert an input value to a FLOAT value: denoise, None, float() argument must be a string or a real number, not 'NoneType'",
  ]);
});

test("texts that Python reads as numbers are converted", () => {
  const texts = graph({ "3": { steps: " +8 ", seed: "1_0", cfg: "1e0", denoise: ".5" } });
  assert.is(validate(texts).error, null);
  const { steps, seed, cfg, denoise } = texts["3"].inputs;
  assert.equal([steps, seed, cfg, denoise], [8, 10, 1, 0.5]);
});

test("seeds of 64 bits are neither rounded nor refused", () => {
  const text = JSON.stringify(graph()).replace('"seed":7', '"seed":18446744073709551615');
  const read = parseJson(text);
  assert.is(validate(read).error, null);
  assert.is(read["3"].inputs.seed, 18446744073709551615n);
  read["3"].inputs.seed++;
  assert.match(
    validate(read).nodeErrors["3"].errors[0].message,
    "Value 18446744073709551616 bigger than max of 18446744073709551615",
  );
});

test("names that every object has are no classes and no nodes", () => {
  const odd = graph();
  odd["3"].class_type = "constructor";
  assert.is(validate(odd).error?.type, "missing_node_type");
  const { nodeErrors } = validate(graph({ "3": { model: ["toString", 0] } }));
  assert.is(nodeErrors["3"].errors[0].details, "'toString'");
});

test("of two outputs only the one asked for", () => {
  const two = graph();
  two["10"] = { class_type: "PreviewImage", inputs: { images: ["8", 0] } };
  assert.equal(validate(two).outputs, ["9", "10"]);
  assert.equal(validate(two, ["10"]).outputs, ["10"]);
});

test.run();
