/** Every template of the kit runs on the embedded host, as fitEmbedded makes it. Two steps are enough to see it. */
import sharp from "sharp";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fitEmbedded, patch, settings, template, templates } from "@kgen/comfy";
import { startHost } from "@kgen/nano";
import { family } from "../../lib/nano/model/family.ts";
import { Client } from "./client.ts";
import { formOf } from "./form.ts";
import { modelsFolder, trialLora } from "./models_folder.ts";

const turboLora = family.nano_turbo.lora!;
const models = modelsFolder({ [turboLora]: trialLora() });
const host = await startHost({ threads: 1, models: models.folder });
const client = await Client.open(host.url, { supports_preview_metadata: true });

test.after(async () => {
  await client.close();
  await host.stop();
  models.remove();
});

const picture = await sharp({
  create: { width: 160, height: 120, channels: 3, background: "#c04030" },
}).png().toBuffer();
for (const filename of ["example.png", "example-mask.png"]) {
  const form = { picture: picture.toString("base64"), filename, fields: { overwrite: "true" } };
  await fetch(`${host.url}/upload/image`, { method: "POST", body: formOf(form) });
}

for (const [seed, name] of templates().entries()) {
  test(name, async () => {
    const fitted = fitEmbedded(template(name));
    const { entry, messages } = await client.run(
      patch(fitted, { steps: 2, seed }).graph as never,
    );
    assert.is(entry.status.status_str, "success", JSON.stringify(entry.status.messages.at(-1)));
    const saved = Object.values(entry.outputs).flatMap((o: any) => o.images ?? []);
    assert.ok(saved.length > 0);
    assert.is(messages.filter(({ type }) => type === "binary 4").length, 2);
    assert.ok(Object.hasOwn(family, settings(fitted).model!));
  });
}

test.run();
