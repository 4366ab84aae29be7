import type { Executed } from "./publish_execute.ts";
import { GIVEN } from "./publish_execute.ts";
import { chinese } from "./site_headings.ts";
import type { Lesson } from "./site_page.ts";
import type { Provenance } from "./site_provenance.ts";
import { SCRIPT, STYLE } from "./site_style.ts";
import { escapeHtml } from "./site_text.ts";

/** How a site was made. */
export interface Making {
  kernel: "deno" | "tslab";
  /** The host that was measured; null for recorded data. */
  host: string | null;
  /** Parameters as they were given, name=value. */
  given: string[];
  /** Folder of the notebooks, relative to the kit's, when they are not the kit's own. */
  notebooks: string | null;
  provenance: Provenance;
}

/** A whole HTML document, with its style and script inside. */
export function documentOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** The three files a reader can take along. */
export function downloads(name: string): { file: string; words: string }[] {
  return [
    { file: `downloads/${name}.ipynb`, words: "notebook" },
    { file: `downloads/${name}.executed.ipynb`, words: "executed notebook" },
    { file: `downloads/${name}.student.ipynb`, words: "student version (no solutions)" },
  ];
}

/** One lesson as a page. */
export function lessonPage(
  lesson: Lesson,
  executed: Executed,
  neighbours: { before: Lesson | null; after: Lesson | null },
  making: Making,
): string {
  const link = (to: Lesson | null, words: string) =>
    to ? `<a href="${to.name}.html">${words}${chinese(escapeHtml(to.title))}</a>` : "";
  const toc = lesson.sections.map(({ id, html }) =>
    `<li><a href="#${id}">${chinese(html)}</a></li>`
  );
  const body = `<header class="top"><a class="home" href="index.html">kgen</a>${
    link(neighbours.before, "← ")
  }${link(neighbours.after, "→ ")}</header>
<main id="main">
${band(executed, making)}
<nav class="toc" aria-label="Contents"><details><summary>Contents</summary><ol>${
    toc.join("")
  }</ol></details></nav>
${lesson.html}
</main>
${footer(lesson.name, executed, making)}`;
  return documentOf(lesson.title, body);
}

const KERNELS = { deno: "TypeScript (Deno)", tslab: "TypeScript (tslab, Node.js)" };

/** Whether the numbers repeat, said before the first of them. */
function band({ runs }: Executed, { host, kernel }: Making): string {
  const under = `Executed under the kernel ${KERNELS[kernel]}.`;
  if (host !== null) {
    return `<div class="band live"><p><strong>Live.</strong> ${under} Measured on ${
      escapeHtml(host)
    }: ` +
      `another execution gives other times, and so other numbers.</p></div>`;
  }
  const made = runs.filter((run) => !run.folder.startsWith(GIVEN));
  const from = runs.length === 0
    ? "All numbers come from recorded data"
    : made.length === 0
    ? `All numbers come from recorded data, ${count(runs.length)} of the embedded host among them`
    : `${count(made.length)} of the embedded host ${
      made.length === 1 ? "was" : "were"
    } recorded on the computer that published this page, and the rest comes from recorded data`;
  return `<div class="band recorded"><p><strong>Recorded.</strong> ${under} ${from}: another execution gives the same.</p></div>`;
}

/** A host in words; the address of one never holds credentials. */
export function hostName(host: string): string {
  return host === "embedded" ? "the embedded host" : escapeHtml(host);
}

const count = (n: number) => n === 1 ? "1 Run" : `${n} Runs`;

/** The command that makes this page again. */
export function reproduce(
  name: string,
  { kernel, host, given, notebooks, provenance }: Making,
): string {
  const at = provenance.commit ? `git checkout ${provenance.commit.hash}\n` : "";
  const quoted = given.map((pair) => ` -p '${pair.replaceAll("'", `'\\''`)}'`).join("");
  const on = host === null ? "" : ` --host ${host}`;
  const only = /^\d+/.exec(name)?.[0] ?? name;
  const own = notebooks === null ? "" : ` --notebooks ${notebooks}`;
  return `${at}./kgen publish${own} --only ${only} --kernel ${kernel}${on}${quoted}`;
}

function footer(name: string, executed: Executed, making: Making): string {
  const { commit, versions, data } = making.provenance;
  const row = (head: string, html: string) =>
    `<tr><th scope="row">${head}</th><td>${html}</td></tr>`;
  const said = commit
    ? `<span class="hash">${commit.hash}</span>, ${commit.time}${
      commit.changed ? "; there were changes that are not committed" : ""
    }`
    : "not made from a git checkout";
  const files = downloads(name).map(({ file, words }) => `<a href="${file}" download>${words}</a>`)
    .join(", ");
  const named = new Set(
    [...JSON.stringify(executed.source.cells).matchAll(/dataset\(\\"([\w-]+)/g)].map((m) => m[1]),
  );
  const packages = data.map(({ name, files, sha256 }) =>
    `<tr><td>${name}${
      named.has(name) ? " (read by this lesson)" : ""
    }</td><td>${files}</td><td class="hash">${sha256}</td></tr>`
  );
  const runs = executed.runs.map(({ folder, created, model }) =>
    `<tr><td class="hash">${escapeHtml(folder)}</td><td>${created}</td><td>${
      escapeHtml(model)
    }</td></tr>`
  );
  const values = Object.entries(executed.parameters)
    .map(([name, value]) => `<code>${escapeHtml(`${name} = ${JSON.stringify(value)}`)}</code>`);
  return `<footer>
<h2>Where this page comes from</h2>
<p>Take it along: ${files}.</p>
<p>Reproduce this page:</p>
<div class="scroll text"><pre><code>${escapeHtml(reproduce(name, making))}</code></pre></div>
<div class="scroll"><table>
${row("Commit", said)}
${row("Kernel", KERNELS[making.kernel])}
${row("Numbers", making.host === null ? "recorded" : `live, on ${hostName(making.host)}`)}
${values.length ? row("Parameters", values.join(", ")) : ""}
${row("Versions", versions.map(([name, version]) => `${escapeHtml(name)} ${version}`).join(", "))}
</table></div>
<details><summary>Data packages, with SHA-256</summary>
<p>The hash of a package is that of the list of its files' hashes, as <code>sha256sum</code> writes it, in the order of their names.</p>
<div class="scroll"><table><thead><tr><th scope="col">package</th><th scope="col">files</th><th scope="col">SHA-256</th></tr></thead><tbody>${
    packages.join("")
  }</tbody></table></div></details>
${
    runs.length
      ? `<details><summary>${count(runs.length)} of the embedded host</summary>
<div class="scroll"><table><thead><tr><th scope="col">Run</th><th scope="col">recorded</th><th scope="col">model</th></tr></thead><tbody>${
        runs.join("")
      }</tbody></table></div></details>`
      : ""
  }
</footer>`;
}
