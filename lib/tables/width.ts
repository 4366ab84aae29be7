/** Wide in a terminal: Chinese, Japanese, Korean, full-width forms, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
/** Takes no place: combining marks, joiners, variation selectors. */
const NONE = /\p{Mn}|\p{Me}|\p{Cf}/u;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Places that a text takes in a terminal: 2 for a Chinese character or an emoji. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text cut to that many places, ending in "…" when something was cut. */
export function cutText(text: string, places: number): string {
  if (displayWidth(text) <= places) return text;
  let out = "", width = 0;
  for (const { segment } of graphemes.segment(text)) {
    const w = graphemeWidth(segment);
    if (width + w > places - 1) break;
    out += segment;
    width += w;
  }
  return out.trimEnd() + "…";
}

/**
 * One line of visible text: line breaks and other control characters become spaces, marks that turn
 * the direction of writing are dropped. A prompt must not steer a terminal.
 */
export function oneLine(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

function graphemeWidth(segment: string): number {
  if (WIDE.test(segment) || segment.includes("\uFE0F")) return 2;
  for (const c of segment) if (!NONE.test(c)) return 1;
  return 0;
}
