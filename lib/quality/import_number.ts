const MISSING = /^(|-|n\/?a|null|none|nan|[+-]nan|#n\/a|缺)$/i;

/**
 * The number a tool or a person wrote: also inf, Infinity and, when `decimalComma`, 17,93. Missing ones
 * (empty, n/a, none, nan) are NaN; null is no number at all.
 */
export function numberOf(text: string, decimalComma = false): number | null {
  const t = text.trim();
  if (MISSING.test(t)) return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(t);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  const dotted = decimalComma && /^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(t) ? t.replace(",", ".") : t;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(dotted) ? Number(dotted) : null;
}
