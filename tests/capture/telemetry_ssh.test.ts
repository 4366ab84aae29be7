// nvidia-smi over ssh, with FAKE programs of both names that replay an H100's real readings and ssh's real words.
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openTelemetry } from "@kgen/capture";
import type { Host } from "@kgen/comfy";
import { FakeGpuTools, recorded } from "./fake_gpu_tools.ts";

const fakes = new FakeGpuTools();
test.before.each(() => {
  fakes.smi("ok");
  fakes.ssh("ok");
});
test.after(() => fakes.clean());

const nobody = {} as Host;

test("over ssh: the same readings; the command asks no password and names the destination after --", async () => {
  const t = await openTelemetry(nobody, "ssh:me@gpu-box", { hz: 20 });
  await sleep(200);
  await t.close();
  assert.is(t.source, "ssh:me@gpu-box");
  assert.is(t.samples()[0].power_w, Number(recorded(1)[0].power_w));
  const asked = fakes.asked("asked-ssh").at(-1)!;
  assert.match(
    asked,
    /-o BatchMode=yes -o ConnectTimeout=10 .*-- me@gpu-box nvidia-smi --query-gpu=/,
  );
  // The rest of the command holds nothing that a shell over there would act on.
  assert.match(asked.split(" -- ")[1], /^[\w@.,=+: -]+$/);
  // Over there it ends when it finds nobody at the other end of its output.
  for (let i = 0; fakes.runs() && i < 100; i++) await sleep(20);
  assert.is(fakes.runs(), false);
});

test("ssh that fails: none, with the reason and what to do", async () => {
  const cases: [Parameters<FakeGpuTools["ssh"]>[0], RegExp][] = [
    ["permission", /box refused the login.*set up a key/],
    ["unknown", /does not know the computer box/],
    ["key", /key of box is not known.*ssh box/],
    ["refused", /no ssh server answers at box/],
    ["without", /nvidia-smi is not on the PATH of box/],
    [null, /no ssh program on this computer/],
  ];
  for (const [mode, word] of cases) {
    fakes.ssh(mode);
    const t = await openTelemetry(nobody, "ssh:box", { hz: 20 });
    assert.is(t.source, "none", String(mode));
    assert.match(t.word, word);
  }
});

test("a connection by ssh that is lost in the middle: its samples stay", async () => {
  fakes.ssh("lost");
  const t = await openTelemetry(nobody, "ssh:box", { hz: 20 });
  assert.is(t.source, "ssh:box");
  for (let i = 0; t.live && i < 150; i++) await sleep(20);
  assert.ok(t.samples().length >= 3);
  assert.match(
    t.word,
    /After .* the connection by ssh to box was lost: client_loop: send disconnect/,
  );
  await t.close();
});

test("a destination that is an option or a command is refused before anything starts", async () => {
  for (
    const bad of [
      "",
      "-oProxyCommand=touch x",
      "a b",
      "a;b",
      "$(x)",
      "a@-b",
      "-a@b",
      "a@b@c",
      "h:22",
    ]
  ) {
    await openTelemetry(nobody, `ssh:${bad}`).then(
      () => assert.unreachable(bad),
      (e) => assert.instance(e, TypeError),
    );
  }
  for (const good of ["ssh://me@box:2222", "box.example.org", "me@10.0.0.1", "ssh://[::1]:22"]) {
    assert.is(
      await openTelemetry(nobody, `ssh:${good}`, { hz: 20 }).then(async (t) => {
        await t.close();
        return t.source;
      }),
      `ssh:${good}`,
    );
  }
  await openTelemetry(nobody, "dcgm").then(() => assert.unreachable(), (e) => {
    assert.match(e.message, /auto, plugin, nvidia-smi, ssh:DEST or none/);
  });
});

// Without bash the fakes do not run.
if (process.platform !== "win32") test.run();
