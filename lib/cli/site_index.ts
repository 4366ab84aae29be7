import { Buffer } from "node:buffer";
import { chinese } from "./site_headings.ts";
import type { Lesson } from "./site_page.ts";
import { documentOf, downloads, hostName, type Making } from "./site_shell.ts";
import { escapeHtml } from "./site_text.ts";

/** Width of a picture on the index, in pixels of the file: twice that of its place. */
const WIDTH = 800;

/** A lesson's first figure as a small picture. */
async function picture(svg: string): Promise<string> {
  const { default: sharp } = await import("sharp");
  const width = Number(/\bwidth="([\d.]+)"/.exec(svg)?.[1] ?? WIDTH);
  const bytes = await sharp(Buffer.from(svg), { density: Math.min(300, 72 * WIDTH / width) })
    .resize({ width: WIDTH, withoutEnlargement: true }).flatten({ background: "#fff" })
    .extract(await top(svg)).webp({ quality: 82 }).toBuffer();
  return `data:image/webp;base64,${bytes.toString("base64")}`;
}

/** Whether a figure fits its place as a whole: a film strip shows more by its beginning, a tall figure by its upper part. */
function fits(svg: string): boolean {
  const [, width, height] = /\bviewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const shape = Number(width) / Number(height);
  return shape > 1.7 && shape <= 3;
}

/** The upper part of a figure: as much as its place shows. */
async function top(svg: string) {
  const { default: sharp } = await import("sharp");
  const { width = WIDTH, height = WIDTH } = await sharp(Buffer.from(svg)).metadata();
  const scale = WIDTH / width;
  return {
    left: 0,
    top: 0,
    width: WIDTH,
    height: Math.max(1, Math.min(Math.floor(height * scale), WIDTH)),
  };
}

async function card(lesson: Lesson): Promise<string> {
  const { name, title, aims, time, figure } = lesson;
  // The picture says nothing that the words beside it do not.
  const image = figure
    ? `<img src="${await picture(figure)}" alt=""${fits(figure) ? ' class="whole"' : ""}>`
    : "";
  const files = downloads(name).map(({ file, words }) =>
    `<a href="${file}" download aria-label="${escapeHtml(`${words}, ${title}`)}">${words}</a>`
  );
  return `<li><div class="picture">${image}</div><div class="body">
<h2><a href="${name}.html">${chinese(escapeHtml(title))}</a></h2>
${
    aims.length
      ? `<ul>${aims.map((aim) => `<li>${chinese(escapeHtml(aim))}</li>`).join("")}</ul>`
      : ""
  }
<p class="more">${
    time ? `${escapeHtml(time.charAt(0).toUpperCase() + time.slice(1))}. ` : ""
  }Take along: ${files.join(", ")}.</p>
</div></li>`;
}

/** The first page: every lesson with its picture, what it teaches, and its files. */
export async function indexPage(lessons: readonly Lesson[], making: Making): Promise<string> {
  const { commit } = making.provenance;
  const cards = await Promise.all(lessons.map(card));
  const origin = commit
    ? `Commit <span class="hash">${commit.hash}</span>, ${commit.time}${
      commit.changed ? ", with changes that are not committed" : ""
    }.`
    : "Not made from a git checkout.";
  const numbers = making.host === null
    ? "All numbers come from recorded data: executing the notebooks again gives the same pages."
    : `Measured live on ${hostName(making.host)}: another execution gives other numbers.`;
  return documentOf(
    "kgen: how fast, and how well, text-to-image models generate",
    `<main id="main">
<h1>kgen: how fast, and how well, text-to-image models generate</h1>
<p>Lessons on the generation rate constant k_gen (<span lang="zh-Hans">生成速率常数</span>), with figures, exercises and a glossary
in English and Chinese. Every page stands alone: it needs no network and can be saved or sent.</p>
<div class="band ${making.host === null ? "recorded" : "live"}"><p>${numbers}</p></div>
<ul class="cards">
${cards.join("\n")}
</ul>
</main>
<footer><p>${origin}</p></footer>`,
  );
}
