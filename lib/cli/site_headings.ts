import { wordsOf } from "./site_text.ts";

/** Gives headings a place to be linked to, and lists them. */
export function headings(html: string): {
  html: string;
  title: string | null;
  sections: { id: string; html: string }[];
} {
  const taken = new Set<string>();
  const sections: { id: string; html: string }[] = [];
  let title: string | null = null;
  const marked = html.replace(/<h([1-3])>([\s\S]*?)<\/h\1>/g, (_, level, inner) => {
    const words = wordsOf(inner);
    const base = words.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() ||
      "part";
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    taken.add(id);
    if (level === "1") title ??= words;
    if (level === "2") sections.push({ id, html: inner });
    return `<h${level} id="${id}">${inner}</h${level}>`;
  });
  return { html: marked, title, sections };
}

/** What is not read as words of the page: tags, and all that is code, formula or picture. */
const APART = /(<(pre|code|math|svg|script|style)\b[\s\S]*?<\/\2>|<[^>]+>)/g;
const HAN = /[\u3400-\u9fff\uf900-\ufaff][\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]*/g;

/** Marks Chinese words as Chinese, so that they are read aloud and drawn as such. */
export function chinese(html: string): string {
  let out = "", at = 0;
  for (const found of html.matchAll(APART)) {
    out += mark(html.slice(at, found.index)) + found[0];
    at = found.index + found[0].length;
  }
  return out + mark(html.slice(at));
}

function mark(text: string): string {
  return text.replace(HAN, (words) => `<span lang="zh-Hans">${words}</span>`);
}
