import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Bytes that a page may weigh. */
const MOST = 3e6;

/**
 * What can be seen to be wrong with a site's pages without a browser: broken links and anchors, anything fetched from elsewhere,
 * pictures without words, raw formulas, weight.
 *
 * @returns One line for each problem.
 */
export function checkSite(folder: string, pages: readonly string[]): string[] {
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), "utf8")]));
  return pages.flatMap((page) =>
    checkPage(folder, page, texts).map((problem) => `${page}: ${problem}`)
  );
}

function checkPage(folder: string, page: string, texts: Map<string, string>): string[] {
  const problems: string[] = [];
  const html = texts.get(page)!;
  const weight = statSync(join(folder, page)).size;
  if (weight >= MOST) problems.push(`weighs ${(weight / 1e6).toFixed(1)} MB, 3 MB or more`);
  const markup = html.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, "<$1></$1>");
  for (const [, link] of markup.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)) {
    const problem = linkProblem(folder, page, link, texts);
    if (problem) problems.push(problem);
  }
  const tags = [
    ...markup.matchAll(
      /<(?:script|img|image|iframe|source|link|audio|video|object|embed|use)\b[^>]*>/g,
    ),
  ];
  for (const [tag] of tags) {
    const from = /\b(?:src|href|data)="(?!data:|#)([^"]*)"/.exec(tag);
    if (from) problems.push(`fetches ${from[1].slice(0, 80)}`);
  }
  if (/@import|url\(\s*["']?(?:https?:)?\/\//.test(html)) {
    problems.push("its style fetches from elsewhere");
  }
  const pictures = [...markup.matchAll(/<img\b[^>]*>/g)].map((m) => m[0]);
  const silent = pictures.filter((tag) =>
    !/\balt="[^"]/.test(tag) && !(page === "index.html" && /\balt=""/.test(tag))
  );
  if (silent.length) problems.push(`${silent.length} pictures have no words (alt)`);
  const drawn = [...markup.matchAll(/<svg\b[^>]*role="img"[^>]*>(?:<title>([^<]*)<\/title>)?/g)];
  const nameless = drawn.filter(([tag, title]) => !title && !/aria-label="[^"]/.test(tag));
  if (nameless.length) problems.push(`${nameless.length} figures have no title`);
  return problems;
}

function linkProblem(
  folder: string,
  page: string,
  link: string,
  texts: Map<string, string>,
): string | null {
  if (/^(https?|mailto|data):/.test(link)) return null;
  const [path, anchor] = link.split("#");
  const target = path === "" ? page : decodeURIComponent(path);
  if (!existsSync(join(folder, target))) return `a link leads nowhere: ${link}`;
  const html = texts.get(target);
  if (!anchor || html === undefined) return null;
  const id = decodeURIComponent(anchor);
  return html.includes(`id="${id}"`) ? null : `a link leads to no place in its page: ${link}`;
}
