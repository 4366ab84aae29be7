import { randomUUID } from "node:crypto";
import { pictureFile } from "../engine/picture_file.ts";
import { lorasIn } from "../model/networks.ts";
import { validate } from "../graph/validate.ts";
import type { Host } from "./host.ts";
import { json } from "./respond.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Keys of extra data that a prompt may carry and nobody may read back. */
const secret = ["auth_token_comfy_org", "api_key_comfy_org"];

function refuse(type: string, message: string, details: string): Response {
  return json({ error: { type, message, details, extra_info: {} }, node_errors: {} }, 400);
}

/** POST /prompt: checks a graph and queues it. Throws on a body of a wrong shape. */
export function postPrompt(host: Host, body: any): Response {
  if (typeof body !== "object" || body === null) throw new TypeError("the body is not an object");
  const number = "number" in body
    ? Number(body.number)
    : body.front
    ? -host.nextNumber++
    : host.nextNumber++;
  if (!("prompt" in body)) return refuse("no_prompt", "No prompt provided", "No prompt provided");
  const promptId = body.prompt_id ?? randomUUID();
  if (typeof promptId !== "string" || !uuid.test(promptId)) {
    return refuse(
      "invalid_prompt_id",
      "prompt_id must be a valid UUID",
      "prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one",
    );
  }
  const { outputs, error, nodeErrors } = validate(
    body.prompt,
    body.partial_execution_targets,
    {
      picture: (name) => pictureFile(host.settings, name) !== null,
      loras: lorasIn(host.settings.modelDir),
    },
  );
  if (error) return json({ error, node_errors: nodeErrors }, 400);
  const extraData = { ...body.extra_data };
  if ("client_id" in body) extraData.client_id = body.client_id;
  for (const key of secret) delete extraData[key];
  extraData.create_time = Date.now();
  host.submit([number, promptId, body.prompt, extraData, outputs]);
  return json({ prompt_id: promptId, number, node_errors: nodeErrors });
}
