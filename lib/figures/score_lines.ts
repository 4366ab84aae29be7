import type { ScoredSteps } from "./frame_scores.ts";
import { directionText } from "./metric_words.ts";
import { significant } from "./number_text.ts";
import { FAINT } from "./style.ts";
import { element, escapeXml } from "./svg.ts";
import { cut, textWidth } from "./words.ts";

/** Height of a line. */
export const SCORE_LINE = 14;
/** Words may stand out of their frame by half of this on both sides. */
const OUT = 6, SIZE = 10;

/** The scores of one step, a line for each metric, centred under its frame. */
export function scoreLines(
  scored: ScoredSteps[],
  step: number,
  x: number,
  y: number,
  side: number,
) {
  return scored.map(({ name, unit, lines }, i) => {
    const line = lines.get(step);
    const number = line?.value == null ? "no score" : digits(line.value);
    const tail = ` ${number}${line?.value != null && unit ? ` ${unit}` : ""}${
      line?.best ? " ★" : ""
    }`;
    const text = cut(name, SIZE, side + OUT - textWidth(tail, SIZE)) + tail;
    const faint = line?.value == null || line.own;
    return element("text", {
      x: x + side / 2,
      y: y + i * SCORE_LINE + 8,
      "font-size": SIZE,
      "text-anchor": "middle",
      "font-weight": line?.best ? 700 : undefined,
      fill: faint ? FAINT : undefined,
      "font-style": line?.own ? "italic" : undefined,
    }, escapeXml(text));
  }).join("");
}

/** Which way each metric is better, and what star and italics mean. */
export function scoreLegend(scored: ScoredSteps[], steps: number[]): string[] {
  const told = scored.map(({ name, label, direction }) =>
    `${name}${label && label.toLowerCase() !== name ? ` (${label})` : ""}: ${
      directionText(direction)
    }`
  );
  const own = scored.some((m) => [...m.lines.values()].some((l) => l.own));
  const starred = scored.some((m) => [...m.lines.values()].some((l) => l.best));
  const strangers = [...new Set(scored.flatMap((m) => [...m.lines.keys()]))]
    .filter((s) => !steps.includes(s));
  const s = strangers.length > 1 ? "s" : "";
  return [
    told.join("; ") + "." + (starred ? " ★ the best frame by that metric." : ""),
    own ? "Italic: the frame is its own reference, perfect by construction and not ranked." : "",
    strangers.length ? `Scores of step${s} ${strangers.join(", ")} have no frame here.` : "",
  ].filter((t) => t !== "");
}

/** "best psnr at step 7: 40.1". */
export function bestText({ name, lines }: ScoredSteps): string {
  const best = [...lines].filter(([, l]) => l.best);
  if (best.length === 0) return `no best ${name} can be told`;
  const steps = best.map(([step]) => step).join(", ");
  return `best ${name} at step ${steps}: ${significant(best[0][1].value!, 3)}`;
}

/** Three digits, zeros at the end too, so that a row can be compared by eye. */
function digits(value: number): string {
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e3
    ? value.toPrecision(3).replace("-", "−")
    : significant(value, 3);
}
