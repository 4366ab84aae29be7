/** Prompts that are refused: every kind of error, as a host sends it and as the client tells it. */
import * as assert from "uvu/assert";
import { InvalidWorkflowError } from "@kgen/comfy";
import { turbo, withNode, without, withoutNode } from "../../nano/scenarios/graphs.ts";
import type { Graph } from "../../nano/scenarios/types.ts";
import { type Case, test } from "../case.ts";
import { metadata, newSeed, type Site } from "../site.ts";

/** The answer to a prompt, which must be 400. */
async function refusal(site: Site, body: unknown): Promise<any> {
  const answer = await site.post("/prompt", body);
  assert.is(answer.status, 400);
  return await answer.json();
}

/** A graph with one wrong input: the type of the error, its node and its input. */
function wrongInput(what: string, graph: Graph, type: string, node: string, input: string): Case {
  return test(`refused: ${what}`, async (site) => {
    const prompt = site.fill(graph);
    const body = await refusal(site, { prompt });
    assert.is(body.error.type, "prompt_outputs_failed_validation");
    const told = body.node_errors[node].errors.map((e: any) => [e.type, e.extra_info.input_name]);
    assert.equal(told, [[type, input]]);
    const error = await site.host.submit(prompt, {
      promptId: crypto.randomUUID(),
      clientId: "conformance",
    }).catch((e) => e);
    assert.instance(error, InvalidWorkflowError);
    assert.equal(error.problems.map((p: any) => [p.node, p.input]), [[node, input]]);
  });
}

/** A graph that is wrong as a whole. */
function wrongGraph(what: string, graph: Graph, type: string): Case {
  return test(`refused: ${what}`, async (site) => {
    const prompt = site.fill(graph);
    const { error } = await refusal(site, { prompt });
    assert.is(error.type, type);
    const thrown = await site.host.submit(prompt, {
      promptId: crypto.randomUUID(),
      clientId: "conformance",
    }).catch((e) => e);
    assert.instance(thrown, InvalidWorkflowError);
  });
}

export const refusals: Case[] = [
  wrongInput(
    "a model file that is not there",
    turbo({ "28": { unet_name: "missing.safetensors" } }),
    "value_not_in_list",
    "28",
    "unet_name",
  ),
  wrongInput(
    "a sampler that does not exist",
    turbo({ "3": { sampler_name: "no_such_sampler" } }),
    "value_not_in_list",
    "3",
    "sampler_name",
  ),
  wrongInput(
    "a value below its limit",
    turbo({ "3": { steps: 0 } }),
    "value_smaller_than_min",
    "3",
    "steps",
  ),
  wrongInput(
    "a value above its limit",
    turbo({ "3": { cfg: 101 } }),
    "value_bigger_than_max",
    "3",
    "cfg",
  ),
  wrongInput(
    "a word for a number",
    turbo({ "3": { steps: "eight" } }),
    "invalid_input_type",
    "3",
    "steps",
  ),
  wrongInput(
    "a word for a float",
    turbo({ "3": { cfg: "much" } }),
    "invalid_input_type",
    "3",
    "cfg",
  ),
  wrongInput(
    "an input left out",
    without(turbo(), "3", "seed"),
    "required_input_missing",
    "3",
    "seed",
  ),
  wrongInput(
    "a link of the wrong type",
    turbo({ "3": { model: ["30", 0] } }),
    "return_type_mismatch",
    "3",
    "model",
  ),
  wrongInput(
    "a link without a slot",
    turbo({ "3": { model: ["11"] } }),
    "bad_linked_input",
    "3",
    "model",
  ),
  test("refused: a link to a node that is not there", async (site) => {
    const graph = site.fill(turbo({ "3": { model: ["99", 0] } }));
    const { node_errors } = await refusal(site, { prompt: graph });
    const [error] = node_errors["3"].errors;
    assert.is(error.type, "exception_during_inner_validation");
    assert.match(error.details, "99");
  }),
  test("refused: a slot that a node does not have", async (site) => {
    const graph = site.fill(turbo({ "3": { model: ["11", 5] } }));
    const { node_errors } = await refusal(site, { prompt: graph });
    assert.match(JSON.stringify(node_errors), "IndexError");
  }),
  test("refused: the output node itself linked to nothing", async (site) => {
    const graph = site.fill(turbo({ "9": { images: ["99", 0] } }));
    const { node_errors } = await refusal(site, { prompt: graph });
    assert.is(node_errors["9"].errors[0].type, "exception_during_validation");
  }),
  wrongGraph(
    "a node without a class",
    withNode(turbo(), "12", { inputs: {} }),
    "missing_node_type",
  ),
  test("one output wrong, one right: the host runs the right one, the client takes it back", async (site) => {
    const graph = site.fill(
      withNode(turbo({ "3": { seed: newSeed(), steps: 2 } }), "10", {
        class_type: "PreviewImage",
        inputs: {},
      }),
    );
    const client = await site.client(metadata);
    const answer = await site.post("/prompt", { prompt: graph, client_id: client.id });
    assert.is(answer.status, 200);
    const { prompt_id, node_errors } = await answer.json();
    assert.equal(Object.keys(node_errors), ["10"]);
    await client.until(({ type, data }) =>
      type === "executing" && data.node === null && data.prompt_id === prompt_id
    );
    const entry = (await site.host.history(prompt_id))[prompt_id];
    assert.equal([entry.status.status_str, Object.keys(entry.outputs)], ["success", ["9"]]);

    const promptId = crypto.randomUUID();
    const error = await site.host.submit(graph, { promptId, clientId: "conformance" })
      .catch((e) => e);
    assert.instance(error, InvalidWorkflowError);
    assert.is(error.problems[0].node, "10");
  }),
  wrongGraph(
    "a node that the host does not have",
    withNode(turbo(), "12", { class_type: "NoSuchNode", inputs: {} }),
    "missing_node_type",
  ),
  wrongGraph("no output node", withoutNode(turbo(), "9"), "prompt_no_outputs"),
  test("refused: a circle", async (site) => {
    const graph = site.fill(turbo({ "3": { latent_image: ["3", 0] } }));
    const { node_errors } = await refusal(site, { prompt: graph });
    const [error] = Object.values<any>(node_errors)[0].errors;
    assert.is(error.type, "dependency_cycle");
    assert.match(error.details, "3 (KSampler)");
  }),
  test("refused: an id that is no UUID, no prompt at all, no JSON", async (site) => {
    const prompt = site.fill(turbo());
    const bad = await refusal(site, { prompt, prompt_id: "not-an-id" });
    assert.is(bad.error.type, "invalid_prompt_id");
    assert.is((await refusal(site, {})).error.type, "no_prompt");
    const answer = await site.get("/prompt", { method: "POST", body: "not json" });
    await answer.body?.cancel();
    assert.is(answer.status, 500);
  }),
  test("refused prompts leave nothing in the queue", async (site) => {
    const promptId = crypto.randomUUID();
    const graph = site.fill(turbo({ "3": { steps: 0 } }));
    await site.host.submit(graph, { promptId, clientId: "conformance" }).catch(() => {});
    assert.is(await site.whereIs(promptId), "nowhere");
    assert.equal(await site.host.history(promptId), {});
  }),
];
