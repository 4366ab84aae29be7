/** POST /upload/image: what it writes. Its answers are held in transcripts.test.ts. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { upload } from "../../lib/nano/http/upload.ts";

const root = mkdtempSync(join(tmpdir(), "kgen-upload-"));
const folders = { input: join(root, "input"), temp: join(root, "temp") };
test.after(() => rmSync(root, { recursive: true, force: true }));

async function send(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  fields: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append("image", new File([bytes], name));
  const request = new Request("http://host", { method: "POST", body: form });
  const type = request.headers.get("content-type")!;
  return await upload(new Uint8Array(await request.arrayBuffer()), type, folders);
}

test("every byte arrives, also those that end lines", async () => {
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 256);
  bytes.set([13, 10, 45, 45, 13, 10], 100);
  const { name } = await (await send("樱花 é.png", bytes)).json();
  assert.is(name, "樱花 é.png");
  assert.equal(new Uint8Array(readFileSync(join(folders.input, name))), bytes);
});

test("many at once under one name: none is lost", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => send("a.png", Uint8Array.of(i), { subfolder: "many" })),
  );
  const names = await Promise.all(answers.map(async (a) => (await a.json()).name as string));
  assert.is(new Set(names).size, 20);
  names.forEach((name, i) => {
    assert.equal([...readFileSync(join(folders.input, "many", name))], [i]);
  });
  assert.is(readdirSync(join(folders.input, "many")).length, 20);
});

test("nothing is written outside, and no name has a folder in it", async () => {
  const refused: [string, Record<string, string>][] = [
    ["../a.png", {}],
    ["a/b.png", {}],
    ["a\\b.png", {}],
    ["..", {}],
    ["a.png", { subfolder: ".." }],
    ["a.png", { subfolder: "../input-2" }],
    ["a.png", { subfolder: "x/../../y" }],
    ["a.png", { subfolder: root }],
  ];
  for (const [name, fields] of refused) {
    assert.is((await send(name, Uint8Array.of(1), fields)).status, 400, `${name} ${fields}`);
  }
  assert.equal(readdirSync(root), ["input"]);
  assert.not.ok(existsSync(join(folders.input, "a.png")));
});

test("what is no form is refused", async () => {
  const body = new TextEncoder().encode("{}");
  for (const type of ["", "application/json", "multipart/form-data; boundary=x"]) {
    assert.is((await upload(body, type, folders)).status, 400, type);
  }
});

test.run();
