/** Chinese and the like: as wide as they are high. */
const SQUARE = /[\u2E80-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFF60\u{1F000}-\u{3FFFD}]/u;
const NARROW = /[ijlftrI1.,:;'|!()[\] ]/;
const BROAD = /[mwMW@%—]/;
const CAPITAL = /[A-Z]/;

/**
 * About how wide a text is drawn, in pixels. There is no font to ask, so the widths are those of DejaVu Sans, the
 * broadest of the fonts that a system may have here: elsewhere a line ends early, and nowhere is it cut.
 */
export function textWidth(text: string, size: number): number {
  let em = 0;
  for (const c of text) {
    em += SQUARE.test(c)
      ? 1
      : NARROW.test(c)
      ? 0.37
      : BROAD.test(c)
      ? 0.98
      : CAPITAL.test(c)
      ? 0.7
      : 0.635;
  }
  return em * size;
}

/** The text on at most `most` lines of that width, the last cut with "…". */
export function wrap(text: string, size: number, width: number, most: number): string[] {
  const lines: string[] = [""];
  for (const word of words(text.replace(/\s+/g, " ").trim())) {
    const grown = lines[lines.length - 1] + word;
    if (textWidth(grown.trimEnd(), size) <= width) lines[lines.length - 1] = grown;
    else lines.push(word);
  }
  const kept = lines.map((l) => l.trim()).filter((l, i) => l !== "" || i === 0);
  if (kept.length <= most) return kept.map((l) => cut(l, size, width));
  const last = cut(kept.slice(most - 1).join(" "), size, width);
  return [...kept.slice(0, most - 1), last];
}

/** The text cut to that width with "…". */
export function cut(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(characters.join("") + "…", size) > width) {
    characters.pop();
  }
  return characters.join("").trimEnd() + "…";
}

/** Where a line may break: after spaces, and after any Chinese character, its full stop kept with it. */
function words(text: string): string[] {
  return text.match(
    /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60][,。、;:!?”’)》」』]*|[^\s\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]*\s?/gu,
  ) ?? [];
}
