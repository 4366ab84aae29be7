import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, openPage, type Page } from "./browser_page.ts";

/** Width of a phone, CSS pixels. */
const PHONE = 390;
/** Kinds of problems, by axe-core's words, that a page may not have. */
const SEVERE = ["serious", "critical"];

/**
 * Looks at every page in headless Chromium without a network: whether anything is asked for elsewhere, a picture is broken, a
 * script fails, the page is wider than a phone, and what axe-core finds of serious and critical problems.
 *
 * @param say Told what was not looked at, where Chromium or axe-core is missing.
 * @returns One line for each problem.
 */
export async function auditSite(
  folder: string,
  pages: readonly string[],
  root: string,
  say: (text: string) => void,
): Promise<string[]> {
  const program = chromium();
  if (!program) {
    say("not looked at in a browser: Chromium is not installed");
    return [];
  }
  const file = join(root, "node_modules/axe-core/axe.min.js");
  const axe = existsSync(file) ? readFileSync(file, "utf8") : null;
  if (!axe) say("accessibility is not checked: axe-core is not installed");
  const page = await openPage(program, "about:blank");
  try {
    const problems: string[] = [];
    for (const name of pages) {
      const found = await auditPage(page, pathToFileURL(join(folder, name)).href, axe);
      problems.push(...found.map((problem) => `${name}: ${problem}`));
    }
    return problems;
  } finally {
    await page.close();
  }
}

/** One page, at the size of a desk and of a phone. */
export async function auditPage(page: Page, url: string, axe: string | null): Promise<string[]> {
  const problems: string[] = [];
  const before = page.outside.length, failed = page.errors.length;
  await page.size(1280, 900);
  await page.go(url);
  const broken = await page.ask(
    "[...document.images].filter((i) => i.complete && !i.naturalWidth).length",
  );
  if (broken) problems.push(`${broken} pictures cannot be drawn`);
  const here = JSON.stringify(url);
  const asked: string[] = await page.ask(
    `performance.getEntriesByType("resource").map((r) => r.name).filter((n) => !/^(data|blob):/.test(n) && n !== ${here})`,
  );
  problems.push(
    ...[...page.outside.slice(before), ...asked].map((name) => `asks for ${name.slice(0, 90)}`),
  );
  if (axe) problems.push(...await accessibility(page, axe, ""));
  await page.size(PHONE, 844, true);
  await page.go(url);
  const wide = await page.ask("document.documentElement.scrollWidth");
  if (wide > PHONE) {
    problems.push(`is ${wide} px wide on a phone of ${PHONE} px: ${await page.ask(WIDEST)}`);
  }
  if (axe) problems.push(...await accessibility(page, axe, " (phone)"));
  problems.push(...page.errors.slice(failed).map((error) => `a script fails: ${error}`));
  return [...new Set(problems)];
}

/** The elements that stick out, outside of boxes that scroll. */
const WIDEST = `[...document.querySelectorAll("main *, footer *, header *")].filter((e) => {
  if (e.getBoundingClientRect().right <= innerWidth + 1) return false;
  for (let up = e.parentElement; up; up = up.parentElement) {
    if (/auto|scroll|hidden/.test(getComputedStyle(up).overflowX)) return false;
  }
  return true;
}).slice(0, 3).map((e) => e.tagName.toLowerCase() + "." + String(e.className)).join(", ")`;

async function accessibility(page: Page, axe: string, where: string): Promise<string[]> {
  await page.ask(`window.axe ? true : ((0, eval)(${JSON.stringify(axe)}), true)`);
  const found: { id: string; impact: string; help: string; nodes: string[] }[] = await page.ask(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map((v) => ({
      id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map((n) => n.html.slice(0, 120)) })))`,
  );
  return found.filter(({ impact }) => SEVERE.includes(impact)).map(({ id, impact, help, nodes }) =>
    `axe${where}: ${help} (${id}, ${impact}; ${nodes.length} places, such as ${nodes[0]})`
  );
}
