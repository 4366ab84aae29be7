import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { projectRoot } from "@kgen/notebook";
import { runProgram } from "./process.ts";

/** The rooms a notebook can import, from deno.json's import map. */
function rooms(root: string): string[] {
  const { imports } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
  return Object.keys(imports).map((name) => name.replace("@kgen/", ""));
}

/** Names, sizes and times of all library files: a changed file means another bundle. */
function stateOf(root: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(join(root, "lib"), { recursive: true }) as string[]) {
    if (!name.endsWith(".ts") || name.startsWith("cli")) continue;
    const { size, mtimeMs } = statSync(join(root, "lib", name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/**
 * Puts the library into node_modules/@kgen/ROOM for tslab, which runs Node and refuses TypeScript files: JavaScript
 * by esbuild, one file a room with shared chunks, and declarations by tsc for its type checks. Does nothing when the
 * library has not changed since.
 *
 * @throws {Error} with the compiler's words when the library does not compile.
 */
export async function bundle(): Promise<void> {
  const root = projectRoot();
  const target = join(root, "node_modules/@kgen");
  const stamp = join(target, "stamp");
  const state = stateOf(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state) return;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const names = rooms(root);
  await Promise.all([javascript(root, target, names), declarations(root, target, names)]);
  writeFileSync(stamp, state);
}

async function javascript(root: string, target: string, names: string[]) {
  const esbuild = await import("esbuild");
  try {
    await esbuild.build({
      entryPoints: names.map((name) => ({
        in: join(root, "lib", name, "mod.ts"),
        out: `${name}/index`,
      })),
      outdir: target,
      outExtension: { ".js": ".mjs" },
      chunkNames: "chunks/[name]-[hash]",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      // `packages: "external"` would leave the rooms themselves out.
      plugins: [{
        name: "rooms",
        setup(build) {
          build.onResolve({ filter: /^@kgen\// }, (found) => ({
            path: join(root, "lib", found.path.slice("@kgen/".length), "mod.ts"),
          }));
        },
      }],
      logLevel: "silent",
    });
  } finally {
    await esbuild.stop();
  }
}

async function declarations(root: string, target: string, names: string[]) {
  const types = join(target, "types");
  mkdirSync(types, { recursive: true });
  const config = join(types, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: {
        declaration: true,
        emitDeclarationOnly: true,
        allowImportingTsExtensions: true,
        module: "esnext",
        moduleResolution: "bundler",
        target: "es2022",
        lib: ["es2023", "dom", "dom.iterable", "esnext.disposable"],
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
        strict: true,
        skipLibCheck: true,
        rootDir: join(root, "lib"),
        outDir: types,
        paths: Object.fromEntries(
          names.map((n) => [`@kgen/${n}`, [join(root, "lib", n, "mod.ts")]]),
        ),
      },
      files: names.map((name) => join(root, "lib", name, "mod.ts")),
    }),
  );
  const tsc = await runProgram("node", [
    join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    config,
  ]);
  if (tsc.code !== 0) throw new Error(`the library does not compile for Node:\n${tsc.output}`);
  for (const name of names) {
    mkdirSync(join(target, name), { recursive: true });
    writeFileSync(
      join(target, name, "package.json"),
      JSON.stringify({
        name: `@kgen/${name}`,
        type: "module",
        main: "index.mjs",
        types: "index.d.ts",
      }),
    );
    writeFileSync(join(target, name, "index.d.ts"), `export * from "../types/${name}/mod";\n`);
  }
  plainPaths(types);
}

/** tslab's compiler (TypeScript 5.0) does not find `./x.ts` in a declaration; it does find `./x`. */
function plainPaths(folder: string) {
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    if (!name.endsWith(".d.ts")) continue;
    const file = join(folder, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2"'));
  }
}
