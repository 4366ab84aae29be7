// One click: ComfyUI's own page, in a real browser on a real host, opens every template without a
// missing node type or a red node, and makes of it the graph that the kit queues.
// Runs where COMFY_URL serves its page and Chromium is installed. The host may lack model files:
// templates that name one it lacks are not asked for red nodes, and are named.
import process from "node:process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkInfo, type UiWorkflow } from "@kgen/comfy";
import { sources } from "../../workflows/make.ts";
import { chromium } from "../cli/browser.ts";
import { openPage, type Page } from "./chromium.ts";
import { apiForm, plain, uiForm } from "./recorded.ts";

const url = process.env.COMFY_URL?.replace(/\/$/, "");

/** Why this cannot run here, or null. */
async function lacking(): Promise<string | null> {
  if (!url) return "COMFY_URL is not set: the address of a ComfyUI with its page";
  if (chromium() === null) return "there is no chromium";
  try {
    const page = await (await fetch(`${url}/`)).text();
    return /comfyui/i.test(page) ? null : `${url} does not serve ComfyUI's page`;
  } catch {
    return `nobody answers at ${url}`;
  }
}

/** Opens a workflow and gives the types the page lacks, those of red nodes, and its API form. */
const open = (page: Page | undefined, ui: UiWorkflow, ms: number) =>
  page!.ask(`(async () => {
    await window.app.loadGraphData(${JSON.stringify(ui)});
    await new Promise((r) => setTimeout(r, ${ms}));
    const { nodes } = window.app.graph;
    const known = window.LiteGraph.registered_node_types;
    return {
      missing: nodes.map((n) => n.type).filter((t) => !(t in known)),
      red: nodes.filter((n) => n.has_errors).map((n) => n.type),
      api: (await window.app.graphToPrompt()).output,
    };
  })()`);

/** The workflow with a node type that no host has. */
function ofNobody(ui: UiWorkflow): UiWorkflow {
  const copy = structuredClone(ui);
  copy.nodes.find((n) => n.type === "VAEEncode")!.type = "NobodyEncode";
  return copy;
}

/** The workflow with a model and a picture that no host has. */
function withoutFiles(ui: UiWorkflow): UiWorkflow {
  const copy = structuredClone(ui);
  const node = (type: string) => copy.nodes.find((n) => n.type === type)!;
  node("VAELoader").widgets_values = ["nobody.safetensors"];
  node("VAELoader").properties.models = [{
    name: "nobody.safetensors",
    url: "https://huggingface.co/a/b/resolve/main/nobody.safetensors",
    directory: "vae",
  }];
  node("LoadImage").widgets_values[0] = "nobody.png";
  return copy;
}

const why = await lacking();
if (why) {
  console.log(`skipped: ${why}`);
} else {
  let page: Page | undefined;
  let wait = 0;
  const objectInfo = await (await fetch(`${url}/object_info`)).json();

  test("the page opens", async () => {
    page = await openPage(chromium()!, `${url}/`);
    await page.until("!!window.app?.graph && 'KSampler' in window.LiteGraph.registered_node_types");
  });
  test.after(() => page?.close());

  test("a node type, a model file and a picture that the host lacks are seen", async () => {
    const img2img = uiForm("zimage-turbo-img2img");
    const typed = await open(page, ofNobody(img2img), 0);
    assert.equal([typed.missing, typed.red], [["NobodyEncode"], ["NobodyEncode"]]);
    // The page looks for files after it has drawn. What is never there says how long that takes.
    const begin = Date.now();
    await open(page, withoutFiles(img2img), 0);
    const red = "window.app.graph.nodes.filter((n) => n.has_errors).map((n) => n.type).sort()";
    await page!.until(`String(${red}).includes("LoadImage,VAELoader")`, 20_000);
    assert.equal(await page!.ask(red), ["LoadImage", "VAELoader"]);
    wait = 2 * (Date.now() - begin);
  });

  for (const w of sources) {
    test(`${w.name} opens, and its API form is ours`, async () => {
      const seen = await open(page, uiForm(w.name), wait);
      assert.equal(seen.missing, []);
      assert.equal(plain(seen.api), plain(apiForm(w.name)));
      const files = checkInfo(w, objectInfo, url!).filter((p) => p.kind === "missing_file");
      if (files.length === 0) return assert.equal(seen.red, []);
      console.log(`not asked for red nodes, ${w.name}: no ${files.map((p) => p.value).join(", ")}`);
    });
  }

  test("nothing outside this computer was asked for", () => {
    if (/^https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(`${url}/`)) assert.equal(page!.outside, []);
  });
}

test.run();
