/** The comparison itself: what may differ passes, what is contract does not. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compare, recordings } from "./compare.ts";
import { scenarios } from "./scenarios.ts";
import type { Transcript } from "./transcript.ts";

async function changed(name: string, change: (text: string) => string) {
  const text = await Deno.readTextFile(new URL(`./transcripts/${name}.json`, import.meta.url));
  const other = change(text);
  assert.not.equal(other, text, `the change of ${name} must change something`);
  const [want, got]: Transcript[] = [JSON.parse(text), JSON.parse(other)];
  return compare(scenarios.find((s) => s.name === name)!, want, got);
}

const swapLines = (text: string, kind: RegExp) => {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => kind.test(line));
  [lines[at], lines[at + 1]] = [lines[at + 1], lines[at]];
  return lines.join("\n");
};

test("every scenario is recorded under its own name", async () => {
  assert.is(new Set(scenarios.map((s) => s.name)).size, scenarios.length);
  for (const scenario of scenarios) {
    for (const { scenario: name } of await recordings(scenario)) assert.is(name, scenario.name);
  }
});

test("previews may be PNG and of another size", async () => {
  assert.is(
    await changed(
      "turbo-previews-metadata",
      (text) =>
        text.replaceAll("image/jpeg", "image/png").replaceAll(
          '"format":"jpeg","width":512,"height":512',
          '"format":"png","width":96,"height":96',
        ),
    ),
    undefined,
  );
});

test("a preview must be what it says it is", async () => {
  const found = await changed(
    "turbo-previews-metadata",
    (text) => text.replaceAll("image/jpeg", "image/png"),
  );
  assert.match(found!, "jpeg, said to be png");
});

test("a frame must not come before its progress_state", async () => {
  const swap = (text: string) => swapLines(text, /progress_state.*running 1\/8/);
  const found = await changed("turbo-previews-metadata", swap);
  assert.match(found!, /expected \[ 'progress_state'.*\n.*got {6}\[ 'binary 4'/);
});

test("the number of steps counts where every step is sent", async () => {
  const drop = (text: string) => text.replace(/\n.*"progress",\{"value":4.*/, "");
  assert.ok(await changed("turbo-previews-metadata", drop));
});

test("but not where it depends on the clock", async () => {
  const drop = (text: string) => text.replace(/\n.*"progress",\{"value":\d+,"max":400.*/, "");
  assert.is(await changed("interrupt-by-id", drop), undefined);
});

test("fields may neither be missing nor added", async () => {
  const [drop, add] = [
    (text: string) => text.replace('"display_node":"9",', ""),
    (text: string) => text.replace('"display_node":"9"', '"display_node":"9","more":1'),
  ];
  assert.match((await changed("turbo-previews-plain", drop))!, "display_node");
  assert.match((await changed("turbo-previews-plain", add))!, "not in ComfyUI's");
});

test("the history's messages are compared to their last field", async () => {
  const change = (text: string) =>
    text.replace(/(\["execution_interrupted",\{"prompt_id":"<p)1/, "$19");
  assert.match((await changed("interrupt-by-id", change))!, "GET /history/{p1}");
});

test("error types and their words are contract", async () => {
  for (const word of ["value_smaller_than_min", "smaller than min of", '"min"']) {
    assert.ok(await changed("value-too-small", (text) => text.replace(word, word.toUpperCase())));
  }
});

test("a host's own words for what went wrong inside a node are not", async () => {
  const change = (text: string) =>
    text.replaceAll('"exception_type":"TypeError"', '"exception_type":"Error"');
  assert.is(await changed("execution-error-in-sampler", change), undefined);
});

test("fewer samplers are fine, one that ComfyUI does not have is not", async () => {
  const fewer = (text: string) => text.replace('"dpm_fast",', "");
  const other = (text: string) => text.replace('"dpm_fast"', '"dpm_slow"');
  assert.is(await changed("object-info", fewer), undefined);
  assert.match((await changed("object-info", other))!, "dpm_slow");
});

test("status counts are compared where they are kept apart", async () => {
  assert.match(
    (await changed("queue-while-running", (text) => text.replace("[1,1,2,3,4", "[1,1,3,4")))!,
    "status counts",
  );
});

test.run();
