// The small parts of the client: names from hosts, jobs and their places, pauses, messages.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { connect, safeFileName } from "@kgen/comfy";
import { backoff } from "../../lib/comfy/backoff.ts";
import { parseMessage } from "../../lib/comfy/messages.ts";
import { startReplay } from "./replay_host.ts";

test("a name from a host never leaves the folder", () => {
  const long = "樱".repeat(300) + ".png";
  const given = [
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "C:\\x.png",
    "..",
    ".",
    "",
    "a\u0000.png",
    "CON",
    "nul.txt",
    "com1.png",
    ".bashrc",
    "x. ",
    'a"b:c|d?.png',
    "gpj.\u202egnp",
    long,
    "a/b/../../..",
    "~",
  ];
  for (const name of given) {
    const safe = safeFileName({ filename: name, subfolder: "../.." });
    assert.ok(safe.length > 0 && new TextEncoder().encode(safe).length <= 200, name);
    // deno-lint-ignore no-control-regex
    assert.not.match(safe, /[/\\\u0000-\u001f:"|?\u202e]|^\.|[. ]$/, name);
    assert.not.match(safe, /^(con|nul|com1)(\.|$)/i, name);
  }
  assert.is(safeFileName("ComfyUI_00001_.png"), "ComfyUI_00001_.png");
  assert.ok(safeFileName(long).endsWith(".png"));
});

test("pauses double to 10 s, with full jitter", () => {
  const most = Array.from({ length: 9 }, (_, i) => backoff(i + 1, () => 1));
  assert.equal(most, [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  assert.is(backoff(5, () => 0), 0);
});

test("jobs: from /api/jobs, and from queue and history where that is missing", async () => {
  // ComfyUI lists its queue as a heap; the numbers give the order.
  const queue = {
    queue_running: [[1, "r", {}]],
    queue_pending: [[3, "b", {}], [9, "c", {}], [2, "a", {}]],
  };
  const entry = (status_str: string, messages: unknown[] = []) => ({
    status: { status_str, messages },
  });
  const history = {
    d: entry("success"),
    e: entry("error", [["execution_error", {}]]),
    f: entry("error", [["execution_interrupted", {}]]),
  };
  const listed = [["r", "in_progress"], ["a", "pending"], ["b", "pending"], ["c", "pending"]]
    .concat([["d", "completed"], ["e", "failed"], ["f", "cancelled"], ["g", "of another time"]])
    .map(([id, status]) => ({ id, status }));
  for (const modern of [true, false]) {
    const json = (body: unknown) => (_: any, response: any) => response.end(JSON.stringify(body));
    const replay = await startReplay({
      answers: {
        "/queue": json(queue),
        "/history": json(history),
        ...(modern && { "/api/jobs": json({ jobs: listed }) }),
      },
    });
    const host = await connect(replay.url);
    assert.equal((await host.jobs()).map((j) => [j.id, j.state, j.position]), [
      ["r", "running", 0],
      ["a", "pending", 1],
      ["b", "pending", 2],
      ["c", "pending", 3],
      ["d", "completed", null],
      ["e", "failed", null],
      ["f", "cancelled", null],
    ]);
    assert.is(await host.position("b"), 2);
    assert.is(await host.position("d"), null);
    assert.equal(await host.features(), {}, "a host that is too old to say");
    await replay.stop();
  }
});

test("text that is no message is unknown, whatever it is", () => {
  for (
    const text of [
      "",
      "{",
      "null",
      "[]",
      "7",
      '{"type":5}',
      '{"type":"progress_state","data":{"nodes":[]}}',
    ]
      .concat(['{"type":"progress_state","data":{"nodes":{"3":null}}}', "[".repeat(100_000)])
  ) {
    assert.is(parseMessage(text).kind, "unknown", text.slice(0, 60));
  }
  assert.equal(parseMessage('{"type":"x","data":3}'), { kind: "message", type: "x", data: {} });
});

test.run();
