// Which room may import which: the architecture, held by reading the imports.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

const LIB = fileURLToPath(new URL("../lib", import.meta.url));
const ALL = [
  "comfy",
  "nano",
  "capture",
  "quality",
  "tables",
  "stats",
  "kinetics",
  "figures",
  "sweep",
  "notebook",
];

const MAY_IMPORT: Record<string, string[]> = {
  comfy: [],
  nano: [],
  capture: ["comfy"],
  quality: [],
  tables: ["capture", "quality"],
  stats: [],
  kinetics: ["tables", "stats"],
  figures: ["tables", "kinetics"],
  sweep: ["comfy", "capture", "tables"],
  notebook: ALL.filter((room) => room !== "notebook"),
  cli: ALL,
};

interface Import {
  room: string;
  file: string;
  from: string;
}

function importsOf(room: string): Import[] {
  const files = (readdirSync(join(LIB, room), { recursive: true }) as string[])
    .filter((name) => name.endsWith(".ts"));
  return files.flatMap((file) => {
    // Examples in doc comments import their own room as a reader would; they are not imports of the file.
    const code = readFileSync(join(LIB, room, file), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
    // At the start of a line: a template that writes an import is not one.
    const found = code.matchAll(
      /^(?:import|export)\b[^"`;]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm,
    );
    return [...found].map(([, a, b, c]) => ({ room, file, from: a ?? b ?? c }));
  });
}

/** Why an import is not allowed, or null. */
function objection({ room, file, from }: Import, allowed = MAY_IMPORT[room]): string | null {
  const where = `lib/${room}/${file} imports "${from}"`;
  if (from.startsWith("@kgen/")) {
    const other = from.slice("@kgen/".length);
    if (other === room) return `${where}: inside a room, import by path`;
    return allowed.includes(other)
      ? null
      : `${where}: ${room} may import ${allowed.join(", ") || "no room"}`;
  }
  if (!from.startsWith(".")) return null;
  const depth = file.split("/").length - 1;
  const up = from.split("/").filter((part) => part === "..").length;
  return up > depth ? `${where}: another room is imported as "@kgen/ROOM"` : null;
}

test("every folder of lib is a room in the list", () => {
  const folders = readdirSync(LIB, { withFileTypes: true }).filter((e) => e.isDirectory());
  assert.equal(folders.map((e) => e.name).sort(), Object.keys(MAY_IMPORT).sort());
});

for (const room of Object.keys(MAY_IMPORT)) {
  test(`${room} imports only what it may`, () => {
    const imports = importsOf(room);
    assert.ok(imports.length > 0, "no imports were found: the test reads nothing");
    assert.equal(imports.map((found) => objection(found)).filter((why) => why !== null), []);
  });
}

test("each room's mod.ts only re-exports, by name", () => {
  for (const room of ALL) {
    const code = readFileSync(join(LIB, room, "mod.ts"), "utf8").replace(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      "",
    );
    const rest = code.replace(/export (type )?\{[^}]*\} from "[^"]+";/g, "").trim();
    assert.is(rest, "", `lib/${room}/mod.ts holds more than re-exports`);
  }
});

test("an import against the list is seen", () => {
  const found = (room: string, from: string, file = "x.ts") => objection({ room, file, from });
  assert.match(found("comfy", "@kgen/capture")!, /may import no room/);
  assert.match(found("stats", "../tables/rows.ts")!, /imported as/);
  assert.match(found("stats", "@kgen/stats")!, /by path/);
  assert.is(found("capture", "@kgen/comfy"), null);
  assert.is(found("nano", "../png.ts", "nodes/save.ts"), null);
});

test.run();
